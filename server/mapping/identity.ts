/**
 * Ids of tickets and events. They follow from what the row says, so that the same row again changes nothing (rule E3) and
 * a later version of it adds what is new.
 */
import { createHash } from 'node:crypto';
import { RowRefused } from './refusal.ts';

const hash = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, length);

/** Rows without ids that are told apart in one file: what is kept of each costs memory. */
const ANONYMOUS_MAX = 5_000_000;

/**
 * Gives ids to rows that have none: by what they say, and the how-manieth of those that say the same. A file that is read
 * again from its beginning gives the same ids, in whatever order other rows stand in it.
 */
export function anonymous(): (content: string) => string {
  const seen = new Map<string, number>();
  return (content) => {
    const key = hash(content, 16);
    const count = (seen.get(key) ?? 0) + 1;
    if (count === 1 && seen.size >= ANONYMOUS_MAX)
      throw new RowRefused('/id', `must be mapped in files of more than ${ANONYMOUS_MAX} rows`);
    seen.set(key, count);
    return count === 1 ? key : `${key}-${count}`;
  };
}

/** Ticket ids of more characters stand in event ids as a hash. */
const KEY_MAX = 70;
const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');

/** What of an event makes it another one. */
export interface Identity {
  ticket: string;
  step: string;
  /** When the step was; not of a creation, of which there is one. */
  at?: number;
  revision?: number;
  /** When this version of the row was made. Later ones stand after earlier ones in a life, at the same moment. */
  version?: number;
}

/** `T-1/closed/20240305T062010`: steps at another moment are other events. */
export function eventId({ ticket, step, at, revision, version }: Identity): string {
  return [
    ticket.length > KEY_MAX ? hash(ticket, 22) : ticket,
    step,
    ...(at === undefined ? [] : [stamp(at)]),
    ...(revision === undefined ? [] : [`r${String(revision).padStart(4, '0')}`]),
    ...(version === undefined ? [] : [`v${stamp(version)}`]),
  ].join('/');
}
