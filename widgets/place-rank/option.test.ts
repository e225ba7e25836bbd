// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { compile } from '../../contract/condition.ts';
import { AT, FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { type Data, filterOfMark, type Options, ranked, REST, whole } from './option.ts';
import View from './View.vue';
import declaration from './widget.ts';

const options: Options = { window: '7d', top: 2 };
const data = fixtures[0]!.data as Data;

describe('ranked', () => {
  it('adds streets up to districts, beside last week', () => {
    const rows = ranked(data, [], city, 'zh', 2);
    expect(rows.map(({ name, value }) => [name, value])).toEqual([
      ['梁溪区', 1498],
      ['江阴市', 1180],
      ['新吴区', 930],
      ['滨湖区', 812],
      ['锡山区', 640],
      ['惠山区', 611],
      ['宜兴市', 380],
      ['未知', 12],
    ]);
    expect(rows[0]).toMatchObject({ change: '+38%', way: 'up', deeper: true });
    expect(rows.at(-1)!.deeper).toBe(false);
    expect(whole(data, [])).toMatchObject({ now: 6063 });
    expect(ranked({}, [], city, 'zh', 2)).toEqual([]);
  });
  it('shows the streets of a district, and the compounds of a street with the others together at the end', () => {
    expect(ranked(data, ['320213'], city, 'en', 2).map(({ name, value }) => [name, value])).toEqual([
      ['Liangxi Street', 1402],
      ['unknown', 96],
    ]);
    const rows = ranked(data, ['320213', '320213001'], city, 'zh', 2);
    expect(rows.map(({ key, name, value }) => [key, name, value])).toEqual([
      ['五爱家园', '五爱家园', 402],
      ['-', '未知', 190],
      [REST, '其他小区', 810],
    ]);
    expect(rows[0]!.way).toBe('up');
    expect(whole(data, ['320213', '320213001']).now).toBe(1402);
  });
});

describe('hit', () => {
  const at = (community: string | null) => ({ district: 'd', street: 's', community });
  it('[M2] opens a district, a street, a compound, or the compounds that are not listed', () => {
    const { from, to } = data.places;
    expect(declaration.hit({ kind: 'place', path: [] }, options, data)).toEqual({
      measure: 'accepted',
      range: { from, to },
    });
    expect(filterOfMark({ kind: 'place', path: ['d', '-'] })).toEqual({ district: 'd', street: { set: false } });
    expect(filterOfMark({ kind: 'place', path: ['d', 's', 'c'] })).toEqual({
      district: 'd',
      street: 's',
      community: 'c',
    });
    const listed = filterOfMark({ kind: 'place', path: ['d', 's'], besides: ['a', '-'] })!;
    expect(['a', 'b', null].map((name) => compile('ticket', listed)(at(name)))).toEqual([false, true, false]);
    const apart = filterOfMark({ kind: 'place', path: ['d', 's'], besides: ['a'] })!;
    expect(['a', 'b', null].map((name) => compile('ticket', apart)(at(name)))).toEqual([false, true, true]);
    expect(declaration.hit({ kind: 'place', path: [] }, options, {})).toBeNull();
  });
});

describe('view', () => {
  it('goes into a district and a street in place, and back; the total opens what is shown', async () => {
    const props = { options, data, city, scope: {}, clock: AT, late: null, locale: 'zh' as const };
    const wrapper = mount(View, { props });
    await wrapper.get('[data-key="320213"]').trigger('click');
    await wrapper.get('[data-key="320213001"]').trigger('click');
    await wrapper.get(`[data-key="${REST}"]`).trigger('click');
    await wrapper.get('.all').trigger('click');
    expect(wrapper.emitted('hit')).toEqual([
      [{ kind: 'place', path: ['320213', '320213001'], besides: ['五爱家园', '-'] }],
      [{ kind: 'place', path: ['320213', '320213001'] }],
    ]);
    await wrapper.get('[data-step="0"]').trigger('click');
    expect(wrapper.findAll('[data-key]')).toHaveLength(8);
    wrapper.unmount();
  });
});
