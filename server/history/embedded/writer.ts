/** Writes to the embedded engine: one connection, one transaction after the other. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { FACT_KINDS, type FactKind } from '../../../contract/fact.ts';
import type { Position } from '../../../contract/protocol.ts';
import { unpackColumn, type Packed } from '../columns.ts';
import { columnsOf, HASH, ORD, quoted, type Column } from '../schema.ts';
import { Params } from '../sql/params.ts';
import { goneColumns, goneName } from '../sql/rollup.ts';
import { append } from './append.ts';
import { ordinalsWith } from './ask/find.ts';
import { amongSql } from './ask/source.ts';
import { forget, marksOf, nextOrdinal, staleName } from './derived/marks.ts';
import type { Tender } from './derived/tend.ts';
import type { Batch } from './messages.ts';
import { bound } from './statement.ts';

/** Hashes that are written into a statement. */
const LITERALS = 50;

/** Gives the thread back: appending is synchronous, and queries want their turn. */
const breathe = (): Promise<void> => new Promise(setImmediate);

export class Writer {
  #writing: Promise<unknown> = Promise.resolve();

  /** Ordinal that the next row of a kind gets. Those of a write that failed are left out. */
  readonly #next = new Map<FactKind, number>();
  #tending: Promise<void> | null = null;
  #closed = false;
  /** Why the derived tables could not be filled; answers do not depend on them. */
  #failure: unknown = null;

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly tender: Tender,
  ) {}

  /** A writer on this connection, which is its own from now on. The tables are there. */
  static async on(connection: DuckDBConnection, tender: Tender): Promise<Writer> {
    await connection.run(`CREATE TEMP TABLE replaced (id VARCHAR, ${HASH} BIGINT)`);
    const writer = new Writer(connection, tender);
    for (const kind of FACT_KINDS) writer.#next.set(kind, await nextOrdinal(connection, kind));
    writer.#tend();
    return writer;
  }

  /** Replaces by id and moves the position (null: leaves it) in one transaction. Writes wait for one another. */
  write(batch: Batch, position: Position | null): Promise<void> {
    return this.#inTurn(async () => {
      for (const { kind, parts } of batch) await this.#replace(kind, parts);
    }, position);
  }

  /** Empties every table, runs the statement that fills it, and moves the position, in one transaction. */
  replaceAll(fill: (kind: FactKind, from: number) => string, position: Position): Promise<void> {
    return this.#inTurn(async () => {
      for (const kind of FACT_KINDS) {
        const from = this.#next.get(kind)!;
        await this.connection.run(`DELETE FROM ${quoted(kind)}`);
        await this.connection.run(fill(kind, from));
        await forget(this.connection, kind, from);
        this.#next.set(kind, await nextOrdinal(this.connection, kind));
      }
    }, position);
  }

  async #inTurn(work: () => Promise<void>, position: Position | null): Promise<void> {
    const done = this.#writing.then(() => this.#transaction(work, position));
    this.#writing = done.catch(() => undefined);
    await done;
    this.#tend();
  }

  /** Does what is due of the derived tables, a step at a time in turn with writes. */
  #tend(): void {
    this.#tending ??= this.#steps().finally(() => (this.#tending = null));
  }

  async #steps(): Promise<void> {
    try {
      for (let more = true; more && !this.#closed;) {
        const step = this.#writing.then(() =>
          this.#transaction(async () => {
            more = await this.tender.step((kind) => this.#next.get(kind)!);
          }, null),
        );
        this.#writing = step.catch(() => undefined);
        await step;
      }
      this.#failure = null;
    } catch (error) {
      // What is derived stays behind; the next write tries again.
      this.#failure = error;
    }
  }

  /** Resolves when nothing is due any more. Rejects when the last step failed. */
  async settled(): Promise<void> {
    await this.#writing;
    this.#tend();
    while (this.#tending) await this.#tending;
    if (this.#failure !== null) throw this.#failure;
  }

  async #transaction(work: () => Promise<void>, position: Position | null): Promise<void> {
    const { connection } = this;
    await connection.run('BEGIN TRANSACTION');
    try {
      await work();
      if (position) {
        const params = new Params();
        const sql = `UPDATE "position" SET epoch = ${params.text(position.epoch)}, seq = ${params.int(position.seq)}`;
        await connection.run(sql, ...bound({ sql, params: params.all }));
      }
      await connection.run('COMMIT');
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  async #replace(kind: FactKind, parts: readonly Packed[]): Promise<void> {
    const columns = columnsOf(kind);
    const keys = ['id', HASH].map((name) => columns.findIndex((column) => column.name === name));
    const keyColumns = keys.map((i) => columns[i]!);
    const ids = parts.map(({ rows, columns }) => ({ rows, columns: keys.map((i) => columns[i]!) }));
    await this.#append('replaced', keyColumns, ids, 'temp');
    await this.#remove(kind, ids);
    await this.connection.run('TRUNCATE replaced');
    const from = this.#next.get(kind)!;
    let next = from;
    const numbered = parts.map((part): Packed => {
      const numbers = Float64Array.from({ length: part.rows }, () => next++);
      return { rows: part.rows, columns: [...part.columns, { form: 'number', valid: null, numbers }] };
    });
    this.#next.set(kind, next);
    await this.#append(kind, [...columns, { name: ORD, role: 'time' }], numbered);
  }

  /** Deletes the rows of the ids in `replaced`, and notes what the derived tables have of them. */
  async #remove(kind: FactKind, ids: readonly Packed[]): Promise<void> {
    const { connection } = this;
    const hashes = ids.flatMap(({ rows, columns }) => unpackColumn(columns[1]!, rows) as number[]);
    const asked = hashes.length <= LITERALS ? hashes.join(', ') : `SELECT ${HASH} FROM replaced`;
    const ordinals = await ordinalsWith(connection, kind, asked);
    if (ordinals.length === 0) return;
    const table = quoted(kind);
    // The hashes find the few rows in question, so that ids are read of those only.
    const among = await amongSql(connection, ordinals, 'among');
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE doomed AS SELECT ${ORD} FROM ${table} WHERE ${among} AND id IN (SELECT id FROM replaced)`,
    );
    const range = `${ORD} >= ${ordinals[0]} AND ${ORD} <= ${ordinals.at(-1)}`;
    const doomed = (below: number): string =>
      `${range} AND ${ORD} IN (SELECT ${ORD} FROM doomed${Number.isFinite(below) ? ` WHERE ${ORD} < ${below}` : ''})`;
    const { rolled, indexed } = await marksOf(connection, kind);
    if (ordinals[0]! < rolled) {
      const names = goneColumns(kind).map(({ name }) => quoted(name));
      await connection.run(
        `INSERT INTO ${quoted(goneName(kind))} SELECT ${names.join(', ')} FROM ${table} WHERE ${doomed(rolled)}`,
      );
    }
    if (ordinals[0]! < indexed) {
      await connection.run(
        `INSERT INTO ${quoted(staleName(kind))} SELECT ${ORD} FROM doomed WHERE ${ORD} < ${indexed}`,
      );
    }
    await connection.run(`DELETE FROM ${table} WHERE ${doomed(Infinity)}`);
  }

  async #append(table: string, columns: readonly Column[], parts: readonly Packed[], catalog?: string): Promise<void> {
    const appender = await this.connection.createAppender(table, 'main', catalog);
    try {
      for (const part of parts) {
        append(appender, columns, part);
        await breathe();
      }
      appender.flushSync();
    } finally {
      appender.closeSync();
    }
  }

  /** Waits for the writes that were asked for, folds the write-ahead log in and ends the connection. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    await this.#tending;
    // Without it nothing is lost: the log is read when the file is opened again.
    await this.connection.run('CHECKPOINT').catch(() => undefined);
    this.connection.closeSync();
  }
}
