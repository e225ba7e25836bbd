/** The log's thread: it waits for the disk, so that the server's loop does not. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Ask, StoreOptions } from './messages.ts';
import { Store, Trimmed } from './store.ts';

const port = parentPort!;
const store = new Store(workerData as StoreOptions);
const say = (answer: Answer): void => port.postMessage(answer);

/** Frees trimmed entries slice by slice; messages that arrived meanwhile are handled between two slices. */
function sweep(): void {
  try {
    if (store.sweep()) setImmediate(sweep);
  } catch (error) {
    // The entries stay until the next trim; nothing depends on them.
    console.error('log: trimmed entries could not be freed:', error);
  }
}

function handle(ask: Ask): void {
  switch (ask.ask) {
    case 'append':
      return say({ answer: 'appended', id: ask.id, results: store.append(ask.pieces) });
    case 'read':
      return say({ answer: 'read', id: ask.id, packs: store.read(ask.after, ask.limit) });
    case 'trim':
      store.trim(ask.seq);
      say({ answer: 'trimmed', id: ask.id, first: store.first });
      return sweep();
    case 'close':
      store.close();
      say({ answer: 'closed', id: ask.id });
      return port.close();
  }
}

port.on('message', (ask: Ask) => {
  try {
    handle(ask);
  } catch (error) {
    say({ answer: 'failed', id: ask.id, trimmed: error instanceof Trimmed, message: String(error) });
    // After a failed read or write of the disk, what is cached is not to be trusted: die and be opened anew.
    if (/^SQLITE_(IOERR|CORRUPT|NOTADB)/.test(String((error as { code?: unknown }).code))) throw error;
  }
});
say({ answer: 'open', epoch: store.epoch, head: store.head, first: store.first });
