/**
 * A steady feed that never gives up: what is not acknowledged is sent again. It quarrels with order and sends some of
 * what it sent before once more, as upstream systems do.
 */
import { lifeEvent } from '../support/events.ts';

const BATCH = 100;
/** Batches under way at once; beyond them the feed falls behind instead of growing. */
const MAX_RUNNING = 60;
const PATIENCE = 4000;

export interface Feeder {
  /** Events acknowledged, each counted once. */
  readonly acknowledged: number;
  /** Events sent again although they were acknowledged. */
  readonly repeated: number;
  /** Requests that were answered by something else than 200, or not at all. */
  readonly refused: number;
  /** From now on so many batches are shuffled and sent twice. */
  disturb(batches: number): void;
  /** Stops making events, and resolves when all that were made are acknowledged. */
  finish(): Promise<void>;
}

/** Sends `rate` events a second of whole ticket lives to the balancer. `base` is the time of the lives, Unix ms. */
export function feeder(address: string, token: string, rate: number, base: number, random: () => number): Feeder {
  let made = 0;
  let acknowledged = 0;
  let repeated = 0;
  let refused = 0;
  let disturbed = 0;
  const running = new Set<Promise<void>>();

  const once = async (body: string): Promise<boolean> => {
    try {
      const answer = await fetch(`${address}/api/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` },
        body,
        signal: AbortSignal.timeout(PATIENCE),
      });
      const { refused: bad } = (await answer.json()) as { refused?: number };
      if (answer.status === 200 && bad !== 0) throw new Error('a good event was refused');
      if (answer.status === 200) return true;
    } catch (error) {
      if ((error as Error).message === 'a good event was refused') throw error;
    }
    refused++;
    return false;
  };
  const send = async (lines: string[]): Promise<void> => {
    const body = lines.join('\n');
    while (!(await once(body))) await new Promise((resolve) => setTimeout(resolve, 100 + 200 * random()));
    acknowledged += lines.length;
  };
  const sendTwice = async (lines: string[], again: string[]): Promise<void> => {
    await send(lines);
    repeated += again.length;
    while (again.length > 0 && !(await once(again.join('\n'))))
      await new Promise((resolve) => setTimeout(resolve, 200));
  };
  const make = (): string[] => Array.from({ length: BATCH }, () => JSON.stringify(lifeEvent(made++, base)));
  const launch = (work: Promise<void>): void => {
    const one = work.finally(() => running.delete(one));
    running.add(one);
  };
  const timer = setInterval(
    () => {
      if (running.size >= MAX_RUNNING) return;
      const lines = make();
      if (disturbed > 0) {
        disturbed--;
        lines.sort(() => random() - 0.5);
        const again = lines.filter(() => random() < 0.5);
        launch(sendTwice(lines, again));
      } else launch(send(lines));
    },
    (1000 * BATCH) / rate,
  );
  return {
    get acknowledged() {
      return acknowledged;
    },
    get repeated() {
      return repeated;
    },
    get refused() {
      return refused;
    },
    disturb: (batches) => void (disturbed += batches),
    async finish() {
      clearInterval(timer);
      await Promise.all(running);
    },
  };
}
