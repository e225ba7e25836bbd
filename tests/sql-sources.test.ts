/** Tables of real databases as live sources: every change of a row is to be told once, through ties, kills and late commits. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableSource } from '../contract/source.ts';
import { DAY, HOUR } from '../contract/time.ts';
import { systemClock } from '../server/clock.ts';
import type { RunningSources } from '../server/sources/start.ts';
import { mariadbBin, postgresBin, testMariadb, testPostgres, type TestDatabase } from './support/databases.ts';
import { sourceCity, type SourceCity } from './support/source-city.ts';

const KINDS = [
  { kind: 'postgres', there: postgresBin() !== null, start: testPostgres, instant: 'timestamptz(6)', text: 'text', named: (n: number) => `$${n}` },
  { kind: 'mysql', there: mariadbBin() !== null, start: testMariadb, instant: 'timestamp(6) NULL', text: 'varchar(4000)', named: () => '?' },
] as const; // prettier-ignore

it('has its databases in CI', () => {
  const missing = KINDS.filter(({ there }) => !there).map(({ kind }) => kind);
  expect(process.env['CI'] === 'true' ? missing : []).toEqual([]);
});

for (const { kind, there, start, instant, text, named } of KINDS) {
  if (!there) console.log(`skipped: no server for ${kind} is installed`);
  describe.skipIf(!there)(`a table of ${kind}`, () => {
    let database: TestDatabase;
    let city: SourceCity;
    beforeAll(async () => {
      [database, city] = await Promise.all([start(), sourceCity(systemClock)]);
      await database.query(
        `CREATE TABLE tickets (id bigint PRIMARY KEY, title ${text}, phone ${text}, unit ${text}, created_at ${instant}, closed_at ${instant}, updated_at ${instant})`,
      );
    });
    afterAll(async () => {
      await city?.stop();
      await database?.remove();
    });

    const source = (name: string, more: Partial<TableSource> = {}): TableSource => ({
      kind,
      source: `/test/${kind}-${name}`,
      host: '127.0.0.1',
      port: database.port,
      database: database.database,
      user: database.user,
      passwordEnv: 'DB_PASSWORD',
      table: 'tickets',
      cursor: 'updated_at',
      key: 'id',
      batch: 7,
      timeout: 5,
      mapping: {
        timeZone: 'UTC',
        idPrefix: `${kind}-${name}-`,
        columns: {
          id: 'id', title: 'title', unit: 'unit', requester: 'phone', created: 'created_at', closed: 'closed_at',
          channel: { constant: 'phone' }, nature: { constant: 'complaint' },
        }, // prettier-ignore
      },
      ...more,
    });
    const env = { DB_PASSWORD: 'secret' };
    const now = Date.now();
    const stamp = (at: number): string =>
      new Date(at)
        .toISOString()
        .replace('T', ' ')
        .replace('Z', kind === 'postgres' ? '+00' : '');
    const put = (id: number, at: number, title = `ticket ${id}`, created = now - 2 * HOUR): Promise<void> =>
      database.query(
        `INSERT INTO tickets VALUES (${[1, 2, 3, 4, 5, 6, 7].map(named).join(', ')})`,
        [id, title, '13812345678', 'u1', stamp(created), null, stamp(at)],
      ); // prettier-ignore
    const set = (id: number, column: string, value: string, at: number): Promise<void> =>
      database.query(`UPDATE tickets SET ${column} = ${named(1)}, updated_at = ${named(2)} WHERE id = ${named(3)}`, [
        value,
        stamp(at),
        id,
      ]);

    /** Until as many polls more were answered to the end as are needed to see what is there now. */
    async function seen(running: RunningSources): Promise<void> {
      const good = (): number => running.states()[0]!.polls - running.states()[0]!.failures;
      const goal = good() + 3;
      const end = Date.now() + 60_000;
      while (good() < goal) {
        if (Date.now() > end) throw new Error(JSON.stringify(running.states()));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    const lifeOf = async (name: string, ids: readonly number[]): Promise<Record<number, string[]>> => {
      const lives = await city.lives(ids.map((id) => `${kind}-${name}-${id}`));
      return Object.fromEntries(
        ids.map((id) => [
          id,
          (lives.get(`${kind}-${name}-${id}`) ?? []).map(({ type }) => type.slice('ticket.'.length)),
        ]),
      );
    };
    const BORN = ['created', 'dispatched'];

    it('[E3] is read whole though many rows have the same time, and its changes are told once', async () => {
      const tied = now - HOUR;
      for (let id = 1; id <= 40; id++) await put(id, tied);
      const running = city.follow([source('ties')], { env, every: 20 });
      try {
        await seen(running);
        const ids = Array.from({ length: 40 }, (_, i) => i + 1);
        expect(await lifeOf('ties', ids)).toEqual(Object.fromEntries(ids.map((id) => [id, BORN])));
        // A change within the microsecond after the last row, one long after it, and one that ends a ticket.
        await set(3, 'title', 'another title', tied + 1);
        await set(4, 'unit', 'u2', now - 60_000);
        await set(5, 'closed_at', stamp(now - 50_000), now - 50_000);
        await seen(running);
        expect(await lifeOf('ties', [3, 4, 5, 6])).toEqual({
          3: [...BORN, 'corrected'],
          4: [...BORN, 'transferred'],
          5: [...BORN, 'closed'],
          6: BORN,
        });
        const [state] = running.states();
        expect(state).toMatchObject({ failures: 0, refused: 0, taken: 83 });
        // Read again and again, of which nothing reached the log.
        expect(state!.known).toBe(0);
      } finally {
        await running.close();
      }
    });

    it('is read on where it stood, with rows that were committed late', async () => {
      await city.city.folded();
      await database.query('DELETE FROM tickets');
      await put(100, now - 30_000);
      const first = city.follow([source('late')], { env, every: 20 });
      await seen(first);
      await first.close();
      // While nobody asked: a new row, and one whose time is before what was read.
      await put(101, now - 20_000);
      await put(102, now - 45_000);
      await put(103, now - 1 * DAY);
      const second = city.follow([source('late')], { env, every: 20 });
      await seen(second);
      // The one that is a day late lies before the overlap: a change of it is seen, its silence is not.
      expect(await lifeOf('late', [100, 101, 102, 103])).toEqual({ 100: BORN, 101: BORN, 102: BORN, 103: [] });
      expect(second.states()[0]!.taken).toBe(4);
      await second.close();
    });

    it('is not hidden by a row whose time lies in the future', async () => {
      await database.query('DELETE FROM tickets');
      await put(200, Date.now() + 5 * HOUR);
      const running = city.follow([source('future')], { env, every: 20 });
      try {
        await seen(running);
        await put(201, Date.now());
        await seen(running);
        expect(await lifeOf('future', [200, 201])).toEqual({ 200: BORN, 201: BORN });
      } finally {
        await running.close();
      }
    });

    it('is followed on after its server was killed', async () => {
      await database.query('DELETE FROM tickets');
      await put(300, now);
      const errors: unknown[] = [];
      const running = city.follow([source('killed')], { env, every: 20, errors });
      try {
        await seen(running);
        await database.kill();
        while (running.states()[0]!.failing === 0) await new Promise((resolve) => setTimeout(resolve, 10));
        expect(running.states()[0]!.error).toContain('the database');
        await database.start();
        await put(301, Date.now());
        running.wake();
        await seen(running);
        expect(await lifeOf('killed', [300, 301])).toEqual({ 300: BORN, 301: BORN });
        expect(running.states()[0]!.error).toBeNull();
        // What is told of an error holds no secret.
        expect(errors.map(String).join('\n')).not.toContain('secret');
      } finally {
        await running.close();
      }
    });

    it('[E5] a row that cannot be a ticket is refused with a reason, once, and keeps nobody’s number', async () => {
      await database.query('DELETE FROM tickets');
      await put(400, now);
      await put(401, now, 'closed before created');
      await set(401, 'closed_at', stamp(now - DAY), now);
      const running = city.follow([source('refused')], { env, every: 20 });
      try {
        await seen(running);
        expect(await lifeOf('refused', [400, 401])).toEqual({ 400: BORN, 401: [] });
        expect(running.states()[0]).toMatchObject({ refused: 1 });
        const kept = await city.app.state.quarantine.list('polled', 0, 100);
        const row = kept.filter(({ key }) => key === `source /test/${kind}-refused`);
        expect(row).toMatchObject([{ path: '/closed', rule: 'must not be before created', times: 1 }]);
        expect(row[0]!.raw).not.toContain('13812345678');
      } finally {
        await running.close();
      }
    });

    it('is read by a SELECT of one’s own', async () => {
      await database.query('DELETE FROM tickets');
      await put(500, now);
      await put(501, now, 'not this one');
      const select =
        "SELECT id, title, phone, unit, created_at, closed_at, updated_at FROM tickets WHERE title NOT LIKE 'not%';";
      const running = city.follow([source('select', { table: undefined, select })], { env, every: 20 });
      try {
        await seen(running);
        expect(await lifeOf('select', [500, 501])).toEqual({ 500: BORN, 501: [] });
      } finally {
        await running.close();
      }
    });
  });
}
