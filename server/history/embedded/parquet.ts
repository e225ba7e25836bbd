/** Statements that write a kind's table to a Parquet file, and fill it from one. */
import { join } from 'node:path';
import type { FactKind } from '../../../contract/fact.ts';
import { columnsOf, ORD, quoted } from '../schema.ts';

/** COPY takes no parameters: the path is a literal. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const fileOf = (kind: FactKind, dir: string): string => literal(join(dir, `${kind}.parquet`));
const namesOf = (kind: FactKind): string =>
  columnsOf(kind)
    .map(({ name }) => quoted(name))
    .join(', ');

export const copyOut = (kind: FactKind, dir: string): string =>
  `COPY (SELECT ${namesOf(kind)} FROM ${quoted(kind)}) TO ${fileOf(kind, dir)} (FORMAT parquet, COMPRESSION zstd)`;

/** The rows get ordinals from `from` on, in the order of the file. */
export const copyIn = (kind: FactKind, dir: string, from: number): string =>
  `INSERT INTO ${quoted(kind)} (${namesOf(kind)}, ${ORD}) SELECT ${namesOf(kind)}, ${from} + file_row_number ` +
  `FROM read_parquet(${fileOf(kind, dir)}, file_row_number = true)`;
