/** Imports with real files and threads; the city that takes is a set of ids. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import type { ImportJob } from '../../contract/import.ts';
import type { Mapping } from '../../contract/mapping.ts';
import { loadCity } from '../city/load.ts';
import type { LogEvent } from '../log/log.ts';
import { openImports, type Imports } from './imports.ts';

const NOW = Date.parse('2024-04-01T00:00:00Z');
const MAPPING: Mapping = {
  name: 'test',
  source: '/import/test',
  timeZone: 'Asia/Shanghai',
  columns: { id: 'id', created: 'at', channel: 'by', nature: { constant: 'help' }, title: 'what', closed: 'end' },
};
const ROWS = [
  { id: 'T1', at: '2024-03-05 14:20:00', by: '电话', what: 'a, "b"\nc', end: '' },
  { id: 'T2', at: '2024-03-06 14:20:00', by: 'web', what: 'x', end: '2024-03-07 10:00:00' },
  { id: 'T3', at: 'yesterday', by: 'web', what: 'x', end: '' },
];

describe('imports', () => {
  let dir: string;
  let imports: Imports;
  const kept = new Map<string, LogEvent>();
  let moment = NOW;
  /** Holds up the batches after the first while it is a promise. */
  let gate: Promise<void> | null = null;
  const open = async (): Promise<Imports> => {
    const { city } = await loadCity('cities/wuxi');
    return openImports({
      city: {
        city,
        now: () => NOW,
        async take(events) {
          const known = events.filter(({ source, id }) => kept.has(`${source} ${id}`)).length;
          if (kept.size > 0) await gate;
          for (const event of events) kept.set(`${event.source} ${event.id}`, event);
          return { taken: events.length, known };
        },
      },
      dir,
      secret: 'secret',
      // Jobs are listed by when they were made: no two at the same moment.
      now: () => moment++,
      clock: () => performance.now(),
      onError: (error) => {
        throw error;
      },
    });
  };
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'imports-'));
    imports = await open();
  });
  afterAll(async () => {
    await imports.stop();
    rmSync(dir, { recursive: true });
  });
  const upload = async (file: string, bytes: Buffer): Promise<string> => {
    const { id } = await imports.create({ file, bytes: bytes.length });
    await imports.receive(id, 0, bytes);
    return id;
  };
  const rest = async (id: string): Promise<ImportJob> => {
    for (;;) {
      const job = imports.get(id);
      if (!['running', 'waiting'].includes(job.phase)) return job;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const run = async (file: string, bytes: Buffer, mapping = MAPPING): Promise<ImportJob> => {
    const id = await upload(file, bytes);
    await imports.start(id, mapping, 'test');
    return rest(id);
  };

  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const csv = ['id,at,by,what,end', ...ROWS.map((row) => Object.values(row).map(cell).join(','))].join('\r\n');
  const files: Record<string, () => Promise<Buffer> | Buffer> = {
    'a.csv': () => Buffer.from(csv),
    'mark.csv': () => Buffer.from(`\ufeff${csv}`),
    'utf16.csv': () => Buffer.from(`\ufeff${csv}`, 'utf16le'),
    'a.tsv': () => Buffer.from(csv.replaceAll('","', '"\t"').replace('id,at,by,what,end', 'id\tat\tby\twhat\tend')),
    'a.csv.gz': () => gzipSync(csv),
    'a.ndjson': () => Buffer.from(ROWS.map((row) => JSON.stringify(row)).join('\n')),
    'a.json': () => Buffer.from(JSON.stringify(ROWS)),
    'in.json': () =>
      Buffer.from(JSON.stringify({ meta: { tags: ['x', '[{'] }, result: { rows: ROWS }, more: [{ id: 'no' }] })),
    'a.xlsx': async () => {
      const names = ['id', 'at', 'by', 'what', 'end'] as const;
      const head = names.map((value) => ({ value }));
      const day = (text: string) => text.startsWith('2024') ? { value: new Date(`${text.replace(' ', 'T')}Z`), type: Date, format: 'yyyy-mm-dd hh:mm:ss' } : { value: text }; // prettier-ignore
      const body = ROWS.map((row) => names.map((name) => day(row[name])));
      const path = join(dir, '..', `imports-${process.pid}.xlsx`);
      await (writeExcelFile as unknown as (rows: unknown) => { toFile(path: string): Promise<void> })([
        head,
        ...body,
      ]).toFile(path);
      const bytes = readFileSync(path);
      rmSync(path);
      return bytes;
    },
    'a.parquet': async () => {
      const path = join(dir, '..', `imports-${process.pid}.parquet`);
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      const values = ROWS.map((row) => `(${Object.values(row).map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')})`); // prettier-ignore
      await connection.run(
        `COPY (SELECT * FROM (VALUES ${values.join(', ')}) AS t(id, "at", "by", what, "end")) TO '${path}' (FORMAT parquet)`,
      );
      connection.closeSync();
      instance.closeSync();
      const bytes = readFileSync(path);
      rmSync(path);
      return bytes;
    },
  };
  for (const [name, make] of Object.entries(files))
    it(`${name}: two rows are taken, one is refused with its reason`, async () => {
      kept.clear();
      const job = await run(name, await make());
      expect(job).toMatchObject({ phase: 'done', error: null, rows: 3, takenRows: 2, refusedRows: 1, taken: 3 });
      expect(job.refused).toMatchObject([{ path: '/created', rule: 'is not a time', row: 3 }]);
      expect([...kept.values()].map(({ id, at }) => [id, new Date(at).toISOString()])).toEqual([
        ['T1/created', '2024-03-05T06:20:00.000Z'],
        ['T2/created', '2024-03-06T06:20:00.000Z'],
        ['T2/closed/20240307T020000', '2024-03-07T02:00:00.000Z'],
      ]);
      expect(kept.get('/import/test T1/created')!.data).toMatchObject({ channel: 'phone', title: ROWS[0]!.what });
    });

  it('a job that was paused goes on where it was, and what is over is listed', async () => {
    kept.clear();
    const lines = Array.from({ length: 8000 }, (_, i) => `P${i},2024-03-05 10:00:00,web,${i},`);
    const id = await upload('long.csv', Buffer.from(['id,at,by,what,end', ...lines].join('\n')));
    let goOn = (): void => undefined;
    gate = new Promise((resolve) => (goOn = resolve));
    await imports.start(id, MAPPING, 'test');
    while (imports.get(id).rows === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await imports.pause(id);
    goOn();
    const paused = await rest(id);
    expect(paused.phase).toBe('paused');
    expect(paused.rows).toBeLessThan(8000);
    await imports.stop();
    imports = await open();
    expect(imports.get(id).rows).toBe(paused.rows);
    await imports.resume(id);
    expect(await rest(id)).toMatchObject({ phase: 'done', rows: 8000, takenRows: 8000, taken: 8000, known: 0 });
    expect(kept.size).toBe(8000);
    expect(imports.list()[0]!.id).toBe(id);
  });

  it('a file that is broken off fails with its reason, and what was taken stays', async () => {
    const job = await run('broken.csv.gz', gzipSync(csv).subarray(0, 60));
    expect(job).toMatchObject({ phase: 'failed' });
    expect(job.error).toMatch(/broken off|empty/);
  });
});
