/** The worker thread: takes calls, gives answers. What it does is in store.ts. */
import { parentPort, type TransferListItem } from 'node:worker_threads';
import { ConditionError } from '../../../contract/condition.ts';
import { buffersOf, type Packed } from '../columns.ts';
import { CursorError } from '../history.ts';
import type { Failure, Reply, Request } from './messages.ts';
import { Store } from './store.ts';

const port = parentPort!;
let store: Store | null = null;

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ConditionError) return { name: 'ConditionError', message, path: error.path, rule: error.rule };
  return { name: error instanceof CursorError ? 'CursorError' : 'Error', message };
}

async function answer({ call, args }: Request): Promise<unknown> {
  if (call === 'open') {
    store = await Store.open(...args);
    return null;
  }
  if (!store) throw new Error('the history is not open');
  const method = store[call] as (...given: unknown[]) => unknown;
  return method.apply(store, args);
}

/** Buffers in an answer that need no copy: those of packed rows. */
function transfersOf(value: unknown): TransferListItem[] {
  return value !== null && typeof value === 'object' && 'parts' in value
    ? (value.parts as Packed[]).flatMap(buffersOf)
    : [];
}

port.on('message', async (request: Request) => {
  let reply: Reply;
  try {
    reply = { id: request.id, value: await answer(request) };
  } catch (error) {
    reply = { id: request.id, failure: failureOf(error) };
  }
  port.postMessage(reply, 'value' in reply ? transfersOf(reply.value) : []);
  if (request.call === 'close') port.close();
});
