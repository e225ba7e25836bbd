// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { AT, FIXTURE_CITY } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { asked, chunks, placeOf, sentence, spoken, strangers } from './option.ts';
import View from './View.vue';
import declaration from './widget.ts';

const template = (i: number) => fixtures[i]!.options!['template'] as { zh: string; en: string };
const said = (i: number, locale: 'zh' | 'en') => spoken(sentence(template(i), fixtures[i]!.data, FIXTURE_CITY, locale));

describe('sentence', () => {
  it('is told in both languages of what is live', () => {
    expect(said(0, 'zh')).toBe(
      '近 7 日受理 1,204 件，较上周同刻 +18.0%；已派单的 72.6% 已办结；最集中于五爱家园（46 件）。室外 −2.4 ℃。',
    );
    expect(said(0, 'en')).toBe(
      '1,204 demands in 7 days, +18.0% on last week; 72.6% of the dispatched are closed; most at 五爱家园 (46). Outside it is −2.4 ℃.',
    );
  });
  it('says — for what is not known, and 0 for what was counted and is none', () => {
    expect(said(1, 'zh')).toBe('近 7 日受理 0 件，较上周同刻 —；已派单的 — 已办结；最集中于—（—）。室外 —。');
    expect(spoken(sentence(template(0), {}, FIXTURE_CITY, 'en'))).toContain('— demands');
  });
  it('keeps the signs around a number with it, and loses none of the text', () => {
    const parts = sentence(template(0), fixtures[0]!.data, FIXTURE_CITY, 'zh');
    const list = chunks(parts);
    const joined = list.map(({ before, part, after, text }) => `${before}${part?.text ?? ''}${after}${text}`).join('');
    expect(joined).toBe(spoken(parts));
    expect(list.find(({ part }) => part?.text === '46 件')).toMatchObject({ before: '（', after: '）。' });
  });
  it('is text whatever stands in it', () => {
    const props = {
      options: { template: template(2) },
      data: fixtures[2]!.data,
      city: FIXTURE_CITY,
      scope: {},
      clock: AT,
      late: null,
      locale: 'zh' as const,
    };
    const wrapper = mount(View, { props });
    expect(wrapper.text()).toContain('<b>受理</b>');
    expect(wrapper.findAll('b')).toHaveLength(1);
    expect(strangers(template(2).zh)).toEqual(['nothing']);
  });
});

describe('places', () => {
  it('are measures, changes, fields and gauges, and nothing else', () => {
    expect(placeOf('accepted')).toEqual({ kind: 'measure', measure: 'accepted', change: false });
    expect(placeOf('on_time_rate.change')).toEqual({ kind: 'measure', measure: 'on_time_rate', change: true });
    expect(placeOf('top.street.count')).toEqual({ kind: 'top', field: 'street', count: true });
    expect(placeOf('gauge.wuxi-air.1')).toEqual({ kind: 'gauge', gauge: 'wuxi-air.1' });
    for (const text of ['', 'toString', 'accepted.sum', 'top.requester', 'gauge.', 'accepted.change.x', '__proto__'])
      expect(placeOf(text)).toBeNull();
    expect(asked(template(0))).toEqual({ measures: ['accepted', 'close_rate'], tops: ['community'], gauges: ['air'] });
  });
});

describe('hit', () => {
  it('[M2] opens the tickets of each number over the window of the sentence', () => {
    const options = Value.Default(declaration.options, { template: template(0) }) as never;
    const { data } = fixtures[0]!;
    const { from, to } = data['now'] as { from: number; to: number };
    const marks = sentence(template(0), data, FIXTURE_CITY, 'zh').flatMap(({ mark }) => mark ?? []);
    expect(marks.map((mark) => declaration.hit(mark, options, data))).toEqual([
      { measure: 'accepted', range: { from, to } },
      { measure: 'accepted', range: { from, to } },
      { measure: 'close_rate', range: { from, to } },
      { measure: 'accepted', filter: { community: '五爱家园' }, range: { from, to } },
      { measure: 'accepted', filter: { community: '五爱家园' }, range: { from, to } },
      { measure: 'gauge_readings', filter: { gauge: 'air' } },
    ]);
  });
});
