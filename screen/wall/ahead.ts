/**
 * What a wall will need is fetched before it is needed, so that what is touched or turned to while the server is away is there: once the first numbers have been painted, one part at a time, with pauses.
 */
/** After the first numbers, and between parts, ms: what is shown comes first. */
const WAIT = 5000;
const PAUSE = 500;

export interface AheadParts {
  /** Settles when the first numbers have been painted. */
  painted: Promise<void>;
  /** What is to be fetched, in the order in which it is likely to be needed. Asked once, when it begins. */
  parts(): (() => Promise<unknown>)[];
  /** Fetches one; never rejects. */
  attempt(part: () => Promise<unknown>): Promise<void>;
  sleep(ms: number): Promise<void>;
  /** Whether there is still somebody who would need it. */
  wanted(): boolean;
}

/** Fetches it all, each part once. Never rejects: what cannot be had is told where it is needed. */
export async function fetchAllAhead({ painted, parts, attempt, sleep, wanted }: AheadParts): Promise<void> {
  await painted;
  await sleep(WAIT);
  for (const part of wanted() ? parts() : []) {
    await attempt(part);
    await sleep(PAUSE);
    if (!wanted()) return;
  }
}
