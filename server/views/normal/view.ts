/**
 * The normal band: for each hour of today, what the last eight same weekdays had. It comes from history, since
 * those weeks lie before the horizon of live facts, and is read anew every few minutes and at midnight, because
 * late events may still change the past.
 */
import { applies } from '../../../contract/condition.ts';
import { measureOf, valueOf } from '../../../contract/measure.ts';
import type { Json } from '../../../contract/text.ts';
import { MINUTE } from '../../../contract/time.ts';
import { defineView } from '../view.ts';

const WEEKS = 8;
const REFRESH = 5 * MINUTE;

/** Second lowest, median, second highest; of fewer than six values lowest, median, highest. */
export function band(values: readonly number[]): [low: number, mid: number, high: number] {
  const sorted = [...values].sort((a, b) => a - b);
  const edge = sorted.length >= 6 ? 1 : 0;
  const half = (sorted.length - 1) / 2;
  const mid = (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2;
  return [sorted[edge]!, mid, sorted[sorted.length - 1 - edge]!];
}

export default defineView({
  name: 'normal',
  open({ measure: id }, scope, { zone, count }, start) {
    const measure = measureOf(id);
    let value: Json = { date: zone.date(start), days: 0, hours: {} };
    let readAt = -Infinity;
    let reading = false;

    const read = async (now: number): Promise<void> => {
      const today = zone.dayStart(now);
      const days = Array.from({ length: WEEKS }, (_, week) => zone.addDays(now, -7 * (week + 1)));
      const range = { from: days.at(-1)!, to: today };
      const { rows } = await count({ measure: measure.id as never, filter: scope, range, step: 'hour', limit: 5000 });
      const byDay = new Map(days.map((day) => [day, new Map<number, number>()]));
      for (const { bucket, cell } of rows) {
        const hours = byDay.get(zone.dayStart(bucket!));
        const number = valueOf(measure, cell);
        if (hours && number !== null) hours.set(zone.parts(bucket!).hour, number);
      }
      // A day on which nothing at all was counted is a day without data, not a day of zeros.
      const known = [...byDay.values()].filter((hours) => hours.size > 0);
      const none = measure.kind === 'count' ? 0 : undefined;
      const hours: Record<string, Json> = {};
      for (let hour = 0; hour < 24 && known.length > 0; hour++) {
        const values = known.map((day) => day.get(hour) ?? none).filter((n) => n !== undefined);
        if (values.length > 0) hours[String(hour)] = band(values);
      }
      value = { date: zone.date(now), days: known.length, hours };
    };
    const state = {
      kinds: [],
      onChange: undefined as (() => void) | undefined,
      change: () => false,
      advance(now: number) {
        const due = now - readAt >= REFRESH || now < readAt || (value as { date: string }).date !== zone.date(now);
        if (!due || reading || !applies(measure.fact, scope) || measure.at === undefined) return false;
        reading = true;
        readAt = now;
        read(now)
          .then(() => state.onChange?.())
          // History may be busy or starting: the band is read again at the next turn, and until then is the old one.
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
