/** Gauges through the whole system: readings come in, are corrected and come again; a wall joins them and opens them; a restart keeps them. */
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JoinReply } from '../contract/protocol.ts';
import type { CountAnswer, ListAnswer } from '../contract/query.ts';
import { HOUR, MINUTE } from '../contract/time.ts';
import type { TopicOf, TopicValues } from '../contract/topic.ts';
import { ask, post, settled, testHome, type TestHome, type TestServer } from './support/server.ts';

const GAUGE = 'wuxi-temperature';
const start = Math.floor(Date.now() / HOUR) * HOUR - 3 * HOUR;
const reading = (at: number, value: number, more: object = {}, id = `${at}`) => ({
  specversion: '1.0',
  id,
  source: '/wuxi/sensors',
  type: 'hotline.gauge.reported',
  subject: GAUGE,
  time: new Date(at).toISOString(),
  data: { value, unit: '℃', ...more },
});

describe('gauges', () => {
  let home: TestHome;
  let server: TestServer;
  let socket: Socket;
  const connect = (): Socket => io(server.address, { path: '/live', transports: ['websocket'] });
  beforeAll(async () => {
    home = await testHome();
    server = await home.start();
    socket = connect();
  });
  afterAll(async () => {
    socket.disconnect();
    await server.stop();
    home.remove();
  });

  const joined = async (of: 'mean' | 'last'): Promise<TopicValues['gauges']> => {
    const topic: TopicOf<'gauges'> = {
      view: 'gauges',
      params: { gauges: [GAUGE, 'wuxi-nothing'], window: '24h', step: 'hour', of },
    };
    const reply = (await socket.timeout(10_000).emitWithAck('join', { city: 'wuxi', topics: [topic] })) as JoinReply;
    if ('error' in reply) throw new Error(`${reply.error.path} ${reply.error.rule}`);
    socket.emit('leave', reply.room);
    return (reply.topics[0] as { value: unknown }).value as TopicValues['gauges'];
  };
  const listed = (range?: { from: number; to: number }): Promise<ListAnswer> =>
    ask(server.address, '/api/v1/query/list', {
      city: 'wuxi',
      measure: 'gauge_readings',
      filter: { gauge: GAUGE },
      ...(range && { range }),
      size: 100,
    });

  it('[E3] [E4] a moment is one reading, told again or corrected, in whatever order', async () => {
    const events = [
      reading(start + 90 * MINUTE, 7.5),
      reading(start, 3),
      reading(start + 30 * MINUTE, 5),
      // The same moment again: what comes later in the order of ids corrects it.
      reading(start + 30 * MINUTE, 5.5, { district: '320213' }, 'corrected'),
      reading(start, 3),
    ];
    const { body } = await post(server.address, home.token, events);
    expect([body.taken, body.known]).toEqual([4, 1]);
    await settled(server.address);
    const list = await listed();
    expect(list.rows.map(({ value, reported }) => [reported, value])).toEqual([
      [start + 90 * MINUTE, 7.5],
      [start + 30 * MINUTE, 5.5],
      [start, 3],
    ]);
    expect(list.rows[1]).toMatchObject({ gauge: GAUGE, district: '320213', valueUnit: '℃', source: '/wuxi/sensors' });
  });

  /** What a wall shows of the gauge, and what lists and counts say of it. */
  const seen = async () => {
    const [mean, last, list] = [await joined('mean'), await joined('last'), await listed()];
    const counted: CountAnswer = await ask(server.address, '/api/v1/query/count', {
      city: 'wuxi',
      measure: 'gauge_readings',
      by: ['gauge'],
    });
    return {
      latest: mean.latest,
      means: mean.buckets[GAUGE],
      lasts: last.buckets[GAUGE],
      first: list.rows[0]!['value'],
      hour: (await listed({ from: start, to: start + HOUR })).total,
      counted: counted.rows,
    };
  };
  const EXPECTED = {
    latest: { [GAUGE]: { value: 7.5, at: start + 90 * MINUTE, unit: '℃' } },
    means: { [start]: 4.25, [start + HOUR]: 7.5 },
    lasts: { [start]: 5.5, [start + HOUR]: 7.5 },
    first: 7.5,
    hour: 2,
    counted: [{ key: [GAUGE], cell: [3, 0] }],
  };
  it('[M2] what a wall shows and the readings behind it agree', async () => {
    expect(await seen()).toEqual(EXPECTED);
  });

  it('[E2] [F1] and are the same after a restart', async () => {
    socket.disconnect();
    await server.kill();
    server = await home.start();
    socket = connect();
    await settled(server.address);
    expect(await seen()).toEqual(EXPECTED);
  });
});
