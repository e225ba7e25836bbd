// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { AT, FIXTURE_CITY } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { boards, type Data, type Options } from './option.ts';
import View from './View.vue';
import declaration from './widget.ts';

const options: Options = { windows: ['1h', '24h', '7d'], top: 20 };
const data = (name: string): Data => fixtures.find((one) => one.name === name)!.data as Data;
const HOT = data('a cold Saturday');

describe('boards', () => {
  it('put hot words first, each beside its usual on one scale', () => {
    const [hour, day] = boards(options, HOT, 'zh');
    expect(day!.calm).toBe(false);
    expect(day!.rows[0]).toMatchObject({
      word: '供暖不热',
      text: '128',
      usual: '平时 18',
      times: '×7.1',
      hot: true,
      at: 1,
    });
    expect(day!.rows[0]!.title).toBe('供暖不热，128，平时 18，×7.1');
    expect(day!.rows[0]!.band!.from).toBeCloseTo((18 - 1.28 * Math.sqrt(18)) / 128);
    expect(day!.rows.map(({ hot }) => hot)).toEqual([true, true, true, true, true, false, false]);
    expect(hour!.rows[1]).toMatchObject({ word: '五爱家园', usual: '', times: '新词', isNew: true });
  });

  it('say no times of a word that is hardly ever there', () => {
    const rare = structuredClone(HOT);
    Object.assign(rare.hot.windows['24h'].words['换热站']!, { mean: 0.04, low: 0, high: 0, times: 650 });
    const row = boards(options, rare, 'zh')[1]!.rows.find(({ word }) => word === '换热站');
    expect(row).toMatchObject({ usual: '平时极少', times: '', hot: true });
  });

  it('say that nothing is above its usual, and show the most frequent words of the lexicon', () => {
    const [, day] = boards({ ...options, top: 3 }, data('nothing is hot'), 'en');
    expect(day).toMatchObject({ calm: true, name: 'last 24 h' });
    expect(day!.rows.map(({ word, value, usual, hot }) => [word, value, usual, hot])).toEqual([
      ['物业管理', 61, '', false],
      ['违停', 49, '', false],
      ['噪音扰民', 46, '', false],
    ]);
    expect(boards(options, {}, 'zh').map(({ calm, waiting }) => [calm, waiting])).toEqual(
      Array.from({ length: 3 }, () => [null, true]),
    );
    const first = boards(options, data('the first day'), 'zh');
    expect(first.map(({ calm, waiting }) => [calm, waiting])).toEqual(Array.from({ length: 3 }, () => [null, false]));
  });
});

describe('view', () => {
  it('shows the three windows side by side where there is room, calm said in words', () => {
    const props = { options, city: FIXTURE_CITY, scope: {}, clock: AT, late: null, locale: 'zh' as const };
    const wrapper = mount(View, { props: { ...props, data: data('nothing is hot') } });
    expect(wrapper.findAll('[data-window]')).toHaveLength(3);
    expect(wrapper.text().match(/没有明显高于平时的词/g)).toHaveLength(3);
    wrapper.unmount();
  });
});

describe('hit', () => {
  it('[M2] opens the tickets with the word over the range of its window', () => {
    const [, day] = boards(options, HOT, 'zh');
    const { from, to } = HOT.hot.windows['24h'];
    expect(declaration.hit(day!.rows[0]!.mark, options, HOT)).toEqual({
      measure: 'accepted',
      filter: { terms: { has: '供暖不热' } },
      range: { from, to },
    });
    const quiet = data('nothing is hot');
    expect(declaration.hit(boards(options, quiet, 'zh')[2]!.rows[0]!.mark, options, quiet)).toEqual({
      measure: 'accepted',
      filter: { words: { has: '物业管理' } },
      range: { from: quiet.often7d.from, to: quiet.often7d.to },
    });
    expect(declaration.hit(day!.rows[0]!.mark, options, {})).toBeNull();
  });
});
