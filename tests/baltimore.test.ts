/** Needs the real sample file: HOTLINE_DATA names the folder that holds `311/baltimore_311_sample_10000.csv`. */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JoinReply } from '../contract/protocol.ts';
import type { CountAnswer } from '../contract/query.ts';
import type { TopicValues } from '../contract/topic.ts';
import { checkMapping } from '../server/mapping/check.ts';
import { mapper } from '../server/mapping/mapper.ts';
import { ask, post, settled, testHome, type TestHome, type TestServer } from './support/server.ts';

const FILE = join(process.env['HOTLINE_DATA'] ?? '../shared/data', '311', 'baltimore_311_sample_10000.csv');
const here = existsSync(FILE);
if (!here) console.log(`skipped: ${FILE} is not there; HOTLINE_DATA names the folder with the real data`);

/** The recount by another tool: SQL over the file itself, which knows nothing of events, folds or measures. */
async function recount(sql: string): Promise<Record<string, number>> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const time = (column: string): string => `strptime(${column}, '%m/%d/%Y %I:%M:%S %p')`;
  await connection.run(
    `CREATE TABLE f AS SELECT *, ${time('CreatedDate')} AS created, ${time('DueDate')} AS due, ${time('CloseDate')} AS closed
     FROM read_csv('${FILE}', all_varchar = true, header = true)`,
  );
  const rows = (await connection.runAndReadAll(sql)).getRows();
  connection.closeSync();
  instance.closeSync();
  return Object.fromEntries(rows.map(([key, n]) => [String(key), Number(n)]));
}

describe.skipIf(!here)('Baltimore’s real requests', () => {
  let home: TestHome;
  let server: TestServer;
  const refused: unknown[] = [];
  beforeAll(async () => {
    home = await testHome('baltimore');
    server = await home.start({ args: ['--now', '2019-02-13T16:00:00-05:00'] });
    let batch: unknown[] = [];
    const send = async (): Promise<void> => {
      const { body } = await post(server.address, home.token, batch);
      refused.push(...body.results.filter((one) => one.status === 'refused'));
      batch = [];
    };
    const map = mapper(checkMapping(JSON.parse(readFileSync('mappings/baltimore.json', 'utf8'))));
    for await (const row of createReadStream(FILE).pipe(parse({ columns: true, bom: true }))) {
      const mapped = map(row as Record<string, unknown>);
      if ('refused' in mapped) refused.push(...mapped.refused);
      else batch.push(...mapped.events);
      if (batch.length >= 3000) await send();
    }
    await send();
    await settled(server.address, 'baltimore');
  });
  afterAll(async () => {
    await server.stop();
    home.remove();
  });

  const count = async (query: Record<string, unknown>): Promise<CountAnswer> =>
    ask(server.address, '/api/v1/query/count', { city: 'baltimore', ...query });
  const byKey = async (field: string, filter = {}): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await count({ measure: 'accepted', by: [field], filter })).rows.map(({ key, cell }) => [
        String(key[0]),
        cell[0],
      ]),
    );

  it('are all taken', async () => {
    expect(refused).toEqual([]);
    expect((await count({ measure: 'accepted' })).total[0]).toBe(10_000);
  });

  it('[M1] [M2] agree with a recount of the file by agency', async () => {
    expect(await byKey('unit')).toEqual(await recount('SELECT Agency, count(*) FROM f GROUP BY 1'));
  });

  it('agree by channel', async () => {
    const channel = `CASE MethodReceived WHEN 'Phone' THEN 'phone' WHEN 'API' THEN 'app' WHEN 'Mail' THEN 'mail' WHEN 'Email' THEN 'mail' WHEN 'Web' THEN 'web' ELSE 'transfer' END`;
    expect(await byKey('channel')).toEqual(await recount(`SELECT ${channel}, count(*) FROM f GROUP BY 1`));
  });

  it('agree by lateness', async () => {
    const clocks = await byKey('clock');
    const late = await recount(`SELECT 'late', count(*) FROM f WHERE closed > due`);
    expect(late['late']).toBe(1567);
    expect(clocks['missed']).toBe(late['late']);
    expect(clocks['met']).toBe((await recount(`SELECT 'met', count(*) FROM f WHERE closed <= due`))['met']);
    expect(clocks['none']).toBe((await recount(`SELECT 'none', count(*) FROM f WHERE due IS NULL`))['none']);
    expect(clocks['overdue']).toBe(
      (await recount(`SELECT 'overdue', count(*) FROM f WHERE closed IS NULL AND due < '2019-02-13 16:00:00'`))[
        'overdue'
      ],
    );
  });

  it('[M2] the wall of that day shows the thirty days before it as the file has them', async () => {
    const socket = io(server.address, { path: '/live', transports: ['websocket'] });
    const topics = [{ view: 'group', params: { measures: ['accepted'], by: ['unit'], window: '30d' } }];
    const reply = (await socket.timeout(10_000).emitWithAck('join', { city: 'baltimore', topics })) as JoinReply;
    socket.disconnect();
    if ('error' in reply) throw new Error(reply.error.rule);
    const value = (reply.topics[0] as { value: unknown }).value as TopicValues['group'];
    const shown = Object.fromEntries(Object.entries(value.cells['accepted']!).map(([unit, [n]]) => [unit, n]));
    expect(shown).toEqual(await recount(`SELECT Agency, count(*) FROM f WHERE created >= '2019-01-15' GROUP BY 1`));
  });
});
