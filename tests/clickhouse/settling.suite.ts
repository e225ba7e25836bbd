/** What the history in ClickHouse does beyond the interface: moving rows to the body, ends half way, and two who want to write. */
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../contract/time.ts';
import type { ClickHouseHistory } from '../../server/history/clickhouse/history.ts';
import { openClickHouseHistory } from '../../server/history/clickhouse/open.ts';
import { factArb, MIDDLE } from '../../server/history/arbitrary.ts';
import type { FactRecord } from '../../server/history/history.ts';
import { cellOf, population } from '../../server/history/recount.ts';
import { measureOf } from '../../contract/measure.ts';
import { HistoryUnavailable } from '../../server/history/unavailable.ts';

export interface Where {
  client?: ClickHouseClient;
  urls: readonly string[];
  cluster: string | null;
}

const AT = (seq: number) => ({ epoch: 'e1', seq });
let databases = 0;

/** So many tickets of these ids, born on this day. */
function tickets(ids: readonly number[], born: number | null, title: string): FactRecord[] {
  const [model] = fc.sample(factArb('ticket'), { numRuns: 1, seed: 4 });
  return ids.map((n) => ({ ...model!, row: { ...model!.row, id: `T${n}`, created: born, title } }) as FactRecord);
}
const ids = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** `where` says, once the suite runs, which servers are used. */
export function settlingSuite(name: string, where: () => Where): void {
  describe(`moving, ends half way and fencing: ${name}`, () => {
    let database: string;
    const open: ClickHouseHistory[] = [];
    const tokens = { first: 1 as number | null, second: 2 as number | null };
    beforeEach(() => {
      database = `settling_${++databases}`;
      tokens.first = 1;
      tokens.second = 2;
    });
    afterEach(async () => {
      await Promise.all(open.splice(0).map((history) => history.close()));
    });
    const make = async (token: () => number | null, client?: ClickHouseClient): Promise<ClickHouseHistory> => {
      const onError = (error: unknown): void => {
        throw error;
      };
      const zone = 'Asia/Shanghai';
      const history = await openClickHouseHistory({
        ...where(),
        ...(client && { client }),
        database,
        zone,
        token,
        grace: 0,
        onError,
      });
      open.push(history);
      return history;
    };
    const titled = async (history: ClickHouseHistory, title: string): Promise<number> =>
      (await history.count({ measure: 'accepted', filter: { title } })).total[0];

    it('[M2] facts that change their month, or lose it, are counted once and in the right one, moved or not', async () => {
      const history = await make(() => 1);
      const model = new Map<string, FactRecord>();
      const days = [MIDDLE, MIDDLE - 40 * DAY, MIDDLE + 70 * DAY, null, MIDDLE - 40 * DAY];
      for (const [seq, born] of days.entries()) {
        // Each time others stay where they were.
        const facts = tickets(ids(seq * 5, 60), born, `v${seq}`);
        await history.write(facts, AT(seq + 1));
        for (const fact of facts) model.set(fact.row.id, fact);
        for (const moved of [false, true]) {
          if (moved) await history.settle();
          for (const middle of days) {
            const range = middle === null ? undefined : { from: middle - DAY, to: middle + DAY };
            const query = { measure: 'accepted' as const, range };
            const answer = await history.count(query);
            expect(answer.total).toEqual(cellOf(measureOf('accepted'), population(model.values(), query)));
            expect(answer.position).toEqual(AT(seq + 1));
            expect((await history.list({ ...query, size: 500 })).total).toBe(answer.total[0]);
          }
        }
      }
      const loaded = await history.load('ticket', [...model.keys()]);
      expect(loaded.map(({ row }) => row.id).sort()).toEqual([...model.keys()].sort());
      expect(
        loaded.every(
          (fact) => (fact.row as { title: string }).title === (model.get(fact.row.id)!.row as { title: string }).title,
        ),
      ).toBe(true);
    });

    it('[M2] answers belong to the position that they name while rows are moved and dropped under them', async () => {
      const history = await make(() => 1);
      await history.write(tickets(ids(0, 10), MIDDLE, 'x'), AT(1));
      let done = false;
      const writing = (async () => {
        for (let seq = 2; seq <= 8; seq++) {
          await history.write(tickets(ids(seq * 10 - 15, seq * 10), MIDDLE, 'x'), AT(seq));
          await history.settle();
        }
      })().finally(() => (done = true));
      let looks = 0;
      while (!done) {
        const { total, position } = await history.count({ measure: 'accepted' });
        expect(total[0]).toBe(position.seq * 10);
        looks++;
      }
      await writing;
      expect(looks).toBeGreaterThan(0);
      expect((await history.count({ measure: 'accepted' })).total[0]).toBe(80);
    });

    it('what ends before its mark is seen by nobody, and what only lost its answer is kept', async () => {
      const { client: given, urls } = where();
      const real = given ?? createClient({ url: urls[0]! });
      let fault: 'none' | 'before' | 'after' = 'none';
      // The network between: statements that set a mark do not arrive, or their answer does not.
      const client = {
        exec: async (asked: Parameters<ClickHouseClient['exec']>[0]) => {
          const mark = /^INSERT INTO \S*"position"/.test(asked.query);
          if (mark && fault === 'before') throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
          const answer = await real.exec(asked);
          if (mark && fault === 'after') throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
          return answer;
        },
      } as unknown as ClickHouseClient;
      // Tables are there already, on every node.
      await (await make(() => 1)).write(tickets(ids(0, 10), MIDDLE, 'kept'), AT(1));
      const history = await make(() => 2, client);
      await history.write([], AT(2));
      fault = 'before';
      await expect(history.write(tickets(ids(5, 30), MIDDLE, 'lost'), AT(3))).rejects.toThrow(HistoryUnavailable);
      fault = 'none';
      expect(await history.position()).toEqual(AT(2));
      expect(await titled(history, 'kept')).toBe(10);
      expect(await titled(history, 'lost')).toBe(0);
      await history.write(tickets(ids(30, 40), MIDDLE, 'next'), AT(4));
      fault = 'after';
      await expect(history.write(tickets(ids(40, 50), MIDDLE, 'unsure'), AT(5))).rejects.toThrow(HistoryUnavailable);
      fault = 'none';
      expect(await history.position()).toEqual(AT(5));
      await history.write(tickets(ids(50, 60), MIDDLE, 'last'), AT(6));
      for (const moved of [false, true]) {
        if (moved) await history.settle();
        expect(
          await Promise.all(['kept', 'lost', 'next', 'unsure', 'last'].map((title) => titled(history, title))),
        ).toEqual([10, 0, 10, 10, 10]);
      }
      if (!given) await real.close();
    });

    it('a holder that wakes up after another took over writes nothing that anybody sees', async () => {
      const first = await make(() => tokens.first);
      const second = await make(() => tokens.second);
      await first.write(tickets(ids(0, 10), MIDDLE, 'old'), AT(1));
      // Read by the second before it wrote anything itself.
      expect(await second.position()).toEqual(AT(1));
      await second.write(tickets(ids(10, 20), MIDDLE, 'new'), AT(2));
      // The first one does not know yet that its token is the old one.
      await expect(first.write(tickets(ids(0, 30), MIDDLE, 'ghost'), AT(7))).rejects.toThrow(HistoryUnavailable);
      await expect(first.write(tickets(ids(0, 30), MIDDLE, 'ghost'), AT(8))).rejects.toThrow(HistoryUnavailable);
      await expect(first.settle()).rejects.toThrow(HistoryUnavailable);
      for (const history of [first, second]) {
        expect(await history.position()).toEqual(AT(2));
        expect(await Promise.all(['old', 'new', 'ghost'].map((title) => titled(history, title)))).toEqual([10, 10, 0]);
      }
      await second.settle();
      await second.write(tickets(ids(15, 25), MIDDLE, 'newer'), AT(3));
      await second.settle();
      expect(await Promise.all(['old', 'new', 'newer', 'ghost'].map((title) => titled(first, title)))).toEqual([
        10, 5, 10, 0,
      ]);
      // The city comes back to it, with a token of its own.
      tokens.first = 3;
      await first.write(tickets(ids(0, 5), MIDDLE, 'again'), AT(4));
      tokens.second = null;
      await expect(second.write([], AT(5))).rejects.toThrow(HistoryUnavailable);
      expect(await second.position()).toEqual(AT(4));
      expect(await Promise.all(['old', 'new', 'newer', 'again'].map((title) => titled(second, title)))).toEqual([
        5, 5, 10, 5,
      ]);
    });
  });
}
