/** The compiled SQL on the real engine, in memory and in this thread, against the contract's own functions. */
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, ConditionError, type Condition } from '../../../contract/condition.ts';
import { FACT_KINDS, type FactKind } from '../../../contract/fact.ts';
import { MEASURE_IDS, measureOf } from '../../../contract/measure.ts';
import { bucketStart, DAY, HOUR, MINUTE, STEPS, zone as zoneOf } from '../../../contract/time.ts';
import { conditionArb, factArb } from '../arbitrary.ts';
import { packFacts } from '../columns.ts';
import { append } from '../embedded/append.ts';
import { bound, rowsOf } from '../embedded/statement.ts';
import type { FactRecord } from '../history.ts';
import { columnsOf, createTable, quoted } from '../schema.ts';
import { bucketSql } from './bucket.ts';
import { conditionSql } from './condition.ts';
import { countSql } from './count.ts';
import { cursorOf, listSql, placeOf } from './list.ts';
import { Params } from './params.ts';

let connection: DuckDBConnection;
let instance: DuckDBInstance;
const facts = new Map<FactKind, FactRecord[]>();

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
  for (const kind of FACT_KINDS) {
    // Duplicate ids are welcome here: what is compared is which rows match.
    const some = fc.sample(factArb(kind), { numRuns: 300, seed: 19 });
    facts.set(kind, some);
    await connection.run(createTable(kind));
    const appender = await connection.createAppender(kind);
    append(appender, columnsOf(kind), packFacts(kind, some));
    appender.flushSync();
    appender.closeSync();
  }
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function idsWhere(kind: FactKind, condition: Condition): Promise<string[]> {
  const params = new Params();
  const sql = `SELECT id FROM ${quoted(kind)} WHERE ${conditionSql(kind, condition, params)}`;
  return (await rowsOf(connection, { sql, params: params.all }, [{ name: 'id', role: 'key' }]))
    .map(([id]) => id as string)
    .sort();
}

describe('conditions as SQL', () => {
  for (const kind of FACT_KINDS) {
    it(`[M1] hold for the same ${kind}s as the compiled predicate`, async () => {
      let matched = 0;
      await fc.assert(
        fc.asyncProperty(conditionArb(kind, 3), async (condition) => {
          const holds = compile(kind, condition);
          const expected = facts.get(kind)!.filter(({ row }) => holds(row as unknown as Record<string, unknown>));
          const found = await idsWhere(kind, condition);
          expect(found).toEqual(expected.map(({ row }) => row.id).sort());
          if (found.length > 0 && found.length < 300) matched++;
        }),
        { numRuns: 250 },
      );
      // Most conditions tell some facts from others, or nothing would be proved.
      expect(matched).toBeGreaterThan(50);
    });
  }

  it('a value of the wrong type is false, and never an error of the database', async () => {
    const never: Condition[] = [
      { urges: 'x' },
      { urges: { in: ['1', true] } },
      { created: '2026-11-01' },
      { created: 1.5 },
      { open: 'true' },
      { open: 1 },
      { words: '停水' },
      { title: { lt: 5 } },
      { created: { ge: 'title' } },
      { district: { gt: 'created' } },
      { urges: { under: '1' } },
      { words: { contains: '停' } },
      { urges: { le: NaN } },
      { any: [] },
    ];
    for (const condition of never) expect([condition, await idsWhere('ticket', condition)]).toEqual([condition, []]);
    const all = await idsWhere('ticket', {});
    expect(all).toHaveLength(300);
    expect(await idsWhere('ticket', { words: { not: ['停水'] } })).toEqual(all);
    expect(await idsWhere('ticket', { created: { not: ['x'] } })).toEqual(
      await idsWhere('ticket', { created: { set: true } }),
    );
  });

  it('values are bound and names come from the field table only', () => {
    const params = new Params();
    const sql = conditionSql('ticket', { title: `'; DROP TABLE ticket; --`, words: { has: '"' } }, params);
    expect(sql).toBe('("title" IN ($1) AND list_contains("words", $2))');
    expect(params.all.map(({ value }) => value)).toEqual([`'; DROP TABLE ticket; --`, '"']);
    for (const name of ['"id"', 'id; --', '__proto__', 'constructor', 'steps', 'hash', 'rowid']) {
      const condition = Object.fromEntries([[name, 'x']]) as Condition;
      expect(() => conditionSql('ticket', condition, new Params())).toThrow(ConditionError);
    }
  });
});

describe('buckets as SQL', () => {
  const zones = [
    'Asia/Shanghai',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'America/Santiago',
    'UTC',
  ];
  for (const name of zones) {
    it(`in ${name} every moment of two years falls in the bucket of the contract`, async () => {
      const zone = zoneOf(name);
      const from = Date.UTC(2025, 0, 1, 3, 7);
      const days = 730;
      const moments: number[] = [];
      // Densely around each local midnight and around both sides of every hour of some days, sparsely elsewhere.
      for (let at = from; at < from + days * DAY; at += 11 * HOUR + 7 * MINUTE) {
        const midnight = zone.dayStart(at);
        const around = [-1, 30 * MINUTE, HOUR + 20 * MINUTE, 2 * HOUR - 1, 2 * HOUR + 1, 2 * HOUR + 40 * MINUTE];
        for (const moment of [at, midnight, ...around.map((after) => midnight + after)]) {
          if (moment >= from && moment < from + days * DAY) moments.push(moment);
        }
      }
      const range = { from, to: from + days * DAY };
      for (const step of STEPS) {
        // Minutes of two years are more buckets than may be asked for.
        const within = step === 'minute' || step === 'ten_minutes' ? { from, to: from + 100 * DAY } : range;
        const some = moments.filter((at) => at < within.to);
        const { sql, start } = bucketSql(zone, step, '"at"', within);
        const values = some.map((at) => `(${at}::BIGINT)`).join(',');
        const rows = await rowsOf(
          connection,
          { sql: `SELECT "at", ${sql} FROM (VALUES ${values}) t("at")`, params: [] },
          [
            { name: 'at', role: 'time' },
            { name: 'b', role: 'time' },
          ],
        );
        expect(rows).toHaveLength(some.length);
        const wrong = (rows as [number, number][]).filter(
          ([at, number]) => start(number) !== bucketStart(zone, step, at),
        );
        expect(wrong).toEqual([]);
      }
    });
  }
});

describe('statements', () => {
  it('[M1] those of every measure are understood by the engine', async () => {
    const zone = zoneOf('Asia/Shanghai');
    for (const measure of MEASURE_IDS) {
      const field = measureOf(measure).fact === 'issue' ? 'district' : 'source';
      const { groups, total } = countSql({ measure, by: [field, field] }, zone);
      const { page, total: all } = listSql({ measure, part: true, size: 3 });
      for (const statement of [groups!, total, page, all]) {
        await expect(connection.run(statement.sql, ...bound(statement))).resolves.toBeDefined();
      }
    }
  });

  it('a cursor is at most 300 characters for every id that an event may have, and leads back', () => {
    const order = { field: 'published', newestFirst: true };
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 128 }), fc.integer({ min: 0 }), (id, value) => {
        expect(placeOf(order, cursorOf(order, { value, id }))).toEqual({ value, id });
      }),
    );
    for (const id of ['长'.repeat(128), '~'.repeat(128), '\u0000'.repeat(128)]) {
      const cursor = cursorOf(order, { value: 1_790_000_000_000, id });
      expect(cursor.length).toBeLessThanOrEqual(300);
      expect(placeOf(order, cursor)).toEqual({ value: 1_790_000_000_000, id });
    }
  });
});
