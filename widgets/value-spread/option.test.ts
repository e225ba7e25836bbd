import { describe, expect, it } from 'vitest';
import { compile } from '../../contract/condition.ts';
import { HOUR } from '../../contract/time.ts';
import { boundsOf, className, columns, EDGES, said } from './option.ts';
import declaration from './widget.ts';

const value = { from: 0, to: 1, counts: { '0': 1, '3': 3 }, total: 4 };

describe('columns', () => {
  it('are all classes in their order, with their share of all', () => {
    const list = columns('handle_time_p50', value, 'zh');
    expect(list.map(({ label }) => label)).toEqual(['<1', '1–2', '2–4', '4–8', '8–16', '16–24', '24–40', '≥40']);
    expect(list[3]).toMatchObject({ value: 3, text: '75.0%', title: '4–8 · 3 件 · 75.0%' });
    expect(list[1]).toMatchObject({ value: 0, mark: null });
    expect(columns('handle_time_p50', undefined, 'zh')).toEqual([]);
    expect(className('wait_p90', 7)).toBe('≥60');
  });
  it('says the quantiles in words, and — where nothing is known', () => {
    const now = { from: 0, to: 1, cells: { handle_time_p50: [2.5 * HOUR, 4] } } as never;
    expect(said('handle_time_p50', now, 'zh').map(({ text }) => text)).toEqual(['2.5 小时', '—']);
  });
});

describe('hit', () => {
  it('[M2] every value is in the class whose facts are opened, and in no other', () => {
    const edges = EDGES.handle_time_p50;
    const tests = [...edges, Infinity].map((_, i) => compile('ticket', { handling: boundsOf(edges, i) }));
    for (const handling of [0, HOUR - 1, HOUR, 8 * HOUR, 40 * HOUR, 1e12]) {
      const classes = tests.flatMap((holds, i) => (holds({ handling }) ? [i] : []));
      expect(classes).toEqual([edges.filter((edge) => edge <= handling).length]);
    }
    const options = { measure: 'handle_time_p50', window: '30d' } as const;
    expect(declaration.hit({ kind: 'class', index: 3 }, options, { spread: value })).toEqual({
      measure: 'handle_time_p50',
      filter: { handling: { ge: 4 * HOUR, lt: 8 * HOUR } },
      range: { from: 0, to: 1 },
    });
    expect(declaration.hit({ kind: 'class', index: 3 }, options, {})).toBeNull();
  });
});
