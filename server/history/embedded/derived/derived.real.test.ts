/**
 * What is derived never shows: with steps of a few rows, so that roll-ups, indexes, what has gone and what is not in them
 * yet are all met, every answer is that of a recount.
 */
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Condition } from '../../../../contract/condition.ts';
import { FACT_KINDS } from '../../../../contract/fact.ts';
import { MEASURE_IDS, measureOf } from '../../../../contract/measure.ts';
import { DAY, zone as zoneOf } from '../../../../contract/time.ts';
import { conditionArb, factArb, MIDDLE, timeArb } from '../../arbitrary.ts';
import type { Count, FactRecord } from '../../history.ts';
import { cellOf, population, recount } from '../../recount.ts';
import { orderOf } from '../../sql/population.ts';
import { openEmbeddedHistory, type EmbeddedHistory } from '../open.ts';

/** Rows of a step. */
const UNIT = 16;
const ZONE = 'America/New_York';
const zone = zoneOf(ZONE);
const CHARACTERS = ['停', '水', '噪', '音', 'a', '😀'];
const wordArb = fc.string({ unit: fc.constantFrom(...CHARACTERS), minLength: 1, maxLength: 4 });
const FIELDS = {
  ticket: ['title', 'text', 'address'],
  gauge: [],
  issue: ['title'],
  mention: ['title', 'text', 'url'],
  alert: ['title', 'content'],
  call: [],
} as const;

/** Facts whose texts are of few characters, so that words are found in many. */
const spoken = factArb().chain((fact) => {
  const texts = FIELDS[fact.kind];
  const text = fc.option(fc.string({ unit: fc.constantFrom(...CHARACTERS), maxLength: 6 }), { nil: null, freq: 8 });
  return fc
    .record(Object.fromEntries(texts.map((field) => [field, text])))
    .map((said) => ({ ...fact, row: { ...fact.row, ...said } }) as FactRecord);
});

/** Filters as roll-ups and indexes know them, and any others. */
const filterArb = (kind: FactRecord['kind']): fc.Arbitrary<Condition> => {
  const word = (fields: readonly string[]): fc.Arbitrary<Condition> =>
    fc
      .record({ field: fc.constantFrom(...fields), contains: wordArb })
      .map(({ field, contains }) => ({ [field]: { contains } }));
  const rolled: fc.Arbitrary<Condition> = fc.constantFrom<Condition>(
    {},
    { district: '320211' },
    { district: { set: false } },
    { district: { in: ['320211', '锡山区'] }, category: { under: '01' } },
    { category: { under: '01.02' } },
    { category: '01.02.03' },
    { category: { set: true } },
    { channel: { not: ['a'] } },
    { unit: { in: ['a', 'b'] } },
    { nature: 'a', any: [{ district: '320213' }, { district: '320214' }] },
  );
  const fields = FIELDS[kind];
  if (fields.length === 0) return fc.oneof(fc.constant<Condition>({}), conditionArb(kind));
  const anywhere = wordArb.map((contains): Condition => ({ any: fields.map((field) => ({ [field]: { contains } })) }));
  return fc.oneof(
    kind === 'ticket' ? rolled : fc.constant<Condition>({ district: '320211' }),
    word(fields),
    anywhere,
    fc.tuple(anywhere, conditionArb(kind, 1)).map(([a, b]): Condition => ({ ...b, ...a })),
    conditionArb(kind),
  );
};
const rangeArb = fc.oneof(
  fc.constant(undefined),
  fc.tuple(timeArb, timeArb).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
  fc.constant({ from: zone.dayStart(MIDDLE - DAY), to: zone.dayStart(MIDDLE + 2 * DAY) }),
  fc.constant({ from: MIDDLE - 400 * DAY, to: MIDDLE + 30 * DAY }),
);
const BY = [
  [],
  ['district'],
  ['category'],
  ['category', 'district'],
  ['nature', 'district'],
  ['unit'],
  ['channel'],
  ['status'],
  ['source'],
];
const queryArb: fc.Arbitrary<Count> = fc
  .constantFrom('accepted' as const, 'accepted' as const, ...MEASURE_IDS)
  .chain((id) => {
    const { fact, at } = measureOf(id);
    return fc
      .record({
        filter: filterArb(fact),
        range: rangeArb,
        by: fc.constantFrom(...(fact === 'ticket' ? BY : [[], [fact === 'issue' ? 'district' : 'source']])),
        level: fc.constantFrom(undefined, 1, 2),
        step: fc.constantFrom(undefined, 'day' as const, 'day' as const, 'hour' as const),
      })
      .map((asked) => ({
        ...asked,
        measure: id,
        step:
          at !== undefined && asked.range && (asked.step === 'day' || asked.range.to - asked.range.from < 30 * DAY)
            ? asked.step
            : undefined,
        limit: 5000,
      }));
  });

describe('what is derived of the rows', () => {
  let dir: string;
  let history: EmbeddedHistory;
  const model = new Map<string, FactRecord>();
  const open = (): Promise<EmbeddedHistory> =>
    openEmbeddedHistory({ path: join(dir, 'history.duckdb'), zone: ZONE, memoryLimit: '256MB', unit: UNIT });
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hotline-derived-'));
    history = await open();
  });
  afterAll(async () => {
    await history.close();
    await rm(dir, { recursive: true, force: true });
  });
  let seq = 0;
  const write = async (facts: readonly FactRecord[]): Promise<void> => {
    await history.write(facts, { epoch: 'e', seq: ++seq });
    for (const fact of facts) model.set(`${fact.kind}/${fact.row.id}`, fact);
  };
  const compare = async (query: Count, size: number, part: boolean): Promise<void> => {
    const facts = [...model.values()];
    const answer = await history.count(query);
    // The query stands with its total, so that a difference names it.
    expect({ query, total: answer.total }).toEqual({
      query,
      total: cellOf(measureOf(query.measure), population(facts, query)),
    });
    const grouped = (query.by ?? []).length > 0 || query.step !== undefined;
    const found = answer.rows.map(
      ({ key, bucket, cell }) => [JSON.stringify(bucket === undefined ? key : [...key, bucket]), cell] as const,
    );
    expect(new Map(found)).toEqual(grouped ? recount(facts, query, zone) : new Map());
    expect(found).toHaveLength(new Map(found).size);
    const { measure, filter, range } = query;
    const expected = population(facts, query, part);
    const rows: Record<string, unknown>[] = [];
    let after: string | undefined;
    do {
      const page = await history.list({ measure, filter, range, part, size, after });
      expect(page.total).toBe(expected.length);
      rows.push(...page.rows);
      after = page.next;
    } while (after !== undefined && rows.length < 4 * size);
    const { field, newestFirst } = orderOf(measureOf(measure));
    const sign = newestFirst ? -1 : 1;
    const place = (row: Readonly<Record<string, unknown>>): number =>
      row[field] === null ? Infinity : sign * (row[field] as number);
    const bytes = (row: Readonly<Record<string, unknown>>): Buffer => Buffer.from(row.id as string);
    const sorted = [...expected].sort(
      (a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)) || Buffer.compare(bytes(a), bytes(b)),
    );
    expect(rows.map(({ id }) => id)).toEqual(sorted.slice(0, rows.length).map(({ id }) => id));
  };

  it('[M1] [M2] counts, groups, pages and totals are those of a recount, whatever is sealed, gone or new', async () => {
    expect.hasAssertions();
    const cases = fc.tuple(
      fc.array(spoken, { maxLength: 60 }),
      fc.array(fc.tuple(queryArb, fc.constantFrom(3, 20, 500), fc.boolean()), { minLength: 6, maxLength: 6 }),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([batch, queries, settle]) => {
        await write(batch);
        if (settle) await history.settled();
        for (const [query, size, part] of queries) await compare(query, size, part);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('facts are found by id wherever they are, and an id that is not there is not', async () => {
    for (const kind of FACT_KINDS) {
      const of = [...model.values()].filter((fact) => fact.kind === kind);
      const loaded = await history.load(kind, ['not there', ...of.map(({ row }) => row.id)]);
      const byId = (a: FactRecord, b: FactRecord): number => (a.row.id < b.row.id ? -1 : 1);
      expect(loaded.sort(byId)).toEqual(of.sort(byId));
    }
  });

  it('are made where they are missing: in a file of before, in an import, and when declared otherwise', async () => {
    expect.hasAssertions();
    await history.settled();
    const check = async (): Promise<void> => {
      for (const [query, size, part] of fc.sample(fc.tuple(queryArb, fc.constantFrom(3, 500), fc.boolean()), {
        numRuns: 25,
        seed: 4,
      })) {
        await compare(query, size, part);
      }
    };
    await history.exportTo(dir);
    await history.importFrom(dir, { epoch: 'f', seq: 1 });
    await check();
    await history.settled();
    await check();
    await history.close();
    // As versions before left it: a field that is no more, no ordinals and nothing derived.
    const instance = await DuckDBInstance.create(join(dir, 'history.duckdb'));
    const connection = await instance.connect();
    const tables = (await (await connection.run('SELECT table_name FROM duckdb_tables()')).getRows()).map(
      ([name]) => name as string,
    );
    for (const name of tables.filter((one) => one === 'derived' || one.includes('.')))
      await connection.run(`DROP TABLE "${name}"`);
    for (const kind of FACT_KINDS) await connection.run(`ALTER TABLE "${kind}" DROP COLUMN ord`);
    await connection.run('ALTER TABLE mention ADD COLUMN "former" VARCHAR');
    const before = join(dir, 'before.duckdb');
    await connection.run(`ATTACH '${before}' AS before (STORAGE_VERSION 'v1.0.0')`);
    await connection.run('COPY FROM DATABASE history TO before');
    await connection.run('DETACH before');
    connection.closeSync();
    instance.closeSync();
    await rename(before, join(dir, 'history.duckdb'));
    history = await open();
    await check();
    await history.settled();
    await check();
    await history.close();
    // Texts are kept as small as in a file that is made now.
    const file = await DuckDBInstance.create(join(dir, 'history.duckdb'));
    const reader = await file.connect();
    const sql = `SELECT DISTINCT compression FROM pragma_storage_info('mention') WHERE column_name = 'text' AND segment_type = 'VARCHAR'`;
    const compressions = await (await reader.run(sql)).getRows();
    reader.closeSync();
    file.closeSync();
    history = await open();
    expect(compressions).toEqual([['ZSTD']]);
  });

  it('words are found on shelves, beside them, and in what was put on one and changed since', async () => {
    const of = (count: number, seed: number): FactRecord[] =>
      fc
        .sample(spoken, { numRuns: 40 * count, seed })
        .filter(({ kind }) => kind === 'ticket')
        .slice(0, count)
        .map((fact, i) => ({ ...fact, row: { ...fact.row, id: `many ${i}` } }) as FactRecord);
    const check = async (): Promise<void> => {
      for (const contains of fc.sample(wordArb, { numRuns: 20, seed: 1 })) {
        for (const field of FIELDS.ticket)
          await compare({ measure: 'accepted', filter: { [field]: { contains } } }, 20, false);
      }
    };
    const grown = of(400, 1);
    // Settled after each, so that what lies beside the shelves in the end does not hang on how quick the machine is.
    for (let from = 0; from < 400; from += 40) {
      await write(grown.slice(from, from + 40));
      await history.settled();
    }
    await check();
    await write(of(150, 2));
    await history.settled();
    await check();
    // When steps fall due hangs on how quick the machine is, and so does whether a segment is left over: one more is, soon.
    const later = of(400 + 4 * UNIT, 3).slice(400);
    let [shelved, beside] = [0, 0];
    while (beside === 0 && later.length > 0) {
      await write(later.splice(0, UNIT));
      await history.settled();
      await history.close();
      const file = await DuckDBInstance.create(join(dir, 'history.duckdb'));
      const reader = await file.connect();
      const rows = async (table: string): Promise<number> => Number((await (await reader.run(`SELECT count(*) FROM "${table}"`)).getRows())[0]![0]); // prettier-ignore
      [shelved, beside] = [await rows('ticket.shelves'), await rows('ticket.grams')];
      reader.closeSync();
      file.closeSync();
      history = await open();
    }
    expect(shelved).toBeGreaterThan(0);
    expect(beside).toBeGreaterThan(0);
    await check();
  });
});
