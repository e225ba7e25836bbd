/** Writes to the embedded engine: one connection, one transaction after the other. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { FACT_KINDS, type FactKind } from '../../../contract/fact.ts';
import type { Position } from '../../../contract/protocol.ts';
import type { Packed } from '../columns.ts';
import { columnsOf, HASH, quoted, type Column } from '../schema.ts';
import { Params } from '../sql/params.ts';
import { append } from './append.ts';
import type { Batch } from './messages.ts';
import { bound } from './statement.ts';

/** Gives the thread back: appending is synchronous, and queries want their turn. */
const breathe = (): Promise<void> => new Promise(setImmediate);

export class Writer {
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(private readonly connection: DuckDBConnection) {}

  /** A writer on this connection, which is its own from now on. The tables are there. */
  static async on(connection: DuckDBConnection): Promise<Writer> {
    await connection.run(`CREATE TEMP TABLE replaced (id VARCHAR, ${HASH} BIGINT)`);
    return new Writer(connection);
  }

  /** Replaces by id and moves the position in one transaction. Writes wait for one another. */
  write(batch: Batch, position: Position): Promise<void> {
    return this.#inTurn(async () => {
      for (const { kind, parts } of batch) await this.#replace(kind, parts);
    }, position);
  }

  /** Empties every table, runs the statement that fills it, and moves the position, in one transaction. */
  replaceAll(fill: (kind: FactKind) => string, position: Position): Promise<void> {
    return this.#inTurn(async () => {
      for (const kind of FACT_KINDS) {
        await this.connection.run(`DELETE FROM ${quoted(kind)}`);
        await this.connection.run(fill(kind));
      }
    }, position);
  }

  #inTurn(work: () => Promise<void>, position: Position): Promise<void> {
    const done = this.#writing.then(() => this.#transaction(work, position));
    this.#writing = done.catch(() => undefined);
    return done;
  }

  async #transaction(work: () => Promise<void>, { epoch, seq }: Position): Promise<void> {
    const { connection } = this;
    await connection.run('BEGIN TRANSACTION');
    try {
      await work();
      const params = new Params();
      const sql = `UPDATE "position" SET epoch = ${params.text(epoch)}, seq = ${params.int(seq)}`;
      await connection.run(sql, ...bound({ sql, params: params.all }));
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
    const table = quoted(kind);
    // The hashes find the few rows in question, so that ids are read of those only.
    const candidates = `SELECT rowid FROM ${table} WHERE ${HASH} IN (SELECT ${HASH} FROM replaced)`;
    await this.connection.run(
      `DELETE FROM ${table} WHERE rowid IN (${candidates}) AND id IN (SELECT id FROM replaced); TRUNCATE replaced`,
    );
    await this.#append(kind, columns, parts);
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
    await this.#writing;
    // Without it nothing is lost: the log is read when the file is opened again.
    await this.connection.run('CHECKPOINT').catch(() => undefined);
    this.connection.closeSync();
  }
}
