/** The embedded history: one file on this machine, kept by a worker thread, so that nothing of it stops the main one. */
import { startWorker } from '../../worker.ts';
import type { History } from '../history.ts';
import { FEWEST, SHELF, UNIT } from './derived/unit.ts';
import { RemoteHistory } from './remote.ts';

export interface EmbeddedHistoryOptions {
  /** File of the history; it is made when there is none. One process at a time can have it open. */
  path: string;
  /** Time zone of the city (IANA), in which days and hours are counted. */
  zone: string;
  /** Memory that the engine may use, default '1GB'. What does not fit is spilled to a folder beside the file. */
  memoryLimit?: string;
  /** Rows of a step of what is derived, and of what no index has yet; smaller ones than the default are for tests. */
  unit?: number;
  /** Rows of a kind below which nothing is derived; none by default where `unit` is given. */
  fewest?: number;
}

export interface EmbeddedHistory extends History {
  /**
   * Resolves when the roll-ups and indexes of all rows written so far are made, as far as they are to be. Answers are the
   * same before and after; they take less time after.
   */
  settled(): Promise<void>;
}

/** Opens the history. Rejects when the file cannot be opened, or is open in another process. */
export async function openEmbeddedHistory({
  path,
  zone,
  memoryLimit = '1GB',
  unit = UNIT,
  fewest = unit === UNIT ? FEWEST : 0,
}: EmbeddedHistoryOptions): Promise<EmbeddedHistory> {
  const history = new RemoteHistory(startWorker(new URL('./worker.ts', import.meta.url)));
  try {
    await history.open({ path, zone, memoryLimit, unit, fewest, shelf: unit === UNIT ? SHELF : 2 });
  } catch (error) {
    await history.close();
    throw error;
  }
  return history;
}
