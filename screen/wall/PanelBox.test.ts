// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { defineComponent, h, nextTick, ref } from 'vue';
import { describe, expect, it } from 'vitest';
import { i18n } from '../i18n/index.ts';
import { provideCity } from './city.ts';
import PanelBox from './PanelBox.vue';
import type { CityFace } from '../../contract/city.ts';

const city = {
  timeZone: 'Asia/Shanghai',
  names: { zh: '甲', en: 'A' },
  places: [],
  units: [],
  categories: [],
  feeds: [],
} as unknown as CityFace;
const AT = Date.UTC(2026, 10, 21, 6, 32);

function panel(props: Record<string, unknown>, content: () => unknown) {
  return mount(
    defineComponent({
      setup() {
        provideCity(city);
        return () => [
          h(PanelBox, { clock: AT, title: 'one', ...props }, { default: content }),
          h('p', { class: 'neighbour' }, 'lives'),
        ];
      },
    }),
    { global: { plugins: [i18n] } },
  );
}

describe('a panel', () => {
  it('[W1] says since when its data is late, in the time of the city', () => {
    const wall = panel({ late: { since: AT - 60_000 } }, () => 'x');
    expect(wall.find('.panel').classes()).toContain('late');
    expect(wall.find('.age').text()).toBe('自 14:31 起无新数据');
    expect(
      panel({ late: null }, () => 'x')
        .find('.age')
        .exists(),
    ).toBe(false);
  });

  it('[W1] keeps what throws in it to itself, says so, and tries again when asked', async () => {
    const broken = ref(true);
    const Widget = defineComponent({
      setup: () => () => {
        if (broken.value) throw new Error('no such district');
        return h('b', 'well');
      },
    });
    const wall = panel({}, () => h(Widget));
    await nextTick();
    expect(wall.find('.message').text()).toContain('no such district');
    expect(wall.find('.neighbour').text()).toBe('lives');
    broken.value = false;
    await wall.find('.again').trigger('click');
    expect(wall.find('.body').text()).toBe('well');
  });
});
