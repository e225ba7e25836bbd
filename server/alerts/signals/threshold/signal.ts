/** A measure that crosses a number: a count of facts, or a ratio, mean or quantile of enough of them. */
import type { Sight } from '../../../../contract/alert.ts';
import { measureOf, valueOf } from '../../../../contract/measure.ts';
import { Tally } from '../../../views/tally.ts';
import { groupsOf } from '../../keys.ts';
import { Members, windowOf } from '../members.ts';
import { defineSignal, RuleError, type Seen, type Verdict } from '../signal.ts';

export default defineSignal({
  name: 'threshold',
  open(rule, { zone }, start) {
    if (rule.measure === undefined) throw new RuleError('/measure', 'is required');
    const measure = measureOf(rule.measure);
    if (rule.raise === undefined) throw new RuleError('/raise', 'is required');
    if (measure.at !== undefined && rule.window === undefined) throw new RuleError('/window', 'is required');
    if (measure.kind === 'rate') throw new RuleError('/measure', 'must not be a rate');
    const { raise, clear = raise, below = false, least = 1, window } = rule;
    if (below ? clear < raise : clear > raise)
      throw new RuleError('/clear', `must not be ${below ? 'below' : 'above'} raise`);
    let now = start;
    const range = (): { from: number; to: number } | null => (measure.at === undefined ? null : windowOf(window!, now));
    const judge = (value: number): Verdict => {
      if (below ? value <= raise : value >= raise) return 'raise';
      if (clear === raise || (below ? value > clear : value < clear)) return 'clear';
      return 'hold';
    };
    const seen = (counted: Pick<Sight, 'value' | 'facts'>): Seen => ({
      verdict: judge(counted.value),
      sight: { ...counted, ...range() },
    });

    if (measure.kind === 'count') {
      const members = new Members(measure, rule);
      return {
        rule,
        kinds: [measure.fact],
        change: (before, after) => members.change(before, after),
        advance(at) {
          now = at;
          members.advance(at);
        },
        // A count that must not be small is watched as a whole only: a group without rows is not known.
        suspects() {
          const groups = below && !rule.by ? [''] : [...members.atLeast(below ? 0 : Math.max(1, raise))];
          return groups.filter((group) => judge(members.count(group)) === 'raise');
        },
        see: (group, explained) => seen(members.seen(group, explained)),
        sample: (group) => members.sample(group),
      };
    }
    const tally = new Tally({
      measure,
      scope: rule.filter ?? {},
      zone,
      step: 'minute',
      keys: groupsOf(measure.fact, rule),
    });
    const advance = (at: number): void => {
      now = at;
      tally.slide(range() ?? { from: -Infinity, to: Infinity });
    };
    advance(start);
    const see = (group: string): Seen | undefined => {
      const cell = tally.cell(group);
      const value = cell[1] < least ? null : valueOf(measure, cell);
      // Too few facts to judge by: what is raised stays, what is not is not.
      return value === null ? undefined : seen({ value });
    };
    return {
      rule,
      kinds: [measure.fact],
      change: (before, after) => void tally.change(before, after),
      advance,
      suspects: () => [...tally.cells()].map(([group]) => group).filter((group) => see(group)?.verdict === 'raise'),
      see: (group, explained) => (explained ? undefined : see(group)),
    };
  },
});
