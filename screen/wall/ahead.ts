/**
 * What a wall will need is fetched before it is needed, so that a scene or a language that is turned to while the server is away
 * is there: once the first numbers have been painted, one part at a time, with pauses.
 */
import { tryAhead } from '../faults.ts';

/** After the first numbers, and between parts, ms: what is shown comes first. */
const WAIT = 5000;
const PAUSE = 500;

export interface AheadParts {
  /** Settles when the first numbers have been painted. */
  painted: Promise<void>;
  /** What is to be fetched, in the order in which it is likely to be needed. Asked once, when it begins. */
  parts(): (() => Promise<unknown>)[];
  sleep(ms: number): Promise<void>;
  /** Whether there is still somebody who would need it. */
  wanted(): boolean;
}

/** Fetches it all, each part once. Never rejects: what cannot be had now is asked for again where it is needed. */
export async function fetchAllAhead({ painted, parts, sleep, wanted }: AheadParts): Promise<void> {
  await painted;
  await sleep(WAIT);
  for (const fetch of wanted() ? parts() : []) {
    await tryAhead(fetch);
    await sleep(PAUSE);
    if (!wanted()) return;
  }
}
