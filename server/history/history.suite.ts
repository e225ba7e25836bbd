/** What every history must do, whatever it is made of. Implementations run it with `historySuite(name, make)`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ConditionError } from '../../contract/condition.ts';
import { FACT_FIELDS, FACT_KINDS, type FactKind, type FieldRole } from '../../contract/fact.ts';
import { MEASURE_IDS, measureOf, type MeasureId } from '../../contract/measure.ts';
import { DAY, HOUR, STEPS, zone as zoneOf } from '../../contract/time.ts';
import { conditionArb, factArb, HOSTILE, MIDDLE, timeArb } from './arbitrary.ts';
import { CursorError, type Count, type FactRecord, type History, type List } from './history.ts';
import { cellOf, population, recount } from './recount.ts';
import { HistoryUnavailable } from './unavailable.ts';

/** A place where a history is kept: open it, close what was opened, open it again and find the same history. */
export interface HistorySite {
  open(): Promise<History>;
  /** Removes everything. All histories opened here are closed by then. */
  remove(): Promise<void>;
}

const AT = (seq: number) => ({ epoch: 'e1', seq });
const keyOf = ({ kind, row }: FactRecord): string => `${kind}/${row.id}`;
const byId = (a: FactRecord, b: FactRecord): number => (keyOf(a) < keyOf(b) ? -1 : 1);

/** Facts that are always the same, all ids different. */
function sample(n: number, seed = 7): FactRecord[] {
  const facts = new Map<string, FactRecord>();
  for (const fact of fc.sample(factArb(), { numRuns: n, seed })) facts.set(keyOf(fact), fact);
  return [...facts.values()];
}

async function pages(history: History, query: Omit<List, 'after'>) {
  const rows: Record<string, unknown>[] = [];
  const totals = new Set<number>();
  let after: string | undefined;
  do {
    const page = await history.list({ ...query, after });
    expect(page.rows.length).toBeLessThanOrEqual(query.size);
    rows.push(...page.rows);
    totals.add(page.total);
    after = page.next;
    // A page with another one behind it is full, and its cursor fits a query.
    expect(page.rows.length).toBeGreaterThanOrEqual(after === undefined ? 0 : query.size);
    expect(after?.length ?? 0).toBeLessThanOrEqual(300);
  } while (after !== undefined);
  return { rows, totals: [...totals] };
}

async function collect(history: History, kind: FactKind, since: number): Promise<FactRecord[]> {
  const facts: FactRecord[] = [];
  for await (const batch of history.recent(kind, since)) {
    expect(batch.length).toBeLessThanOrEqual(5000);
    facts.push(...batch);
  }
  return facts;
}

const rangeArb = fc.tuple(timeArb, timeArb).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const groupable = (kind: FactKind): string[] => {
  const fields = Object.entries(FACT_FIELDS[kind] as Record<string, FieldRole>);
  return fields.filter(([, role]) => role === 'dim' || role === 'list').map(([field]) => field);
};

/** Fields of which at most one is a list: two are refused. */
const oneList = (kind: FactKind, by: readonly string[]): string[] => {
  const roles: Record<string, FieldRole> = FACT_FIELDS[kind];
  const known = by.filter((field) => roles[field] !== undefined);
  const first = known.find((field) => roles[field] === 'list');
  return known.filter((field) => roles[field] !== 'list' || field === first);
};

/** Any count of any measure: filtered, in a range or not, grouped or not, in buckets or not. */
const countArb: fc.Arbitrary<Count> = fc.constantFrom(...MEASURE_IDS).chain((id) => {
  const measure = measureOf(id);
  return fc
    .record({
      filter: fc.option(conditionArb(measure.fact), { nil: undefined }),
      range: fc.option(rangeArb, { nil: undefined }),
      by: fc.option(
        fc
          .array(fc.constantFrom(...groupable(measure.fact), 'district'), { maxLength: 2 })
          .map((by) => oneList(measure.fact, by)),
        { nil: undefined },
      ),
      level: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      step: fc.option(fc.constantFrom(...STEPS), { nil: undefined }),
    })
    .map((asked) => {
      const stepped = measure.at !== undefined && asked.range !== undefined;
      return { ...asked, measure: id, step: stepped ? asked.step : undefined, limit: 5000 };
    });
});

/** `make` prepares an empty place for the history of a city in this time zone. */
export function historySuite(name: string, make: (zone: string) => Promise<HistorySite>): void {
  describe(`history: ${name}`, () => {
    describe('writing', () => {
      let site: HistorySite;
      let history: History;
      beforeEach(async () => {
        site = await make('Asia/Shanghai');
        history = await site.open();
      });
      afterEach(async () => {
        await history.close();
        await site.remove();
      });
      const reopen = async (): Promise<void> => {
        await history.close();
        history = await site.open();
      };

      it('an empty history has no position, no facts, and counts nothing', async () => {
        expect(await history.position()).toBeNull();
        expect(await history.ticket('T1')).toBeNull();
        expect(await history.load('call', ['C1'])).toEqual([]);
        expect(await history.load('call', [])).toEqual([]);
        expect(await collect(history, 'ticket', 0)).toEqual([]);
        const nowhere = { epoch: '', seq: 0 };
        for (const measure of MEASURE_IDS) {
          expect(await history.count({ measure })).toEqual({ rows: [], total: [0, 0], position: nowhere });
        }
        expect(await history.count({ measure: 'accepted', by: ['district'] })).toMatchObject({ rows: [] });
        expect(await history.list({ measure: 'open', size: 10 })).toEqual({ rows: [], total: 0, position: nowhere });
      });

      it('gives facts back as they were, to the last field, also after it was opened again', async () => {
        const facts = sample(150);
        await history.write(facts, AT(5));
        for (const again of [false, true]) {
          if (again) await reopen();
          expect(await history.position()).toEqual(AT(5));
          for (const kind of FACT_KINDS) {
            const of = facts.filter((fact) => fact.kind === kind);
            const ids = [...of.map((fact) => fact.row.id), 'not there', of[0]!.row.id];
            expect((await history.load(kind, ids)).sort(byId)).toEqual(of.sort(byId));
          }
          for (const fact of facts.filter(({ kind }) => kind === 'ticket')) {
            const answer = { ticket: fact.row, steps: fact.steps, position: AT(5) };
            expect(await history.ticket(fact.row.id)).toEqual(answer);
          }
        }
      });

      it('a write without a position leaves the position as it is', async () => {
        const [before, during, after] = [sample(30, 1), sample(30, 2), sample(30, 3)];
        // Into an empty history too: there is still none, and a rebuild from the log begins at its start.
        await history.write(before, null);
        expect(await history.position()).toBeNull();
        await history.write(during, AT(7));
        await history.write(after, null);
        expect(await history.position()).toEqual(AT(7));
        await reopen();
        expect(await history.position()).toEqual(AT(7));
        const kept = new Map([...before, ...during, ...after].map((fact) => [keyOf(fact), fact]));
        for (const kind of FACT_KINDS) {
          const of = [...kept.values()].filter((fact) => fact.kind === kind);
          const ids = of.map(({ row }) => row.id);
          expect((await history.load(kind, ids)).sort(byId)).toEqual(of.sort(byId));
        }
      });

      it('an export takes the place of another history, with its position and nothing of what was there', async () => {
        const facts = sample(150);
        const dir = mkdtempSync(join(tmpdir(), 'hotline-wall-export-'));
        const other = await make('Asia/Shanghai');
        const target = await other.open();
        try {
          expect(await history.exportTo(dir)).toBeNull();
          await history.write(facts, AT(5));
          await target.write(sample(20, 99), { epoch: 'another', seq: 3 });
          expect(await history.exportTo(dir)).toEqual(AT(5));
          await history.write([], AT(6));
          await target.importFrom(dir, AT(5));
          expect(await target.position()).toEqual(AT(5));
          for (const kind of FACT_KINDS) {
            const of = facts.filter((fact) => fact.kind === kind);
            const ids = of.map((fact) => fact.row.id);
            expect((await target.load(kind, ids)).sort(byId)).toEqual(of.sort(byId));
            const strangers = sample(20, 99).filter((fact) => fact.kind === kind && !ids.includes(fact.row.id));
            expect(
              await target.load(
                kind,
                strangers.map((fact) => fact.row.id),
              ),
            ).toEqual([]);
          }
          await expect(target.importFrom(join(dir, 'nowhere'), AT(9))).rejects.toThrow('nowhere');
          expect(await target.position()).toEqual(AT(5));
          const [one] = facts;
          expect(await target.load(one!.kind, [one!.row.id])).toEqual([one]);
        } finally {
          await target.close();
          await other.remove();
          rmSync(dir, { recursive: true, force: true });
        }
      });

      it('[F1] replaces by id: the last one of a batch counts, and a fact is never there twice', async () => {
        const [fact] = sample(50).filter(({ kind }) => kind === 'ticket');
        const row = (title: string): FactRecord =>
          ({ ...fact!, row: { ...fact!.row, id: 'T1', created: MIDDLE, title } }) as FactRecord;
        await history.write([row('one'), row('two')], AT(1));
        expect(await history.ticket('T1')).toMatchObject({ ticket: { title: 'two' }, position: AT(1) });
        for (let i = 0; i < 5; i++) await history.write([row(`three ${i}`)], AT(2 + i));
        expect(await history.ticket('T1')).toMatchObject({ ticket: { title: 'three 4' }, position: AT(6) });
        expect((await history.count({ measure: 'accepted' })).total).toEqual([1, 0]);
        // Kinds do not share ids.
        await history.write([{ kind: 'call', row: callRow('T1'), steps: [] } as unknown as FactRecord], AT(7));
        expect((await history.load('ticket', ['T1'])).map(({ kind }) => kind)).toEqual(['ticket']);
        expect((await history.load('call', ['T1'])).map(({ kind }) => kind)).toEqual(['call']);
      });

      it('a write that fails changes neither facts nor position, and later ones go on', async () => {
        const facts = sample(60);
        await history.write(facts.slice(0, 10), AT(1));
        const broken = { ...facts[20]!, row: { ...facts[20]!.row, updated: 0.5 } } as FactRecord;
        await expect(history.write([...facts.slice(10), broken], AT(2))).rejects.toThrow(RangeError);
        // This one fails at the very end, when all rows are already in.
        await expect(history.write(facts, AT(0.5))).rejects.toThrow(/whole number/);
        expect(await history.position()).toEqual(AT(1));
        const kept = await Promise.all(
          FACT_KINDS.map((kind) =>
            history.load(
              kind,
              facts.map(({ row }) => row.id),
            ),
          ),
        );
        expect(kept.flat().sort(byId)).toEqual(facts.slice(0, 10).sort(byId));
        await history.write(facts.slice(10), AT(3));
        expect(await history.position()).toEqual(AT(3));
      });

      it('[M2] every answer belongs to exactly the position that it names, while writes go on', async () => {
        const [model] = sample(50).filter(({ kind }) => kind === 'ticket');
        const born = (n: number): FactRecord =>
          ({ ...model!, row: { ...model!.row, id: `N${n}`, created: MIDDLE + n } }) as FactRecord;
        // Position n holds exactly 10 · n tickets; each write replaces five of the one before as well.
        const write = (n: number) =>
          history.write(
            Array.from({ length: n === 0 ? 10 : 15 }, (_, i) => born(n * 10 + 9 - i)),
            AT(n + 1),
          );
        await write(0);
        const writes = Array.from({ length: 12 }, (_, n) => write(n + 1));
        let done = false;
        const all = Promise.all(writes).then(() => (done = true));
        const seen = new Set<number>();
        while (!done) {
          const [count, list] = await Promise.all([
            history.count({ measure: 'accepted', by: ['district'] }),
            history.list({ measure: 'accepted', size: 500 }),
          ]);
          expect(count.total).toEqual([count.position.seq * 10, 0]);
          expect(count.rows.map(({ cell }) => cell[0])).toEqual([count.position.seq * 10]);
          expect(list.total).toBe(list.position.seq * 10);
          expect(list.rows).toHaveLength(list.total);
          seen.add(count.position.seq);
        }
        await all;
        expect(seen.size).toBeGreaterThan(0);
        expect(await history.position()).toEqual(AT(13));
      });

      it('recent gives what is open or was updated since, in batches, one committed state of it', async () => {
        const facts = sample(400, 11);
        await history.write(facts, AT(1));
        for (const kind of FACT_KINDS) {
          for (const since of [-Infinity, MIDDLE - DAY, MIDDLE, MIDDLE + 5 * DAY]) {
            const expected = facts.filter(({ kind: of, row }) => {
              const { updated, open, waiting } = row as { updated: number | null; open?: boolean; waiting?: boolean };
              return of === kind && (open === true || waiting === true || (updated !== null && updated >= since));
            });
            expect((await collect(history, kind, since)).sort(byId)).toEqual(expected.sort(byId));
          }
        }
      });

      it('recent holds no one up: it can be left in the middle, and writes go on meanwhile', async () => {
        const [model] = sample(50).filter(({ kind }) => kind === 'ticket');
        const version = (title: string): FactRecord[] =>
          Array.from(
            { length: 9000 },
            (_, n) =>
              ({
                kind: 'ticket',
                row: { ...model!.row, id: `R${n}`, updated: MIDDLE, title },
                steps: [],
              }) as unknown as FactRecord,
          );
        await history.write(version('old'), AT(1));
        const seen = new Map<string, unknown>();
        for await (const batch of history.recent('ticket', MIDDLE)) {
          // All of it is replaced while it is being read.
          if (seen.size === 0) await history.write(version('new'), AT(2));
          for (const { row } of batch) seen.set(row.id, (row as { title: string }).title);
        }
        expect(seen.size).toBe(9000);
        expect(new Set(seen.values())).toEqual(new Set(['old']));
        for await (const batch of history.recent('ticket', MIDDLE)) {
          expect(batch[0]!.row).toMatchObject({ title: 'new' });
          break;
        }
        const abandoned = history.recent('ticket', MIDDLE)[Symbol.asyncIterator]();
        expect((await abandoned.next()).done).toBe(false);
        await history.close();
        await expect(abandoned.next()).rejects.toThrow(HistoryUnavailable);
      });

      it('random writes and overwrites leave exactly the last of each', async () => {
        const model = new Map<string, FactRecord>();
        let seq = 0;
        const batches = fc.array(factArb(), { maxLength: 30 });
        await fc.assert(
          fc.asyncProperty(batches, async (batch) => {
            await history.write(batch, AT(++seq));
            for (const fact of batch) model.set(keyOf(fact), fact);
            if (seq === 12) await reopen();
            expect(await history.position()).toEqual(AT(seq));
            for (const kind of FACT_KINDS) {
              const expected = [...model.values()].filter((fact) => fact.kind === kind);
              const loaded = await history.load(
                kind,
                expected.map(({ row }) => row.id),
              );
              expect(loaded.sort(byId)).toEqual(expected.sort(byId));
            }
          }),
          // What was written before is part of the case, so it cannot be made smaller.
          { numRuns: 25, endOnFailure: true },
        );
        const accepted = population(model.values(), { measure: 'accepted' }).length;
        expect((await history.count({ measure: 'accepted' })).total).toEqual([accepted, 0]);
      });

      it('close finishes what is under way, may be called twice, and refuses what comes after', async () => {
        const facts = sample(40);
        const write = history.write(facts, AT(9));
        const count = history.count({ measure: 'accepted' });
        await Promise.all([history.close(), history.close()]);
        await expect(write).resolves.toBeUndefined();
        expect((await count).total[1]).toBe(0);
        await expect(history.position()).rejects.toThrow(HistoryUnavailable);
        await expect(history.write(facts, AT(10))).rejects.toThrow(HistoryUnavailable);
        await expect(collect(history, 'call', 0)).rejects.toThrow(HistoryUnavailable);
        history = await site.open();
        expect(await history.position()).toEqual(AT(9));
      });
    });

    for (const zoneName of ['America/New_York', 'Asia/Shanghai', 'Australia/Lord_Howe']) {
      describe(`asking, in ${zoneName}`, () => {
        const zone = zoneOf(zoneName);
        const facts = sample(900, 3);
        const position = AT(41);
        let site: HistorySite;
        let history: History;
        beforeAll(async () => {
          site = await make(zoneName);
          history = await site.open();
          await history.write(facts, position);
        });
        afterAll(async () => {
          await history.close();
          await site.remove();
        });

        const expectRecount = async (query: Count): Promise<void> => {
          const answer = await history.count(query);
          expect(answer.position).toEqual(position);
          expect(answer.total).toEqual(cellOf(measureOf(query.measure), population(facts, query)));
          const grouped = (query.by ?? []).length > 0 || query.step !== undefined;
          const expected = grouped ? recount(facts, query, zone) : new Map();
          const found = new Map(
            answer.rows.map(({ key, bucket, cell }) => [
              JSON.stringify(bucket === undefined ? key : [...key, bucket]),
              cell,
            ]),
          );
          expect(found).toEqual(expected);
          expect(answer.rows).toHaveLength(expected.size);
          const nums = answer.rows.map(({ cell }) => cell[0]);
          expect(nums).toEqual([...nums].sort((a, b) => b - a));
        };

        it('[M1] each measure, whole and in a range, is what a recount gives', async () => {
          expect(MEASURE_IDS.length).toBeGreaterThan(0);
          for (const measure of MEASURE_IDS) {
            await expectRecount({ measure });
            await expectRecount({ measure, range: { from: MIDDLE - DAY, to: MIDDLE + 6 * HOUR } });
            await expectRecount({ measure, by: groupable(measureOf(measure).fact).slice(0, 1), limit: 5000 });
          }
        });

        it('[M2] a count is the length of the list behind it, and both are what a recount gives', async () => {
          await fc.assert(
            fc.asyncProperty(countArb, fc.boolean(), fc.constantFrom(7, 50, 500), async (query, part, size) => {
              await expectRecount(query);
              const { measure, filter, range } = query;
              const { total } = await history.count({ measure, filter, range });
              const { kind } = measureOf(measure);
              const { rows, totals } = await pages(history, { measure, filter, range, part, size });
              // The cell holds the length of the list: num of what is counted, den of a population.
              const inNum = kind === 'count' || kind === 'rate' || (kind === 'ratio' && part);
              expect(rows).toHaveLength(total[inNum ? 0 : 1]);
              expect(totals).toEqual([rows.length]);
              const expected = population(facts, query, part);
              const order = (a: { id?: unknown }, b: { id?: unknown }) => (String(a.id) < String(b.id) ? -1 : 1);
              expect([...rows].sort(order)).toEqual([...expected].sort(order));
            }),
            { numRuns: 60 },
          );
        });

        it('buckets begin where the local hour or day begins, also on the day of 25 hours', async () => {
          const range = { from: MIDDLE - 2 * DAY + 1, to: MIDDLE + 2 * DAY };
          for (const step of STEPS) await expectRecount({ measure: 'accepted', step, range, limit: 5000 });
          for (const step of STEPS)
            await expectRecount({ measure: 'wait_p90', step, range, by: ['seat'], limit: 5000 });
          const { rows } = await history.count({ measure: 'accepted', step: 'day', range });
          for (const { bucket } of rows) expect(zone.dayStart(bucket!)).toBe(bucket);
          const year = { from: MIDDLE - 400 * DAY, to: MIDDLE + 400 * DAY };
          for (const step of ['hour', 'day'] as const)
            await expectRecount({ measure: 'accepted', step, range: year, limit: 5000 });
        });

        if (zoneName !== 'Asia/Shanghai') return;

        it('lists go by time, newest first; states by what is due first, then what is never due', async () => {
          const inOrder = async (measure: MeasureId, field: string, sign: 1 | -1): Promise<void> => {
            const { rows } = await pages(history, { measure, size: 9 });
            const places = rows.map((row) => (row[field] === null ? Infinity : sign * (row[field] as number)));
            expect(rows.length).toBeGreaterThan(9);
            expect(places).toEqual([...places].sort((a, b) => a - b));
          };
          await inOrder('accepted', 'created', -1);
          await inOrder('mention_count', 'published', -1);
          await inOrder('open', 'due', 1);
          await inOrder('call_waiting', 'queued', 1);
        });

        it('pages of facts with the same time lose none and repeat none', async () => {
          const { rows } = await pages(history, { measure: 'open', filter: { due: { set: false } }, size: 5 });
          expect(rows.length).toBeGreaterThan(10);
          expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        });

        it('a cursor that it did not give is refused', async () => {
          const { next } = await history.list({ measure: 'accepted', size: 1 });
          const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
          const bad = [
            '',
            'x',
            '~',
            '~~~',
            'null',
            encode(null),
            encode([]),
            encode(['created', 'x', 'T1']),
            encode(['created', null, 'T1']),
            encode(['created', 1.5, 'T1']),
            encode(['due', 1, 'T1']),
            encode(['created', 1, 2]),
            encode(['created', 1, 'T1', 0]),
            `${next!}=`,
            ` ${next!}`,
          ];
          for (const after of bad) {
            await expect(history.list({ measure: 'accepted', size: 1, after })).rejects.toThrow(CursorError);
          }
          await expect(history.list({ measure: 'open', size: 1, after: next! })).rejects.toThrow(CursorError);
        });

        it('what a condition or a grouping may not name is refused with its path', async () => {
          const refused = async (query: Count, path: string): Promise<void> => {
            const error = await history.count(query).catch((thrown: unknown) => thrown);
            expect(error).toBeInstanceOf(ConditionError);
            expect((error as ConditionError).path).toBe(path);
          };
          await refused({ measure: 'accepted', filter: { 'id" = id --': 'x' } }, '/id" = id --');
          await refused({ measure: 'accepted', filter: { steps: 'x' } }, '/steps');
          await refused({ measure: 'accepted', filter: { hash: 1 } }, '/hash');
          await refused({ measure: 'accepted', filter: { created: { lt: 'hash' } } }, '/created/lt');
          await refused({ measure: 'accepted', by: ['title'] }, '/by/title');
          await refused({ measure: 'accepted', by: ['words', 'terms'] }, '/by/terms');
          await refused({ measure: 'accepted', by: ['__proto__'] }, '/by/__proto__');
          await refused({ measure: 'accepted', step: 'hour' }, '/range');
          await refused({ measure: 'open', step: 'hour', range: { from: 0, to: 1 } }, '/step');
          await refused({ measure: 'accepted', step: 'minute', range: { from: 0, to: 1e13 } }, '/range');
          await refused({ measure: 'accepted', step: 'day', range: { from: 9e15, to: 9e15 + 1 } }, '/range');
          await expect(history.list({ measure: 'accepted', size: 5, filter: { seat: 'x' } })).rejects.toThrow(
            ConditionError,
          );
        });

        it('hostile texts in filters are only data', async () => {
          expect.hasAssertions();
          for (const text of [...HOSTILE, 'x'.repeat(10_000)]) {
            await expectRecount({ measure: 'accepted', filter: { unit: text }, by: ['unit'], limit: 5000 });
            await expectRecount({ measure: 'accepted', filter: { title: { contains: text || 'x' } } });
            await expectRecount({ measure: 'accepted', filter: { any: [{ id: text }, { street: { under: text } }] } });
            await expectRecount({ measure: 'mention_count', filter: { words: { has: text }, url: { not: [text] } } });
          }
        });

        it('limits keep the largest groups', async () => {
          const all = await history.count({ measure: 'accepted', by: ['unit'], limit: 5000 });
          const some = await history.count({ measure: 'accepted', by: ['unit'], limit: 3 });
          expect(some.rows).toEqual(all.rows.slice(0, 3));
          expect(some.total).toEqual(all.total);
        });
      });
    }
  });
}

function callRow(id: string): Record<string, unknown> {
  const fields = Object.entries(FACT_FIELDS.call as Record<string, FieldRole>);
  return { ...Object.fromEntries(fields.map(([field, role]) => [field, role === 'list' ? [] : null])), id };
}
