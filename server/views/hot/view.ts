/**
 * Hot words under a scope. The ranking is worked out anew every few seconds; in between the counts of the words that are
 * shown follow every pair, so that each is that of the list behind it (M2).
 */
import { compile, type Predicate } from '../../../contract/condition.ts';
import type { TicketRow } from '../../../contract/fact.ts';
import type { HotWindow, HotWord } from '../../../contract/topic.ts';
import type { Json } from '../../../contract/text.ts';
import { SECOND } from '../../../contract/time.ts';
import { binsOf } from '../../alerts/normal/bins.ts';
import { workTime } from '../../sla/calendar.ts';
import { HotWords, type HotWindow as Span } from '../../text/hot/hot.ts';
import { defineView } from '../view.ts';

/** Ranked at most this often. */
const EVERY = 5 * SECOND;
const SPANS: Record<HotWindow, Span> = { '1h': 'hour', '24h': 'day', '7d': 'week' };
const DIGITS = 100;
const rounded = (value: number): number => Math.round(value * DIGITS) / DIGITS;

interface Ranking {
  from: number;
  to: number;
  tickets: number;
  words: Record<string, HotWord>;
}

export default defineView({
  name: 'hot',
  open({ size }, scope, { city, zone }, start) {
    const within: Predicate = compile('ticket', scope);
    const work = workTime(city.calendar, zone);
    const words = new HotWords({ binOf: binsOf(zone, (at) => work.isWorkday(at)), zone });
    words.advance(start);
    let now = start;
    let ranked = -Infinity;
    let changed = true;
    let rankings = {} as Record<HotWindow, Ranking>;

    const rank = (): void => {
      ranked = now;
      changed = false;
      for (const [name, span] of Object.entries(SPANS) as [HotWindow, Span][]) {
        const { from, to, tickets, words: top } = words.top(span, size);
        const shown = top.map(({ term, word, count, usual, times, hot, isNew }, place) => [
          term,
          {
            word, rank: place, count,
            ...(usual && { low: rounded(usual.low), mean: rounded(usual.mean), high: rounded(usual.high) }),
            ...(times !== null && Number.isFinite(times) && { times: rounded(times) }),
            hot, isNew,
          } satisfies HotWord,
        ]); // prettier-ignore
        // Up to and with the moment of the ranking.
        rankings[name] = { from, to: to + 1, tickets, words: Object.fromEntries(shown) };
      }
    };
    /** Counts a ticket in or out of what is shown. Returns whether it stood there. */
    const follow = ({ created, terms }: TicketRow, sign: 1 | -1): boolean => {
      let moved = false;
      for (const ranking of Object.values(rankings)) {
        if (created! < ranking.from || created! >= ranking.to) continue;
        ranking.tickets += sign;
        moved = true;
        for (const term of terms) {
          const word = ranking.words[term];
          if (!word) continue;
          word.count += sign;
          if (word.mean) word.times = rounded(word.count / word.mean);
        }
      }
      return moved;
    };
    const mine = (row: TicketRow | null): row is TicketRow =>
      row !== null && row.created !== null && within(row as never);
    const same = (a: TicketRow, b: TicketRow): boolean => a.created === b.created && a.terms === b.terms;

    return {
      kinds: ['ticket'],
      change(_kind, before, after) {
        const was = mine(before as TicketRow | null) ? (before as TicketRow) : null;
        const is = mine(after as TicketRow | null) ? (after as TicketRow) : null;
        if (was && is && same(was, is)) return false;
        let moved = false;
        for (const [row, sign] of [
          [was, -1],
          [is, 1],
        ] as const) {
          if (!row) continue;
          words.add(row.created, row.terms, sign);
          changed = true;
          moved = follow(row, sign) || moved;
        }
        return moved;
      },
      advance(at) {
        now = at;
        words.advance(at);
        if (at - ranked < EVERY) return false;
        // Without a new ticket only the windows move, and they do by ten minutes.
        const turned = Math.floor(at / (600 * SECOND)) !== Math.floor(ranked / (600 * SECOND));
        if (!changed && !turned) return false;
        rank();
        return true;
      },
      value() {
        if (ranked === -Infinity) rank();
        return structuredClone({ windows: rankings }) as unknown as Json;
      },
    };
  },
});
