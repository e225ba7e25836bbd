/**
 * The thread that reads what citizens say, as the main thread knows it: started when it is first asked, one for all cities
 * of a server. Where it fails everybody who waits is told, and the next call starts another that knows nothing.
 */
import type { Worker } from 'node:worker_threads';
import { PendingCalls } from '../calls.ts';
import { startWorker } from '../worker.ts';
import type { CallName, Calls, Reply, Request } from './messages.ts';

/** No call takes so long, ms: a thread that does not answer is ended. */
const PATIENCE = 60_000;

export interface Desk {
  /** Rejects where the thread failed, does not answer or is closed. */
  call<C extends CallName>(city: string, call: C, given: Parameters<Calls[C]>[0]): Promise<ReturnType<Calls[C]>>;
  close(): Promise<void>;
}

export function openDesk(): Desk {
  const pending = new PendingCalls();
  let thread: Worker | null = null;
  let closed = false;

  const start = (): Worker => {
    const fresh = startWorker(new URL('./thread.ts', import.meta.url));
    const fail = (error: Error): void => {
      if (thread !== fresh) return;
      thread = null;
      void fresh.terminate();
      pending.refuseAll(error);
    };
    fresh.on('message', (reply: Reply) => {
      if ('failure' in reply) pending.refuse(reply.id, new Error(reply.failure));
      else pending.answer(reply.id, reply.value);
    });
    fresh.on('error', (error) => fail(new Error('the reading thread failed', { cause: error })));
    fresh.on('exit', () => fail(new Error('the reading thread ended')));
    return fresh;
  };

  return {
    call(city, call, given) {
      if (closed) return Promise.reject(new Error('nothing is read any more'));
      const asked = (thread ??= start());
      return pending.send(
        (id) => asked.postMessage({ id, city, call, given } as Request, []),
        PATIENCE,
        () => {
          // It hangs: what it was told is lost with it.
          void asked.terminate();
          return new Error(`the reading thread does not answer (${call})`);
        },
      );
    },
    async close() {
      closed = true;
      const last = thread;
      thread = null;
      pending.refuseAll(new Error('nothing is read any more'));
      await last?.terminate();
    },
  };
}
