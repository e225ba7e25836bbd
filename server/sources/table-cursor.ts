/** Places in a table that is read in the order of its cursor column. Pure. */
import { MINUTE, SECOND, type Zone } from '../../contract/time.ts';

/** What a cursor column holds: whole numbers, moments (written in UTC), or times of a clock on the wall. */
export type CursorIs = 'number' | 'instant' | 'wall';

/** A row's place. `more`: rows after it are still to be read; else all there were are. */
export interface Place {
  /** As the database writes it, with all its digits. */
  cursor: string;
  key: string;
  is: CursorIs;
  more: boolean;
}

const TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?)?/;

/** Unix ms of a cursor's text; null for a number, and for what is no time. Beyond the millisecond it is cut. */
export function momentOf(text: string, is: CursorIs, zone: Zone): number | null {
  const match = is === 'number' ? null : TIME.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number]; // prettier-ignore
  const ms = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  if (is === 'instant') return Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  return zone.moment(date, hour * 60 + minute) + second * SECOND + ms;
}

/** The text of a moment, as a cursor of this kind is written. */
export function textOf(at: number, is: 'instant' | 'wall', zone: Zone): string {
  const shifted = is === 'instant' ? at : at + zone.offset(at);
  return new Date(shifted)
    .toISOString()
    .replace('T', ' ')
    .replace('Z', is === 'instant' ? '+00' : '');
}

/** The place to begin again from: so far before the last row, and never after `now` (Unix ms), whatever rows say. */
export function beginAgain({ cursor, is }: Place, overlap: number, now: number, zone: Zone): string {
  if (is === 'number') return String(BigInt(cursor) - BigInt(overlap));
  const last = momentOf(cursor, is, zone);
  if (last === null) return cursor;
  // A minute more where clocks are set back: the same time of the clock comes twice.
  const back = is === 'wall' && zone.offset(last) !== zone.offset(last - 120 * MINUTE) ? 60 * MINUTE : 0;
  return textOf(Math.min(last, now) - overlap * SECOND - back, is, zone);
}
