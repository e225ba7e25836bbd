/**
 * Marks: rows of the table `position`. The one of the highest rank says what is committed; all else is not there yet, or
 * never will be. Pure.
 *
 * Versions and ranks are numbers of one line: `token · 2^32 + n`, where the token is that of the lease. So whatever a
 * holder writes that lost the city ranks below what the next one has written, and nobody sees it.
 */
import type { Position } from '../../../contract/protocol.ts';
import type { Form } from './rows.ts';

/** Versions from the first to the last, both included. */
export type Span = readonly [first: number, last: number];

export interface Mark {
  token: number;
  rank: number;
  position: Position | null;
  /** Facts of lower versions are gone: an import took the place of everything. */
  since: number;
  /** Versions up to here are in the body of the history, or are being moved there. */
  settled: number;
  /** Versions that are committed and must be looked for among the recent rows. */
  spans: readonly Span[];
}

export const START: Mark = { token: 0, rank: 0, position: null, since: 0, settled: 0, spans: [] };

const PER_TOKEN = 2 ** 32;
/** A token's numbers have to stay whole in a double. */
const MAX_TOKEN = 2 ** 20;
/** A writer begins so far above what it finds that nothing its forerunner still had under way can bear its numbers. */
const STRIDE = 65_536;

export const MARK_FORMS: Form[] = ['uint', 'uint', 'dim', 'int', 'uint', 'uint', 'uints', 'uints'];
export const MARK_COLUMNS = 'token, rank, epoch, seq, since, settled, firsts, lasts';

export function markOf(row: readonly unknown[]): Mark {
  const [token, rank, epoch, seq, since, settled, firsts, lasts] = row as [
    number,
    number,
    string | null,
    number,
    number,
    number,
    number[],
    number[],
  ];
  const spans = firsts.map((first, i): Span => [first, lasts[i]!]);
  return { token, rank, position: epoch === null ? null : { epoch, seq }, since, settled, spans };
}

export const lineOfMark = ({ token, rank, position, since, settled, spans }: Mark): string =>
  JSON.stringify({
    token,
    rank,
    epoch: position?.epoch ?? null,
    seq: position?.seq ?? 0,
    since,
    settled,
    firsts: spans.map(([first]) => first),
    lasts: spans.map(([, last]) => last),
  });

/**
 * The rank with which the holder of this token takes over from this mark; null when a later holder was there before.
 * Throws RangeError for a token beyond 2^20.
 */
export function takeOverRank(token: number, { rank }: Mark): number | null {
  if (!Number.isSafeInteger(token) || token < 1 || token >= MAX_TOKEN) throw new RangeError(`no token: ${token}`);
  const base = token * PER_TOKEN;
  if (rank >= base + PER_TOKEN) return null;
  const start = rank < base ? base : (Math.floor(rank / STRIDE) + 2) * STRIDE;
  return start < base + PER_TOKEN - STRIDE ? start : null;
}

/** The spans with one more version, which is above all of them. */
export function withVersion(spans: readonly Span[], version: number): Span[] {
  const last = spans.at(-1);
  if (last && last[1] === version - 1) return [...spans.slice(0, -1), [last[0], version]];
  return [...spans, [version, version]];
}

/** What of the spans lies above a version, or up to it. */
export const above = (spans: readonly Span[], version: number): Span[] =>
  spans.flatMap(([first, last]): Span[] => (last > version ? [[Math.max(first, version + 1), last]] : []));
export const upTo = (spans: readonly Span[], version: number): Span[] =>
  spans.flatMap(([first, last]): Span[] => (first <= version ? [[first, Math.min(last, version)]] : []));

/** Whether a version is in the spans, as an expression over the column `version`. */
export const inSpans = (spans: readonly Span[]): string =>
  spans.length === 0
    ? '0'
    : `(${spans.map(([first, last]) => `(version >= ${first} AND version <= ${last})`).join(' OR ')})`;
