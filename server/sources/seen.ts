/**
 * What was read before, so that the same record read again and again costs next to nothing. Only a saving: what is not
 * remembered is compared with the ticket's life and changes nothing (rule E3).
 */
import { createHash } from 'node:crypto';

/** Records that are remembered, those read last. */
const BOUND = 200_000;

export interface Seen {
  /** Whether this record was taken as it is. */
  has(key: string, record: unknown): boolean;
  /** Call it when all that follows from the record is durable. */
  note(key: string, record: unknown): void;
}

const printOf = (record: unknown): string =>
  createHash('sha1').update(JSON.stringify(record) ?? '').digest('base64url').slice(0, 16); // prettier-ignore

export function seen(bound = BOUND): Seen {
  const prints = new Map<string, string>();
  return {
    has: (key, record) => prints.get(key) === printOf(record),
    note(key, record) {
      // Put in anew: the oldest are those not read for longest.
      prints.delete(key);
      prints.set(key, printOf(record));
      if (prints.size > bound) prints.delete(prints.keys().next().value!);
    },
  };
}
