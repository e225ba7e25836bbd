/** What passes between the main thread and the history's worker. One union a direction; calls are answered by number. */
import type { MessagePort } from 'node:worker_threads';
import type { FactKind } from '../../../contract/fact.ts';
import type { Position } from '../../../contract/protocol.ts';
import type { CountAnswer, ListAnswer } from '../../../contract/query.ts';
import type { Packed } from '../columns.ts';
import type { Count, List } from '../history.ts';

/** What the worker opens. `memoryLimit` as the engine writes it: '1GB'. */
export interface WorkerSettings {
  path: string;
  zone: string;
  memoryLimit: string;
  /** Rows of a step of what is derived (derived/tend.ts). */
  unit: number;
  fewest: number;
  shelf: number;
}

/** Rows of each kind that are to be replaced. An id occurs once. */
export type Batch = { kind: FactKind; parts: Packed[] }[];

/** Each call with what it takes and gives. */
export interface Calls {
  open: (settings: WorkerSettings) => null;
  position: () => Position | null;
  write: (batch: Batch, position: Position | null) => null;
  count: (query: Count) => CountAnswer;
  /** The parts may hold one row more than the page. */
  list: (query: List) => Omit<ListAnswer, 'rows'> & { kind: FactKind; parts: Packed[] };
  /** Fields and steps of the facts with these ids. */
  load: (kind: FactKind, ids: readonly string[]) => { parts: Packed[]; position: Position };
  /** Opens a stream of the facts that are open or were updated since; gives its number. */
  recent: (kind: FactKind, since: number, bornBefore?: number) => number;
  /** The next facts of a stream; null at its end. */
  next: (stream: number) => { parts: Packed[] } | null;
  exportTo: (dir: string) => Position | null;
  importFrom: (dir: string, position: Position) => null;
  /** Lets go of a stream. */
  stop: (stream: number) => null;
  settled: () => null;
  close: () => null;
}
export type CallName = keyof Calls;

/** What the worker does for calls once it is open. */
export type Service = {
  [C in Exclude<CallName, 'open'>]: (
    ...args: Parameters<Calls[C]>
  ) => Promise<ReturnType<Calls[C]>> | ReturnType<Calls[C]>;
};

/** Main → worker. */
export type Request = { [C in CallName]: { id: number; call: C; args: Parameters<Calls[C]> } }[CallName];

/** Main → worker: another thread that may ask through this port. */
export interface Attach {
  attach: MessagePort;
}

/** An error as it crosses; `name` tells which class the other side makes of it. */
export interface Failure {
  name: 'ConditionError' | 'CursorError' | 'Error';
  message: string;
  path?: string;
  rule?: string;
}

/** Worker → main. */
export type Reply = { id: number; value: unknown } | { id: number; failure: Failure };
