/**
 * The small shared state: keys, the quarantine, and small things kept by collection and id (claims, silences, devices).
 * Asynchronous and free of transactions across calls, so that it holds for Redis as well.
 */
import type { Json } from '../../contract/text.ts';

/** `intake` sends events, `desk` acts on alerts, `admin` does that and changes how the wall works. */
export type Role = 'intake' | 'desk' | 'admin';

/** A key as it is kept: what it may do, and the hash by which its token is known. */
export interface KeyRecord {
  id: string;
  /** What it is for, for people. */
  name: string;
  /** The only city it speaks for. */
  city: string;
  /** Sources it may speak for; null: every one. */
  sources: string[] | null;
  role: Role;
  /** SHA-256 of the token, hex. */
  hash: string;
  /** Unix ms. */
  created: number;
  /** Unix ms; null while it is good. */
  revoked: number | null;
}

/** An event, or a body, that was refused (rule E5). */
export interface Refused {
  city: string;
  /** When it was refused last, Unix ms. */
  at: number;
  /** Id of the key it came with. */
  key: string;
  /** Place in its batch. */
  index: number;
  path: string;
  rule: string;
  /** What came, personal numbers masked, at most 16 KiB of UTF-8. */
  raw: string;
  /** Whether `raw` is all of it, so that it can be tried again. */
  whole: boolean;
}

/** A refused event in the quarantine. The same one refused again for the same reason is one, seen more `times`. */
export interface Quarantined extends Refused {
  /** Rises with time; a place to read on after. Means something only together with the city. */
  id: number;
  times: number;
  /** When it was last tried again in vain, Unix ms; null: never. */
  retried: number | null;
}

export interface Quarantine {
  put(refused: readonly Refused[]): Promise<void>;
  get(city: string, id: number): Promise<Quarantined | null>;
  /** Those of a city with id > `after`, ascending, at most `limit`. */
  list(city: string, after: number, limit: number): Promise<Quarantined[]>;
  /** Says that it was tried again in vain, and why. */
  retried(city: string, id: number, at: number, path: string, rule: string): Promise<void>;
  /** False when there is none. */
  drop(city: string, id: number): Promise<boolean>;
  /** How many are kept, and how many were let go of because the bound was reached. */
  count(city: string): Promise<{ kept: number; dropped: number }>;
}

export interface Keys {
  put(key: KeyRecord): Promise<void>;
  get(id: string): Promise<KeyRecord | null>;
  list(): Promise<KeyRecord[]>;
  /** False when there is none, or it was revoked before. */
  revoke(id: string, at: number): Promise<boolean>;
}

/**
 * Every call rejects with StateUnavailable when the store cannot be used now. What it was to change is unchanged, unless
 * the answer was lost on the way: asking again is right either way.
 */
export interface State {
  readonly keys: Keys;
  readonly quarantine: Quarantine;
  get(collection: string, id: string): Promise<Json | null>;
  put(collection: string, id: string, value: Json): Promise<void>;
  /** Keeps the value unless there is one; gives the one that is kept. Of several at once, one makes it and all get it. */
  make(collection: string, id: string, value: Json): Promise<Json>;
  /** False when there was none. */
  drop(collection: string, id: string): Promise<boolean>;
  /** Those with id > `after` in order of their ids, at most `limit`. */
  list(collection: string, after?: string, limit?: number): Promise<{ id: string; value: Json }[]>;
  close(): Promise<void>;
}

/** How many refused events are kept a city; beyond it the oldest go, and are counted. */
export const QUARANTINE_BOUND = 100_000;
/** Bound of `raw`, bytes of UTF-8. */
export const RAW_BYTES = 16 << 10;

/** The store cannot be used now; try again. */
export class StateUnavailable extends Error {}
