/**
 * The history in one file of the embedded engine. Runs in the worker thread: appending is synchronous.
 *
 * One connection writes (writer.ts). Each query has a transaction of its own, in which it reads
 * the position as well, so that its answer belongs to exactly that position.
 */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance, DuckDBResult } from '@duckdb/node-api';
import type { FactKind } from '../../../contract/fact.ts';
import { BIRTH, FACT_KINDS } from '../../../contract/fact.ts';
import { measureOf } from '../../../contract/measure.ts';
import type { Position } from '../../../contract/protocol.ts';
import { zone as zoneOf, type Zone } from '../../../contract/time.ts';
import { unpackRows, type Packed } from '../columns.ts';
import { CREATE_POSITION, fieldsOf, idHash, quoted, STEPS, type Column } from '../schema.ts';
import { cursorOf } from '../sql/list.ts';
import { Params } from '../sql/params.ts';
import type { Batch, Calls, Service, WorkerSettings } from './messages.ts';
import { count } from './ask/count.ts';
import { ordinalsWith } from './ask/find.ts';
import { list } from './ask/list.ts';
import { amongSql } from './ask/source.ts';
import { prepare } from './derived/marks.ts';
import { openFile } from './file.ts';
import { copyIn, copyOut } from './parquet.ts';
import { Pool } from './pool.ts';
import { readChunk } from './read.ts';
import { bound, packedRows, rowsOf } from './statement.ts';
import { Writer } from './writer.ts';
import { Tender } from './derived/tend.ts';

/** Queries that run at once. Each holds a thread of the process's pool, which has four. */
const READERS = 2;
/** Facts that a stream gives at once are at most this many chunks of 2,048. */
const STREAM_CHUNKS = 2;
/** Ids that are asked for in one statement. */
const LOAD_IDS = 1000;
/** Position of an empty history, in answers. */
const NOWHERE: Position = { epoch: '', seq: 0 };

/** Columns of facts as they are given back: all fields, then the steps. */
const factColumns = (kind: FactKind): Column[] => [...fieldsOf(kind), { name: STEPS, role: 'text' }];
const POSITION: Column[] = [
  { name: 'epoch', role: 'text' },
  { name: 'seq', role: 'time' },
];
const namesOf = (columns: readonly Column[]): string => columns.map(({ name }) => quoted(name)).join(', ');

/** The next chunks of a streamed result; none at its end. */
async function fetchSome(result: DuckDBResult): Promise<DuckDBDataChunk[]> {
  const chunks: DuckDBDataChunk[] = [];
  while (chunks.length < STREAM_CHUNKS) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    chunks.push(chunk);
  }
  return chunks;
}

interface Stream {
  connection: DuckDBConnection;
  result: DuckDBResult;
  columns: Column[];
  /** The batch that is being fetched; the connection must not end under it. */
  fetching: Promise<unknown>;
}

export class Store implements Service {
  readonly #streams = new Map<number, Stream>();
  #lastStream = 0;

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly writer: Writer,
    private readonly readers: Pool<DuckDBConnection>,
    private readonly zone: Zone,
  ) {}

  static async open({ path, zone, memoryLimit, unit, fewest, shelf }: WorkerSettings): Promise<Store> {
    const city = zoneOf(zone);
    const instance = await openFile(path, {
      memory_limit: memoryLimit,
      // What is committed is in the write-ahead log, synced. A larger one is folded in less often; opening replays it.
      checkpoint_threshold: '64MB',
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const writer = await instance.connect();
    await writer.run(CREATE_POSITION);
    await prepare(writer, city);
    const readers: DuckDBConnection[] = [];
    for (let i = 0; i < READERS; i++) readers.push(await instance.connect());
    return new Store(
      instance,
      await Writer.on(writer, new Tender(writer, city, unit, fewest, shelf)),
      new Pool(readers),
      city,
    );
  }

  position(): Promise<Position | null> {
    return this.readers.use((connection) => this.#position(connection));
  }

  async #position(connection: DuckDBConnection): Promise<Position | null> {
    const [row] = await rowsOf(connection, { sql: 'SELECT epoch, seq FROM "position"', params: [] }, POSITION);
    const [epoch, seq] = row as [string | null, number];
    return epoch === null ? null : { epoch, seq };
  }

  /** Runs `work` in one transaction on a reader, so that all it reads belongs to the position it is given. */
  #read<T>(work: (connection: DuckDBConnection, position: Position) => Promise<T>): Promise<T> {
    return this.readers.use(async (connection) => {
      // Not read only: candidates may go through a temporary table, which ends with the transaction.
      await connection.run('BEGIN TRANSACTION');
      try {
        return await work(connection, (await this.#position(connection)) ?? NOWHERE);
      } finally {
        await connection.run('ROLLBACK');
      }
    });
  }

  async write(batch: Batch, position: Position | null): Promise<null> {
    await this.writer.write(batch, position);
    return null;
  }

  /** See contract/query.ts. Throws ConditionError. */
  count(query: Parameters<Calls['count']>[0]): Promise<ReturnType<Calls['count']>> {
    return this.#read(async (connection, position) => ({ ...(await count(connection, query, this.zone)), position }));
  }

  /** See contract/query.ts. Throws ConditionError and CursorError. */
  list(query: Parameters<Calls['list']>[0]): Promise<ReturnType<Calls['list']>> {
    const kind = measureOf(query.measure).fact;
    return this.#read(async (connection, position) => {
      const { list: statements, parts, total } = await list(connection, query, this.zone);
      const { order, size } = statements;
      const answer = { kind, parts, total, position };
      const rows = parts.flatMap((part) => unpackRows(kind, part));
      if (rows.length <= size) return answer;
      const { [order.field]: value, id } = rows[size - 1]!;
      return { ...answer, next: cursorOf(order, { value: value as number | null, id: id as string }) };
    });
  }

  load(kind: FactKind, ids: readonly string[]): Promise<ReturnType<Calls['load']>> {
    const columns = factColumns(kind);
    const wanted = [...new Set(ids)];
    return this.#read(async (connection, position) => {
      const parts: Packed[] = [];
      for (let from = 0; from < wanted.length; from += LOAD_IDS) {
        const some = wanted.slice(from, from + LOAD_IDS);
        const params = new Params();
        const ordinals = await ordinalsWith(connection, kind, some.map((id) => idHash(id)).join(', '));
        if (ordinals.length === 0) continue;
        const places = some.map((id) => params.text(id)).join(', ');
        const among = await amongSql(connection, ordinals, 'wanted');
        const sql = `SELECT ${namesOf(columns)} FROM ${quoted(kind)} WHERE ${among} AND id IN (${places})`;
        parts.push(...(await packedRows(connection, { sql, params: params.all }, columns)));
      }
      return { parts, position };
    });
  }

  /** Opens a stream on a connection of its own: it reads one committed state, however long it takes. */
  async recent(kind: FactKind, since: number, bornBefore?: number): Promise<number> {
    const columns = factColumns(kind);
    const connection = await this.instance.connect();
    const open = {
      ticket: '"open" OR ',
      call: '"waiting" OR ',
      mention: '',
      alert: '"open" OR ',
      gauge: '',
      issue: '"open" OR ',
    }[kind];
    const params = new Params();
    const time = Number.isSafeInteger(since) ? params.int(since) : params.num(since);
    const born = quoted(BIRTH[kind]);
    const before = bornBefore === undefined ? '' : ` AND (${born} IS NULL OR ${born} < ${params.num(bornBefore)})`;
    const sql = `SELECT ${namesOf(columns)} FROM ${quoted(kind)} WHERE (${open}"updated" >= ${time})${before}`;
    try {
      const result = await connection.stream(sql, ...bound({ sql, params: params.all }));
      this.#streams.set(++this.#lastStream, { connection, result, columns, fetching: Promise.resolve() });
      return this.#lastStream;
    } catch (error) {
      connection.closeSync();
      throw error;
    }
  }

  async next(id: number): Promise<{ parts: Packed[] } | null> {
    const stream = this.#streams.get(id);
    if (!stream) return null;
    const fetching = fetchSome(stream.result);
    stream.fetching = fetching.catch(() => undefined);
    const chunks = await fetching;
    if (chunks.length > 0) return { parts: chunks.map((chunk) => readChunk(stream.columns, chunk)) };
    return this.stop(id);
  }

  async stop(id: number): Promise<null> {
    const stream = this.#streams.get(id);
    this.#streams.delete(id);
    await stream?.fetching;
    stream?.connection.closeSync();
    return null;
  }

  exportTo(dir: string): Promise<Position | null> {
    return this.#read(async (connection) => {
      const position = await this.#position(connection);
      if (position) for (const kind of FACT_KINDS) await connection.run(copyOut(kind, dir));
      return position;
    });
  }

  async importFrom(dir: string, position: Position): Promise<null> {
    await this.writer.replaceAll((kind, from) => copyIn(kind, dir, from), position);
    return null;
  }

  /** Resolves when all that is derived from the rows written so far is made, as far as it is to be. */
  async settled(): Promise<null> {
    await this.writer.settled();
    return null;
  }

  /** Finishes what runs, folds the write-ahead log in and lets go of the file. */
  async close(): Promise<null> {
    await Promise.all(Array.from(this.#streams.keys(), (id) => this.stop(id)));
    await this.readers.close((connection) => connection.closeSync());
    await this.writer.close();
    this.instance.closeSync();
    return null;
  }
}
