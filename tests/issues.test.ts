/** Hot issues of a real server: found as tickets come, counted as listed, changed by a desk, and the same after kill -9. */
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JoinReply } from '../contract/protocol.ts';
import type { IssueAnswer, TicketAnswer } from '../contract/query.ts';
import type { TopicValues } from '../contract/topic.ts';
import { HOUR, MINUTE } from '../contract/time.ts';
import { created, event } from './support/events.ts';
import { add, ask, settled, testHome, type TestHome, type TestServer } from './support/server.ts';

const PATIENCE = 60_000;
const HEATING = [
  '五爱家园小区暖气不热',
  '五爱家园暖气不热，家里只有十三度',
  '五爱家园小区三号楼暖气不热',
  '五爱家园暖气还是不热',
];
const NOISE = ['中海国际社区三期夜间施工噪音扰民', '中海国际社区夜间施工噪音太大', '中海国际社区三期半夜施工噪音'];

let home: TestHome;
let server: TestServer;
let socket: Socket | undefined;

/** The value of a topic as a screen that joins now gets it. */
async function topic<V extends 'issues' | 'hot'>(view: V, params: object): Promise<TopicValues[V]> {
  socket?.close();
  socket = io(server.address, { path: '/live', transports: ['websocket'] });
  const reply = (await socket
    .timeout(20_000)
    .emitWithAck('join', { city: 'wuxi', topics: [{ view, params }] })) as JoinReply;
  if ('error' in reply) throw new Error(JSON.stringify(reply.error));
  return (reply.topics[0] as { value: unknown }).value as TopicValues[V];
}
const issues = () => topic('issues', { window: '24h', size: 20 });
async function until<T>(what: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + PATIENCE; ; await new Promise((resolve) => setTimeout(resolve, 300))) {
    const value = await what();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`it never came; last ${JSON.stringify(value).slice(0, 1000)}`);
  }
}
const listed = async (filter: object, { from, to }: { from: number; to: number }): Promise<number> =>
  (await ask<{ total: number }>(server.address, '/api/v1/query/list', { city: 'wuxi', measure: 'accepted', filter, range: { from, to }, size: 5 })).total; // prettier-ignore
const ticket = async (id: string): Promise<TicketAnswer> =>
  (await (await fetch(`${server.address}/api/v1/cities/wuxi/tickets/${id}`)).json()) as TicketAnswer;
async function act(id: string, what: string, body: object, token = home.admin): Promise<{ status: number; body: IssueAnswer }> {
  const response = await fetch(`${server.address}/api/v1/cities/wuxi/issues/${id}/${what}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ by: '一席', ...body }),
  });
  return { status: response.status, body: (await response.json()) as IssueAnswer };
} // prettier-ignore
const tickets = (titles: readonly string[], prefix: string, place: object): unknown[] =>
  titles.map((title, i) =>
    created(`${prefix}${i}`, { title, text: `${title}，请尽快派人处理。`, place, requester: `${prefix}${i}` }, Date.now() - HOUR + i * MINUTE),
  ); // prettier-ignore

beforeAll(async () => {
  home = await testHome();
  server = await home.start();
}, 180_000);
afterAll(async () => {
  socket?.close();
  await server?.kill();
  home?.remove();
});

describe('hot issues of a server', () => {
  let heating: string;
  let noise: string;

  it('[M2] are found as tickets come, one card a matter, and each count is that of the list behind it', async () => {
    await add(server.address, home.token, [
      ...tickets(HEATING, 'H', { district: '320213', community: '五爱家园' }),
      ...tickets(NOISE, 'N', { district: '320211' }),
      created('A0', { title: '地铁二号线末班车能否延长', place: { district: '320214' } }, Date.now() - HOUR),
      event('mention.published', 'M0', { medium: 'weibo', title: '五爱家园小区暖气不热，居民盼解决', text: '五爱家园小区暖气不热，物业无人管。' }, Date.now() - HOUR),
    ]); // prettier-ignore
    const value = await until(
      issues,
      ({ issues: found }) =>
        Object.values(found)
          .map(({ count, mentions }) => `${count}/${mentions}`)
          .sort()
          .join() === '3/0,4/1',
    );
    const of = (word: string) => Object.entries(value.issues).find(([, { title }]) => title.includes(word))!;
    heating = of('五爱家园')[0];
    noise = of('中海')[0];
    expect(value.issues[heating]).toMatchObject({ count: 4, requesters: 4, open: 4, total: 4, district: '320213' });
    expect(value.issues[noise]).toMatchObject({ count: 3, requesters: 3 });
    for (const [id, { count }] of Object.entries(value.issues)) expect(await listed({ issue: id }, value)).toBe(count);
    expect((await ticket('A0')).ticket.issue).toBeNull();
    expect((await ticket('H0')).steps.map(({ type }) => type)).toEqual(['ticket.created', 'ticket.read']);
  });

  it('a desk renames, splits, merges and dismisses; what cannot be done is refused with path and rule', async () => {
    expect((await act(heating, 'rename', { title: '五爱家园停暖' }, home.token)).status).toBe(403);
    expect(await act(heating, 'rename', {})).toMatchObject({ status: 409, body: { error: { path: '/title' } } });
    expect((await act('gone', 'rename', { title: 'x' })).status).toBe(404);
    expect((await act(heating, 'rename', { title: '五爱家园停暖' })).body.row).toMatchObject({ title: '五爱家园停暖', named: true });
    await act(heating, 'split', { tickets: ['H2', 'H3'] });
    const apart = await until(issues, ({ all, issues: found }) => all === 3 && found[heating]?.count === 2);
    const fresh = Object.keys(apart.issues).find((id) => id !== heating && id !== noise)!;
    expect(apart.issues[fresh]).toMatchObject({ count: 2 });
    await act(fresh, 'merge', { into: heating });
    const together = await until(issues, ({ all, issues: found }) => all === 2 && found[heating]?.count === 4);
    expect(together.issues[heating]).toMatchObject({ count: 4, title: '五爱家园停暖' });
    await act(noise, 'dismiss', { comment: '施工已许可' });
    expect((await until(issues, ({ all }) => all === 1)).issues[heating]).toBeDefined();
  }); // prettier-ignore

  it('all of it is remembered over kill -9, and a new ticket joins the issue of before', async () => {
    await settled(server.address);
    await server.kill();
    server = await home.start();
    const before = await until(issues, ({ all }) => all === 1);
    expect(before.issues[heating]).toMatchObject({ count: 4, title: '五爱家园停暖' });
    await add(server.address, home.token, tickets(['五爱家园小区暖气不热三天了'], 'L', { district: '320213', community: '五爱家园' }));
    await add(server.address, home.token, tickets(['中海国际社区三期夜里施工噪音'], 'D', { district: '320211' }));
    const after = await until(issues, ({ issues }) => issues[heating]?.count === 5);
    expect(after.issues[heating]!.title).toBe('五爱家园停暖');
    await until(async () => (await ticket('D0')).ticket.issue, (issue) => issue === noise);
    expect((await issues()).all).toBe(1);
  }); // prettier-ignore

  it('a word stands in as many tickets as the list behind it has', async () => {
    const places = ['春江花园', '锦绣新村', '金色家园', '阳光名邸', '蠡湖苑', '香樟公寓', '银杏里', '翠竹园', '新光华府', '华庭湾'];
    await add(server.address, home.token, places.flatMap((place, i) => tickets([`${place}充电桩不够用`], `W${i}-`, { district: '320214', community: place })));
    const { windows } = await until(
      () => topic('hot', { size: 20 }),
      ({ windows }) => Object.keys(windows['24h'].words).length > 0,
    );
    const range = windows['24h'];
    for (const [term, { count }] of Object.entries(range.words)) expect(await listed({ terms: { has: term } }, range)).toBe(count);
  }); // prettier-ignore
});
