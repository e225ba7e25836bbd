/**
 * What a group had before: measures by a field, or day by day, over days that lie further back than live facts reach. It comes from
 * history, and is read anew at midnight and every few minutes, because late events may still change the past.
 */
import { applies } from '../../../contract/condition.ts';
import { measureOf, type Cell } from '../../../contract/measure.ts';
import type { CountRow } from '../../../contract/query.ts';
import type { Json } from '../../../contract/text.ts';
import { MINUTE } from '../../../contract/time.ts';
import { keysOf, NOTHING } from '../group/view.ts';
import { defineView } from '../view.ts';

/** Months that are over change little. */
const REFRESH = 15 * MINUTE;
/** Groups or days at most: more than any city has units or streets. */
const LIMIT = 5000;

export default defineView({
  name: 'past',
  open({ measures, by, days, before, level }, scope, { zone, count }, start) {
    const known = measures.map(measureOf).filter(({ at, fact }) => at !== undefined && applies(fact, scope));
    // Refuses a field that cannot be grouped by, as the live group does.
    if (by !== undefined) for (const measure of known) keysOf(measure, [by], level);
    const parts = by === undefined ? { step: 'day' as const } : { by: [by], ...(level && { level }) };
    const rangeAt = (now: number) => ({
      from: zone.addDays(now, 1 - before - days),
      to: zone.addDays(now, 1 - before),
    });
    let value: Json = { ...rangeAt(start), cells: {}, total: {} };
    let readAt = -Infinity;
    let reading = false;
    const read = async (now: number): Promise<void> => {
      const range = rangeAt(now);
      const answers = await Promise.all(
        known.map(({ id }) => count({ measure: id as never, filter: scope, range, limit: LIMIT, ...parts })),
      );
      const cells: Record<string, Record<string, Cell>> = {};
      const total: Record<string, Cell> = {};
      known.forEach(({ id }, i) => {
        const keyOf = ({ key, bucket }: CountRow): string => (by === undefined ? String(bucket) : (key[0] ?? NOTHING));
        cells[id] = Object.fromEntries(answers[i]!.rows.map((row) => [keyOf(row), row.cell]));
        total[id] = answers[i]!.total;
      });
      value = { ...range, cells, total } as unknown as Json;
    };
    const state = {
      kinds: [],
      onChange: undefined as (() => void) | undefined,
      change: () => false,
      advance(now: number) {
        const due = now - readAt >= REFRESH || now < readAt || (value as { to: number }).to !== rangeAt(now).to;
        if (!due || reading || known.length === 0) return false;
        reading = true;
        readAt = now;
        read(now)
          .then(() => state.onChange?.())
          // History may be busy or starting: it is asked again at the next turn, and until then the old answer stands.
          .catch(() => (readAt = now - REFRESH + MINUTE))
          .finally(() => (reading = false));
        return false;
      },
      value: () => value,
    };
    state.advance(start);
    return state;
  },
});
