/**
 * Moves committed rows of recent writes into the body of the history. Readers go on meanwhile: as long as a row is
 * among the recent ones they leave the body's row of that fact aside, so it does not matter what of it is there already.
 */
import { FACT_KINDS, type FactKind } from '../../../contract/fact.ts';
import { quoted } from '../schema.ts';
import { LIMITS, type Link } from './link.ts';
import { inSpans, upTo, type Mark } from './marks.ts';
import { factColumns, POSITION, recentOf, VERSIONS_A_PART, type Names } from './tables.ts';
import type { Moved } from './writer.ts';

export interface Settling {
  link: Link;
  names: Names;
  /** The mark that announces it: it holds, and its `settled` is not below `version`. */
  mark: Mark;
  /** Everything committed up to here is moved. A partition of the recent rows ends with it. */
  version: number;
  /** What was moved before and may still lie among the recent rows. */
  moved: readonly Moved[];
}

/** Moves, and drops what was moved before and no reader needs. Gives what still has to be dropped. */
export async function settle({ link, names, mark, version, moved }: Settling): Promise<Moved[]> {
  const spans = upTo(mark.spans, version);
  // In the statement itself: a holder that wakes up after it lost the city moves nothing.
  const holding = `(SELECT max(rank) FROM ${names.of(POSITION)}) = ${mark.rank}`;
  if (spans.length > 0) {
    for (const kind of FACT_KINDS) {
      for (const sql of moveSql(names, kind, inSpans(spans), holding, mark.since)) {
        await link.run({ sql, values: {} }, LIMITS.bulk);
      }
    }
  }
  const gone = moved.filter(({ rank }) => rank <= mark.settled);
  if (gone.length > 0) await drop(link, names, Math.max(...gone.map((one) => one.version)));
  return moved.filter(({ rank }) => rank > mark.settled);
}

function moveSql(names: Names, kind: FactKind, committed: string, holding: string, since: number): string[] {
  const body = names.of(kind);
  const recent = `SELECT * FROM ${names.of(recentOf(kind))} WHERE ${committed} ORDER BY version DESC LIMIT 1 BY id`;
  const moving = `SELECT id FROM ${names.here(recentOf(kind))} WHERE ${committed}`;
  const columns = [...factColumns(kind).map(quoted), 'month', 'dead', 'version'].join(', ');
  // Where a fact lives in another month than before, its old place is marked dead, so that each month is right by itself.
  const places =
    `SELECT id, month, version, materialize(1) AS newer FROM (${recent}) UNION ALL ` +
    `SELECT id, month, version, materialize(0) AS newer FROM ${body} FINAL WHERE dead = 0 AND version >= ${since} AND id IN (${moving})`;
  return [
    `INSERT INTO ${body} (id, month, dead, version) SELECT id, was, 1, newest FROM (` +
      `SELECT id, maxIf(month, newer = 0) AS was, maxIf(month, newer = 1) AS becomes, maxIf(version, newer = 1) AS newest, ` +
      `countIf(newer = 0) AS known FROM (${places}) GROUP BY id` +
      `) WHERE known > 0 AND was != becomes AND ${holding}`,
    `INSERT INTO ${body} (${columns}) SELECT ${columns} FROM (${recent}) WHERE ${holding}`,
  ];
}

/** Drops the partitions of the recent rows up to a version, on every node. */
async function drop(link: Link, names: Names, version: number): Promise<void> {
  for (const kind of FACT_KINDS) {
    const table = names.of(recentOf(kind));
    const sql = `SELECT DISTINCT toUInt64(intDiv(version, ${VERSIONS_A_PART})) FROM ${table} WHERE version <= ${version}`;
    for (const [part] of await link.rows({ sql, values: {} }, ['uint'], LIMITS.bulk)) {
      await link.everywhere(`ALTER TABLE ${names.here(recentOf(kind))} DROP PARTITION ${String(part)}`);
    }
  }
}
