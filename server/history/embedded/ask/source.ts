/** What a statement reads instead of a whole table: the candidates of a condition, and the rows that no index has yet. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { testsOf, type Condition } from '../../../../contract/condition.ts';
import type { FactKind } from '../../../../contract/fact.ts';
import type { Measure } from '../../../../contract/measure.ts';
import { packColumn, PACK_ROWS } from '../../columns.ts';
import { ORD, quoted } from '../../schema.ts';
import type { Statement } from '../../sql/params.ts';
import { append } from '../append.ts';

/** Ordinals that are written into a statement; more go through a table. */
const LITERALS = 50;
const ORDINAL = [{ name: ORD, role: 'time' as const }];

/** Fields that a condition looks at. */
function* fieldsIn(kind: FactKind, condition: Condition): Generator<string> {
  for (const { field, test } of testsOf(kind, condition)) {
    yield field;
    for (const bound of [test.lt, test.le, test.gt, test.ge]) if (typeof bound === 'string') yield bound;
  }
  for (const one of condition.any ?? []) yield* fieldsIn(kind, one);
}

/** Fields that a count or the total of a list needs. */
export function fieldsNeeded(measure: Measure, filter: Condition | undefined, by: readonly string[]): string[] {
  const fields = new Set(['id', ...by]);
  for (const condition of [measure.of, measure.part ?? {}, filter ?? {}]) {
    for (const field of fieldsIn(measure.fact, condition)) fields.add(field);
  }
  for (const field of [measure.at, measure.value]) if (field !== undefined) fields.add(field);
  return [...fields];
}

/** Which of a table's rows have these ordinals, as an SQL expression. Many go through a temporary table of the transaction. */
export async function amongSql(connection: DuckDBConnection, ordinals: Float64Array, name: string): Promise<string> {
  if (ordinals.length === 0) return 'FALSE';
  if (ordinals.length <= LITERALS) return `${ORD} IN (${ordinals.join(', ')})`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${quoted(name)} (${ORD} BIGINT)`);
  const appender = await connection.createAppender(name, 'main', 'temp');
  try {
    for (let from = 0; from < ordinals.length; from += PACK_ROWS) {
      const values = Array.from(ordinals.subarray(from, from + PACK_ROWS));
      append(appender, ORDINAL, { rows: values.length, columns: [packColumn(ORDINAL[0]!, values)] });
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
  const [least, greatest] = [ordinals[0]!, ordinals.at(-1)!];
  return `(${ORD} >= ${least} AND ${ORD} <= ${greatest} AND ${ORD} IN (SELECT ${ORD} FROM temp.${quoted(name)}))`;
}

/** Rows that are fetched one by one: more are found quicker by a look at the ordinals of all. */
const POINTS = 300;

/** As amongSql, as parts of `over`: few rows are looked up one by one, so that no other row's texts are read. */
export async function amongParts(
  connection: DuckDBConnection,
  ordinals: Float64Array,
  name: string,
): Promise<string[]> {
  if (ordinals.length <= POINTS) return Array.from(ordinals, (ordinal) => `${ORD} = ${ordinal}`);
  return [await amongSql(connection, ordinals, name)];
}

/** Name by which a statement reads what `over` puts before it. */
export const FACTS = '"facts"';

/**
 * A statement over FACTS, which becomes the rows of these parts. They are gathered first: the engine would otherwise
 * look for words in all texts before it asks which rows are meant.
 */
export function over(
  kind: FactKind,
  fields: readonly string[],
  parts: readonly string[],
  statement: Statement,
): Statement {
  const columns = fields.map(quoted).join(', ');
  const rows = parts.map((where) => `SELECT ${columns} FROM ${quoted(kind)} WHERE ${where}`).join(' UNION ALL ');
  return { sql: `WITH ${FACTS} AS MATERIALIZED (${rows}) ${statement.sql}`, params: statement.params };
}
