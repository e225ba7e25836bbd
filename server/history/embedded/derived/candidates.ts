/**
 * The rows among which those of a condition with words are, read from the index of grams in the reader's transaction.
 * Rows above the mark are not in it: whoever asks looks at all of them.
 */
import type { DuckDBBlobValue, DuckDBConnection } from '@duckdb/node-api';
import type { FactKind } from '../../../../contract/fact.ts';
import type { Range } from '../../../../contract/time.ts';
import { ORD, quoted, type Column } from '../../schema.ts';
import { rowsOf } from '../statement.ts';

import { gramsName, segmentsName, shelvesName, staleName } from './marks.ts';
import { evaluate, rangesOf, type Formula } from './narrow.ts';
import { cardinality, decodeInto } from './places.ts';

/** Rows of a segment: a bit for each ordinal from `seg` on. */
export interface Rows {
  seg: number;
  bits: Uint32Array;
  /** How many bits are set. */
  count: number;
}

/** A segment with rows that may be meant. */
export interface Candidates extends Rows {
  /** Those of which the texts must be read to know. */
  unsure: Rows;
  /** Birth of its rows, least and greatest; null: none was born. */
  low: number | null;
  high: number | null;
  /** Rows without a birth. */
  unborn: number;
}

const SEGMENT: Column[] = ['seg', 'upto', 'low', 'high', 'unborn'].map((name) => ({ name, role: 'time' }));

interface Postings {
  seg: number;
  gram: number;
  places: Uint8Array;
}

async function postings(connection: DuckDBConnection, kind: FactKind, ranges: readonly Range[]): Promise<Postings[]> {
  const wanted = ranges.map(({ from, to }) =>
    to === from + 1 ? `gram = ${from}` : `(gram >= ${from} AND gram < ${to})`,
  );
  const parts = [gramsName, shelvesName].map(
    (name) => `SELECT seg, gram, places FROM ${quoted(name(kind))} WHERE ${wanted.join(' OR ')}`,
  );
  const result = await connection.run(parts.join(' UNION ALL '));
  const rows = (await result.getRows()) as [bigint, bigint, DuckDBBlobValue][];
  return rows.map(([seg, gram, places]) => ({ seg: Number(seg), gram: Number(gram), places: places.bytes }));
}

/** Candidates of a formula, segment by segment, those with none left out. */
export async function candidatesOf(
  connection: DuckDBConnection,
  kind: FactKind,
  formula: Formula,
): Promise<Candidates[]> {
  const ranges = rangesOf(formula);
  const found = new Map<number, Postings[]>();
  for (const range of ranges) {
    // One range at a time: the engine finds a single one by what it knows of its blocks.
    for (const one of await postings(connection, kind, [range])) {
      const some = found.get(one.seg);
      if (some) some.push(one);
      else found.set(one.seg, [one]);
    }
  }
  const segments = (await rowsOf(
    connection,
    { sql: `SELECT ${SEGMENT.map(({ name }) => name).join(', ')} FROM ${quoted(segmentsName(kind))}`, params: [] },
    SEGMENT,
  )) as [number, number, number | null, number | null, number][];
  const gone = await rowsOf(
    connection,
    { sql: `SELECT ${ORD} FROM ${quoted(staleName(kind))} ORDER BY ${ORD}`, params: [] },
    [{ name: ORD, role: 'time' }],
  );
  let next = 0;
  const candidates: Candidates[] = [];
  for (const [seg, upto, low, high, unborn] of segments.sort((a, b) => a[0] - b[0])) {
    const some = found.get(seg);
    if (!some) continue;
    const { maybe: bits, sure } = evaluate(formula, (range) => {
      const rows = new Uint32Array(Math.ceil((upto - seg) / 32));
      for (const { gram, places } of some) if (gram >= range.from && gram < range.to) decodeInto(rows, places);
      return rows;
    });
    while (next < gone.length && (gone[next]![0] as number) < seg) next++;
    for (; next < gone.length && (gone[next]![0] as number) < upto; next++) {
      const place = (gone[next]![0] as number) - seg;
      bits[place >> 5]! &= ~(1 << (place & 31));
    }
    const count = cardinality(bits);
    if (count === 0) continue;
    // What has gone is out of `bits`, and so of what is not sure.
    const doubtful = new Uint32Array(sure === bits ? 0 : bits.length);
    for (let i = 0; i < doubtful.length; i++) doubtful[i] = bits[i]! & ~sure[i]!;
    const unsure = { seg, bits: doubtful, count: cardinality(doubtful) };
    candidates.push({ seg, bits, count, unsure, low, high, unborn });
  }
  return candidates;
}

/** Their ordinals. */
export function ordinalsOf(candidates: readonly Rows[]): Float64Array {
  const ordinals = new Float64Array(candidates.reduce((sum, { count }) => sum + count, 0));
  let end = 0;
  for (const { seg, bits } of candidates) {
    for (let word = 0; word < bits.length; word++) {
      let rest = bits[word]!;
      while (rest !== 0) {
        const bit = 31 - Math.clz32(rest & -rest);
        ordinals[end++] = seg + word * 32 + bit;
        rest &= rest - 1;
      }
    }
  }
  return ordinals;
}
