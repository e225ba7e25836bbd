import { describe, expect, it } from 'vitest';
import { fieldOdds } from './fields.ts';
import { ZH } from './fixture.ts';
import { Issues } from './issues.ts';
import type { Said } from './said.ts';
import { Background } from './background.ts';
import { Sketcher, type Fields } from './sketch.ts';

const sketcher = new Sketcher(ZH, new Background('zh-CN'));
const HERE = { district: 'd1', street: 's1', community: '五爱家园', category: '03.01.01' };
const fields = (over: Partial<Record<keyof typeof HERE, string | null>>): Fields =>
  sketcher.make(said('x', '暖气不热', over)).sketch.fields;

function said(id: string, title: string, over: Partial<Record<keyof typeof HERE, string | null>> = {}): Said {
  return { id, kind: 'ticket', at: Date.UTC(2026, 0, 1), title, text: null, requester: id, ...HERE, ...over };
}

describe('what fields say', () => {
  const here = fields({});

  it('is nothing where they are missing', () => {
    const none = fields({ district: null, street: null, community: null, category: null });
    expect(fieldOdds(none, here, 0)).toBe(0);
    expect(fieldOdds(here, none, 0)).toBe(0);
    expect(none.spot).toBe(0);
  });

  it('grows with what is shared, and is the same from both sides', () => {
    const odds = [
      here,
      fields({ category: '03.01.02' }),
      fields({ category: '03.02.01' }),
      fields({ category: '05.02.01' }),
      fields({ community: '梧桐家园', category: '05.02.01' }),
    ].map((other) => [fieldOdds(here, other, 0), fieldOdds(other, here, 0)] as const);
    for (const [one, other] of odds) expect(one).toBe(other);
    const order = odds.map(([one]) => one);
    expect(order).toEqual([...order].sort((a, b) => b - a));
    expect(order.at(-1)).toBeLessThan(0);
  });

  it('counts streets less where both name the same project', () => {
    const there = fields({ community: null, street: 's2' });
    const from = fields({ community: null });
    expect(fieldOdds(from, there, 1)).toBeGreaterThan(fieldOdds(from, there, 0));
  });
});

describe('issues of tickets with fields', () => {
  const WAYS = ['暖气片不热，已经九天', '地暖不热，老人小孩受冻', '整栋没有暖气', '室内只有十度', '供热公司一直没来'];

  it('are one where compound and matter are the same, however it is told, and no more', () => {
    const issues = new Issues({ segmenter: ZH });
    for (let n = 0; n < 40; n++) {
      issues.take(said(`heat-${n}`, `五爱家园${1 + n}栋${WAYS[n % WAYS.length]!}`));
      issues.take(said(`other-${n}`, `梧桐家园${1 + n}栋${WAYS[n % WAYS.length]!}`, { community: '梧桐家园' }));
      if (n % 4 === 0) issues.take(said(`noise-${n}`, `五爱家园${1 + n}栋楼上夜里施工太吵`, { category: '06.02.01' }));
      issues.look(4);
    }
    issues.settle();
    const of = (name: string): Set<string | undefined> =>
      new Set(
        Array.from({ length: 40 }, (_, n) => issues.issueOf(`${name}-${n}`)?.id).filter((id) => id !== undefined),
      );
    expect(of('heat').size).toBe(1);
    expect(of('other').size).toBe(1);
    const all = new Set([...of('heat'), ...of('other'), ...of('noise')]);
    expect(all.size).toBe(2 + of('noise').size);
  });
});
