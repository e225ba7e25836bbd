/**
 * What differs between versions of ClickHouse, in one place. Two are told apart: `modern` (tested: 26.7) and `old` (tested: 18.16,
 * the one that Debian carries). Nothing else in this folder asks for the version.
 */
import type { FieldRole } from '../../../contract/fact.ts';
import type { Param } from '../sql/params.ts';
import { wellFormed } from './text.ts';

export interface Dialect {
  name: 'modern' | 'old';
  /** Settings of every request. */
  settings: Record<string, string | number>;
  /** Settings of requests that read rows, and of those that write them. */
  reading: Record<string, string | number>;
  writing: Record<string, string | number>;
  /** What follows the definition of a table that must survive a power cut. */
  durable: string;
  /** A data-skipping index for texts that are searched, as a line of CREATE TABLE; null: it has none. */
  textIndex(column: string): string | null;
  /** A value's place in a statement: a parameter that is sent beside it, or the value itself, escaped. */
  place(param: Param, number: number): string;
  /** Whether values are sent beside the statement. */
  binds: boolean;
  /** Arithmetic over times, so that no step of it is cut to a narrower type. */
  wide(sql: string): string;
}

/** Column types of each role; the same everywhere. Times are Unix ms. */
export const COLUMN_TYPES: Record<FieldRole, string> = {
  key: 'String',
  dim: 'Nullable(String)',
  text: 'Nullable(String)',
  time: 'Nullable(Int64)',
  num: 'Nullable(Float64)',
  flag: 'Nullable(UInt8)',
  list: 'Array(String)',
};

const PARAM_TYPES: Record<Param['type'], string> = { text: 'String', int: 'Int64', num: 'Float64', flag: 'UInt8' };

/** A text as a literal. In ClickHouse the backslash escapes; what is not escaped here stands for itself. */
export const literal = (text: string): string =>
  `'${wellFormed(text).replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\u0000', '\\0')}'`;

const common = { wait_end_of_query: 1, max_query_size: 16 << 20 };

export const MODERN: Dialect = {
  name: 'modern',
  // Parts of a month are folded by themselves: the writer sees to it that a fact is alive in one month only.
  settings: { ...common, async_insert: 0, distributed_foreground_insert: 1 },
  reading: { do_not_merge_across_partitions_select_final: 1 },
  writing: { max_partitions_per_insert_block: 0 },
  durable: ' SETTINGS fsync_after_insert = 1, fsync_part_directory = 1',
  // Grams of two characters, so that words of two Chinese characters are found by it. Indexes do not take Nullable columns.
  textIndex: (column) =>
    `INDEX ${column.replaceAll('"', '')}_grams ifNull(${column}, '') TYPE ngrambf_v1(2, 16384, 3, 0) GRANULARITY 1`,
  place: ({ type }, number) => `{p${number}:${PARAM_TYPES[type]}}`,
  binds: true,
  wide: (sql) => sql,
};

export const OLD: Dialect = {
  name: 'old',
  settings: { ...common, insert_distributed_sync: 1 },
  // It holds a buffer for each column of each part that it reads: 53 columns of a few parts would take a gigabyte.
  reading: { max_read_buffer_size: 1 << 16 },
  writing: {},
  // It does not sync what it acknowledges: a power cut may lose the last writes.
  durable: '',
  textIndex: () => null,
  place: ({ type, value }) => {
    if (type === 'text') return literal(value);
    if (type === 'flag') return value ? '1' : '0';
    return String(value);
  },
  binds: false,
  // The rest of a division has half the width that it needs: that by a minute (60,000) would be cut to 16 bits.
  wide: (sql) => sql.replaceAll(/% (\d+)/g, '% toInt64($1)'),
};

/** The dialect of this version, such as `26.7.2.1`. Throws for one that cannot be read. */
export function dialectOf(version: string): Dialect {
  const major = Number(/^(\d+)\./.exec(version)?.[1]);
  if (Number.isNaN(major)) throw new Error(`not a version of ClickHouse: ${version}`);
  return major >= 24 ? MODERN : OLD;
}
