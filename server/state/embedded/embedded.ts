/** The state in an SQLite file of its own, for one machine. */
import type { Worker } from 'node:worker_threads';
import type { Json } from '../../../contract/text.ts';
import { startWorker } from '../../worker.ts';
import { QUARANTINE_BOUND, StateUnavailable, type Keys, type Quarantine, type State } from '../state.ts';
import type { Operation, Store } from './store.ts';
import type { Call, Result } from './thread.ts';

export interface EmbeddedStateOptions {
  path: string;
  /** Refused events kept a city. */
  quarantineBound?: number;
}

type Ask = <O extends Operation>(op: O, ...args: Parameters<Store[O]>) => Promise<ReturnType<Store[O]>>;

/**
 * Opens or creates the state at `path`. Rejects with StateUnavailable when the file cannot be opened.
 * A thread that dies is started again with the next call.
 */
export async function openEmbeddedState(options: EmbeddedStateOptions): Promise<State> {
  const thread = new Thread(options);
  await thread.start();
  const ask: Ask = async (op, ...args) => (await thread.ask(op, args)) as ReturnType<Store[typeof op]>;
  const keys: Keys = {
    put: (key) => ask('keyPut', key),
    get: (id) => ask('keyGet', id),
    list: () => ask('keyList'),
    revoke: (id, at) => ask('keyRevoke', id, at),
  };
  const quarantine: Quarantine = {
    put: async (refused) => {
      if (refused.length > 0) await ask('quarantinePut', refused);
    },
    get: (city, id) => ask('quarantineGet', city, id),
    list: (city, after, limit) => ask('quarantineList', city, after, limit),
    retried: (city, id, at, path, rule) => ask('quarantineRetried', city, id, at, path, rule),
    drop: (city, id) => ask('quarantineDrop', city, id),
    count: (city) => ask('quarantineCount', city),
  };
  return {
    keys,
    quarantine,
    // The casts keep the compiler from unfolding the recursive type Json through ReturnType.
    get: (collection, id) => thread.ask('thingGet', [collection, id]) as Promise<Json | null>,
    put: (collection, id, value) => thread.ask('thingPut', [collection, id, value]) as Promise<void>,
    make: (collection, id, value) => thread.ask('thingMake', [collection, id, value]) as Promise<Json>,
    drop: (collection, id) => ask('thingDrop', collection, id),
    list: (collection, after = '', limit = 10_000) =>
      thread.ask('thingList', [collection, after, limit]) as Promise<{ id: string; value: Json }[]>,
    close: () => thread.close(),
  };
}

class Thread {
  private worker: Promise<Worker> | undefined;
  private closed = false;
  private nextId = 1;
  private readonly asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

  constructor(private readonly options: EmbeddedStateOptions) {}

  start(): Promise<Worker> {
    this.worker ??= new Promise((resolve, reject) => {
      const workerData = { path: this.options.path, bound: this.options.quarantineBound ?? QUARANTINE_BOUND };
      const worker = startWorker(new URL('./thread.ts', import.meta.url), { workerData });
      let cause: unknown;
      worker.on('message', (result: Result) => {
        if (result.id === 0) return resolve(worker);
        const asked = this.asked.get(result.id);
        this.asked.delete(result.id);
        if ('error' in result) asked?.reject(new StateUnavailable(result.error));
        else asked?.resolve(result.value);
      });
      worker.on('error', (error) => (cause = error));
      worker.on('exit', () => {
        const error = new StateUnavailable(`the state's thread ended${cause ? `: ${String(cause)}` : ''}`);
        this.worker = undefined;
        reject(error);
        for (const one of this.asked.values()) one.reject(error);
        this.asked.clear();
      });
    });
    return this.worker;
  }

  async ask(op: Call['op'], args: unknown[]): Promise<unknown> {
    if (this.closed) throw new StateUnavailable('the state is closed');
    const worker = await this.start();
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject });
      // A thread has no origin.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      worker.postMessage({ id, op, args } satisfies Call);
    });
  }

  async close(): Promise<void> {
    if (this.closed) return;
    const worker = await this.worker;
    if (worker) {
      const exit = new Promise((done) => worker.once('exit', done));
      const closing = this.ask('close', []);
      this.closed = true;
      await closing;
      await exit;
    }
    this.closed = true;
  }
}
