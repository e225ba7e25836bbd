/** The thread of an import: it reads, maps, checks, normalises and masks, so that the server's loop does not. */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { personHash } from '../ingest/person.ts';
import type { Batch, Go, ThreadSays, ThreadTask } from './messages.ts';
import { maskedRecord, preparer } from './prepare.ts';
import { previewOf } from './preview.ts';
import { findReaders, openFile, type Reading } from './read/open.ts';
import { FileError } from './read/reader.ts';

const port = parentPort!;
const task = workerData as ThreadTask;
const say = (says: ThreadSays): void => port.postMessage(says);

/** Rows of a batch, and events after which one is full. */
const ROWS = 1000;
const EVENTS = 4000;

async function run(
  reading: Reading,
  { mapping, city, secret, skip, now: start }: ThreadTask & { task: 'run' },
): Promise<void> {
  const prepare = preparer(mapping, city, personHash(secret));
  // Rows without ids are told apart by those before them, so they are read again.
  const readSkipped = mapping.columns.id === undefined;
  let now = start;
  const fresh = (): Batch => ({ say: 'batch', events: [], rows: skip, takenRows: 0, refused: [], remarks: [], found: reading.found, fraction: 0 }); // prettier-ignore
  let batch = fresh();
  const send = async (): Promise<void> => {
    const { total } = reading;
    batch.fraction = total ? Math.min(1, batch.rows / total) : reading.done() / reading.bytes;
    const going = once(port, 'message') as Promise<[Go]>;
    say(batch);
    [{ now }] = await going;
    batch = { ...fresh(), rows: batch.rows };
  };
  for await (const one of reading.rows) {
    const { row } = one;
    if (row <= skip) {
      if (readSkipped && 'record' in one) prepare(one.record, now);
      continue;
    }
    batch.rows = row;
    const prepared = 'record' in one ? prepare(one.record, now) : { refused: [{ path: '', rule: one.bad }] };
    if ('refused' in prepared)
      batch.refused.push({
        row,
        said: prepared.refused,
        record: 'record' in one ? maskedRecord(one.record, mapping) : {},
      });
    else {
      batch.takenRows++;
      batch.events.push(...prepared.events);
      for (const said of prepared.remarks) batch.remarks.push({ said, row });
    }
    if (batch.takenRows + batch.refused.length >= ROWS || batch.events.length >= EVENTS) await send();
  }
  if (batch.takenRows + batch.refused.length > 0) await send();
}

try {
  const reading = await openFile(await findReaders(), task.path, task.file);
  try {
    if (task.task === 'preview') {
      const { file, city, mapping, now } = task;
      say({
        say: 'preview',
        preview: await previewOf(reading, { file, city, mapping, hash: personHash(task.secret), now }),
      });
    } else {
      await run(reading, task);
      say({ say: 'end' });
    }
  } finally {
    await reading.close();
  }
} catch (error) {
  if (!(error instanceof FileError)) throw error;
  say({ say: 'failed', rule: error.message });
}
port.close();
