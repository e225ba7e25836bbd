/** The state's thread: it waits for the disk. Calls that wait share one transaction. */
import { parentPort, workerData } from 'node:worker_threads';
import { Store, type Operation } from './store.ts';

export interface Call {
  id: number;
  op: Operation | 'close';
  args: unknown[];
}
export type Result = { id: number; value: unknown } | { id: number; error: string };

const port = parentPort!;
const { path, bound } = workerData as { path: string; bound: number };
const store = new Store(path, bound);
let waiting: Call[] = [];

function drain(): void {
  const calls = waiting;
  waiting = [];
  const work = calls.filter((call): call is Call & { op: Operation } => call.op !== 'close');
  const results = work.length > 0 ? store.run(work) : [];
  results.forEach((result, i) => port.postMessage({ id: work[i]!.id, ...result } satisfies Result));
  const last = calls.find((call) => call.op === 'close');
  if (!last) return;
  store.close();
  port.postMessage({ id: last.id, value: null } satisfies Result);
  port.close();
}

port.on('message', (call: Call) => {
  if (waiting.push(call) === 1) setImmediate(drain);
});
port.postMessage({ id: 0, value: null } satisfies Result);
