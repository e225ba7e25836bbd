/** What is said of a row: why it is refused, or what of it was left out. */

/** `path` is the target in the mapping, as a JSON pointer (`/closed`); `rule` reads on after it. */
export interface Said {
  path: string;
  rule: string;
}

/** A row that cannot become a ticket. */
export class RowRefused extends Error {
  constructor(
    readonly path: string,
    readonly rule: string,
  ) {
    super(`${path}: ${rule}`);
  }
}

/** A mapping that cannot be used: where in it, and why. */
export class MappingError extends Error {
  constructor(
    readonly path: string,
    readonly rule: string,
  ) {
    super(`${path}: ${rule}`);
  }
}

const QUOTED_MAX = 40;
/** A cell as it is quoted in a reason. */
export const quoted = (text: string): string =>
  `“${text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX)}…` : text}”`;
