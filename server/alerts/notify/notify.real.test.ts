/** Telling people, with real parts: log, state, receivers by HTTP and SMTP. Only the clock and the lease are held by hand. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALERT_SOURCE, type AlertCard } from '../../../contract/alert.ts';
import type { AlertEventType } from '../../../contract/event.ts';
import type { Route } from '../../../contract/rule.ts';
import type { Json } from '../../../contract/text.ts';
import { HOUR, MINUTE, SECOND } from '../../../contract/time.ts';
import { manualClock } from '../../clock.ts';
import { openEmbeddedLog } from '../../log/embedded/embedded.ts';
import type { Log, LogEvent } from '../../log/log.ts';
import { openEmbeddedState } from '../../state/embedded/embedded.ts';
import { StateUnavailable, type State } from '../../state/state.ts';
import { findChannels, type Channel } from './channel.ts';
import { httpReceiver, mailReceiver, type Receiver } from './channels/fixture.ts';
import { card, CITY, content, NOW, recipient } from './fixture.ts';
import { httpSender } from './http.ts';
import { startNotifier, type Notifier, type NotifierParts } from './notifier.ts';
import { keepRecipient } from './recipients.ts';
import { noticesOf, outboxOf, type Done } from './records.ts';

/** A lease that is given and taken by hand. */
function handLease(token: number | null) {
  const watchers = new Set<(token: number | null) => void>();
  return {
    token,
    watch(changed: (token: number | null) => void) {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
    give(to: number | null) {
      this.token = to;
      for (const tell of watchers) tell(to);
    },
  };
}

const WAIT = { timeout: 30_000 };

describe('[A1] people are told of alerts', () => {
  let dir: string;
  let log: Log;
  let state: State;
  let channels: Map<string, Channel>;
  let cards: Map<string, AlertCard>;
  let clock: ReturnType<typeof manualClock>;
  let errors: string[];
  let running: Notifier[];
  let receivers: Receiver[];
  let step = 0;

  const openStores = async (): Promise<void> => {
    log = await openEmbeddedLog({ path: join(dir, 'log.db') });
    state = await openEmbeddedState({ path: join(dir, 'state.db') });
  };
  const closeAll = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((notifier) => notifier.close()));
    await state.close();
    await log.close();
  };
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'notify-'));
    await openStores();
    channels = await findChannels();
    cards = new Map();
    clock = manualClock(NOW);
    errors = [];
    running = [];
    receivers = [];
  });
  afterEach(async () => {
    await closeAll();
    await Promise.all(receivers.map((receiver) => receiver.close()));
    await rm(dir, { recursive: true, force: true });
  });

  const routes: Route[] = [{ to: ['duty'], above: ['mayor'] }];
  const start = (more: Partial<NotifierParts> = {}): Notifier => {
    const notifier = startNotifier({
      city: CITY,
      log,
      state,
      lease: handLease(1),
      routes: () => routes,
      cardOf: (id) => cards.get(id) ?? null,
      unitName: (id, locale) => `${id} ${locale}`,
      channels,
      wallUrl: 'https://wall.example',
      onError: (error) => void errors.push(String((error as Error).message)),
      random: () => 1,
      machine: clock,
      http: httpSender({ timeout: 2000 }),
      every: 20,
      ...more,
    });
    running.push(notifier);
    return notifier;
  };
  const receiver = async (): Promise<Receiver> => {
    const one = await httpReceiver();
    receivers.push(one);
    return one;
  };
  const setUp = (id: string, channel: string, settings: Record<string, Json>, more = {}): Promise<void> =>
    keepRecipient(state, CITY.id, recipient(id, { channel, settings, ...more }));
  const say = async (type: AlertEventType, data: object = {}, subject = 'a-1', at = NOW): Promise<void> => {
    const id = `${subject}-${step++}`;
    const event = { source: ALERT_SOURCE, id, type, subject, at, data: data as LogEvent['data'] };
    await log.append([event], at);
  };
  const ticket = (n: number): LogEvent => ({
    source: '/t', id: `t-${n}`, type: 'hotline.ticket.created', subject: `T${n}`, at: NOW, data: {},
  }); // prettier-ignore
  const heads = ({ got }: Receiver): string[] =>
    got.map(({ body }) => {
      const { alerts } = JSON.parse(body) as { alerts: { status: string; labels: Record<string, string> }[] };
      return alerts.map(({ status, labels }) => `${status} ${labels['severity']}`).join(', ');
    });
  const done = async (): Promise<Done[]> =>
    (await state.list(noticesOf(CITY.id))).map(({ value }) => value as unknown as Done);
  const waiting = async (): Promise<number> => (await state.list(outboxOf(CITY.id))).length;
  const cursor = async (): Promise<number> => ((await state.get('cursors', `notify:${CITY.id}`)) as { seq: number } | null)?.seq ?? -1; // prettier-ignore

  it('of its whole life: beginning, escalation, dispatch and end, each to whom it concerns', async () => {
    const [duty, mayor, water] = [await receiver(), await receiver(), await receiver()];
    await setUp('duty', 'webhook', { url: duty.url });
    await setUp('mayor', 'webhook', { url: mayor.url });
    await setUp('water', 'webhook', { url: water.url }, { units: ['water'] });
    await log.append([ticket(1)], NOW);
    await say('hotline.alert.raised', content({ titles: { zh: '以前的', en: 'of old' } }), 'a-0');
    start();
    await expect.poll(cursor, WAIT).toBe(2);
    cards.set('a-1', card());
    await say('hotline.alert.pending', content());
    await say('hotline.alert.raised', content());
    await log.append(Array.from({ length: 50 }, (_, i) => ticket(i + 2)), NOW); // prettier-ignore
    await expect.poll(() => heads(duty), WAIT).toEqual(['firing error']);
    await say('hotline.alert.escalated', { level: 1, times: 1 });
    await expect.poll(() => [heads(duty), heads(mayor)], WAIT).toEqual([['firing error', 'firing critical'], ['firing critical']]); // prettier-ignore
    cards.set('a-1', card({ level: 1, escalations: 1 }));
    await say('hotline.alert.claimed', { by: '值班长' });
    await say('hotline.alert.dispatched', { by: '值班长', unit: 'water' });
    await expect.poll(() => heads(water), WAIT).toEqual(['firing critical']);
    await say('hotline.alert.recovering');
    await say('hotline.alert.resolved', {}, 'a-1', NOW + HOUR);
    for (const one of [duty, mayor, water]) await expect.poll(() => heads(one).at(-1), WAIT).toBe('resolved critical');
    expect([heads(duty).length, heads(mayor).length, heads(water).length]).toEqual([3, 2, 2]);
    expect(JSON.stringify(duty.got)).not.toContain('以前的');
    await expect.poll(waiting, WAIT).toBe(0);
    expect((await done()).every(({ outcome }) => outcome === 'sent')).toBe(true);
    await expect.poll(cursor, WAIT).toBe(log.head());
    expect(errors).toEqual([]);
  });

  it('whatever their receivers do, and what they did is on record', async () => {
    const all = await Promise.all([1, 2, 3, 4, 5, 6].map(receiver));
    const [good, broken, refusing, hanging, limiting, closing] = all as [Receiver, Receiver, Receiver, Receiver, Receiver, Receiver]; // prettier-ignore
    broken.manners.push({ status: 500, body: 'broken' });
    refusing.manners.push({ body: { errcode: 310000, errmsg: 'sign not match' } });
    hanging.manners.push('hangs');
    limiting.manners.push({ body: { code: 11232, msg: 'frequency limited' } });
    closing.manners.push('closes');
    const mail = await mailReceiver();
    mail.refusals.push(451);
    await setUp('good', 'wecom', { url: good.url });
    await setUp('broken', 'webhook', { url: broken.url });
    await setUp('refusing', 'dingtalk', { url: refusing.url, secret: 'SEC1' });
    await setUp('hanging', 'wecom', { url: hanging.url });
    await setUp('limiting', 'feishu', { url: limiting.url });
    await setUp('closing', 'webhook', { url: closing.url });
    const settings = { host: '127.0.0.1', port: mail.port, security: 'none', from: 'a@b.example', to: ['c@d.example'] };
    await setUp('mail', 'email', settings);
    const ids = ['broken', 'closing', 'good', 'hanging', 'limiting', 'mail', 'refusing'];
    start({ routes: () => [{ to: ids }] });
    await expect.poll(cursor, WAIT).toBe(0);
    await say('hotline.alert.raised', content());
    const tried = async (): Promise<number> => {
      const items = await state.list(outboxOf(CITY.id));
      return items.filter(({ value }) => (value as unknown as Done).tries.length === 1).length;
    };
    await expect.poll(async () => [(await done()).length, await tried()], WAIT).toEqual([1, 6]);
    // All but the one that limits are tried again after ten seconds, and that one after a minute.
    clock.set(NOW + 11 * SECOND);
    await expect.poll(async () => (await done()).length, WAIT).toBe(6);
    expect([limiting.got.length, await waiting()]).toEqual([1, 1]);
    clock.set(NOW + 61 * SECOND);
    await expect.poll(async () => (await done()).length, WAIT).toBe(7);
    await expect.poll(waiting, WAIT).toBe(0);
    const record = Object.fromEntries((await done()).map((one) => [one.recipient, one]));
    expect(Object.keys(record).sort()).toEqual(ids);
    const tries = (id: string) => record[id]!.tries.map(({ ok, status, perhaps }) => [ok, status, perhaps]);
    expect(tries('good')).toEqual([[true, 200, undefined]]);
    expect(tries('broken')).toEqual([[false, 500, undefined], [true, 200, undefined]]); // prettier-ignore
    expect(tries('refusing')).toEqual([[false, 200, undefined], [true, 200, undefined]]); // prettier-ignore
    expect(record['refusing']!.tries[0]!.said).toContain('sign not match');
    expect(tries('hanging')).toEqual([[false, null, true], [true, 200, undefined]]); // prettier-ignore
    expect(tries('limiting')).toEqual([[false, 200, undefined], [true, 200, undefined]]); // prettier-ignore
    expect(tries('closing')).toEqual([[false, null, true], [true, 200, undefined]]); // prettier-ignore
    expect(tries('mail')).toEqual([[false, 451, undefined], [true, 250, undefined]]); // prettier-ignore
    expect([good.got.length, ...all.slice(1).map(({ got }) => got.length), mail.got.length]).toEqual([1, 2, 2, 2, 2, 2, 1]); // prettier-ignore
    await mail.close();
  });

  it('once, though the server stops between tries, or between what it did and where it noted that', async () => {
    const duty = await receiver();
    await setUp('duty', 'webhook', { url: duty.url });
    start();
    await expect.poll(cursor, WAIT).toBe(0);
    const before = (await state.get('cursors', `notify:${CITY.id}`)) as Json;
    duty.manners.push({ status: 500 });
    await say('hotline.alert.raised', content());
    await expect.poll(() => duty.got.length, WAIT).toBe(1);
    await closeAll();
    await openStores();
    await state.put('cursors', `notify:${CITY.id}`, before);
    clock.set(NOW + MINUTE);
    start();
    await expect.poll(() => duty.got.length, WAIT).toBe(2);
    await expect.poll(cursor, WAIT).toBe(1);
    await closeAll();
    await openStores();
    await state.put('cursors', `notify:${CITY.id}`, before);
    await say('hotline.alert.raised', content(), 'a-2');
    start();
    await expect.poll(cursor, WAIT).toBe(2);
    await expect.poll(() => duty.got.length, WAIT).toBe(3);
    expect((await done()).map((one) => `${one.notice.alert} ${one.tries.length}`)).toEqual(['a-1 2', 'a-2 1']);
  });

  it('by the server that holds the city, and by the next one from where it stood', async () => {
    const duty = await receiver();
    await setUp('duty', 'webhook', { url: duty.url });
    const [first, second] = [handLease(1), handLease(null)];
    start({ lease: first });
    await expect.poll(cursor, WAIT).toBe(0);
    start({ lease: second });
    duty.manners.push({ status: 503 });
    await say('hotline.alert.raised', content());
    await expect.poll(() => duty.got.length, WAIT).toBe(1);
    first.give(null);
    await say('hotline.alert.raised', content(), 'a-2');
    clock.set(NOW + MINUTE);
    second.give(2);
    await expect.poll(async () => (await done()).length, WAIT).toBe(2);
    expect(duty.got).toHaveLength(3);
    second.give(null);
    first.give(3);
    await say('hotline.alert.raised', content(), 'a-3');
    await expect.poll(async () => (await done()).length, WAIT).toBe(3);
    expect([duty.got.length, await waiting()]).toEqual([4, 0]);
  });

  it('as soon as the alert is known here; what never is, is told to whoever runs it', async () => {
    const duty = await receiver();
    await setUp('duty', 'webhook', { url: duty.url });
    start({ patience: 60_000 });
    await expect.poll(cursor, WAIT).toBe(0);
    let looked = 0;
    cards.get = function get(id: string) {
      looked++;
      return Map.prototype.get.call(this, id) as AlertCard | undefined;
    };
    await say('hotline.alert.resolved', {}, 'a-1', NOW + HOUR);
    await expect.poll(() => looked, WAIT).toBeGreaterThan(2);
    expect([duty.got.length, await cursor()]).toEqual([0, 0]);
    cards.set('a-1', card());
    await expect.poll(() => heads(duty), WAIT).toEqual(['resolved error']);
    await running.splice(0)[0]!.close();
    start({ patience: 0 });
    await say('hotline.alert.resolved', {}, 'a-9');
    await expect.poll(cursor, WAIT).toBe(2);
    expect(errors).toEqual([expect.stringContaining('a-9') as string]);
  });

  it('of nothing that the log let go of, which is told once to whoever runs it', async () => {
    const duty = await receiver();
    await setUp('duty', 'webhook', { url: duty.url });
    await state.put('cursors', `notify:${CITY.id}`, { epoch: log.epoch, seq: 1 });
    await log.append(Array.from({ length: 9 }, (_, i) => ticket(i)), NOW); // prettier-ignore
    await say('hotline.alert.raised', content());
    await log.trim(5);
    start({ routes: () => [{ to: ['duty', 'nobody'] }] });
    await expect.poll(() => duty.got.length, WAIT).toBe(1);
    await say('hotline.alert.raised', content(), 'a-2');
    await expect.poll(() => duty.got.length, WAIT).toBe(2);
    expect(errors).toEqual([expect.stringContaining('4 entries'), expect.stringContaining('nobody')]);
  });

  it('of nothing in another log than the one that was read', async () => {
    const duty = await receiver();
    await setUp('duty', 'webhook', { url: duty.url });
    await state.put('cursors', `notify:${CITY.id}`, { epoch: 'another', seq: 0 });
    await say('hotline.alert.raised', content());
    start();
    await expect.poll(cursor, WAIT).toBe(1);
    await say('hotline.alert.raised', content(), 'a-2');
    await expect.poll(() => duty.got.length, WAIT).toBe(1);
    expect(duty.got[0]!.body).toContain('alert=a-2');
  });

  it('also after the state was away', async () => {
    const duty = await receiver();
    await setUp('duty', 'webhook', { url: duty.url });
    let away = true;
    let asked = 0;
    const guarded =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      (...args: A): Promise<R> => {
        asked++;
        return away ? Promise.reject(new StateUnavailable('away')) : call(...args);
      };
    const shaky = { ...state, get: guarded(state.get), put: guarded(state.put), list: guarded(state.list) };
    await state.put('cursors', `notify:${CITY.id}`, { epoch: log.epoch, seq: 0 });
    start({ state: shaky });
    await say('hotline.alert.raised', content());
    await expect.poll(() => asked, WAIT).toBeGreaterThan(3);
    away = false;
    await expect.poll(() => heads(duty), WAIT).toEqual(['firing error']);
    // Told now and then, not with every try.
    expect(new Set(errors)).toEqual(new Set(['away']));
    expect(errors.length).toBeLessThan(asked);
  });
});
