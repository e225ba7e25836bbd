/** Lets the log go of entries that history has: into the archive first, then out of the log. */
import type { Archive } from '../archive/archive.ts';
import type { Log } from '../log/log.ts';

const BATCH = 2000;
/** Entries that are let go of at once at most; the rest is next time's. */
const AT_ONCE = 200_000;

/** Lets go of entries up to and including `upTo`. */
export async function letGo(log: Log, archive: Archive, upTo: number): Promise<void> {
  let seq = log.first() - 1;
  // What an interrupted run put in already is put in no second time.
  const covered = await archive.covered();
  const known = covered?.epoch === log.epoch ? covered.seq : 0;
  const end = Math.min(upTo, Math.max(seq, known) + AT_ONCE);
  for (seq = Math.max(seq, Math.min(known, end)); seq < end;) {
    const entries = (await log.read(seq, Math.min(BATCH, end - seq))).filter((entry) => entry.seq <= end);
    if (entries.length === 0) break;
    await archive.put(entries);
    seq = entries.at(-1)!.seq;
  }
  if (seq > known) await archive.cover({ epoch: log.epoch, seq });
  await log.trim(seq);
}
