/**
 * Sends events to the intake. A source always travels on the same lane and a lane sends one request at a time, so
 * a retry never puts an event behind a later one of its source; two lanes keep two requests in flight.
 */
import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HotlineEvent } from '../../contract/event.ts';

export interface SenderOptions {
  url: string;
  key: string;
  gzip: boolean;
  /** Ends all sending. */
  signal: AbortSignal;
  batch?: number;
  /** First and longest pause after a network error, ms. */
  backoff?: [first: number, longest: number];
  random?: () => number;
}

/** The server said that it will never take this: a wrong key, or a request it cannot read. */
export class RefusedError extends Error {}

export interface Counts {
  sent: number;
  requests: number;
  retries: number;
  refused: number;
  /** Path and rule of the first refused events. */
  reasons: string[];
}

const LANES = 2;
/** Events that may wait for a lane before whoever produces them is made to wait. */
const WAITING = 4000;

export class Sender {
  readonly counts: Counts = { sent: 0, requests: 0, retries: 0, refused: 0, reasons: [] };
  private readonly lanes = Array.from({ length: LANES }, () => ({
    waiting: [] as HotlineEvent[],
    total: 0,
    busy: null as Promise<void> | null,
  }));
  private readonly laneOf = new Map<string, number>();
  private failure: unknown = null;

  constructor(private readonly options: SenderOptions) {}

  /** Events accepted by `put` that are not yet durable at the server. */
  get backlog(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.waiting.length, 0);
  }

  /** Shares sources out so that lanes carry about as much: the busiest first. Sources already placed stay. */
  plan(weights: ReadonlyMap<string, number>): void {
    for (const [source, weight] of [...weights].sort((a, b) => b[1] - a[1])) this.place(source, weight);
  }

  /** Takes events, in their order, for sending. Waits while too much waits. Throws what made sending impossible. */
  async put(events: readonly HotlineEvent[]): Promise<void> {
    for (const event of events) this.lanes[this.place(event.source, 0)]!.waiting.push(event);
    this.start();
    while (this.backlog > WAITING && !this.failure && !this.options.signal.aborted) {
      await Promise.race(this.lanes.flatMap((lane) => lane.busy ?? []));
    }
    if (this.failure) throw this.failure;
  }

  /** Waits until everything put is durable, or the signal ends it. Throws what made sending impossible. */
  async drain(): Promise<void> {
    for (this.start(); this.lanes.some((lane) => lane.busy);) await Promise.all(this.lanes.map((lane) => lane.busy));
    if (this.failure) throw this.failure;
  }

  private place(source: string, weight: number): number {
    const known = this.laneOf.get(source);
    if (known !== undefined) return known;
    const least = this.lanes.reduce((best, lane, i) => (lane.total < this.lanes[best]!.total ? i : best), 0);
    this.laneOf.set(source, least);
    this.lanes[least]!.total += weight;
    return least;
  }

  private start(): void {
    for (const lane of this.lanes) {
      if (lane.busy || lane.waiting.length === 0 || this.failure || this.options.signal.aborted) continue;
      lane.busy = this.run(lane)
        .catch((error: unknown) => {
          if (!this.options.signal.aborted) this.failure ??= error;
        })
        .finally(() => {
          lane.busy = null;
          // What was put between the last look at the queue and now would wait for ever.
          this.start();
        });
    }
  }

  private async run(lane: { waiting: HotlineEvent[] }): Promise<void> {
    let size = this.options.batch ?? 1000;
    while (lane.waiting.length > 0 && !this.options.signal.aborted && !this.failure) {
      const batch = lane.waiting.slice(0, size);
      const taken = await this.request(batch);
      if (taken) lane.waiting.splice(0, batch.length);
      else if (batch.length === 1) throw new RefusedError('413: one event alone is too large');
      else size = Math.ceil(batch.length / 2);
    }
  }

  /** Sends one batch until it is durable. False: it is too large. */
  private async request(batch: readonly HotlineEvent[]): Promise<boolean> {
    const { url, key, gzip, signal, random = Math.random } = this.options;
    const text = batch.map((event) => JSON.stringify(event)).join('\n');
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/x-ndjson',
      ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    };
    const body = gzip ? new Uint8Array(gzipSync(text)) : text;
    const [first, longest] = this.options.backoff ?? [100, 5000];
    for (let attempt = 0; ; attempt++) {
      const pause = Math.min(longest, first * 2 ** attempt) * (0.5 + random() / 2);
      let answer: Response;
      let said: string;
      try {
        answer = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body, signal });
        said = await answer.text();
      } catch (error) {
        if (signal.aborted) throw error;
        this.counts.retries++;
        await sleep(pause, undefined, { signal });
        continue;
      }
      this.counts.requests++;
      const { status } = answer;
      if (status === 200 || status === 422) {
        this.counts.sent += batch.length;
        if (status === 422) this.note(said);
        return true;
      }
      if (status === 413) return false;
      if (status !== 429 && status < 500) throw new RefusedError(`${status}: ${said.slice(0, 300)}`);
      this.counts.retries++;
      const after = Number(answer.headers.get('retry-after'));
      await sleep(after > 0 ? Math.min(after, 60) * 1000 : pause, undefined, { signal });
    }
  }

  /** Counts what was refused and remembers the first reasons. */
  private note(said: string): void {
    const { counts } = this;
    try {
      const { refused, results } = JSON.parse(said) as {
        refused: number;
        results: { status: string; path?: string; rule?: string }[];
      };
      counts.refused += refused;
      for (const one of results) {
        if (one.status === 'refused' && counts.reasons.length < 10) counts.reasons.push(`${one.path}: ${one.rule}`);
      }
    } catch {
      counts.reasons.push(`unreadable answer: ${said.slice(0, 100)}`);
    }
  }
}
