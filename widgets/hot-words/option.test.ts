import { describe, expect, it } from 'vitest';
import { words } from './option.ts';
import declaration from './widget.ts';

const value = {
  from: 0,
  to: 60_000,
  cells: { accepted: { '-': [70, 0], 停水: [10, 0], 供暖: [30, 0] } },
  total: { accepted: [100, 0] },
} as never;

describe('hot words', () => {
  it('ranks words with their share of all tickets, and counts no missing word', () => {
    expect(words(value, 12).map((r) => [r.name, r.text, r.extra])).toEqual([
      ['供暖', '30', '30.0%'],
      ['停水', '10', '10.0%'],
    ]);
    expect(words(value, 1)).toHaveLength(1);
    expect(words(undefined, 12)).toEqual([]);
  });
  it('[M2] opens the tickets that hold the word', () => {
    const hit = declaration.hit({ kind: 'word', word: '停水' }, { window: '24h', top: 12 }, { words: value });
    expect(hit).toEqual({ measure: 'accepted', filter: { words: { has: '停水' } }, range: { from: 0, to: 60_000 } });
  });
});
