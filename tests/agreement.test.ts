import { readdirSync, rmSync } from 'node:fs';
import { join as inHome } from 'node:path';
import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Condition } from '../contract/condition.ts';
import { EVENT_TYPES } from '../contract/event.ts';
import { MEASURE_IDS, MEASURES, type Cell } from '../contract/measure.ts';
import type { JoinReply } from '../contract/protocol.ts';
import type { CountAnswer, ListAnswer } from '../contract/query.ts';
import type { Topic, TopicValues } from '../contract/topic.ts';
import { anyStream } from '../server/facts/arbitrary.ts';
import { ask, post, settled, testHome, type TestHome, type TestServer } from './support/server.ts';

const WINDOWS = ['today', '7d', '30d'] as const;
const scope = fc.constantFrom<Condition[]>(
  {},
  { district: 'd1' },
  { unit: 'u1' },
  { category: { under: '02' } },
  { channel: { in: ['phone', 'web'] }, nature: { not: ['praise'] } },
  { words: { has: '停水' } },
  { clock: 'overdue' },
);

/** All cells but the ladder's: it goes on meanwhile by the clock, and its late steps come after a minute. */
const told = ({ cells }: { cells: Record<string, Cell> }): Record<string, Cell> =>
  Object.fromEntries(Object.entries(cells).filter(([id]) => !['urged', 'yellow_cards', 'red_cards'].includes(id)));

describe('wall and list', () => {
  let home: TestHome;
  let server: TestServer;
  let socket: Socket;
  beforeAll(async () => {
    home = await testHome();
    server = await home.start();
    socket = io(server.address, { path: '/live', transports: ['websocket'] });
    // Random lives, moved to end a little before now.
    const outside = new Set<string>(EVENT_TYPES);
    const lives = fc
      .sample(anyStream(300), { numRuns: 60, seed: 7 })
      .flat()
      // What the wall writes itself is not taken in from outside.
      .filter(({ type }) => outside.has(type));
    const latest = Math.max(...lives.map((event) => event.at));
    const shift = Date.now() - 60_000 - latest;
    const events = lives.map(({ at, id, ...event }, i) => ({
      specversion: '1.0',
      ...event,
      id: `${i % 50 === 0 ? 'again' : i}-${id.slice(-60)}`,
      subject: `${event.subject}-${i % 12}`,
      time: new Date(at + shift).toISOString(),
    }));
    for (let i = 0; i < events.length; i += 500) {
      const { status, body } = await post(server.address, home.token, events.slice(i, i + 500));
      if (status !== 200) throw new Error(JSON.stringify(body));
    }
    await settled(server.address);
  });
  afterAll(async () => {
    socket.disconnect();
    await server.stop();
    home.remove();
  });

  const join = async (topic: Topic): Promise<TopicValues['measures']> => {
    const reply = (await socket.timeout(10_000).emitWithAck('join', { city: 'wuxi', topics: [topic] })) as JoinReply;
    if ('error' in reply) throw new Error(`${reply.error.path} ${reply.error.rule}`);
    socket.emit('leave', reply.room);
    return (reply.topics[0] as { value: unknown }).value as TopicValues['measures'];
  };
  const listed = async (query: Record<string, unknown>): Promise<{ rows: number; total: number }> => {
    let rows = 0;
    let after: string | undefined;
    for (let page = 0; page < 100; page++) {
      const answer: ListAnswer = await ask(server.address, '/api/v1/query/list', {
        city: 'wuxi',
        size: 100,
        ...query,
        ...(after && { after }),
      });
      rows += answer.rows.length;
      if (!answer.next) return { rows, total: answer.total };
      after = answer.next;
    }
    throw new Error('the list does not end');
  };

  it('[M2] a number on the wall is the number of rows behind it, for random measures, windows and filters', async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...MEASURE_IDS),
        fc.constantFrom(...WINDOWS),
        scope,
        async (measure, window, filter) => {
          await new Promise((resolve) => setTimeout(resolve, 350));
          const value = await join({ view: 'measures', params: { measures: [measure], window }, scope: filter });
          const cell: Cell | undefined = value.cells[measure];
          if (!cell) return;
          seen += cell[0];
          const range = 'at' in MEASURES[measure] ? { range: { from: value.from, to: value.to } } : {};
          const counted = await ask<CountAnswer>(server.address, '/api/v1/query/count', {
            city: 'wuxi',
            measure,
            filter,
            ...range,
          });
          expect(counted.total).toEqual(cell);
          const kind = MEASURES[measure].kind;
          const population = await listed({ measure, filter, ...range });
          expect(population.rows).toBe(population.total);
          expect(population.total).toBe(kind === 'count' || kind === 'rate' ? cell[0] : cell[1]);
          if (kind === 'ratio') expect((await listed({ measure, filter, part: true, ...range })).total).toBe(cell[0]);
        },
      ),
      { numRuns: 60, seed: 11 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  const everything: Topic = { view: 'measures', params: { measures: MEASURE_IDS.slice(0, 24), window: '30d' } };
  /** Ends the server, does something to its data, and starts it again at the same address. */
  const restart = async (between: () => void): Promise<void> => {
    const { port } = new URL(server.address);
    await server.stop();
    between();
    server = await home.start({ port: Number(port) });
    await settled(server.address);
    socket.disconnect().connect();
  };

  it('[F1] a restart shows the same numbers', async () => {
    const before = await join(everything);
    await restart(() => undefined);
    expect(told(await join(everything))).toEqual(told(before));
  });

  it('[F1] a history that was lost is built anew from the log, with the same numbers', async () => {
    const before = await join(everything);
    const counted = await ask<CountAnswer>(server.address, '/api/v1/query/count', {
      city: 'wuxi',
      measure: 'accepted',
      by: ['unit', 'status'],
    });
    await restart(() => {
      for (const name of readdirSync(inHome(home.dir, 'wuxi')))
        if (name.startsWith('history')) rmSync(inHome(home.dir, 'wuxi', name));
    });
    expect(told(await join(everything))).toEqual(told(before));
    const again = await ask<CountAnswer>(server.address, '/api/v1/query/count', {
      city: 'wuxi',
      measure: 'accepted',
      by: ['unit', 'status'],
    });
    expect(again.rows).toEqual(counted.rows);
  });
});
