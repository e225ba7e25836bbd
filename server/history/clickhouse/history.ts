/**
 * The history of one city in ClickHouse. Every answer is that of one mark: it is read first, the rows are read as of
 * it, and where that took long it is asked once more whether they could still be read so.
 */
import type { FactKind } from '../../../contract/fact.ts';
import { measureOf, type Cell } from '../../../contract/measure.ts';
import type { Position } from '../../../contract/protocol.ts';
import type { CountAnswer, ListAnswer, TicketAnswer } from '../../../contract/query.ts';
import type { Zone } from '../../../contract/time.ts';
import type { Count, FactRecord, History, List } from '../history.ts';
import { quoted } from '../schema.ts';
import { cursorOf } from '../sql/list.ts';
import { HistoryUnavailable } from '../unavailable.ts';
import type { Link } from './link.ts';
import type { Mark } from './marks.ts';
import { readParquet, writeParquet } from './parquet.ts';
import { readMark } from './position.ts';
import { countSql, listSql, rowsAsOf, type Scene } from './query.ts';
import { factOf, formsOf, rowOf, type Form } from './rows.ts';
import { factColumns, type Names } from './tables.ts';
import { Values } from './values.ts';
import type { Writer } from './writer.ts';
import { wellFormed } from './text.ts';

/** Facts that a stream gives at once at most. */
const STREAM_FACTS = 4096;
/** Ids that are asked for in one statement. Their values travel in its address, which servers bound. */
const LOAD_IDS = 200;
/** Position of an empty history, in answers. */
const NOWHERE: Position = { epoch: '', seq: 0 };
/** Times that a query begins anew because rows were moved while it ran. They are moved every ten seconds at most, but in a rush. */
const TRIES = 6;

export interface ClickHouseParts {
  link: Link;
  names: Names;
  writer: Writer;
  zone: Zone;
  /** How long written rows lie beside the body at least, ms; the same at every server. */
  grace: number;
  /** Machine time, ms. */
  now(): number;
}

export class ClickHouseHistory implements History {
  readonly #running = new Set<Promise<unknown>>();
  #closing: Promise<void> | null = null;

  constructor(private readonly parts: ClickHouseParts) {}

  position(): Promise<Position | null> {
    return this.#track(async () => (await this.#mark()).position);
  }

  write(facts: readonly FactRecord[], position: Position | null): Promise<void> {
    return this.#track(() => this.parts.writer.write(facts, position));
  }

  count(query: Count): Promise<CountAnswer> {
    return this.#asOf(async (scene) => {
      const { groups, total } = countSql(scene, query, this.parts.zone);
      const { link } = this.parts;
      const [[sum], rows] = await Promise.all([
        link.rows(total, ['float', 'float']),
        groups ? link.rows(groups, groupForms(groups.keys, groups.bucket !== null)) : [],
      ]);
      const position = scene.mark.position ?? NOWHERE;
      const answer: CountAnswer = { rows: [], total: (sum as Cell | undefined) ?? [0, 0], position };
      for (const row of rows) {
        const key = row.slice(0, groups!.keys) as (string | null)[];
        const cell = row.slice(-2) as Cell;
        const { bucket } = groups!;
        answer.rows.push(bucket ? { key, bucket: bucket.start(row[groups!.keys] as number), cell } : { key, cell });
      }
      return answer;
    });
  }

  list(query: List): Promise<ListAnswer> {
    return this.#asOf(async (scene) => {
      const { page, total, order, size } = listSql(scene, query);
      const kind = measureOf(query.measure).fact;
      const [[sum], found] = await Promise.all([
        this.parts.link.rows(total, ['float']),
        this.parts.link.rows(page, formsOf(kind)),
      ]);
      const rows = found.slice(0, size).map((values) => rowOf(kind, values));
      const answer = { rows, total: sum![0] as number, position: scene.mark.position ?? NOWHERE };
      if (found.length <= size) return answer;
      const { [order.field]: value, id } = rows[size - 1]!;
      return { ...answer, next: cursorOf(order, { value: value as number | null, id: id as string }) };
    });
  }

  ticket(id: string): Promise<TicketAnswer | null> {
    return this.#asOf(async (scene) => {
      const [fact] = await this.#loadSome(scene, 'ticket', [id]);
      if (fact?.kind !== 'ticket') return null;
      return { ticket: fact.row, steps: fact.steps, position: scene.mark.position ?? NOWHERE };
    });
  }

  load(kind: FactKind, ids: readonly string[]): Promise<FactRecord[]> {
    const wanted = [...new Set(ids.map((id) => wellFormed(id)))];
    if (wanted.length === 0) return this.#track(() => Promise.resolve([]));
    return this.#asOf(async (scene) => {
      const facts: FactRecord[] = [];
      for (let from = 0; from < wanted.length; from += LOAD_IDS) {
        facts.push(...(await this.#loadSome(scene, kind, wanted.slice(from, from + LOAD_IDS))));
      }
      return facts;
    });
  }

  async #loadSome(scene: Scene, kind: FactKind, ids: readonly string[]): Promise<FactRecord[]> {
    const values = new Values(scene.dialect);
    const where = `id IN (${ids.map((id) => values.text(id)).join(', ')})`;
    const sql = `SELECT * FROM (${rowsAsOf(scene, kind, factColumns(kind).map(quoted), where)})`;
    const rows = await this.parts.link.rows({ sql, values: values.sent }, factForms(kind));
    return rows.map((row) => factOf(kind, row));
  }

  /** The server keeps the answer for as long as it is being read: it is one state, however slowly that is. */
  async *recent(kind: FactKind, since: number): AsyncGenerator<FactRecord[]> {
    const open = {
      ticket: '"open" = 1 OR ',
      call: '"waiting" = 1 OR ',
      mention: '',
      alert: '"open" = 1 OR ',
      gauge: '',
      issue: '"open" = 1 OR ',
    }[kind];
    yield* this.#facts(kind, (scene) => {
      const values = new Values(scene.dialect);
      // Smaller than any time there is, where no whole number says it.
      const from = values.int(
        Number.isSafeInteger(since) ? since : since > 0 ? Number.MAX_SAFE_INTEGER : -Number.MAX_SAFE_INTEGER,
      );
      const where = `(${open}"updated" >= ${from})`;
      return { where, values };
    });
  }

  /** Facts of a kind that fulfil a condition, in batches. */
  async *#facts(
    kind: FactKind,
    condition: (scene: Scene) => { where: string; values: Values },
  ): AsyncGenerator<FactRecord[]> {
    const rows = await this.#asOf((scene) => {
      const { where, values } = condition(scene);
      const sql = `SELECT * FROM (${rowsAsOf(scene, kind, factColumns(kind).map(quoted), where)})`;
      return this.parts.link.stream({ sql, values: values.sent }, factForms(kind));
    });
    for await (const batch of this.#whileOpen(rows)) {
      for (let from = 0; from < batch.length; from += STREAM_FACTS) {
        if (this.#closing) throw closed();
        yield batch.slice(from, from + STREAM_FACTS).map((values) => factOf(kind, values));
        if (this.#closing) throw closed();
      }
    }
  }

  /** Batches of an answer. What cuts it off half way is told as such. */
  async *#whileOpen(batches: AsyncGenerator<unknown[][]>): AsyncGenerator<unknown[][]> {
    try {
      yield* batches;
    } catch (error) {
      throw new HistoryUnavailable('the answer of ClickHouse was cut off', { cause: error });
    }
  }

  exportTo(dir: string): Promise<Position | null> {
    return this.#asOf(async (scene) => {
      const { position } = scene.mark;
      if (!position) return null;
      await writeParquet(dir, (kind) => this.#all(scene, kind));
      return position;
    });
  }

  async *#all(scene: Scene, kind: FactKind): AsyncGenerator<FactRecord[]> {
    const sql = `SELECT * FROM (${rowsAsOf(scene, kind, factColumns(kind).map(quoted), '1')})`;
    for await (const batch of await this.parts.link.stream({ sql, values: {} }, factForms(kind))) {
      for (let from = 0; from < batch.length; from += STREAM_FACTS) {
        yield batch.slice(from, from + STREAM_FACTS).map((values) => factOf(kind, values));
      }
    }
  }

  importFrom(dir: string, position: Position): Promise<void> {
    return this.#track(() => this.parts.writer.replaceAll(readParquet(dir), position));
  }

  /** Moves what is committed into the body now; by itself that happens behind writes. For a grace of 0 only. */
  settle(): Promise<void> {
    return this.#track(() => this.parts.writer.settleNow());
  }

  /** Finishes writes and queries that are under way; later calls are refused with HistoryUnavailable. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      await Promise.allSettled(this.#running);
      await this.parts.writer.close();
      await this.parts.link.close();
    })();
    return this.#closing;
  }

  #mark(): Promise<Mark> {
    return readMark(this.parts.link, this.parts.names);
  }

  #track<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing) return Promise.reject(closed());
    const running = work();
    const noted = running.catch(() => undefined).finally(() => this.#running.delete(noted));
    this.#running.add(noted);
    return running;
  }

  /** Runs `work` so that all it reads belongs to the mark that it is given. */
  #asOf<T>(work: (scene: Scene) => Promise<T>): Promise<T> {
    const { link, names, grace, now } = this.parts;
    return this.#track(async () => {
      for (let tried = 0; tried < TRIES; tried++) {
        const begun = now();
        const mark = await this.#mark();
        const answer = await work({ names, dialect: link.dialect, mark });
        // What was written after this mark cannot have been moved yet: it was not there for as long as that takes.
        if (now() - begun < grace / 2) return answer;
        // Rows that are newer than the mark may have come into the body under the query.
        if ((await this.#mark()).settled <= mark.rank) return answer;
      }
      throw new HistoryUnavailable('the history is being written faster than this query reads it');
    });
  }
}

const closed = (): HistoryUnavailable => new HistoryUnavailable('the history is closed');

const factForms = (kind: FactKind): Form[] => [...formsOf(kind), 'string'];

const groupForms = (keys: number, bucket: boolean): Form[] => [
  ...Array.from({ length: keys }, (): Form => 'dim'),
  ...(bucket ? (['int'] as const) : []),
  'float',
  'float',
];
