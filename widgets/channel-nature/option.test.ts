import { describe, expect, it } from 'vitest';
import { FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { model } from './option.ts';
import declaration from './widget.ts';

const pairs = {
  from: 0,
  to: 60_000,
  cells: {
    accepted: {
      'web|help': [4, 0],
      'phone|complaint': [5, 0],
      'phone|praise': [3, 0],
      'phone|-': [1, 0],
      'fax|help': [0, 0],
    },
  },
  total: { accepted: [13, 0] },
} as never;

describe('channel × nature', () => {
  it('stacks natures in their fixed order, unknown last, the largest channel first', () => {
    const { rows, legend } = model(pairs, city, 'zh');
    expect(legend.map((l) => l.name)).toEqual(['投诉', '求助', '表扬', '未知']);
    expect(rows.map((r) => [r.name, r.total])).toEqual([
      ['电话', 9],
      ['网站', 4],
    ]);
    expect(rows[0]!.segments.map((s) => s.nature)).toEqual(['complaint', 'praise', '-']);
    expect(rows[0]!.segments.reduce((sum, s) => sum + s.share, 0)).toBeCloseTo(1);
    expect(rows[1]!.segments[0]!.share).toBeCloseTo(4 / 9);
  });
  it('[M2] opens a segment by both, a row by its channel, the legend by its nature', () => {
    const hit = (mark: object) => declaration.hit({ kind: 'pair', ...mark }, { window: 'today' }, { pairs });
    const range = { from: 0, to: 60_000 };
    expect(hit({ channel: 'phone', nature: 'complaint' })).toEqual({
      measure: 'accepted',
      filter: { channel: 'phone', nature: 'complaint' },
      range,
    });
    expect(hit({ channel: 'phone' })?.filter).toEqual({ channel: 'phone' });
    expect(hit({ nature: '-' })?.filter).toEqual({ nature: { set: false } });
    expect(declaration.hit({ kind: 'pair', channel: 'phone' }, { window: 'today' }, {})).toBeNull();
  });
});
