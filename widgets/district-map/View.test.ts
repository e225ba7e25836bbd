// @vitest-environment happy-dom
/** The map in its ways: drawn without WebGL (this environment has none), and as lists. */
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AT, FIXTURE_CITY } from '../shared/fixture-city.ts';
import type { CityFace } from '../../contract/city.ts';
import { fixtures } from './fixtures.ts';
import type { Data, Options } from './option.ts';
import View from './View.vue';

const options: Options = { measure: 'per_10k', window: '1h', heat: '1h', hot: 4, bands: 'equal' };
const box = (x: number, y: number) => [
  [
    [x, y],
    [x + 0.1, y],
    [x + 0.1, y + 0.1],
    [x, y + 0.1],
    [x, y],
  ],
];
const shapes = {
  type: 'FeatureCollection',
  features: FIXTURE_CITY.places.map(({ code, names, center }) => ({
    type: 'Feature',
    properties: { code, name: names.zh },
    geometry: { type: 'Polygon', coordinates: box(center![0], center![1]) },
  })),
};

let asked: string[] = [];
let answer: () => Promise<unknown>;
/** Cities differ by id, so that no test sees the shapes that another one fetched. */
let n = 0;
const show = async (city: Partial<CityFace> = {}, data = fixtures[0]!.data as Data) => {
  const props = {
    options,
    data,
    city: { ...FIXTURE_CITY, id: `city-${n++}`, ...city },
    scope: {},
    clock: AT,
    late: null,
    locale: 'zh' as const,
  };
  const wrapper = mount(View, { props });
  await flushPromises();
  await vi.dynamicImportSettled();
  await flushPromises();
  return wrapper;
};

beforeEach(() => {
  asked = [];
  answer = () => Promise.resolve({ ok: true, json: () => Promise.resolve(shapes) });
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return answer();
  });
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(private readonly heard: () => void) {}
      observe() {
        this.heard();
      }
      disconnect() {}
    },
  );
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('district map', () => {
  it('draws every district without WebGL, labelled with name and number, from its own server only', async () => {
    const wrapper = await show();
    expect(asked).toEqual([expect.stringMatching(/^\/api\/v1\/cities\/city-\d+\/shapes\.geojson$/)]);
    expect(wrapper.findAll('path.area')).toHaveLength(7);
    expect(wrapper.find('[data-district="320213"]').text()).toBe('梁溪区0.35');
    expect(wrapper.findAll('.spot').length).toBeGreaterThan(0);
    await wrapper.find('path[data-area="320281"]').trigger('click');
    await wrapper.find('[data-district="320213"]').trigger('click');
    expect(wrapper.emitted('hit')).toEqual([[{ kind: 'area', code: '320281' }], [{ kind: 'area', code: '320213' }]]);
  });
  it('pulses over a district with an unclaimed alert, and rests as an outline with its word once somebody has it', async () => {
    const { data } = fixtures.find(({ name }) => name.startsWith('alerts'))!;
    const wrapper = await show({}, data as Data);
    const outlines = wrapper.findAll('[data-outline]').map((path) => path.attributes('data-outline'));
    expect(outlines.sort()).toEqual(['320213', '320214']);
    expect(wrapper.findAll('[data-pulse]').map((ring) => ring.attributes('data-pulse'))).toEqual(['320213']);
    expect(wrapper.find('[data-district="320213"] .alert').classes()).toEqual(
      expect.arrayContaining(['waits', 'level-1']),
    );
    expect(wrapper.find('[data-district="320214"] .alert').text()).toBe('橙色');
    await wrapper.setProps({ data: { ...data, alerts: { cards: {}, open: 0, unclaimed: 0 } } as Data });
    expect(wrapper.find('[data-outline]').exists()).toBe(false);
    expect(wrapper.find('.alert').exists()).toBe(false);
  });
  it('lists districts when the shapes fail, and tries again when it is shown again', async () => {
    answer = () => Promise.resolve({ ok: false, status: 503 });
    const wrapper = await show();
    expect(wrapper.findAll('.row')[0]!.text()).toContain('梁溪区');
    await wrapper.find('[data-key="320213"]').trigger('click');
    expect(wrapper.emitted('hit')).toEqual([[{ kind: 'area', code: '320213' }]]);
    await show({ id: wrapper.props('city').id });
    expect(asked).toHaveLength(2);
  });
  it('lists units where a city has no districts, and asks for no shapes', async () => {
    const wrapper = await show({ places: [] });
    expect(asked).toEqual([]);
    await wrapper.find('[data-key="housing"]').trigger('click');
    expect(wrapper.emitted('hit')).toEqual([[{ kind: 'unit', unit: 'housing' }]]);
  });
});
