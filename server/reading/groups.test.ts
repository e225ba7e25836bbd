import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../text/issues/said.ts';
import { Groups } from './groups.ts';

const told = (groups: Groups): Record<string, string> =>
  Object.fromEntries(groups.drain().steps.map(({ member, issue }) => [member, issue]));

describe('what the log is told of issues', () => {
  it('a ticket stands alone until a second one comes, and then both are told', () => {
    const groups = new Groups();
    groups.follow([{ what: 'founded', issue: 'i', members: ['t:1'] }]);
    expect(told(groups)).toEqual({});
    groups.follow([{ what: 'joined', issue: 'i', members: ['t:2'] }]);
    expect(told(groups)).toEqual({ 't:1': 'i', 't:2': 'i' });
    groups.follow([{ what: 'joined', issue: 'i', members: ['t:3'] }]);
    expect(told(groups)).toEqual({ 't:3': 'i' });
    expect(told(groups)).toEqual({});
  });

  it('follows merges and splits, and what is left of one that fell apart stands alone', () => {
    const groups = new Groups();
    for (const member of ['t:1', 't:2']) groups.restore(member, 'i');
    for (const member of ['t:3', 't:4']) groups.restore(member, 'j');
    groups.follow([{ what: 'merged', issue: 'i', from: 'j', members: ['t:3'] }]);
    // Also the member that the finder did not name any more.
    expect(told(groups)).toEqual({ 't:3': 'i', 't:4': 'i' });
    groups.follow([{ what: 'split', issue: 'k', from: 'i', members: ['t:1', 't:2', 't:3'] }]);
    expect(told(groups)).toEqual({ 't:1': 'k', 't:2': 'k', 't:3': 'k', 't:4': '' });
    expect([groups.announced('i'), groups.announced('k')]).toEqual([false, true]);
  });

  it('what cooled keeps what it was told', () => {
    const groups = new Groups();
    for (const member of ['t:1', 't:2']) groups.restore(member, 'i');
    groups.follow([{ what: 'cooled', issue: 'i', members: ['t:1', 't:2'] }]);
    expect(told(groups)).toEqual({});
    expect([groups.sizeOf('i'), groups.issueOf('t:1')]).toEqual([0, undefined]);
  });

  it('what is too old to matter is forgotten without a word, and its issue goes on', () => {
    const groups = new Groups();
    for (const member of ['t:1', 't:2', 't:3']) groups.restore(member, 'i');
    groups.follow([{ what: 'aged', issue: 'i', members: ['t:1'] }]);
    expect(told(groups)).toEqual({});
    expect([groups.sizeOf('i'), groups.issueOf('t:1'), groups.issueOf('t:2')]).toEqual([2, undefined, 'i']);
  });

  it('whatever the finder does, what was told adds up to what it says', () => {
    const member = fc.constantFrom('t:1', 't:2', 't:3', 't:4', 't:5', 'm:1');
    const issue = fc.constantFrom('i', 'j', 'k');
    fc.assert(
      fc.property(fc.array(fc.tuple(member, issue, fc.boolean()), { maxLength: 40 }), (moves) => {
        const groups = new Groups();
        const now = new Map<string, string>();
        const said = new Map<string, string>();
        for (const [who, where, drain] of moves) {
          const change: Change = { what: 'joined', issue: where, members: [who] };
          groups.follow([change]);
          now.set(who, where);
          if (drain) for (const { member, issue } of groups.drain().steps) said.set(member, issue);
        }
        for (const { member, issue } of groups.drain().steps) said.set(member, issue);
        for (const [who, where] of now) {
          const shared = [...now.values()].filter((one) => one === where).length >= 2;
          expect(said.get(who) ?? '').toBe(shared ? where : '');
        }
      }),
    );
  });
});
