/**
 * Fills the derived tables step by step, behind the writes. Each step is one transaction on the writer's connection and
 * takes at most a fixed number of rows, so that a write waits for one step at most, and a crash loses a step at most.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { BIRTH, FACT_KINDS, type FactKind } from '../../../../contract/fact.ts';
import type { Zone } from '../../../../contract/time.ts';
import { unpackColumn } from '../../columns.ts';
import { HASH, ORD, quoted, type Column } from '../../schema.ts';
import { folded, goneName, groupsSql, ROLLUPS, rollUp, rollupName, spanColumns, spanSql } from '../../sql/rollup.ts';
import { readChunk } from '../read.ts';
import { bound, rowsOf } from '../statement.ts';
import { GramIndex } from './grams.ts';
import { gramsName, idsName, marksOf, segmentsName, shelvesName, staleName, textsOf, type Mark } from './marks.ts';

/**
 * Units that are rolled up together at most, where many wait (an import, a file from elsewhere): one pass over more rows
 * makes fewer groups and costs a fraction of many passes over few. A write waits for seconds then instead of less than one.
 */
const ROLL_UNITS = 16;
/** Units whose hashes are sorted together: a scan of the hashes that are not yet costs little. */
const HASH_UNITS = 64;
/** How many rows of a roll-up there must be for each group for it to be folded: making it anew costs as much as it is large. */
const WORTH = 1.5;
/** Of a segment's rows, the share that must have gone for it to be indexed anew. */
const STALE = 0.25;
/** Ordinals of a segment are at most this many units apart. */
const SPAN_UNITS = 8;
/** Grams that are appended at once. */
const BREATH = 2000;

const breathe = (): Promise<void> => new Promise(setImmediate);
const whole = (name: string): Column => ({ name, role: 'time' });

export class Tender {
  /** Rows of each roll-up when it was last folded. */
  readonly #folded = new Map<string, number>();
  /** Kinds of which no segment was worn when it was looked at last: once a unit. */
  readonly #sound = new Set<FactKind>();

  /** About how large the index of a segment is: the next one's will be like the last one's. */
  readonly #size = new Map<FactKind, number>();

  /**
   * `unit`: rows of a step, `shelf`: segments of a shelf; smaller ones are for tests. `fewest`: rows of a kind below which nothing
   * is derived.
   */
  constructor(
    private readonly connection: DuckDBConnection,
    private readonly zone: Zone,
    private readonly unit: number,
    private readonly fewest: number,
    private readonly shelf: number,
  ) {}

  /**
   * Does one step that is due, in the transaction of the caller; `next` gives the ordinal after the last of a kind. False
   * when none is due. Queries have the thread in between.
   */
  async step(next: (kind: FactKind) => number): Promise<boolean> {
    for (const kind of FACT_KINDS) {
      if (next(kind) < this.fewest) continue;
      const marks = await marksOf(this.connection, kind);
      const waiting = (mark: Mark): number => next(kind) - marks[mark];
      // The last unit stays as it is: most of what changes again is in there.
      if (ROLLUPS[kind].length > 0 && waiting('rolled') >= 2 * this.unit) {
        const units = Math.min(ROLL_UNITS, Math.floor(waiting('rolled') / this.unit) - 1);
        await this.#roll(kind, marks.rolled, marks.rolled + units * this.unit);
        return true;
      }
      if (textsOf(kind).length > 0) {
        // Before more is indexed: what is on a shelf leaves its room in the file to what comes.
        if (await this.#shelve(kind)) return true;
        if (waiting('indexed') >= 2 * this.unit) {
          await this.#index(kind, marks.indexed, marks.indexed + this.unit);
          await this.#move(kind, 'indexed', marks.indexed + this.unit);
          this.#sound.delete(kind);
          return true;
        }
        const worn = this.#sound.has(kind) ? null : await this.#worn(kind);
        if (worn) {
          await this.#index(kind, worn.from, worn.to);
          return true;
        }
        this.#sound.add(kind);
      }
      if (waiting('hashed') >= HASH_UNITS * this.unit) {
        const upTo = marks.hashed + HASH_UNITS * this.unit;
        await this.connection.run(
          `INSERT INTO ${quoted(idsName(kind))} SELECT ${HASH}, ${ORD} FROM ${quoted(kind)} ` +
            `WHERE ${ORD} >= ${marks.hashed} AND ${ORD} < ${upTo} ORDER BY ${HASH}`,
        );
        await this.#move(kind, 'hashed', upTo);
        return true;
      }
    }
    return false;
  }

  #move(kind: FactKind, mark: Mark, upTo: number): Promise<unknown> {
    return this.connection.run(`UPDATE derived SET ${mark} = ${upTo} WHERE kind = '${kind}'`);
  }

  async #number(sql: string): Promise<number> {
    const [row] = await rowsOf(this.connection, { sql, params: [] }, [whole('n')]);
    return (row?.[0] as number | null | undefined) ?? 0;
  }

  /** Adds rows to the roll-ups, and takes away what has gone of those that are in them. */
  async #roll(kind: FactKind, from: number, to: number): Promise<void> {
    const rows = `(SELECT * FROM ${quoted(kind)} WHERE ${ORD} >= ${from} AND ${ORD} < ${to})`;
    const gone = quoted(goneName(kind));
    for (const [source, sign] of [
      [rows, 1],
      [gone, -1],
    ] as const) {
      const columns = spanColumns(kind);
      const [spans] = await rowsOf(this.connection, { sql: spanSql(kind, source), params: [] }, columns);
      for (const statement of rollUp(kind, this.zone, source, spans as (number | null)[], sign)) {
        await this.connection.run(statement.sql, ...bound(statement));
      }
    }
    await this.connection.run(`DELETE FROM ${gone}`);
    for (const shape of ROLLUPS[kind].keys()) await this.#fold(kind, shape);
    await this.#move(kind, 'rolled', to);
  }

  /**
   * Adds up the rows of a roll-up that have the same group. Looked at when there are twice as many as the last time, and
   * done where it is worth it: what is imported in order of time has few days that two steps share.
   */
  async #fold(kind: FactKind, shape: number): Promise<void> {
    const name = rollupName(kind, shape);
    const rows = await this.#number(`SELECT count(*) AS n FROM ${quoted(name)}`);
    const before = this.#folded.get(name) ?? rows;
    this.#folded.set(name, before);
    if (rows < 2 * before + this.unit) return;
    this.#folded.set(name, rows);
    if (rows < WORTH * (await this.#number(groupsSql(kind, shape)))) return;
    await this.connection.run(`CREATE OR REPLACE TEMP TABLE folded AS ${folded(kind, shape)}`);
    await this.connection.run(`DELETE FROM ${quoted(name)}`);
    await this.connection.run(`INSERT INTO ${quoted(name)} BY NAME SELECT * FROM folded ORDER BY "at", "day"`);
    await this.connection.run('DROP TABLE folded');
    this.#folded.set(name, await this.#number(`SELECT count(*) AS n FROM ${quoted(name)}`));
  }

  /** The segment of which most has gone, with the one behind it where both fit in one; null when none is worn. */
  async #worn(kind: FactKind): Promise<{ from: number; to: number } | null> {
    const sql =
      `SELECT s.seg, s.upto, s.live, count(g.${ORD}) AS gone FROM ${quoted(segmentsName(kind))} s ` +
      `LEFT JOIN ${quoted(staleName(kind))} g ON g.${ORD} >= s.seg AND g.${ORD} < s.upto GROUP BY ALL ORDER BY s.seg`;
    const segments = (await rowsOf(
      this.connection,
      { sql, params: [] },
      ['seg', 'upto', 'live', 'gone'].map(whole),
    )) as [from: number, to: number, live: number, gone: number][];
    const i = segments.findIndex(([, , live, gone]) => gone > 0 && gone >= live * STALE);
    const one = segments[i];
    if (!one) return null;
    const behind = segments[i + 1];
    const fits =
      behind && one[2] - one[3] + behind[2] - behind[3] <= this.unit && behind[1] - one[0] <= SPAN_UNITS * this.unit;
    return { from: one[0], to: fits ? behind[1] : one[1] };
  }

  /** Puts the grams of the oldest segments that are on no shelf on one, when there are enough of them. */
  async #shelve(kind: FactKind): Promise<boolean> {
    const { connection } = this;
    const segments = quoted(segmentsName(kind));
    const loose = await rowsOf(
      connection,
      { sql: `SELECT seg FROM ${segments} WHERE NOT shelved ORDER BY seg LIMIT ${this.shelf}`, params: [] },
      [whole('seg')],
    );
    if (loose.length < this.shelf) return false;
    const these = `seg IN (${loose.map(([seg]) => seg).join(', ')})`;
    const grams = quoted(gramsName(kind));
    await connection.run(
      `INSERT INTO ${quoted(shelvesName(kind))} SELECT * FROM ${grams} WHERE ${these} ORDER BY gram, seg`,
    );
    await connection.run(`DELETE FROM ${grams} WHERE ${these}`);
    await connection.run(`UPDATE ${segments} SET shelved = TRUE WHERE ${these}`);
    return true;
  }

  /** Indexes the texts of the rows with these ordinals as one segment, in place of those that were there. */
  async #index(kind: FactKind, from: number, to: number): Promise<void> {
    const { connection } = this;
    const fields = textsOf(kind);
    const [grams, shelves, segments] = [gramsName, shelvesName, segmentsName].map((name) => quoted(name(kind)));
    const within = (column: string): string => `${column} >= ${from} AND ${column} < ${to}`;
    const columns: Column[] = [whole(ORD), ...fields.map((name): Column => ({ name, role: 'text' }))];
    const rows = `FROM ${quoted(kind)} WHERE ${within(ORD)}`;
    const result = await connection.stream(
      `SELECT ${columns.map(({ name }) => quoted(name)).join(', ')} ${rows} ORDER BY ${ORD}`,
    );
    const index = new GramIndex(this.#size.get(kind));
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) break;
      const packed = readChunk(columns, chunk);
      const [ordinals, ...texts] = packed.columns.map((column) => unpackColumn(column, packed.rows));
      for (const [field, values] of texts.entries()) {
        for (let row = 0; row < packed.rows; row++) {
          const text = values[row] as string | null;
          if (text !== null) index.add(field, (ordinals![row] as number) - from, text);
        }
      }
      await breathe();
    }
    this.#size.set(kind, index.size + (index.size >> 3));
    if ((await this.#number(`SELECT count(*) AS n FROM ${segments} WHERE ${within('seg')}`)) > 0) {
      for (const table of [grams, shelves, segments])
        await connection.run(`DELETE FROM ${table} WHERE ${within('seg')}`);
      await connection.run(`DELETE FROM ${quoted(staleName(kind))} WHERE ${within(ORD)}`);
    }
    const appender = await connection.createAppender(gramsName(kind));
    try {
      const seg = BigInt(from);
      let appended = 0;
      for (const { gram, count, places } of index.entries()) {
        appender.appendBigInt(BigInt(gram));
        appender.appendBigInt(seg);
        appender.appendBigInt(BigInt(count));
        appender.appendBlob(places);
        appender.endRow();
        if (++appended % BREATH === 0) await breathe();
      }
      appender.flushSync();
    } finally {
      appender.closeSync();
    }
    const born = quoted(BIRTH[kind]);
    await connection.run(
      `INSERT INTO ${segments} SELECT ${from}, ${to}, count(*), min(${born}), max(${born}), count(*) - count(${born}), FALSE ${rows} HAVING count(*) > 0`,
    );
  }
}
