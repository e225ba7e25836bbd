/** Ids of events that follow from what they say: the same said again is the same event (rule E3). */
import { createHash } from 'node:crypto';

const BOUND = 128;

/** Id of what happened to a ticket; one that would be too long is shortened to a hash. */
export function eventId(subject: string, ...parts: readonly (string | number)[]): string {
  const id = [subject, ...parts].join(':');
  return id.length <= BOUND ? id : `#${createHash('sha256').update(id).digest('base64url')}`;
}

/** A few characters that stand for a value. */
export const shortHash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 10);
