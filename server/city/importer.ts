/**
 * Takes in the long past beside the live city. Events of facts that are live, or become live by them (open, or touched
 * within the horizon), go the way of all events, through the log. All others are folded into history at once and kept in
 * the archive instead of the log, which would only carry them to where they are now. Either way they are durable when a
 * take resolves, and the same events again change nothing (rule E3).
 */
import type { Clock } from '../clock.ts';
import type { Archive } from '../archive/archive.ts';
import { foldBeside, isLive, keyOf, mattersOf } from '../facts/beside.ts';
import type { Projector } from '../facts/projector.ts';
import { insertStep, stepFrom, type FactStore } from '../facts/store.ts';
import type { TicketContext } from '../facts/ticket.ts';
import type { History } from '../history/history.ts';
import type { Log, LogEvent } from '../log/log.ts';

export interface Importer {
  /**
   * Takes events, of which all about a fact should come together; `known`: how many were known before. Rejects with
   * LogUnavailable or HistoryUnavailable where they cannot be kept now; some of them may be in then, so take all again.
   */
  take(events: readonly LogEvent[]): Promise<{ taken: number; known: number }>;
}

export interface ImporterParts {
  log: Log;
  history: History;
  /** Where what does not go through the log is kept; null: everything goes through the log, for others read it too. */
  archive: Archive | null;
  projector: Pick<Projector, 'beside' | 'caughtUp' | 'seq'>;
  store: Pick<FactStore, 'record'>;
  context: TicketContext;
  clock: Clock;
  /** Facts untouched for so long rest in history only, ms. */
  horizon: number;
}

/** Events are appended in lots of so many. */
const LOT = 2000;
/** The log may be ahead of the facts by so many entries before a take waits for them. */
const AHEAD = 20_000;

/** The importer of a running city. */
export function openImporter(parts: ImporterParts): Importer {
  const { log, history, archive, projector, store, context, clock, horizon } = parts;

  const throughLog = async (events: readonly LogEvent[]): Promise<number> => {
    let known = 0;
    for (let i = 0; i < events.length; i += LOT) {
      const appended = await log.append(events.slice(i, i + LOT), clock.now());
      known += appended.filter((one) => one.known).length;
      if (log.head() - projector.seq > AHEAD) await projector.caughtUp();
    }
    return known;
  };

  return {
    async take(events) {
      if (!archive) return { taken: events.length, known: await throughLog(events) };
      const { matters, others } = mattersOf(events);
      /** What is to go through the log. */
      const live = [...others];
      let known = 0;
      await projector.beside(new Set(matters.keys()), async () => {
        const now = clock.now();
        const since = now - horizon;
        const resting = [...matters.values()].filter((matter) => {
          const here = store.record(matter.kind, matter.id);
          if (!here && matter.events.every(({ at }) => at < since)) return true;
          const fresh = matter.events.filter((event) => !here || insertStep(here.steps, stepFrom(event)));
          known += matter.events.length - fresh.length;
          live.push(...fresh);
          return false;
        });
        const records = [];
        const fresh: LogEvent[] = [];
        for (const folded of await foldBeside(history, context, resting, now)) {
          const { kind, row } = folded.record;
          known += matters.get(keyOf(kind, row.id))!.events.length - folded.fresh.length;
          if (isLive(folded.record, since)) live.push(...folded.fresh);
          if (isLive(folded.record, since) || folded.fresh.length === 0) continue;
          records.push(folded.record);
          fresh.push(...folded.fresh);
        }
        if (records.length === 0) return;
        // The archive first: history can be built from it, it cannot be built from history.
        await archive.put(fresh);
        await history.write(records, null);
      });
      known += await throughLog(live);
      return { taken: events.length, known };
    },
  };
}
