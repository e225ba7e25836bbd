/** The range of a replay as it is chosen: quick choices, local times as fields hold them, and what is wrong with it. Pure. */
import { LONGEST_REPLAY } from '../../contract/replay.ts';
import { HOUR, MINUTE, type Range, type Zone } from '../../contract/time.ts';

export const QUICK = ['yesterday', 'before', 'week', 'hours'] as const;
export type Quick = (typeof QUICK)[number];

/** A quick choice as a range, Unix ms, at the moment `now`. */
export function quickRange(tz: Zone, quick: Quick, now: number): Range {
  const day = (back: number): Range => ({ from: tz.addDays(now, -back), to: tz.addDays(now, 1 - back) });
  switch (quick) {
    case 'yesterday':
      return day(1);
    case 'before':
      return day(2);
    case 'week':
      return day(7);
    case 'hours': {
      const to = Math.floor(now / MINUTE) * MINUTE;
      return { from: to - 6 * HOUR, to };
    }
  }
}

/** `2026-11-21T14:30`, as a field of date and time holds it. */
export function fieldOf(tz: Zone, at: number): string {
  const { hour, minute } = tz.parts(at);
  return `${tz.date(at)}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** The moment that such a field holds; null where it is empty or none. */
export function momentOf(tz: Zone, text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)/.exec(text);
  if (!match || Number.isNaN(Date.parse(match[1]!))) return null;
  return tz.moment(match[1]!, Number(match[2]) * 60 + Number(match[3]));
}

/** What is wrong with a range; null: nothing. The server has the last word. */
export function wrongWith(
  from: number | null,
  to: number | null,
  now: number,
): 'empty' | 'order' | 'long' | 'future' | null {
  if (from === null || to === null) return 'empty';
  if (to <= from) return 'order';
  if (to - from > LONGEST_REPLAY) return 'long';
  return to > now ? 'future' : null;
}
