/** The main thread's side of the history: packs facts, asks the worker, unpacks what it says. */
import { MessageChannel, type MessagePort, type TransferListItem, type Worker } from 'node:worker_threads';
import { ConditionError } from '../../../contract/condition.ts';
import { FACT_KINDS, type FactKind } from '../../../contract/fact.ts';
import type { Position } from '../../../contract/protocol.ts';
import type { CountAnswer, ListAnswer, TicketAnswer } from '../../../contract/query.ts';
import { PendingCalls } from '../../calls.ts';
import { buffersOf, PACK_ROWS, packFacts, unpackFacts, unpackRows, type Packed } from '../columns.ts';
import { CursorError, type Count, type FactRecord, type History, type List } from '../history.ts';
import { HistoryUnavailable } from '../unavailable.ts';
import type { Batch, CallName, Calls, Failure, Reply, Request, WorkerSettings } from './messages.ts';

function errorOf({ name, message, path, rule }: Failure): Error {
  if (name === 'ConditionError') return new ConditionError(path!, rule!);
  return name === 'CursorError' ? new CursorError(message) : new Error(message);
}

const breathe = (): Promise<void> => new Promise(setImmediate);

/** Facts by kind, packed in parts with a pause between them; of facts with the same id the last one. */
async function batchOf(facts: readonly FactRecord[]): Promise<Batch> {
  const batch: Batch = [];
  for (const kind of FACT_KINDS) {
    const latest = new Map<string, FactRecord>();
    for (const fact of facts) if (fact.kind === kind) latest.set(fact.row.id, fact);
    const records = [...latest.values()];
    const parts: Packed[] = [];
    for (let from = 0; from < records.length; from += PACK_ROWS) {
      if (from > 0) await breathe();
      parts.push(packFacts(kind, records.slice(from, from + PACK_ROWS)));
    }
    if (parts.length > 0) batch.push({ kind, parts });
  }
  return batch;
}

/** What a remote history talks to: a thread of its own, or a port to one that others talk to as well. */
export type Line = Pick<Worker, 'postMessage' | 'on' | 'terminate'>;

/** The line through a port that `share` gave. */
export const lineOf = (port: MessagePort): Line =>
  ({
    postMessage: (message: unknown, transfer?: readonly TransferListItem[]) => port.postMessage(message, transfer),
    on: (event: string, heard: () => void) => port.on(event === 'exit' ? 'close' : event, heard),
    terminate: () => Promise.resolve(port.close()),
  }) as unknown as Line;

export class RemoteHistory implements History {
  readonly #pending = new PendingCalls();
  readonly #ended: Promise<void>;
  #packing: Promise<unknown> = Promise.resolve();
  #gone: HistoryUnavailable | null = null;
  #closing: Promise<void> | null = null;

  constructor(private readonly worker: Line) {
    worker.on('message', (reply: Reply) => {
      if ('failure' in reply) this.#pending.refuse(reply.id, errorOf(reply.failure));
      else this.#pending.answer(reply.id, reply.value);
    });
    worker.on('error', (error) => this.#fail(new HistoryUnavailable('the history failed', { cause: error })));
    worker.on('messageerror', (error) => this.#fail(new HistoryUnavailable('the history failed', { cause: error })));
    this.#ended = new Promise((resolve) => {
      worker.on('exit', (code) => {
        this.#fail(new HistoryUnavailable(`the history ended (${code})`));
        resolve();
      });
    });
  }

  #fail(error: HistoryUnavailable): void {
    this.#gone ??= error;
    this.#pending.refuseAll(this.#gone);
  }

  #call<C extends CallName>(
    call: C,
    args: Parameters<Calls[C]>,
    transfer: ArrayBuffer[] = [],
  ): Promise<ReturnType<Calls[C]>> {
    if (this.#gone) return Promise.reject(this.#gone);
    return this.#pending.send((id) => this.worker.postMessage({ id, call, args } as Request, transfer));
  }

  async open(settings: WorkerSettings): Promise<void> {
    await this.#call('open', [settings]);
  }

  position(): Promise<Position | null> {
    return this.#call('position', []);
  }

  /** The rows are packed while the main thread goes on in between: they must not be changed in place. */
  async write(facts: readonly FactRecord[], position: Position | null): Promise<void> {
    const packing = this.#packing.then(() => batchOf(facts));
    // Packing in turn keeps writes in the order in which they were asked for.
    this.#packing = packing.catch(() => undefined);
    const batch = await packing;
    await this.#call(
      'write',
      [batch, position],
      batch.flatMap(({ parts }) => parts.flatMap(buffersOf)),
    );
  }

  count(query: Count): Promise<CountAnswer> {
    return this.#call('count', [query]);
  }

  async list(query: List): Promise<ListAnswer> {
    const { kind, parts, ...answer } = await this.#call('list', [query]);
    const rows = parts.flatMap((part) => unpackRows(kind, part));
    return { rows: rows.slice(0, Math.max(1, Math.trunc(query.size))), ...answer };
  }

  async ticket(id: string): Promise<TicketAnswer | null> {
    const { parts, position } = await this.#call('load', ['ticket', [id]]);
    const [fact] = parts.flatMap((part) => unpackFacts('ticket', part));
    return fact?.kind === 'ticket' ? { ticket: fact.row, steps: fact.steps, position } : null;
  }

  async load(kind: FactKind, ids: readonly string[]): Promise<FactRecord[]> {
    if (ids.length === 0) return [];
    const { parts } = await this.#call('load', [kind, ids]);
    return parts.flatMap((part) => unpackFacts(kind, part));
  }

  /** Each batch is asked for when the one before was used, and at most 4,096 facts long. */
  async *recent(kind: FactKind, since: number, bornBefore?: number): AsyncGenerator<FactRecord[]> {
    const stream = await this.#call('recent', [kind, since, bornBefore]);
    let more = true;
    try {
      for (;;) {
        const batch = await this.#call('next', [stream]);
        if (!batch) {
          more = false;
          return;
        }
        yield batch.parts.flatMap((part) => unpackFacts(kind, part));
      }
    } finally {
      if (more && !this.#gone) await this.#call('stop', [stream]);
    }
  }

  share(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.worker.postMessage({ attach: port2 }, [port2]);
    return port1;
  }

  exportTo(dir: string): Promise<Position | null> {
    return this.#call('exportTo', [dir]);
  }

  async importFrom(dir: string, position: Position): Promise<void> {
    await this.#call('importFrom', [dir, position]);
  }

  /** Resolves when all that is derived from the rows written so far is made, as far as it is to be. */
  async settled(): Promise<void> {
    await this.#call('settled', []);
  }

  /** Finishes writes and queries that are under way; later calls are refused with HistoryUnavailable. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // Writes that are still being packed were asked for before.
    await this.#packing;
    const done = this.#call('close', []);
    this.#gone ??= new HistoryUnavailable('the history is closed');
    // Whatever became of the closing, the thread must not outlive it.
    await done.catch(() => undefined);
    await this.worker.terminate();
    await this.#ended;
  }
}
