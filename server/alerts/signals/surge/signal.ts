/** A count that is improbable by the normal of this hour, weekday and season (server/alerts/normal/). */
import type { Row } from '../../../../contract/fact.ts';
import { measureOf } from '../../../../contract/measure.ts';
import { DAY, MINUTE } from '../../../../contract/time.ts';
import { binsOf } from '../../normal/bins.ts';
import { fitNormal, WEEKS, type Normal } from '../../normal/normal.ts';
import { logTail, quantile } from '../../normal/tail.ts';
import { Members, windowOf } from '../members.ts';
import { defineSignal, RuleError, type Seen, type Verdict } from '../signal.ts';

/** Chance may raise so many alerts a week when the rule does not say. */
const FALSE_PER_WEEK = 0.5;
const LEAST = 5;
/** A group is normal again when so many are seen with at least this probability. */
const USUAL = Math.log10(0.05);
/** log10 of a probability below which they are not told apart. */
const IMPOSSIBLE = -1000;
/** Windows that overlap are not independent looks: about so many looks a window. */
const LOOKS = 3;
/** The normal is fitted anew at midnight; while the past is still being filled in, more often. */
const REFIT = 10 * MINUTE;
const RETRY = MINUTE;

export default defineSignal({
  name: 'surge',
  open(rule, { zone, isWorkday, hours }, start) {
    if (rule.measure === undefined) throw new RuleError('/measure', 'is required');
    const measure = measureOf(rule.measure);
    if (measure.kind !== 'count' || measure.at === undefined)
      throw new RuleError('/measure', 'must be a count over a window, such as accepted');
    if (rule.window === undefined) throw new RuleError('/window', 'is required');
    const { window, least = LEAST, times = 1, falsePerWeek = FALSE_PER_WEEK } = rule;
    const members = new Members(measure, rule);
    let normal: Normal | null = null;
    let limit = -Infinity;
    let due = -Infinity;
    let now = start;

    const bin = binsOf(zone, isWorkday);
    const see = (group: string, explained?: (row: Row) => boolean): Seen | undefined => {
      if (!normal) return undefined;
      const { from, to } = windowOf(window, now);
      const counted = members.seen(group, explained);
      const { value } = counted;
      const { mean, dispersion } = normal.expect(group, from, to);
      const odds = Math.max(logTail(value, mean, dispersion), IMPOSSIBLE);
      let verdict: Verdict = 'hold';
      if (value >= least && value >= times * mean && odds <= limit) verdict = 'raise';
      else if (odds >= USUAL || value < least / 2) verdict = 'clear';
      const [low, high] = [quantile(0.1, mean, dispersion), quantile(0.9, mean, dispersion)];
      return { verdict, sight: { ...counted, from, to, low, high, mean, odds } };
    };
    return {
      rule,
      kinds: [measure.fact],
      change: (before, after) => members.change(before, after),
      advance(at) {
        now = at;
        members.advance(at);
      },
      suspects() {
        if (!normal) return [];
        return [...members.atLeast(least)].filter((group) => see(group)?.verdict === 'raise');
      },
      see,
      sample: (group) => members.sample(group),
      async refresh(at) {
        if (at < due) return;
        due = at + RETRY;
        const to = zone.dayStart(at);
        const from = zone.addDays(at, -7 * WEEKS);
        const counts = await hours(rule, from, to);
        normal = fitNormal(counts, from, to, bin);
        if (!normal) return;
        due = normal.days >= 7 * WEEKS - 1 ? zone.addDays(at, 1) : Math.min(at + REFIT, zone.addDays(at, 1));
        const looks = ((7 * DAY) / (window * MINUTE)) * LOOKS * Math.max(normal.groups, 1);
        limit = Math.log10(falsePerWeek / looks);
      },
      get lacks() {
        return normal ? null : 'days';
      },
    };
  },
});
