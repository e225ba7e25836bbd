// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { AT, FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { REST } from '../shared/rest.ts';
import { fixtures } from './fixtures.ts';
import { branches, type Data, type Options, tiles, whole } from './option.ts';
import { treemap } from './treemap.ts';
import View from './View.vue';
import declaration from './widget.ts';

const options: Options = { window: '7d' };
const data = fixtures[0]!.data as Data;

describe('treemap', () => {
  it('gives each item its area, fills the box, and lets no tiles overlap', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 200, max: 900 }), fc.integer({ min: 100, max: 900 }), (list, w, h) => {
        const laid = treemap(list, (n) => n, w, h);
        const sum = list.reduce((a, b) => a + b, 0);
        expect(laid).toHaveLength(list.length);
        for (const { item, x, y, width, height } of laid) {
          expect(width * height).toBeCloseTo((item / sum) * w * h, 3);
          expect(x).toBeGreaterThanOrEqual(-1e-6);
          expect(y).toBeGreaterThanOrEqual(-1e-6);
          expect(x + width).toBeLessThanOrEqual(w + 1e-6);
          expect(y + height).toBeLessThanOrEqual(h + 1e-6);
        }
        for (const [i, a] of laid.entries())
          for (const b of laid.slice(i + 1)) {
            const apart = a.x + a.width <= b.x + 1e-6 || b.x + b.width <= a.x + 1e-6 || a.y + a.height <= b.y + 1e-6 || b.y + b.height <= a.y + 1e-6; // prettier-ignore
            expect(apart).toBe(true);
          }
      }),
      { numRuns: 60 },
    );
  });
  it('has nothing where there is nothing', () => {
    expect(treemap([0, 0], (n) => n, 10, 10)).toEqual([]);
    expect(treemap([1], (n) => n, 0, 10)).toEqual([]);
  });
});

describe('branches', () => {
  it('are the parts of the tree with their largest parts and last week', () => {
    const list = branches(data.tree, null, city, 'zh');
    expect(list[0]).toMatchObject({ key: 'under:05', name: '城乡建设', now: 1109, before: 757, change: '+46%', way: 'up', deeper: true }); // prettier-ignore
    expect(list[0]!.inside[0]).toEqual({ name: '供热', text: '773' });
    expect(list.at(-1)!.name).toBe('12');
    expect(list.find(({ name }) => name === '未分类')).toMatchObject({ now: 9, deeper: false });
    // Gone this week: it has no area.
    expect(list.some(({ key }) => key === 'under:03')).toBe(false);
    expect(list.reduce((sum, { now }) => sum + now, 0)).toBe(whole(data.tree, null).now);
  });
  it('of a branch include tickets that name no more than it; leaves go no deeper', () => {
    const list = branches(data.tree, { kind: 'under', code: '05.03' }, city, 'en');
    expect(list.map(({ key, name, now, deeper }) => [key, name, now, deeper])).toEqual([
      ['under:05.03.01', '05.03.01', 612, false],
      ['under:05.03.02', '05.03.02', 120, false],
      ['only:05.03', 'Not detailed', 41, false],
    ]);
    expect(whole(data.tree, { kind: 'under', code: '05.03' })).toEqual({ now: 773, text: '+84%', way: 'up' });
    expect(branches(undefined, null, city, 'en')).toEqual([]);
    expect(whole(undefined, null).now).toBeNull();
  });
});

describe('tiles', () => {
  it('are all large enough to read: the smallest stand together, and their sum is kept', () => {
    const list = branches(data.tree, null, city, 'zh');
    const laid = tiles(list, 560, 300, city, 'zh');
    expect(laid.length).toBeLessThan(list.length);
    expect(laid.every(({ width, height }) => width >= 92 && height >= 44)).toBe(true);
    const rest = laid.find(({ item }) => item.part.kind === 'rest')!.item;
    expect(rest.name).toMatch(/^其他 \d+ 类$/);
    expect(laid.reduce((sum, { item }) => sum + item.now, 0)).toBe(whole(data.tree, null).now);
    const inside = branches(data.tree, rest.part, city, 'zh');
    expect(inside.reduce((sum, { now }) => sum + now, 0)).toBe(rest.now);
    expect(whole(data.tree, rest.part).now).toBe(rest.now);
  });
});

describe('hit', () => {
  it('[M2] opens the tickets of a part: a branch, a code alone, none, several', () => {
    const { from, to } = data.tree;
    const filter = (part: unknown) => declaration.hit({ kind: 'part', part }, options, data)?.filter;
    expect(declaration.hit({ kind: 'part', part: null }, options, data)).toEqual({
      measure: 'accepted',
      range: { from, to },
    });
    expect(filter({ kind: 'under', code: '05.03' })).toEqual({ category: { under: '05.03' } });
    expect(filter({ kind: 'only', code: '05.03' })).toEqual({ category: '05.03' });
    expect(filter({ kind: 'none' })).toEqual({ category: { set: false } });
    const parts = [{ kind: 'under', code: '11' }, { kind: 'none' }];
    expect(filter({ kind: 'rest', parts })).toEqual({
      any: [{ category: { under: '11' } }, { category: { set: false } }],
    });
    expect(declaration.hit({ kind: 'part', part: null }, options, {})).toBeNull();
  });
});

describe('view', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const props = { options, data, city, scope: {}, clock: AT, late: null, locale: 'zh' as const };

  it('goes deeper at a touch, back by its path, opens a leaf, and returns to the whole when left alone', async () => {
    const wrapper = mount(View, { props });
    await wrapper.get('[data-key="under:05"]').trigger('click');
    await wrapper.get('[data-key="under:05.03"]').trigger('click');
    expect(wrapper.findAll('[data-step]').map((step) => step.text())).toEqual(['全部', '城乡建设', '供热']);
    await wrapper.get('[data-key="under:05.03.01"]').trigger('click');
    await wrapper.get('.all').trigger('click');
    expect(wrapper.emitted('hit')).toEqual([
      [{ kind: 'part', part: { kind: 'under', code: '05.03.01' } }],
      [{ kind: 'part', part: { kind: 'under', code: '05.03' } }],
    ]);
    await wrapper.get('[data-step="1"]').trigger('click');
    expect(wrapper.findAll('[data-step]')).toHaveLength(2);
    vi.advanceTimersByTime(REST);
    await nextTick();
    expect(wrapper.findAll('[data-step]')).toHaveLength(1);
    wrapper.unmount();
  });
});
