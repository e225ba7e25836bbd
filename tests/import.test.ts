/** Imports through the API of a real server; with the real data (HOTLINE_DATA), its totals against SQL over the files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PIECE_BYTES, type ImportJob, type ImportPreview } from '../contract/import.ts';
import type { Mapping } from '../contract/mapping.ts';
import type { CountAnswer } from '../contract/query.ts';
import { ask, settled, testHome, type TestHome, type TestServer } from './support/server.ts';

const DATA = join(process.env['HOTLINE_DATA'] ?? '../shared/data', '311');
const here = existsSync(DATA);
if (!here && process.env['CI'])
  throw new Error(`${DATA} is not there: HOTLINE_DATA names the folder with the real data`);
if (!here) console.log(`skipped: ${DATA} is not there; HOTLINE_DATA names the folder with the real data`);

/** A machine with other work may take so long to start a server, ms. */
const LIMIT = 250_000;
const mappingOf = (name: string): Mapping => JSON.parse(readFileSync(`mappings/${name}.json`, 'utf8')) as Mapping;

/** The calls of one city, as an administrator. */
function importer(server: () => TestServer, home: () => TestHome, city: string) {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const raw = Buffer.isBuffer(body);
    const response = await fetch(`${server().address}/api/v1/cities/${city}/imports${path}`, {
      method,
      headers: {
        authorization: `Bearer ${home().admin}`,
        ...(body !== undefined && { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body !== undefined && { body: raw ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return (response.headers.get('content-type')?.includes('ndjson') ? text : text && JSON.parse(text)) as T;
  };
  const upload = async (file: string, bytes: Buffer): Promise<string> => {
    const { id } = await call<ImportJob>('POST', '', { file, bytes: bytes.length });
    for (let from = 0; from < bytes.length; from += PIECE_BYTES)
      await call('PUT', `/${id}/file?from=${from}`, bytes.subarray(from, from + PIECE_BYTES));
    return id;
  };
  /** The job when it came to rest. */
  const rest = async (id: string): Promise<ImportJob> => {
    const end = Date.now() + 120_000;
    for (;;) {
      const job = await call<ImportJob>('GET', `/${id}`);
      if (job.phase !== 'running' && job.phase !== 'waiting') return job;
      if (Date.now() > end) throw new Error(`still ${JSON.stringify(job)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const run = async (file: string, bytes: Buffer, mapping: Mapping): Promise<ImportJob> => {
    const id = await upload(file, bytes);
    await call('POST', `/${id}/start`, { mapping });
    return rest(id);
  };
  return { call, upload, rest, run };
}

const count = (server: TestServer, city: string, query: Record<string, unknown>): Promise<CountAnswer> =>
  ask(server.address, '/api/v1/query/count', { city, measure: 'accepted', ...query });
const byKey = async (server: TestServer, city: string, field: string, filter = {}): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await count(server, city, { by: [field], filter })).rows.map(({ key, cell }) => [String(key[0]), cell[0]]),
  );

/** The recount by another tool: SQL over the file itself, which knows nothing of mappings, events or facts. */
async function sql(text: string): Promise<Record<string, number>> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const rows = (await connection.runAndReadAll(text)).getRows();
    return Object.fromEntries(rows.map(([key, n]) => [String(key), Number(n)]));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
const US = (column: string): string => `strptime("${column}", '%m/%d/%Y %I:%M:%S %p')`;

const CHINESE = [
  '某市12345工单导出,,,,,,',
  '工单编号,受理时间,办结时间,诉求类型,区县,承办单位,诉求内容,联系电话',
  '2024001,2024年3月5日 14:20,2024年3月6日 9:05,投诉,梁溪区,市水务局,"小区停水，电话13812345678\n第二行",13812345678',
  '2024002,2024-03-05 15:00:00,,咨询,滨湖区,市人社局,社保怎么办,13900000000',
  '2024003,2024/3/13 8:00,2024/3/12 8:00,求助,梁溪区,市城管局,占道,13700000000',
].join('\r\n');

describe('imports of files', () => {
  let home: TestHome;
  let server: TestServer;
  const { call, upload, rest, run } = importer(
    () => server,
    () => home,
    'wuxi',
  );
  beforeAll(async () => {
    home = await testHome('wuxi');
    server = await home.start({ args: ['--now', '2024-03-20T09:00:00+08:00'], limit: LIMIT });
  });
  afterAll(async () => {
    await server?.stop();
    home?.remove();
  });
  /** The same in GBK, with semicolons: made here out of the table of the encoding. */
  const gbk = (text: string): Buffer => {
    const table = new Map<string, [number, number]>();
    const decoder = new TextDecoder('gb18030');
    for (let a = 0x81; a <= 0xfe; a++)
      for (let b = 0x40; b <= 0xfe; b++) table.set(decoder.decode(new Uint8Array([a, b])), [a, b]);
    return Buffer.from(
      [...text].flatMap((sign) => (sign.charCodeAt(0) < 128 ? [sign.charCodeAt(0)] : table.get(sign)!)),
    );
  };

  it('of an unknown file a mapping is proposed, and its rows are shown as they would be taken', async () => {
    const id = await upload('导出.csv', gbk(CHINESE.replaceAll(',', ';')));
    const preview = await call<ImportPreview>('POST', `/${id}/preview`, {});
    expect(preview.found).toMatchObject({ encoding: 'gb18030', delimiter: ';' });
    expect(preview.problem).toBeNull();
    expect(preview.mapping.columns).toMatchObject({ id: '工单编号', created: '受理时间', closed: '办结时间', district: '区县', unit: '承办单位', requester: '联系电话' }); // prettier-ignore
    expect(
      preview.rows.map(({ events, refused }) => [events.length, refused.map(({ path, rule }) => `${path} ${rule}`)]),
    ).toEqual([
      [3, []],
      [2, []],
      [0, ['/closed must not be before created']],
    ]);
    expect(JSON.stringify(preview)).not.toContain('13812345678');
    expect(preview.rows[0]!.events[0]!.data['text']).toBe('小区停水，电话138****5678\n第二行');
    expect(preview.rows[0]!.events[0]!.at).toBe(Date.parse('2024-03-05T14:20:00+08:00'));
    await call('POST', `/${id}/start`, { mapping: preview.mapping });
    const job = await rest(id);
    expect(job).toMatchObject({
      phase: 'done',
      rows: 3,
      takenRows: 2,
      refusedRows: 1,
      taken: 5,
      known: 0,
      fraction: 1,
    });
    const refused = await call<string>('GET', `/${id}/refused`);
    expect(refused).toContain('must not be before created');
    expect(refused).not.toContain('13700000000');
    await settled(server.address, 'wuxi');
    expect((await count(server, 'wuxi', {})).total[0]).toBe(2);
    // Names of the profile became its codes.
    const places = JSON.parse(readFileSync('cities/wuxi/places.json', 'utf8')) as { code: string; names: { zh: string } }[]; // prettier-ignore
    const codes = places.filter(({ names }) => ['梁溪区', '滨湖区'].includes(names.zh)).map(({ code }) => code);
    expect(Object.keys(await byKey(server, 'wuxi', 'district')).sort()).toEqual(codes.sort());
  });

  it('[E3] the same file again takes nothing, and a later version only what is new', async () => {
    const { imports } = await call<{ imports: ImportJob[] }>('GET', '');
    const mapping = imports[0]!.mapping!;
    expect(await run('again.csv', Buffer.from(CHINESE), mapping)).toMatchObject({ taken: 0, known: 5 });
    const later = CHINESE.replace('15:00:00,,咨询', '15:00:00,2024-03-06 10:00:00,咨询');
    expect(await run('later.csv', Buffer.from(later), mapping)).toMatchObject({ taken: 1, known: 5 });
  });

  it('refuses what it cannot read, with the reason, and a bad mapping with its path', async () => {
    const id = await upload('x.xls', Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(100)]));
    await expect(call('POST', `/${id}/preview`, {})).rejects.toThrow(/400 .*\.xlsx or CSV/);
    const mapping = { ...mappingOf('ottawa'), timeZone: 'Nowhere/City' };
    await expect(call('POST', `/${id}/start`, { mapping })).rejects.toThrow(/400 .*\/mapping\/timeZone/);
    await expect(call('PUT', `/${id}/file?from=3`, Buffer.from('x'))).rejects.toThrow(/409/);
    await call('DELETE', `/${id}`);
    await expect(call('GET', `/${id}`)).rejects.toThrow(/404/);
  });

  it('nobody without an admin key', async () => {
    const url = `${server.address}/api/v1/cities/wuxi/imports`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: `Bearer ${home.token}` } })).status).toBe(403);
  });

  it('[E2] goes on after a kill where it was, and nothing is lost or doubled', async () => {
    const rows = 30_000;
    const lines = Array.from(
      { length: rows },
      (_, i) => `K${i},2024-02-${String(1 + (i % 28)).padStart(2, '0')} 10:00:00,电话,${i}`,
    );
    const mapping: Mapping = {
      name: 'kill', source: '/import/kill', timeZone: 'Asia/Shanghai',
      columns: { id: 'id', created: 'at', channel: 'by', nature: { constant: 'help' }, title: 'what' },
    }; // prettier-ignore
    const before = (await count(server, 'wuxi', {})).total[0]!;
    const id = await upload('kill.csv', Buffer.from(['id,at,by,what', ...lines].join('\n')));
    await call('POST', `/${id}/start`, { mapping });
    for (;;) {
      const job = await call<ImportJob>('GET', `/${id}`);
      if (job.rows > 0 || job.phase === 'done') break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await server.kill();
    const kept = JSON.parse(readFileSync(join(home.dir, 'imports', 'wuxi', id, 'job.json'), 'utf8')) as ImportJob;
    expect(kept.phase).toBe('running');
    expect(kept.rows).toBeLessThan(rows);
    server = await home.start({ args: ['--now', '2024-03-20T09:00:00+08:00'], limit: LIMIT });
    const job = await rest(id);
    expect(job).toMatchObject({ phase: 'done', rows, takenRows: rows, refusedRows: 0 });
    await settled(server.address, 'wuxi', 120_000);
    expect((await count(server, 'wuxi', {})).total[0]).toBe(before + rows);
  });
});

describe.skipIf(!here)('real files of three cities', () => {
  let home: TestHome;
  let server: TestServer;
  const city = 'baltimore';
  const { call, run } = importer(
    () => server,
    () => home,
    city,
  );
  const fresh = async (now: string): Promise<void> => {
    home = await testHome(city);
    server = await home.start({ args: ['--now', now], limit: LIMIT });
  };
  const end = async (): Promise<void> => {
    await server?.stop();
    home?.remove();
  };
  const file = (name: string): Buffer => readFileSync(join(DATA, name));

  it('Baltimore: rounded coordinates are no place, and the totals are those of the file', async () => {
    await fresh('2019-02-13T16:00:00-05:00');
    const name = 'baltimore_311_sample_10000.csv';
    const job = await run(name, file(name), mappingOf('baltimore'));
    expect(job).toMatchObject({ phase: 'done', rows: 10_000, takenRows: 10_000, refusedRows: 0 });
    expect(job.remarks.find(({ rule }) => rule.includes('rounded'))?.count).toBe(892);
    await settled(server.address, city);
    const f = `(SELECT *, ${US('CreatedDate')} AS created, ${US('DueDate')} AS due, ${US('CloseDate')} AS closed FROM read_csv('${join(DATA, name)}', all_varchar = true, header = true))`;
    expect(await byKey(server, city, 'unit')).toEqual(await sql(`SELECT Agency, count(*) FROM ${f} GROUP BY 1`));
    const channel = `CASE MethodReceived WHEN 'Phone' THEN 'phone' WHEN 'API' THEN 'app' WHEN 'Mail' THEN 'mail' WHEN 'Email' THEN 'mail' WHEN 'Web' THEN 'web' ELSE 'transfer' END`;
    expect(await byKey(server, city, 'channel')).toEqual(await sql(`SELECT ${channel}, count(*) FROM ${f} GROUP BY 1`));
    const clocks = await byKey(server, city, 'clock');
    const late = await sql(
      `SELECT CASE WHEN due IS NULL THEN 'none' WHEN closed > due THEN 'missed' WHEN closed IS NOT NULL THEN 'met' WHEN due < '2019-02-13 16:00:00' THEN 'overdue' ELSE 'open' END, count(*) FROM ${f} GROUP BY 1`,
    );
    expect(late['missed']).toBe(1567);
    for (const state of ['missed', 'met', 'none', 'overdue'])
      expect([state, clocks[state]]).toEqual([state, late[state]]);
    const months = await sql(`SELECT strftime(created, '%Y-%m'), count(*) FROM ${f} GROUP BY 1`);
    const monthly = await monthsOf(server, city, 'America/New_York', Object.keys(months));
    expect(monthly).toEqual(months);
    // Again, and nothing doubles.
    expect(await run(name, file(name), mappingOf('baltimore'))).toMatchObject({ taken: 0, takenRows: 10_000 });
    await settled(server.address, city);
    expect((await count(server, city, {})).total[0]).toBe(10_000);
    await end();
  });

  it('New York: closed before created is refused with its reason, and the totals are those of the files without such rows', async () => {
    await fresh('2022-06-01T00:00:00-04:00');
    const [due, may] = ['nyc_311_2018-01-22_due-dates_155.csv', 'nyc_311_2022-05-01_924.csv'] as const;
    const read = (name: string): string => `(SELECT *, ${US('Created Date')} AS created, ${US('Closed Date')} AS closed, ${US('Due Date')} AS due FROM read_csv('${join(DATA, name)}', all_varchar = true, header = true))`; // prettier-ignore
    const job = await run(due, file(due), mappingOf('new-york'));
    const impossible = (await sql(`SELECT 'n', count(*) FROM ${read(due)} WHERE closed < created`))['n']!;
    expect(impossible).toBeGreaterThan(0);
    expect(job).toMatchObject({ rows: 155, refusedRows: impossible, refused: [{ path: '/closed', rule: 'must not be before created', count: impossible }] }); // prettier-ignore
    const refused = (await call<string>('GET', `/${job.id}/refused`)).trim().split('\n').map((line) => JSON.parse(line) as { record: Record<string, string> }); // prettier-ignore
    expect(refused).toHaveLength(impossible);
    expect(await run(may, file(may), mappingOf('new-york'))).toMatchObject({ rows: 924, takenRows: 924 });
    await settled(server.address, city);
    const all = `(SELECT Agency, created, closed, due FROM ${read(due)} WHERE closed IS NULL OR closed >= created UNION ALL SELECT Agency, created, closed, due FROM ${read(may)})`;
    expect(await byKey(server, city, 'unit')).toEqual(await sql(`SELECT Agency, count(*) FROM ${all} GROUP BY 1`));
    expect((await byKey(server, city, 'clock'))['missed'] ?? 0).toBe((await sql(`SELECT 'n', count(*) FROM ${all} WHERE closed > due`))['n']); // prettier-ignore
    await end();
  });

  it('Ottawa: three files without ids and in two forms of dates; blank wards are counted, or refused where required', async () => {
    await fresh('2014-04-15T00:00:00-04:00');
    const names = ['JanSR-2014.csv', 'FebSR-2014.csv', 'MarSR-2014.csv'];
    const f = `(SELECT * FROM read_csv([${names.map((name) => `'${join(DATA, 'ottawa', name)}'`).join(', ')}], all_varchar = true, header = true))`;
    const blank = (await sql(`SELECT 'n', count(*) FROM ${f} WHERE trim(coalesce(ward, '')) = ''`))['n']!;
    const jobs: ImportJob[] = [];
    for (const name of names) jobs.push(await run(name, file(`ottawa/${name}`), mappingOf('ottawa')));
    const said = (job: ImportJob): number => job.remarks.find(({ path, rule }) => path === '/district' && rule === 'is blank')?.count ?? 0; // prettier-ignore
    expect(jobs.reduce((sum, job) => sum + said(job), 0)).toBe(blank);
    expect(jobs.reduce((sum, job) => sum + job.refusedRows, 0)).toBe(0);
    await settled(server.address, city, 120_000);
    expect((await count(server, city, {})).total[0]).toBe(43_046);
    expect(await byKey(server, city, 'unit')).toEqual(await sql(`SELECT call_type, count(*) FROM ${f} GROUP BY 1`));
    const created = `coalesce(try_strptime(creation_date, '%Y-%b-%d %H:%M:%S'), try_strptime(creation_date, '%-m/%-d/%Y %-H:%M'))`;
    const months = await sql(`SELECT strftime(${created}, '%Y-%m'), count(*) FROM ${f} GROUP BY 1`);
    expect(await monthsOf(server, city, 'America/Toronto', Object.keys(months))).toEqual(months);
    const strict = { ...mappingOf('ottawa'), source: '/import/strict', required: ['district' as const] };
    const refused = await run(names[2]!, file(`ottawa/${names[2]}`), strict);
    expect(refused.refused).toMatchObject([{ path: '/district', rule: 'is blank, and the mapping requires it', count: said(jobs[2]!) }]); // prettier-ignore
    await end();
  });
});

/** Tickets of each local month. */
async function monthsOf(
  server: TestServer,
  city: string,
  timeZone: string,
  months: string[],
): Promise<Record<string, number>> {
  const { zone } = await import('../contract/time.ts');
  const tz = zone(timeZone);
  const counts: Record<string, number> = {};
  for (const month of months) {
    const [year, number] = month.split('-').map(Number) as [number, number];
    const after = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
    const range = { from: tz.moment(`${month}-01`, 0), to: tz.moment(`${after}-01`, 0) };
    counts[month] = (await count(server, city, { range })).total[0]!;
  }
  return counts;
}
