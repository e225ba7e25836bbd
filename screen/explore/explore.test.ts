// @vitest-environment happy-dom
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { ALIGNMENTS } from '../../contract/compare.ts';
import { dimensionsOf, ExploreQuery, type ExploreAnswer } from '../../contract/explore.ts';
import { MEASURE_IDS, measureOf, type MeasureId } from '../../contract/measure.ts';
import { Placement } from '../../contract/scene.ts';
import { DAY, HOUR, STEPS, zone } from '../../contract/time.ts';
import { exploreZh } from '../i18n/explore.zh.ts';
import { WIDGETS } from '../wall/registry.ts';
import { withDefaults } from '../../contract/options.ts';
import { behind, fromDrill, intoGroup, type Answered } from './behind.ts';
import { toggled } from './filters.ts';
import { heatOf } from './heat.ts';
import { linesOf, MAX_LINES } from './series.ts';
import { pack, PRESETS, queryOf, rangeOf, settledState, START, unpack, type ExploreState } from './state.ts';
import { widgetOf } from './widget.ts';

const tz = zone('Asia/Shanghai');
const NOW = tz.moment('2026-11-21', 14 * 60 + 32);
const wuxi = { calendar: { kind: 'cn' as const, hours: [[0, 1440]] as [number, number][] } };

const anyState: fc.Arbitrary<ExploreState> = fc
  .record({
    measures: fc.uniqueArray(fc.constantFrom(...MEASURE_IDS), { minLength: 1, maxLength: 4 }),
    by: fc.uniqueArray(fc.constantFrom('district', 'category', 'unit', 'words', 'line', 'medium'), { maxLength: 2 }),
    level: fc.constantFrom<1 | 2 | 3>(1, 2, 3),
    step: fc.option(fc.constantFrom(...STEPS), { nil: undefined }),
    range: fc.oneof(
      fc.constantFrom(...PRESETS),
      fc.tuple(fc.nat(1e9), fc.integer({ min: 1, max: 1e9 })).map(([from, length]) => ({ from, to: from + length })),
    ),
    compare: fc.option(fc.constantFrom(...ALIGNMENTS), { nil: undefined }),
    band: fc.option(fc.constant(true as const), { nil: undefined }),
    filter: fc.constantFrom({}, { district: '320213' }, { category: { under: '05' }, any: [{ unit: 'a' }] }, { medium: 'news' }),
    limit: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
    shown: fc.constant(undefined as MeasureId | undefined),
  })
  .map((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as unknown as ExploreState); // prettier-ignore

describe('the address', () => {
  it('brings back the same view', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(unpack(pack(state))).toEqual(state);
      }),
    );
  });
  it('that is none of ours is where one begins, and of one half understood the rest holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('m', 'by', 'w', 'r', 'f', 'n', 'lv'), fc.string()), (query) => {
        expect(unpack(query).measures.length).toBeGreaterThan(0);
      }),
    );
    expect(unpack({})).toEqual(START);
    expect(unpack({ m: 'constructor' })).toEqual(START);
    expect(unpack({ m: 'open,nope', w: 'never', f: '[1]', n: '-3', r: '9,3' })).toEqual({
      measures: ['open'],
      by: [],
      level: 1,
      range: START.range,
      filter: {},
    });
  });
});

describe('what is asked', () => {
  const check = Compile(ExploreQuery);
  it('fits the contract and breaks none of its rules, whatever was chosen', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const settled = settledState(state, wuxi, tz, NOW);
        const query = queryOf(settled, 'wuxi', tz, NOW);
        expect([...check.Errors(query)]).toEqual([]);
        const dimensions = dimensionsOf(query.measures);
        expect((query.by ?? []).every((field) => dimensions.has(field))).toBe(true);
        const states = query.measures.some((id) => measureOf(id).at === undefined);
        if (query.step) expect(states).toBe(false);
        if (query.band) expect(['hour', 'day']).toContain(query.step);
        expect(settledState(settled, wuxi, tz, NOW)).toEqual(settled);
      }),
      { numRuns: 300 },
    );
  });
  it('has no lunar year where the city has none', () => {
    const weekly = { calendar: { kind: 'weekly' as const, hours: [[0, 1440]] as [number, number][] } };
    expect(settledState({ ...START, compare: 'lunar' }, weekly, tz, NOW).compare).toBeUndefined();
    expect(settledState({ ...START, compare: 'lunar' }, wuxi, tz, NOW).compare).toBe('lunar');
  });
});

const day = rangeOf(tz, 'today', NOW);
const answered: Answered = {
  query: { city: 'wuxi', measures: ['accepted', 'satisfaction'], by: ['category'], level: 1, step: 'hour', range: day, filter: { district: '320213' }, compare: 'previous' },
  answer: {
    range: day,
    until: NOW,
    compared: { range: { from: day.from - DAY, to: NOW - DAY }, totals: [[9, 0], [1, 2]] },
    groups: 12,
    totals: [[30, 0], [4, 5]],
    positions: [],
    rows: Array.from({ length: 10 }, (_, i) => ({
      key: [`0${i}`],
      bucket: day.from + 14 * HOUR,
      cells: [[10 - i, 0], [i, 10]] as [number, number][],
      before: { bucket: day.from + 14 * HOUR - DAY, cells: [[i, 0], null] as ([number, number] | null)[] },
    })),
  } satisfies ExploreAnswer,
}; // prettier-ignore

describe('a mark', () => {
  it('[M2] opens its group in its bucket, and the other bucket only as far as it is compared', () => {
    const [row] = answered.answer.rows;
    expect(behind(answered, tz, 'accepted', row)).toEqual({
      measure: 'accepted',
      filter: { district: '320213', category: { under: '00' } },
      range: { from: day.from + 14 * HOUR, to: day.from + 15 * HOUR },
      outer: day,
    });
    expect(behind(answered, tz, 'accepted', row, true)?.range).toEqual({ from: day.from - 10 * HOUR, to: NOW - DAY });
    expect(behind(answered, tz, 'open', undefined)).toEqual({ measure: 'open', filter: { district: '320213' } });
    expect(behind(answered, tz, 'open', row, true)).toBeUndefined();
  });
  it('of a group narrows the view to it and goes a level deeper', () => {
    const state: ExploreState = { ...START, by: ['category'], filter: { district: '320213' } };
    const next = intoGroup(state, answered, answered.answer.rows[5]!, 0);
    expect([next.filter, next.level, next.by]).toEqual([{ district: '320213', category: { under: '05' } }, 2, ['category']]);
    const streets = { ...answered, query: { ...answered.query, by: ['street'] } };
    const street = { ...answered.answer.rows[0]!, key: [null] };
    expect(intoGroup({ ...state, by: ['street'] }, streets, street, 0)).toMatchObject({ by: [], filter: { street: { set: false } } });
  }); // prettier-ignore
  it('of the drawer is explored by steps that suit its range', () => {
    const from = fromDrill({ measure: 'satisfaction', filter: { unit: 'a' }, range: day }, tz, NOW);
    expect([from.measures, from.step, from.filter, from.range]).toEqual([['satisfaction'], 'hour', { unit: 'a' }, day]);
    expect(settledState(fromDrill({ measure: 'open' }, tz, NOW), wuxi, tz, NOW).by).toEqual(['unit']);
  });
});

describe('the shape', () => {
  it('has a line a group, as many as can be told apart, and the line of before where there is one group', () => {
    const many = linesOf(answered, 0);
    expect([many.lines.length, many.hidden]).toEqual([MAX_LINES, 2]);
    expect(many.lines.some(({ before }) => before)).toBe(false);
    const one = linesOf({ ...answered, answer: { ...answered.answer, rows: answered.answer.rows.slice(3, 4) } }, 0);
    expect(one.lines.map(({ values, before }) => [before, values])).toEqual([[false, [7]], [true, [3]]]);
  }); // prettier-ignore
  it('of two fields has each pair in its place', () => {
    const rows = [
      { key: ['a', 'x'], cells: [[9, 0]] as [number, number][] },
      { key: ['b', 'y'], cells: [[1, 0]] as [number, number][] },
    ];
    const heat = heatOf({ query: { ...answered.query, by: ['unit', 'nature'] }, answer: { ...answered.answer, rows } }, 0);
    expect([heat.rows, heat.columns]).toEqual([['a', 'b'], ['x', 'y']]);
    expect(heat.cells.map((row) => row.map((cell) => cell?.value))).toEqual([[9, undefined], [undefined, 1]]);
    expect(heat.cells[0]![0]!.step).toBe(4);
  }); // prettier-ignore
});

describe('filters', () => {
  const unit = { field: 'unit', role: 'dim' as const };
  it('gather the values of a field, and let them go', () => {
    const two = toggled(toggled({}, unit, 'a'), unit, 'b');
    expect(two).toEqual({ unit: { in: ['a', 'b'] } });
    expect(toggled(two, unit, 'a')).toEqual({ unit: 'b' });
    expect(toggled({ unit: 'b' }, unit, 'b')).toEqual({});
    expect(toggled({ unit: 'b' }, unit, '')).toEqual({ unit: { set: false } });
    expect(toggled({ unit: { set: false } }, unit, 'a')).toEqual({ unit: 'a' });
    expect(toggled({}, { field: 'repeat', role: 'flag' }, 'false')).toEqual({ repeat: false });
    expect(toggled({}, { field: 'words', role: 'list' }, '停水')).toEqual({ words: { has: '停水' } });
    expect(toggled({ category: { under: '05' } }, { field: 'category', role: 'dim' }, '06')).toEqual({ category: { under: '06' } });
  }); // prettier-ignore
});

describe('copied as a widget', () => {
  const placement = Compile(Placement);
  it('is an entry of a scene with options that the widget takes, or nothing', () => {
    let made = 0;
    fc.assert(
      fc.property(anyState, (state) => {
        const copy = widgetOf(settledState(state, wuxi, tz, NOW));
        if (!copy) return;
        made++;
        const { entry } = copy;
        expect([...placement.Errors(entry)]).toEqual([]);
        const { options } = WIDGETS.get(entry.widget)!;
        expect([...Compile(options).Errors(withDefaults(options, entry.options ?? {}))]).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(made).toBeGreaterThan(50);
  });
  it('says what the widget does not show', () => {
    const bars = widgetOf({ ...START, by: ['district'], step: undefined, band: undefined, range: '7d' })!;
    expect([bars.entry.widget, bars.entry.options, bars.losses]).toEqual(['group-bar', { measure: 'accepted', by: 'district', window: '7d', top: 10 }, ['compare']]);
    expect(widgetOf({ ...START, by: ['cell'] })).toBeNull();
  }); // prettier-ignore
});

describe('words of the explore scene', () => {
  it('name every preset', () => {
    for (const preset of PRESETS) expect(exploreZh.preset[preset]).toBeTruthy();
  });
});
