/** Packs: runs of events that are one entry of the stream, since an entry an event costs many times as much. */
import type { PieceResult, Waiting } from '../gather.ts';
import type { Entry } from '../log.ts';

const PACK_EVENTS = 1_000;
const PACK_BYTES = 1 << 20;

/** What the append script is told of a pack, and how many events it holds. */
export interface Pack {
  count: number;
  /** taken, dedup keys one a line, events one a line. */
  args: [taken: string, keys: string, lines: string];
}

/** Cuts a group's events into packs, in order. Those of one pack were taken at the same time. */
export function packsOf(group: readonly Waiting[]): Pack[] {
  const packs: Pack[] = [];
  let keys: string[] = [];
  let lines: string[] = [];
  let bytes = 0;
  let taken = 0;
  const close = (): void => {
    if (keys.length > 0) packs.push({ count: keys.length, args: [String(taken), keys.join('\n'), lines.join('\n')] });
    keys = [];
    lines = [];
    bytes = 0;
  };
  for (const one of group) {
    if (one.taken !== taken) close();
    taken = one.taken;
    for (const [i, line] of one.lines.entries()) {
      if (keys.length === PACK_EVENTS || bytes >= PACK_BYTES) close();
      keys.push(one.keys[i]!);
      lines.push(line);
      bytes += line.length;
    }
  }
  close();
  return packs;
}

/** The append script's answer. */
export const resultsOf = (packs: readonly Pack[], answer: unknown): PieceResult[] =>
  (answer as [first: number, ...known: number[]][]).map(([first, ...known], i) => ({
    count: packs[i]!.count,
    first,
    known,
  }));

/** Entries of the read script's packs (flat: first seq, taken, lines, …), and about how large one of a pack is. */
export function* entriesOf(flat: readonly unknown[]): Generator<{ entry: Entry; size: number }> {
  for (let p = 0; p < flat.length; p += 3) {
    const [first, taken, lines] = flat.slice(p, p + 3) as [number, number, string];
    // A line never holds a raw line break: JSON escapes it.
    const entries = JSON.parse(`[${lines.replaceAll('\n', ',')}]`) as Entry[];
    const size = Math.ceil(lines.length / entries.length);
    for (const [i, entry] of entries.entries()) {
      entry.seq = first + i;
      entry.taken = taken;
      yield { entry, size };
    }
  }
}
