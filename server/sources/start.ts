/** The live sources of a city at work. */
import type { FactRecord } from '../history/history.ts';
import type { Source } from '../../contract/source.ts';
import { SECOND } from '../../contract/time.ts';
import { personHash } from '../ingest/person.ts';
import type { TakeContext } from '../ingest/take.ts';
import type { Lease } from '../lease/lease.ts';
import { EVERY } from './profile.ts';
import { startSource, type SourceRunner, type SourceState } from './runner.ts';
import { SourceError, type SourceKind } from './source.ts';

/** A city as far as its sources need it. */
export interface SourcesCity {
  readonly id: string;
  readonly lease: Pick<Lease, 'token' | 'watch'>;
  now(): number;
  lag(): number;
  folded(): Promise<void>;
  records(kind: 'ticket', ids: readonly string[]): Promise<FactRecord[]>;
}

export interface SourcesParts extends Pick<TakeContext, 'city' | 'log' | 'state' | 'onTaken' | 'onRefused'> {
  running: SourcesCity;
  kinds: ReadonlyMap<string, SourceKind>;
  /** Of the keyed hash of persons, as for the intake. */
  secret: string;
  env: NodeJS.ProcessEnv;
  /** A source answered, though it may have had nothing new. */
  heard(source: string): void;
  random?: () => number;
  /** From one poll to the next, ms, whatever the profile says; and pauses between tries. For tests. */
  every?: number;
  pause?: number;
  onError(error: unknown): void;
}

export interface RunningSources {
  states(): SourceState[];
  /** Asks all of them at once. */
  wake(): void;
  close(): Promise<void>;
}

/** Tickets whose lives are read from history at a time. */
const LIVES_AT_ONCE = 1000;

/** Starts them. Throws SourceError, with the path in the profile, where a secret is missing; none is started then. */
export function startSources(parts: SourcesParts): RunningSources {
  const { city, running, kinds, env, random = Math.random, onError } = parts;
  const sources = city.sources ?? [];
  const hash = personHash(parts.secret);
  const opened = sources.map((source: Source, index) => {
    try {
      return kinds.get(source.kind)!.open(source, { city, now: () => running.now(), env, random, pause: parts.pause });
    } catch (error) {
      if (error instanceof SourceError) throw new SourceError(`/sources/${index}${error.path}`, error.rule);
      throw error;
    }
  });
  const lives = async (ids: readonly string[]) => {
    // What was taken a moment ago is to be known before it is compared with.
    await running.folded();
    const found: FactRecord[] = [];
    for (let i = 0; i < ids.length; i += LIVES_AT_ONCE)
      found.push(...(await running.records('ticket', ids.slice(i, i + LIVES_AT_ONCE))));
    return new Map(found.map(({ row, steps }) => [row.id, steps]));
  };
  const runners = sources.map((source, index): SourceRunner => {
    return startSource({
      city,
      log: parts.log,
      state: parts.state,
      source: source.source,
      hash,
      now: () => running.now(),
      lives,
      lease: running.lease,
      open: opened[index]!,
      every: parts.every ?? (source.every ?? EVERY) * SECOND,
      lag: () => running.lag(),
      heard: () => parts.heard(source.source),
      onTaken: parts.onTaken,
      onRefused: parts.onRefused,
      random,
      onError,
    });
  });
  return {
    states: () => runners.map((runner) => runner.state()),
    wake() {
      for (const runner of runners) runner.wake();
    },
    close: async () => void (await Promise.all(runners.map((runner) => runner.close()))),
  };
}
