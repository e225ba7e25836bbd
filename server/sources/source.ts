/**
 * What a live source is: an upstream system that is asked for news. A kind of source is a folder
 * `server/sources/<kind>/source.ts`, found and not registered. It turns what the other system says into snapshots of tickets
 * and knows where it read to; when to ask, what is new, and that nothing is lost is the runner's part.
 */
import { readdir } from 'node:fs/promises';
import type { City } from '../../contract/city.ts';
import type { Source, SourceKindName } from '../../contract/source.ts';
import type { Json } from '../../contract/text.ts';
import { MODULE } from '../worker.ts';

/** An event as the intake takes it. */
export interface Envelope {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  /** RFC 3339 with offset. */
  time: string;
  data: Record<string, unknown>;
}

/** A ticket as the other system says it stands now: its whole life so far as events, in order. */
export interface Snapshot {
  subject: string;
  events: Envelope[];
  /** When it last changed upstream, Unix ms; null: not told. */
  changed: number | null;
  /** It is over, and when it came to be is not told: it counts from when that is seen. */
  untimedEnd?: boolean;
}

/** Why a record, or a part of one, is not taken: a JSON pointer into it, and the rule. */
export interface Refusal {
  path: string;
  rule: string;
}

/** One record of the other system, read. */
export interface Item {
  /** Tells records apart; two with the same key are states of one. */
  key: string;
  /** As it came, for the quarantine. */
  record: unknown;
  read: { snapshot: Snapshot } | { refused: Refusal };
}

/** What is taken together: when all of it is durable, the cursor may move. */
export interface Portion {
  items: readonly Item[];
  /** Where to go on from after it; absent: as before. */
  cursor?: Json;
}

/** A source at work. */
export interface OpenSource {
  /**
   * Asks once for what is new since `cursor` (null: from the beginning), in portions. Rejects with SourceFault and with
   * other errors when the other system cannot be asked now; what was given before counts. Ends early when `signal` is
   * aborted.
   */
  poll(cursor: Json | null, signal: AbortSignal): AsyncIterable<Portion>;
  close(): Promise<void>;
}

/** What a source may use. */
export interface SourceContext {
  city: Pick<City, 'id' | 'timeZone'>;
  /** The city's time, Unix ms. */
  now(): number;
  /** Values of environment variables that the profile names. */
  env: NodeJS.ProcessEnv;
  /** 0 to 1, for pauses. */
  random(): number;
  /** Pause before something is tried a second time within a poll, ms. Absent: the kind's own. */
  pause?: number;
}

/** The other system cannot be asked now, or its answer cannot be used. The message is for the operator, without secrets. */
export class SourceFault extends Error {
  constructor(
    message: string,
    /** Status of an HTTP answer, where there was one. */
    readonly status?: number,
    /** It asks to be left alone for so long, ms. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** A profile's source that cannot work: where in it, and why. */
export class SourceError extends Error {
  constructor(
    readonly path: string,
    readonly rule: string,
  ) {
    super(`${path} ${rule}`);
  }
}

export interface SourceKind<S extends Source = Source> {
  name: SourceKindName;
  /** Checks what a schema cannot, without secrets and without asking anybody. Throws SourceError. */
  check(source: S): void;
  /** Throws SourceError where a secret that it names is missing. Connects to nobody yet. */
  open(source: S, context: SourceContext): OpenSource;
}

/** Keeps the types of a declaration. */
export const defineSource = <S extends Source>(kind: SourceKind<S>): SourceKind => kind as unknown as SourceKind;

/** The value of an environment variable that a profile names. Throws SourceError. */
export function secretOf(env: NodeJS.ProcessEnv, path: string, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const value = env[name];
  if (!value) throw new SourceError(path, `names the environment variable ${name}, which is not set`);
  return value;
}

/** All kinds, by name: the folders beside this file. */
export async function findSources(): Promise<Map<string, SourceKind>> {
  const here = new URL('.', import.meta.url);
  const kinds = new Map<string, SourceKind>();
  for (const entry of await readdir(here, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const module = (await import(new URL(`${entry.name}/source${MODULE}`, here).href)) as { default: SourceKind };
    if (module.default.name !== entry.name)
      throw new Error(`sources/${entry.name} declares the name ${module.default.name}`);
    kinds.set(entry.name, module.default);
  }
  return kinds;
}
