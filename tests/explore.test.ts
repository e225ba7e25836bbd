/** Exploring over HTTP: every number against a recount of all facts, and files read back with other tools. */
import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALIGNMENTS } from '../contract/compare.ts';
import type { Condition } from '../contract/condition.ts';
import { dimensionsOf, groupFilter, rowRange, type ExploreAnswer, type ExploreQuery } from '../contract/explore.ts';
import { MEASURE_IDS, measureOf, valueOf, type Cell, type MeasureId } from '../contract/measure.ts';
import type { CountAnswer, ListAnswer } from '../contract/query.ts';
import { DAY, HOUR, zone, type Step } from '../contract/time.ts';
import { cellOf, population, recount } from '../server/history/recount.ts';
import type { FactRecord } from '../server/history/history.ts';
import { created, event, type TestEvent } from './support/events.ts';
import { ask, post, settled, testHome, type TestHome, type TestServer } from './support/server.ts';

const tz = zone('Asia/Shanghai');
const WINDOWED = MEASURE_IDS.filter((id) => measureOf(id).at !== undefined);
/** Spans between what is counted now and what it is compared with, days. */
const AGES = [0, 3, 7, 354, 364];
const filters = fc.constantFrom<Condition[]>(
  {},
  { district: 'd1' },
  { unit: { not: ['u2'] } },
  { category: { under: '02' } },
  { words: { has: '停水' } },
  { any: [{ channel: 'phone' }, { nature: 'praise' }] },
);

/** Lives of tickets, calls and mentions that end before this moment and begin up to three days earlier; always the same ones. */
function plainLives(until: number, more: number): TestEvent[] {
  const among = <T>(n: number, values: readonly T[]): T => values[(n * 7919) % values.length]!;
  return Array.from({ length: 90 + more }, (_, n) => {
    const at = until - ((n * 1_234_567) % (3 * DAY));
    const place = { district: among(n, ['d1', 'd2', 'd3']), street: among(n, ['s1', 's2', 's3', 's4', 's5']) };
    const category = among(n, ['01', '01.02', '02.01', '02.01.03', '03.02.01', '03.04']);
    const text = among(n, ['小区停水', '暖气不热', '=1+1 道路破损', '感谢']);
    const ticket = created(`P${until}-${n}`, { category, place, title: text, nature: among(n, ['complaint', 'praise', 'help']), channel: among(n, ['phone', 'web']) }, at);
    const step = (type: string, data: Record<string, unknown>, after: number) => event(type, `P${until}-${n}`, data, Math.min(until, at + after * HOUR));
    const life = [step('ticket.dispatched', { unit: among(n, ['u1', 'u2', 'u3']) }, 1), step('ticket.closed', {}, 5), step('ticket.rated', { satisfaction: among(n, ['satisfied', 'dissatisfied', 'very']) }, 9)];
    const call = [event('call.queued', `C${until}-${n}`, { line: among(n, ['a', 'b']) }, at), event(n % 3 ? 'call.answered' : 'call.abandoned', `C${until}-${n}`, {}, at + (n % 40) * 1000)];
    const mention = event('mention.published', `M${until}-${n}`, { medium: among(n, ['news', 'weibo']), title: text, sentiment: among(n, ['negative', 'neutral']), district: place.district }, at);
    return [ticket, ...life.slice(0, n % 4), ...call, mention];
  }).flat();
} // prettier-ignore

describe('exploring', () => {
  let home: TestHome;
  let server: TestServer;
  const facts: FactRecord[] = [];
  const query = (body: object): Promise<ExploreAnswer> =>
    ask(server.address, '/api/v1/query/explore', { city: 'wuxi', ...body });
  const refusal = async (body: object): Promise<string> => {
    const response = await fetch(`${server.address}/api/v1/query/explore`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ city: 'wuxi', ...body }),
    });
    const { error } = (await response.json()) as { error: { path: string; rule: string } };
    return `${response.status} ${error.path}: ${error.rule}`;
  };
  const download = async (body: object, args: string): Promise<Response> => {
    const response = await fetch(`${server.address}/api/v1/query/explore/download?${args}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ city: 'wuxi', ...body }),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return response;
  };
  /** The file, for tools that read files. */
  const saved = async (body: object, args: string, name: string): Promise<string> => {
    const path = join(home.dir, name);
    writeFileSync(path, Buffer.from(await (await download(body, args)).arrayBuffer()));
    return path;
  };
  const sql = async (text: string): Promise<{ columns: string[]; types: string[]; rows: unknown[][] }> => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      const reader = await connection.runAndReadAll(text);
      return {
        columns: reader.columnNames(),
        types: reader.columnTypes().map(String),
        rows: reader.getRowsJson() as unknown[][],
      };
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  };

  beforeAll(async () => {
    home = await testHome();
    // The facts are listed once: nothing may be read into them afterwards.
    server = await home.start({ env: { READ_TEXTS: 'off' } });
    const events = AGES.flatMap((age) => plainLives(Date.now() - 5 * 60_000 - age * DAY, age % 9));
    for (let i = 0; i < events.length; i += 500) {
      const { status, body } = await post(server.address, home.token, events.slice(i, i + 500));
      if (status !== 200) throw new Error(JSON.stringify(body));
    }
    await settled(server.address);
    const known = new Set<string>();
    for (const measure of MEASURE_IDS) {
      const { fact } = measureOf(measure);
      for (let after: string | undefined, more = true; more;) {
        const page: ListAnswer = await ask(server.address, '/api/v1/query/list', {
          city: 'wuxi',
          measure,
          size: 500,
          ...(after && { after }),
        });
        for (const row of page.rows)
          if (known.size < known.add(`${fact} ${String(row['id'])}`).size)
            facts.push({ kind: fact, row, steps: [] } as unknown as FactRecord);
        after = page.next;
        more = after !== undefined;
      }
    }
    expect(facts.filter(({ kind }) => kind === 'ticket').length).toBeGreaterThan(100);
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    home?.remove();
  });

  /** The cells of a recount by key and bucket, of the groups that have any. */
  const counted = (asked: ExploreQuery, measure: MeasureId, range: { from: number; to: number }, step?: Step): Map<string, Cell> =>
    recount(facts, { measure, range, ...(asked.filter && { filter: asked.filter }), ...(asked.by && { by: asked.by }), ...(asked.level && { level: asked.level }), ...(step && { step }) }, tz); // prettier-ignore
  /** A rate has its residents from the profile; its facts are what a recount knows. */
  const plain = (measure: MeasureId, cell: Cell | null): Cell | null =>
    cell && measureOf(measure).kind === 'rate' ? [cell[0], 0] : cell;

  /** Compares all cells of an answer with recounts; gives how many facts it saw. */
  function check(asked: ExploreQuery, answer: ExploreAnswer): number {
    let seen = 0;
    const grouped = (asked.by ?? []).length > 0 || asked.step !== undefined;
    for (const [i, id] of asked.measures.entries()) {
      const measure = measureOf(id);
      const terms = { measure: id, ...(asked.filter && { filter: asked.filter }) };
      const totalOf = (range: { from: number; to: number }): Cell =>
        cellOf(measure, population(facts, { ...terms, range }));
      expect(plain(id, answer.totals[i]!)).toEqual(totalOf(answer.range));
      seen += answer.totals[i]![0];
      if (answer.compared && measure.at !== undefined)
        expect(plain(id, answer.compared.totals[i]!)).toEqual(totalOf(answer.compared.range));
      if (!grouped) continue;
      const now = counted(asked, id, answer.range, asked.step);
      const then = answer.compared && counted(asked, id, answer.compared.range, asked.step);
      for (const row of answer.rows) {
        const name = JSON.stringify([...row.key, ...(asked.step ? [row.bucket] : [])]);
        expect([id, name, plain(id, row.cells[i]!)]).toEqual([id, name, now.get(name) ?? [0, 0]]);
        now.delete(name);
        if (!then || measure.at === undefined) continue;
        const beside = row.before!.cells[i]!;
        if (asked.step && row.before!.bucket === undefined) expect(beside).toBeNull();
        else {
          const other = JSON.stringify([...row.key, ...(asked.step ? [row.before!.bucket] : [])]);
          expect([id, other, plain(id, beside)]).toEqual([id, other, then.get(other) ?? [0, 0]]);
        }
      }
      // Nothing that is there was left out, unless there are more groups than were asked for.
      const shown = new Set(answer.rows.map((row) => JSON.stringify(row.key))).size;
      // Buckets that have not begun have no row, though what falls due in them is counted in the total.
      const begun = [...now.keys()].filter((name) => {
        const bucket = asked.step ? (JSON.parse(name) as unknown[]).at(-1) : undefined;
        return typeof bucket !== 'number' || bucket <= Date.now();
      });
      if (shown === answer.groups || (asked.by ?? []).length === 0) expect(begun).toEqual([]);
    }
    return seen;
  }

  it('[M2] counts what a recount counts, for random measures, groups, times, filters and comparisons', async () => {
    let seen = 0;
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...MEASURE_IDS), { minLength: 1, maxLength: 3 }),
        fc.uniqueArray(fc.nat(40), { maxLength: 2 }),
        fc.option(fc.constantFrom<Step>('hour', 'day', 'ten_minutes'), { nil: undefined }),
        filters,
        fc.constantFrom(1, 2, 6, 20, 7 * 24, 26 * 24),
        fc.option(fc.constantFrom(...ALIGNMENTS), { nil: undefined }),
        fc.constantFrom(1, 2, 3),
        async (measures, picks, step, filter, hours, compare, level) => {
          const shared = [...dimensionsOf(measures).keys()];
          const kinds = new Set(measures.map((id) => measureOf(id).fact));
          const fits = [...kinds].every((kind) => kind === 'ticket');
          const times = measures.every((id) => measureOf(id).at !== undefined);
          const to = tz.addDays(Date.now(), 1);
          const body: ExploreQuery = {
            city: 'wuxi',
            measures,
            range: hours > 24 ? { from: tz.addDays(to, -hours / 24), to } : { from: Date.now() - hours * HOUR, to: Date.now() },
            ...(shared.length > 0 && { by: [...new Set(picks.map((n) => shared[n % shared.length]!))].filter((field) => field !== 'terms') }),
            ...(fits && { filter }),
            ...(step && times && (step !== 'ten_minutes' || hours <= 20) && { step }),
            ...(compare && measures.some((id) => measureOf(id).at !== undefined) && { compare }),
            level,
            limit: 40,
          }; // prettier-ignore
          asked++;
          seen += check(body, await query(body));
        },
      ),
      { numRuns: 120, seed: 5 },
    );
    expect(asked).toBeGreaterThan(100);
    expect(seen).toBeGreaterThan(1000);
  });

  it('[M2] each mark opens as many facts as it stands for, also in the range compared with', async () => {
    const today = tz.dayStart(Date.now());
    const body: ExploreQuery = {
      city: 'wuxi',
      measures: ['accepted', 'satisfaction'],
      by: ['district', 'category'],
      level: 2,
      range: { from: tz.addDays(today, -6), to: tz.addDays(today, 1) },
      step: 'day',
      compare: 'previous',
      filter: { nature: { not: ['praise'] } },
      limit: 6,
    };
    const answer = await query(body);
    const marks = answer.rows.flatMap((row) => [false, true].map((before) => ({ row, before })));
    const full = marks.filter(({ row, before }) => ((before ? row.before!.cells : row.cells)[0]?.[0] ?? 0) > 0);
    expect(full.length).toBeGreaterThan(10);
    for (const { row, before } of full.slice(0, 40)) {
      const range = rowRange(tz, 'day', answer, row, before)!;
      const list: ListAnswer = await ask(server.address, '/api/v1/query/list', {
        city: 'wuxi',
        measure: 'accepted',
        filter: { ...body.filter, ...groupFilter(body, row.key) },
        range,
        size: 1,
      });
      expect(list.total).toBe((before ? row.before!.cells : row.cells)[0]![0]);
    }
  });

  it('[M1] a rate per 10,000 has the residents of its district, and none where nobody knows them', async () => {
    const range = { from: Date.now() - 40 * DAY, to: Date.now() };
    const district = await query({ measures: ['per_10k'], by: ['district'], range });
    const counts = await ask<CountAnswer>(server.address, '/api/v1/query/count', { city: 'wuxi', measure: 'per_10k', by: ['district'], range }); // prettier-ignore
    expect(district.rows.map(({ key, cells }) => [key, cells[0]])).toEqual(counts.rows.map(({ key, cell }) => [key, key[0] === null ? [cell[0], 0] : cell])); // prettier-ignore
    expect(district.totals).toEqual([counts.total]);
    const street = await query({ measures: ['per_10k'], by: ['street'], range });
    expect(street.rows.length).toBeGreaterThan(0);
    expect(street.rows.every(({ cells }) => valueOf(measureOf('per_10k'), cells[0]) === null)).toBe(true);
  });

  it('has nothing normal to tell of a city without two weeks behind it, and says so', async () => {
    const today = tz.dayStart(Date.now());
    const range = { from: today, to: tz.addDays(today, 1) };
    expect((await query({ measures: ['accepted'], range, step: 'hour', band: true })).normal).toEqual({
      lacks: 'days',
    });
  });

  it('is refused with path and rule', async () => {
    const range = { from: Date.now() - DAY, to: Date.now() };
    const cases: [object, RegExp][] = [
      [{ measures: ['accepted'], range, by: ['medium'] }, /^400 \/by\/0: a ticket has no such field/],
      [{ measures: ['accepted', 'answer_rate'], range, by: ['district'] }, /^400 \/by\/0: a call has no such field \(measure answer_rate\)/],
      [{ measures: ['accepted'], range, by: ['title'] }, /^400 \/by\/0: a ticket cannot be grouped by it/],
      [{ measures: ['accepted', 'mention_count'], range, filter: { unit: 'u1' } }, /^400 \/filter\/unit: a mention has no such field \(measure mention_count\)/],
      [{ measures: ['accepted'], range, filter: { any: [{ unit: 'u1' }, { nope: 1 }] } }, /^400 \/filter\/any\/1\/nope: /],
      [{ measures: ['accepted', 'open'], range, step: 'hour' }, /^400 \/measures\/1: open holds now/],
      [{ measures: ['open'], range, compare: 'year' }, /^400 \/compare: /],
      [{ measures: ['accepted'], range: { from: 5, to: 5 } }, /^400 \/range: must end after it begins/],
      [{ measures: ['accepted'], range: { from: 0, to: Date.now() }, step: 'minute' }, /^400 \/step: the range has more than/],
      [{ measures: ['accepted'], range, band: true }, /^400 \/band: /],
      [{ measures: ['satisfaction'], range, step: 'hour', band: true }, /^400 \/band: what is normal is known of counts/],
      [{ measures: ['accepted'], range, step: 'hour', by: ['unit'], limit: 51 }, /^400 \/limit: /],
      [{ measures: ['accepted'], range: { from: 0, to: DAY }, compare: 'year' }, /^400 \/compare: there is nothing that long ago/],
      [{ measures: [] , range }, /^400 \/measures/],
      [{ city: 'nowhere', measures: ['accepted'], range }, /^404 \/city/],
    ]; // prettier-ignore
    for (const [body, rule] of cases) expect(await refusal(body)).toMatch(rule);
  });

  describe('as a file', () => {
    const body = {
      measures: ['accepted', 'satisfaction'],
      by: ['category'],
      level: 1,
      step: 'day',
      compare: 'previous',
      words: { fields: { category: '分类' }, values: {} },
    };
    const range = { from: tz.addDays(Date.now(), -2), to: tz.addDays(Date.now(), 1) };
    const expected = async (): Promise<{ code: string | null; at: string; now: number | null; before: number | null }[]> => {
      const { words: _words, ...asked } = body;
      const answer = await query({ ...asked, range });
      return answer.rows.map(({ key, bucket, cells, before }) => ({
        code: key[0] ?? null,
        at: `${tz.date(bucket!)} 00:00:00`,
        now: valueOf(measureOf('accepted'), cells[0]),
        before: before?.cells[0] ? valueOf(measureOf('accepted'), before.cells[0]) : null,
      }));
    }; // prettier-ignore
    const HEADS = ['分类', '分类 代码', '时间', '受理量 (件)', '受理量 · 上期', '受理量 · 变化 %', '满意率 (%)', '满意率 · 上期', '满意率 · 变化 百分点']; // prettier-ignore
    const SELECT = `SELECT "分类 代码", CAST("时间" AS VARCHAR), "受理量 (件)", "受理量 · 上期" FROM`;

    it('is CSV that other tools read', async () => {
      const path = await saved({ ...body, range }, 'format=csv', 'table.csv');
      const { columns } = await sql(`SELECT * FROM read_csv('${path}')`);
      expect(columns).toEqual(HEADS);
      const { rows } = await sql(
        `${SELECT} read_csv('${path}', types = {'分类 代码': 'VARCHAR', '时间': 'TIMESTAMP'})`,
      );
      expect(rows.map(([code, at, now, before]) => ({ code, at, now: Number(now), before: before === null ? null : Number(before) }))).toEqual(await expected()); // prettier-ignore
    });

    it('is Parquet with numbers and clock times', async () => {
      const path = await saved({ ...body, range }, 'format=parquet', 'table.parquet');
      const { columns, types } = await sql(`SELECT * FROM '${path}'`);
      expect(columns).toEqual(HEADS);
      expect(types).toEqual(['VARCHAR', 'VARCHAR', 'TIMESTAMP', ...Array.from({ length: 6 }, () => 'DOUBLE')]);
      const { rows } = await sql(`${SELECT} '${path}'`);
      expect(rows.map(([code, at, now, before]) => ({ code, at, now, before }))).toEqual(await expected());
    });

    it('is a workbook with numbers and clock times', async () => {
      const path = await saved({ ...body, range }, 'format=xlsx&lang=zh', 'table.xlsx');
      const [sheet] = await readXlsxFile(path);
      const [heads, ...rows] = sheet!.data;
      expect(heads).toEqual(HEADS);
      const read = rows.map((row) => ({
        code: row[1],
        at: (row[2] as unknown as Date).toISOString().slice(0, 19).replace('T', ' '),
        now: row[3],
        before: row[4],
      }));
      expect(read).toEqual(await expected());
      expect(rows.every((row) => typeof row[3] === 'number')).toBe(true);
    });

    it('[M2] lists the facts behind a measure, each once and none of what citizens said', async () => {
      const whole = { measures: ['accepted'], range: { from: tz.addDays(Date.now(), -10), to: Date.now() } };
      const { totals } = await query(whole);
      const path = await saved(whole, 'format=csv&what=tickets', 'list.csv');
      const { columns, rows } = await sql(`SELECT * FROM read_csv('${path}', all_varchar = true)`);
      expect(rows.length).toBe(totals[0]![0]);
      expect(new Set(rows.map(([id]) => id)).size).toBe(rows.length);
      for (const field of ['text', 'address', 'requester', 'lng', 'lat']) expect(columns).not.toContain(field);
      const parquet = await saved(whole, 'format=parquet&what=tickets', 'list.parquet');
      expect((await sql(`SELECT count(*)::INTEGER FROM '${parquet}'`)).rows).toEqual([[rows.length]]);
    });

    it('is refused like the question, before a byte is sent', async () => {
      const response = await fetch(`${server.address}/api/v1/query/explore/download?format=xlsx&measure=open`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ city: 'wuxi', measures: ['accepted'], range }),
      });
      expect([response.status, await response.json()]).toEqual([
        400,
        { error: { path: '/measure', rule: 'must be one of the measures asked for' } },
      ]);
    });

    it('leaves nothing behind', () => {
      expect(readdirSync(tmpdir()).filter((name) => name.startsWith('hotline-wall-download-'))).toEqual([]);
    });
  });

  it('[T4] turns away what would wait too long in line, and answers all others', async () => {
    const range = { from: tz.addDays(Date.now(), -400), to: Date.now() };
    const many = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const response = await fetch(`${server.address}/api/v1/query/explore`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ city: 'wuxi', measures: WINDOWED.slice(0, 4), range, step: 'day' }),
        });
        await response.arrayBuffer();
        return response.status;
      }),
    );
    expect(many.filter((status) => status === 200).length).toBeGreaterThanOrEqual(10);
    expect(many.every((status) => status === 200 || status === 503)).toBe(true);
  });
});
