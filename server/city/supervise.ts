/** Writes what the ladder gives to the log: only the server that holds the city does, so much at a time. */
import type { Lease } from '../lease/lease.ts';
import { LogUnavailable, type Log } from '../log/log.ts';
import type { Ladder } from '../sla/ladder.ts';

/** After a night without a server thousands of steps may be due: they go in lots, once a second. */
const LOT = 1000;

export interface SupervisorParts {
  ladder: Ladder;
  log: Pick<Log, 'append'>;
  lease: Pick<Lease, 'token'>;
  /** The city's time, Unix ms. */
  now(): number;
  onError(error: unknown): void;
}

export interface Supervisor {
  /** Appends what is due by now, if this server holds the city and the lot before is through. */
  beat(): void;
  /** Resolves when nothing is being appended any more. */
  stop(): Promise<void>;
}

/** What the log cannot take is given to it again with the next beat; what it has already changes nothing (rule E3). */
export function supervisor({ ladder, log, lease, now, onError }: SupervisorParts): Supervisor {
  let writing: Promise<void> | null = null;
  const write = async (at: number): Promise<void> => {
    const events = ladder.due(at, LOT);
    if (events.length === 0) return;
    try {
      await log.append(events, at);
    } catch (error) {
      ladder.again(events);
      if (!(error instanceof LogUnavailable)) onError(error);
    }
  };
  return {
    beat() {
      if (writing || lease.token === null) return;
      writing = write(now()).finally(() => (writing = null));
    },
    stop: async () => writing ?? undefined,
  };
}
