/** Where folding begins when a city comes up, and what is put right before: a history that is new, of another log, or behind. */
import type { Archive } from '../archive/archive.ts';
import { foldBeside, mattersOf } from '../facts/beside.ts';
import type { TicketContext } from '../facts/ticket.ts';
import type { History } from '../history/history.ts';
import type { Log } from '../log/log.ts';

export interface RebuildParts {
  city: string;
  log: Log;
  history: History;
  archive: Archive;
  context: TicketContext;
  now(): number;
  /** Told of what takes long. */
  say(text: string): void;
  onError(error: unknown): void;
}

const BATCH = 5000;
const SAY_EVERY = 200_000;

/**
 * The log position to fold on after: history's own where history can go on. Else everything that the archive has is folded
 * into history, and folding begins at the log's beginning. What neither has cannot be folded again, and that is told.
 */
export async function startAfter(parts: RebuildParts): Promise<number> {
  const { city, log, history, archive, onError } = parts;
  const position = await history.position();
  const begin = log.first() - 1;
  if (position?.epoch === log.epoch && position.seq <= log.head() && position.seq >= begin) return position.seq;
  await fold(parts);
  const covered = await archive.covered();
  const here = covered?.epoch === log.epoch ? covered.seq : 0;
  const lost = begin - Math.max(here, position?.epoch === log.epoch ? position.seq : 0);
  if (lost > 0)
    onError(
      new Error(
        `${city}: history is built anew, without ${lost} entries that the log let go of before there was an archive`,
      ),
    );
  return begin;
}

/** Folds everything in the archive into history. Done again from the beginning where it was interrupted: it changes nothing. */
async function fold({ city, history, archive, context, now, say }: RebuildParts): Promise<void> {
  let done = 0;
  for await (const events of archive.read(BATCH)) {
    const { matters } = mattersOf(events);
    const folded = await foldBeside(history, context, matters.values(), now());
    const changed = folded.filter(({ fresh }) => fresh.length > 0).map(({ record }) => record);
    if (changed.length > 0) await history.write(changed, null);
    const before = done;
    done += events.length;
    if (Math.floor(done / SAY_EVERY) > Math.floor(before / SAY_EVERY))
      say(`${city}: ${done} archived events are in the history again`);
  }
  if (done > 0) say(`${city}: the history was built anew from ${done} archived events and the log`);
}
