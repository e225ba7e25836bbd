/** An upstream source that is not heard for longer than the profile allows. Its group is the source. */
import { MINUTE } from '../../../../contract/time.ts';
import { defineSignal, RuleError, type Seen } from '../signal.ts';

export default defineSignal({
  name: 'silence',
  open(rule, { feeds }, start) {
    if (rule.by?.length !== 1 || rule.by[0] !== 'source') throw new RuleError('/by', 'must be ["source"]');
    let now = start;
    return {
      rule,
      kinds: [],
      change: () => undefined,
      advance: (at) => void (now = at),
      suspects: () =>
        Object.entries(feeds(now))
          .filter(([, { silent, seen }]) => silent && seen > 0)
          .map(([source]) => source),
      see(source, explained): Seen | undefined {
        if (explained) return undefined;
        const feed = feeds(now)[source];
        // A source that was never heard is not connected yet: the feeds scene shows it, and nobody is called for it.
        if (!feed || feed.seen === 0) return { verdict: 'clear', sight: { value: 0 } };
        const minutes = Math.floor((now - feed.seen) / MINUTE);
        return { verdict: feed.silent ? 'raise' : 'clear', sight: { value: minutes } };
      },
    };
  },
});
