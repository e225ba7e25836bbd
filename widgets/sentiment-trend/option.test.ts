import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../contract/time.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { chart, type Data, type Options, stepOf } from './option.ts';
import declaration from './widget.ts';

const options: Options = { window: '14d' };
const ZONE = 'Asia/Shanghai';
const data = fixtures[0]!.data as Data;

describe('chart', () => {
  it('stacks judged items from the negative up, and keeps the others apart', () => {
    const { columns, max, ticks, totals, under } = chart(options, data.moods, ZONE, AT, 'zh')!;
    expect(columns).toHaveLength(14);
    const last = columns.at(-1)!;
    expect(last.parts.map(({ mood, value }) => [mood, value])).toEqual([
      ['negative', 31],
      ['neutral', 22],
      ['positive', 9],
    ]);
    expect(last.unknown).toEqual({ mood: '-', value: 0, share: 0, title: '11/21 · 未判定 0' });
    expect(last.parts[0]!.title).toBe('11/21 · 负面 31');
    expect(last.label).toBe('11/21');
    expect([max, ticks.at(-1)]).toEqual([75, 75]);
    expect(under).toBeCloseTo(3 / 75);
    expect(totals.map(({ mood }) => mood)).toEqual(['negative', 'neutral', 'positive', '-']);
  });
  it('has hours of a day, those to come ahead; nothing before data', () => {
    const today = fixtures[1]!.data as Data;
    const { columns } = chart({ window: 'today' }, today.moods, ZONE, AT, 'en')!;
    expect(columns).toHaveLength(24);
    expect(columns[14]).toMatchObject({ ahead: false, parts: [] });
    expect(columns[14]!.unknown.value).toBe(2);
    expect(columns[15]!.ahead).toBe(true);
    expect([stepOf('24h'), stepOf('30d')]).toEqual(['hour', 'day']);
    expect(chart(options, undefined, ZONE, AT, 'en')).toBeNull();
  });
});

describe('hit', () => {
  it('[M2] opens a mood of a column, of the window, and what nobody judged', () => {
    const { from, to } = data.moods;
    const day = { from: MIDNIGHT - 14 * HOUR, to: MIDNIGHT - 14 * HOUR + DAY };
    expect(declaration.hit({ kind: 'mood', mood: 'negative', ...day }, options, data)).toEqual({
      measure: 'mention_count',
      filter: { sentiment: 'negative' },
      range: day,
    });
    expect(declaration.hit({ kind: 'mood', mood: '-' }, options, data)).toEqual({
      measure: 'mention_count',
      filter: { sentiment: { set: false } },
      range: { from, to },
    });
    expect(declaration.hit({ kind: 'mood' }, options, {})).toBeNull();
  });
});
