/** Why something was refused (rule E5): where in it, and what rule it breaks. */
export interface Refusal {
  /** JSON pointer. */
  path: string;
  /** Readable after the path: "/data/channel must be one of …". */
  rule: string;
}

/** Refuses a whole request with this status; nothing of it was taken. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly path: string,
    readonly rule: string,
    /** Seconds after which the same may be sent again. */
    readonly retryAfter?: number,
  ) {
    super(`${path} ${rule}`);
  }
}
