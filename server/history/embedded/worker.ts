/** The worker thread: takes calls, gives answers. What it does is in store.ts. */
import { parentPort, type MessagePort, type TransferListItem } from 'node:worker_threads';
import { ConditionError } from '../../../contract/condition.ts';
import { buffersOf, type Packed } from '../columns.ts';
import { CursorError } from '../history.ts';
import type { Attach, Failure, Reply, Request } from './messages.ts';
import { Store } from './store.ts';

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

/** Answers what comes through a port. Only the thread's own may close the history. */
function serve(port: MessagePort, own: boolean): void {
  port.on('message', (message: Request | Attach) => {
    if ('attach' in message) serve(message.attach, false);
    else void reply(port, own, message);
  });
}

async function reply(port: MessagePort, own: boolean, request: Request): Promise<void> {
  let reply: Reply;
  try {
    const value = own || request.call !== 'close' ? await answer(request) : null;
    reply = { id: request.id, value };
  } catch (error) {
    reply = { id: request.id, failure: failureOf(error) };
  }
  port.postMessage(reply, 'value' in reply ? transfersOf(reply.value) : []);
  if (request.call === 'close') port.close();
}

serve(parentPort!, true);
