import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustedRand, bcubed } from '../../../bench/text/score.ts';
import { shuffled, simulated, ticket, ZH } from './fixture.ts';
import { issueId, membersOf } from './issue.ts';
import { Issues } from './issues.ts';
import type { Change, Said } from './said.ts';

const open = (nodes?: number): Issues => new Issues({ segmenter: ZH, nodes });
const members = (issues: Issues, id: string): string[] =>
  [...membersOf(issues.get(id)!)].map((member) => member.id).sort();
const idOf = (issues: Issues, said: Said): string => issues.issueOf(said.id)!.id;
/** What a listener that applies changes in their order holds. */
function follow(held: Map<string, string>, changes: readonly Change[]): void {
  for (const change of changes) for (const id of change.members) held.set(id, change.issue);
}

describe('finding', () => {
  it('founds an issue, and joins what is of the same matter at the same place', () => {
    const issues = open();
    const first = ticket(0, 0, 0);
    expect(issues.take(first)).toEqual([{ what: 'founded', issue: issueId(first.id), members: [first.id] }]);
    const second = ticket(0, 0, 1);
    expect(issues.take(second)).toEqual([{ what: 'joined', issue: issueId(first.id), members: [second.id] }]);
  });

  it('keeps the same matter at another place, and another matter at the same place, apart', () => {
    const issues = open();
    for (const said of simulated(14, 6, 5).said) issues.take(said);
    issues.settle();
    const [same, again, elsewhere, other] = [ticket(1, 0, 1), ticket(1, 0, 2), ticket(2, 0, 1), ticket(1, 2, 1)].map(
      (said) => idOf(issues, said),
    );
    expect(again).toBe(same);
    expect(elsewhere).not.toBe(same);
    expect(other).not.toBe(same);
  });

  it('takes a ticket that it knows no second time', () => {
    const issues = open();
    issues.take(ticket(0, 0, 0));
    expect(issues.take(ticket(0, 0, 0))).toEqual([]);
    expect(issues.figures().members).toBe(1);
  });

  it('takes tickets that tell nothing, each for itself', () => {
    const issues = open();
    const empty = { ...ticket(0, 0, 0), title: null, text: null };
    for (const id of ['a', 'b']) issues.take({ ...empty, id });
    expect(issues.issueOf('a')!.id).not.toBe(issues.issueOf('b')!.id);
  });

  it('finds the simulated issues in whatever order, and nearly the same ones', () => {
    const { said, wanted } = simulated(14, 6, 5);
    const found = [1, 2, 3, 4].map((seed) => {
      const issues = open();
      for (const one of shuffled(said, seed)) {
        issues.take(one);
        issues.look(2);
      }
      issues.settle();
      return said.map((one) => idOf(issues, one));
    });
    for (const one of found) expect(bcubed(one, wanted).f).toBeGreaterThan(0.85);
    for (const one of found) expect(adjustedRand(one, found[0]!)).toBeGreaterThan(0.95);
  });

  it('comes to rest: what was looked at again in full moves no more while nothing comes', () => {
    const { said } = simulated(16, 6, 24);
    for (const seed of [1, 2, 3]) {
      const issues = open();
      for (const one of shuffled(said, seed)) issues.take(one);
      const round = (): Change[] => issues.look(issues.figures().nodes);
      const first = round().length;
      expect(first).toBeGreaterThan(0);
      for (let n = 0; n < 4; n++) round();
      for (let n = 0; n < 3; n++) expect(round()).toEqual([]);
    }
  });

  it('tells a listener everything: whoever applies the changes knows who is where', () => {
    const { said } = simulated(8, 6, 4);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
        const issues = open();
        const held = new Map<string, string>();
        const lot = shuffled(said, seed).slice(0, 60);
        for (const one of lot) {
          follow(held, issues.take(one));
          follow(held, issues.look(1));
        }
        follow(held, issues.settle());
        for (const one of lot) expect(held.get(one.id)).toBe(idOf(issues, one));
      }),
      { numRuns: 5 },
    );
  });
});

describe('merging and splitting', () => {
  it('merges when looked at again, and keeps the id of the bigger one', () => {
    const issues = open();
    const lot = [0, 1, 2, 3].map((n) => ticket(0, 0, n));
    // Put apart as if they had been told apart long ago.
    for (const [i, said] of lot.entries()) issues.restore(said, i < 3 ? 'big' : 'small');
    const changes = issues.settle();
    expect(changes).toEqual([{ what: 'merged', issue: 'big', from: 'small', members: [lot[3]!.id] }]);
    expect(issues.get('small')).toBeUndefined();
  });

  it('splits when looked at again what should never have been together', () => {
    const issues = open();
    const here = [0, 1, 2].map((n) => ticket(0, 0, n));
    const there = [0, 1].map((n) => ticket(3, 2, n));
    for (const said of [...here, ...there]) issues.restore(said, 'one');
    const changes = issues.settle();
    expect(changes).toEqual([
      { what: 'split', issue: issueId(there[0]!.id), from: 'one', members: there.map((said) => said.id) },
    ]);
    expect(members(issues, 'one')).toEqual(here.map((said) => said.id).sort());
  });

  it('does so a few nodes at a time too', () => {
    const issues = open();
    const lot = [0, 1, 2, 3].map((n) => ticket(0, 0, n));
    for (const [i, said] of lot.entries()) issues.restore(said, i < 3 ? 'big' : 'small');
    issues.look(4);
    expect(members(issues, 'big')).toEqual(lot.map((said) => said.id).sort());
  });
});

describe('forgetting', () => {
  it('lets issues go that nobody added to since a moment', () => {
    const issues = open();
    const [old, young] = [ticket(0, 0, 0), { ...ticket(1, 0, 0), at: Date.UTC(2026, 6, 1) }];
    issues.take(old);
    issues.take(young);
    expect(issues.cool(Date.UTC(2026, 5, 1))).toEqual([{ what: 'cooled', issue: issueId(old.id), members: [old.id] }]);
    expect(issues.issueOf(old.id)).toBeUndefined();
    expect(issues.issueOf(young.id)).toBeDefined();
  });

  it('lets the old tickets of a matter go that people call about for years, and goes on with it', () => {
    const issues = open();
    const [day, begin] = [86_400_000, Date.UTC(2026, 2, 1)];
    // A word that every ticket holds tells nothing: others speak of other things.
    const others = simulated(14, 6, 5).said;
    let aged = 0;
    for (let n = 0; n < 400; n++) {
      const at = begin + n * day;
      for (let i = 0; i < 5; i++) issues.take({ ...others[(n * 5 + i) % others.length]!, id: `o${n}-${i}`, at });
      issues.take({ ...ticket(15, 0, 0), id: `t${n}`, at });
      for (const { what, members } of issues.cool(at - 14 * day, at - 30 * day)) {
        if (what === 'aged') aged += members.length;
        for (const id of members) expect(issues.issueOf(id)).toBeUndefined();
      }
    }
    expect(issues.issueOf('t399')!.size).toBe(400);
    expect(aged).toBeGreaterThan(350);
    // Those of thirty days, and one of each node.
    expect(issues.figures().members).toBeLessThanOrEqual(31 * 6 + issues.figures().nodes);
  });

  it('lets a ticket go that was recorded by mistake, and an issue with its last one', () => {
    const issues = open();
    for (const n of [0, 1]) issues.take(ticket(0, 0, n));
    issues.remove(ticket(0, 0, 0).id);
    expect(issues.issueOf(ticket(0, 0, 1).id)!.size).toBe(1);
    issues.remove(ticket(0, 0, 1).id);
    expect([...issues.all()]).toEqual([]);
    expect(issues.figures()).toMatchObject({ nodes: 0, members: 0, keys: 0, edges: 0 });
  });

  it('holds no more than its bound, whatever people write', () => {
    const most = 100;
    const issues = open(most);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.string({ maxLength: 200 }), (title, text) => {
        issues.take({ ...ticket(0, 0, 0), id: `junk ${title} ${text}`, title, text });
        const { nodes, keys, edges, members } = issues.figures();
        expect(nodes).toBeLessThanOrEqual(most);
        expect(keys).toBeLessThanOrEqual(most * 30);
        expect(edges).toBeLessThanOrEqual(most * 32);
        expect(members).toBeLessThanOrEqual(most * 512);
      }),
      { numRuns: 300 },
    );
    // A vocabulary that never ends, and the same sentence for ever.
    for (let i = 0; i < 400; i++) {
      const word = String.fromCharCode(0x4e00 + ((i * 37) % 20_000), 0x4e00 + ((i * 91) % 20_000));
      issues.take({ ...ticket(1, 1, i), id: `new ${i}`, title: `${word}小区${word}`, text: word.repeat(40) });
      issues.take({ ...ticket(2, 2, 0), id: `same ${i}` });
      issues.look(1);
    }
    expect(issues.figures().nodes).toBeLessThanOrEqual(most);
    expect(issues.figures().keys).toBeLessThanOrEqual(most * 30);
  });
});

describe('a restart', () => {
  it('goes on as if there had been none', () => {
    const { said } = simulated(10, 6, 4);
    const order = shuffled(said, 9);
    const [before, after] = [order.slice(0, 70), order.slice(70)];
    const one = open();
    for (const each of before) one.take(each);
    const two = open();
    for (const each of before) two.restore(each, idOf(one, each));
    for (const each of before) expect(idOf(two, each)).toBe(idOf(one, each));
    for (const each of after) expect(two.take(each)).toEqual(one.take(each));
    expect(two.settle()).toEqual(one.settle());
    for (const each of order) expect(idOf(two, each)).toBe(idOf(one, each));
    expect(new Set(order.map((each) => idOf(one, each))).size).toBeGreaterThan(10);
  });
});

describe('what operators do', () => {
  const lots = (issues: Issues): { here: Said[]; there: Said[] } => {
    const here = [0, 1, 2].map((n) => ticket(0, 0, n));
    const there = [0, 1].map((n) => ticket(3, 2, n));
    for (const said of [...here, ...there]) issues.take(said);
    issues.settle();
    return { here, there };
  };

  it('stays together when it was put together', () => {
    const issues = open();
    const { here, there } = lots(issues);
    const [into, from] = [idOf(issues, here[0]!), idOf(issues, there[0]!)];
    expect(issues.acts.merge(into, from)).toEqual([
      { what: 'merged', issue: into, from, members: there.map((said) => said.id) },
    ]);
    expect(issues.settle()).toEqual([]);
    issues.look(10);
    expect(issues.issueOf(there[0]!.id)!.id).toBe(into);
    const more = ticket(3, 2, 4);
    issues.take(more);
    issues.settle();
    expect(idOf(issues, more)).toBe(into);
    expect(issues.acts.merge(into, into)).toEqual([]);
    expect(issues.acts.merge(into, 'nobody')).toEqual([]);
  });

  it('stays apart when it was taken apart', () => {
    const issues = open();
    const { here } = lots(issues);
    const from = idOf(issues, here[0]!);
    const [change] = issues.acts.split(from, [here[1]!.id, 'nobody']);
    expect(change).toMatchObject({ what: 'split', from, members: [here[1]!.id] });
    expect(issues.settle()).toEqual([]);
    issues.look(10);
    expect(idOf(issues, here[1]!)).toBe(change!.issue);
    expect(issues.acts.split(from, [])).toEqual([]);
    expect(issues.acts.split('nobody', [here[0]!.id])).toEqual([]);
  });

  it('takes single tickets out of many that are the same', () => {
    const issues = open();
    const same = Array.from({ length: 30 }, (_, n) => ({ ...ticket(0, 0, 0), id: `s${n}` }));
    for (const said of same) issues.take(said);
    const from = idOf(issues, same[0]!);
    issues.acts.split(from, ['s29', 's3']);
    issues.settle();
    expect(members(issues, idOf(issues, same[29]!))).toEqual(['s29', 's3']);
    expect(issues.get(from)!.size).toBe(28);
  });

  it('keeps a name, and a dismissed issue goes on gathering', () => {
    const issues = open();
    const { here } = lots(issues);
    const id = idOf(issues, here[0]!);
    expect(issues.acts.rename(id, '烧烤店')).toBe(true);
    expect(issues.acts.dismiss(id)).toBe(true);
    issues.take(ticket(0, 0, 3));
    issues.settle();
    expect(idOf(issues, ticket(0, 0, 3))).toBe(id);
    expect(issues.get(id)).toMatchObject({ name: '烧烤店', dismissed: true, size: 4 });
    expect(issues.acts.rename('nobody', 'x')).toBe(false);
    expect(issues.acts.dismiss('nobody')).toBe(false);
  });
});
