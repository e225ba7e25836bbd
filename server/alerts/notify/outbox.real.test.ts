import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Type from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../contract/time.ts';
import { manualClock } from '../../clock.ts';
import { openEmbeddedState } from '../../state/embedded/embedded.ts';
import { StateUnavailable, type State } from '../../state/state.ts';
import { Secret, type Channel, type Verdict } from './channel.ts';
import { notice, NOW, PLACE, recipient } from './fixture.ts';
import type { Notice, Telling } from './notice.ts';
import { openOutbox, type Letter, type Outbox, type OutboxParts } from './outbox.ts';
import { dropRecipient, keepRecipient, MASK } from './recipients.ts';
import { noticesOf, outboxOf, type Done } from './records.ts';

const GOOD: Verdict = { ok: true, status: 200, said: 'ok' };
const BAD: Verdict = { ok: false, status: 500, said: 'broken' };
const CITY = PLACE.id;

describe('[A1] the outbox', () => {
  let dir: string;
  let state: State;
  let clock: ReturnType<typeof manualClock>;
  let outbox: Outbox;
  let lease: { token: number | null };
  let told: Error[];
  /** What went out, as `recipient: alert kind, …`, and what each next message is answered. */
  let sent: string[];
  let verdicts: (Verdict | Error | Promise<Verdict>)[];

  const say = ({ receiver, notices }: Telling): string =>
    `${receiver}: ${notices.map(({ alert, kind }) => `${alert} ${kind}`).join(', ')}`;
  const channel: Channel = {
    name: 'test',
    settings: Type.Object({ key: Secret('A key.') }),
    async send(telling) {
      sent.push(say(telling));
      const verdict = verdicts.shift() ?? GOOD;
      if (verdict instanceof Error) throw verdict;
      return verdict;
    },
  };
  const open = (more: Partial<OutboxParts> = {}): Outbox =>
    openOutbox({
      place: PLACE,
      state,
      lease,
      machine: clock,
      channels: new Map([['test', channel]]),
      http: () => Promise.reject(new Error('not used')),
      random: () => 1,
      onError: (error) => void told.push(error as Error),
      ...more,
    });
  const letter = (n: number, more: Partial<Notice> = {}, to = 'duty'): Letter => ({
    id: `${String(n).padStart(6, '0')}|e${n}|${to}`,
    recipient: to,
    notice: notice({ alert: `a${n}`, ...more }),
    opens: (more.kind ?? 'raised') === 'raised',
  });
  const done = async (): Promise<Done[]> =>
    (await state.list(noticesOf(CITY))).map(({ value }) => value as unknown as Done);
  const outcomes = async (): Promise<string[]> =>
    (await done()).map(({ notice: { alert }, outcome, why }) => `${alert} ${outcome}${why ? `: ${why}` : ''}`);
  const kept = async (): Promise<number> => (await state.list(outboxOf(CITY))).length;
  const at = (ms: number): void => clock.set(NOW + ms);
  const restart = async (): Promise<void> => {
    await outbox.close();
    await state.close();
    state = await openEmbeddedState({ path: join(dir, 'state.db') });
    outbox = open();
    await outbox.load();
  };

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'outbox-'));
    state = await openEmbeddedState({ path: join(dir, 'state.db') });
    clock = manualClock(NOW);
    lease = { token: 1 };
    told = [];
    sent = [];
    verdicts = [];
    for (const id of ['duty', 'other'])
      await keepRecipient(
        state,
        CITY,
        recipient(id, { channel: 'test', settings: { key: 'k-12345678' }, perMinute: 4 }),
      );
    outbox = open();
    await outbox.load();
  });
  afterEach(async () => {
    await outbox.close();
    await state.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('sends what was put in, once, and keeps the record of the try', async () => {
    await outbox.enqueue([letter(1), letter(2, {}, 'other')]);
    await outbox.work();
    await outbox.enqueue([letter(1), letter(2, {}, 'other')]);
    await outbox.work();
    expect(sent).toEqual(['duty: a1 raised', 'other: a2 raised']);
    expect([await kept(), outbox.figures()]).toEqual([0, { waiting: 0, sent: 2, failed: 0, dropped: 0 }]);
    expect((await done())[0]).toMatchObject({
      recipient: 'duty',
      outcome: 'sent',
      queued: NOW,
      ended: NOW,
      tries: [{ at: NOW, ms: 0, ok: true, status: 200, said: 'ok', together: 1 }],
    });
    await restart();
    await outbox.enqueue([letter(1)]);
    await outbox.work();
    expect(sent).toHaveLength(2);
  });

  it('tries again with growing pauses, ten times, and then gives up', async () => {
    verdicts = Array.from({ length: 20 }, () => BAD);
    await outbox.enqueue([letter(1)]);
    const tries: number[] = [];
    for (let s = 0; s <= 3 * 3600; s += 5) {
      at(s * SECOND);
      const before = sent.length;
      await outbox.work();
      if (sent.length > before) tries.push(s);
    }
    expect(tries).toEqual([0, 10, 30, 70, 150, 310, 630, 1270, 2550, 5110]);
    expect(await outcomes()).toEqual(['a1 failed: 10 tries failed']);
    expect((await done())[0]!.tries.map(({ status, said }) => `${status} ${said}`)).toEqual(
      Array.from({ length: 10 }, () => '500 broken'),
    );
  });

  it('gives up what is older than a day', async () => {
    verdicts = [BAD];
    await outbox.enqueue([letter(1)]);
    await outbox.work();
    at(24 * HOUR);
    await outbox.work();
    expect([sent.length, await outcomes()]).toEqual([1, ['a1 failed: it could not be sent within 24 hours']]);
  });

  it('a restart between tries loses and doubles nothing', async () => {
    verdicts = [BAD, BAD, GOOD];
    await outbox.enqueue([letter(1), letter(2)]);
    await outbox.work();
    expect(sent).toEqual(['duty: a1 raised']);
    for (const s of [0, 5, 10, 60, 120, 300]) {
      await restart();
      at(s * SECOND);
      await outbox.work();
    }
    // The first failed, then the other, then each went out once.
    expect(sent).toEqual(['duty: a1 raised', 'duty: a2 raised', 'duty: a1 raised', 'duty: a2 raised']);
    expect(await outcomes()).toEqual(['a1 sent', 'a2 sent']);
    expect((await done()).map(({ tries }) => tries.map(({ ok }) => ok))).toEqual([
      [false, true],
      [false, true],
    ]);
    expect(await kept()).toBe(0);
  });

  it('sends no more a minute than the recipient takes, also after a restart; a storm goes out as a digest', async () => {
    await outbox.enqueue(Array.from({ length: 10 }, (_, i) => letter(i, { level: i === 8 ? 1 : 3 })));
    await outbox.work();
    expect(sent).toEqual([
      'duty: a0 raised',
      'duty: a1 raised',
      'duty: a8 raised',
      'duty: a2 raised, a3 raised, a4 raised, a5 raised, a6 raised, a7 raised, a9 raised',
    ]);
    expect((await outcomes()).every((outcome) => outcome.endsWith(' sent'))).toBe(true);
    await outbox.enqueue([letter(20), letter(21)]);
    await restart();
    at(59 * SECOND);
    await outbox.work();
    expect(sent).toHaveLength(4);
    at(MINUTE);
    await outbox.work();
    expect(sent.slice(4)).toEqual(['duty: a20 raised', 'duty: a21 raised']);
  });

  it('leaves a receiver alone that refused for its rate, longer each time', async () => {
    verdicts = [
      { ...BAD, wait: MINUTE },
      { ...BAD, wait: MINUTE },
    ];
    await outbox.enqueue([letter(1), letter(2), letter(3, {}, 'other')]);
    await outbox.work();
    expect(sent).toEqual(['duty: a1 raised', 'other: a3 raised']);
    verdicts = [{ ...BAD, wait: MINUTE }];
    sent = [];
    for (let s = 0; s <= 240; s += 10) {
      at(s * SECOND);
      const before = sent.length;
      await outbox.work();
      sent.splice(before, sent.length, ...sent.slice(before).map((line) => `${s} ${line}`));
    }
    expect(sent.filter((line) => line.includes('duty'))[0]).toMatch(/^60 /);
    expect(sent.filter((line) => line.includes('duty'))[1]).toMatch(/^180 /);
    expect((await outcomes()).sort()).toEqual(['a1 sent', 'a2 sent', 'a3 sent']);
  });

  it('tells nothing of an alert that was over before anything was sent', async () => {
    verdicts = [BAD];
    await outbox.enqueue([letter(1)]);
    await outbox.work();
    await outbox.enqueue([letter(2, { alert: 'a1', kind: 'resolved' })]);
    at(HOUR);
    await outbox.work();
    expect(sent).toHaveLength(1);
    expect(await outcomes()).toEqual([
      'a1 dropped: it was resolved before this was sent',
      'a1 dropped: nothing was ever sent of this alert',
    ]);
    expect(await kept()).toBe(0);
  });

  it('one slow receiver keeps nobody else waiting, and is not asked twice at once', async () => {
    let answer: (verdict: Verdict) => void = () => undefined;
    verdicts = [new Promise((resolve) => (answer = resolve))];
    await outbox.enqueue([letter(1), letter(2, {}, 'other')]);
    const work = outbox.work();
    await expect.poll(() => sent.length).toBe(2);
    const again = outbox.work();
    await expect.poll(async () => (await outcomes()).length).toBe(1);
    expect(sent).toEqual(['duty: a1 raised', 'other: a2 raised']);
    answer(GOOD);
    await Promise.all([work, again]);
    expect(await outcomes()).toEqual(['a1 sent', 'a2 sent']);
  });

  it('has a bound: the oldest of the lowest level go first, and that is told', async () => {
    outbox = open({ bounds: { waiting: 3, kept: 4 } });
    await outbox.load();
    lease.token = 2;
    const levels = [4, 1, 4, 3, 2, 4] as const;
    await outbox.enqueue(levels.map((level, i) => letter(i, { level })));
    expect(await outcomes()).toEqual([0, 2, 5].map((n) => `a${n} dropped: too many notices wait`));
    expect([await kept(), outbox.figures().dropped, told.map(({ message }) => message)]).toEqual([
      3,
      3,
      [expect.stringContaining('3 notices were dropped') as string],
    ]);
    await outbox.load();
    await outbox.work();
    expect(sent).toEqual(['duty: a1 raised', 'duty: a3 raised', 'duty: a4 raised']);
    // Of those that are done, the last four.
    expect((await done()).map((one) => one.notice.alert)).toEqual(['a2', 'a3', 'a4', 'a5']);
  });

  it('drops what waits for somebody who is gone, or whose channel is', async () => {
    await outbox.enqueue([letter(1), letter(2, {}, 'other')]);
    await dropRecipient(state, CITY, 'duty');
    await keepRecipient(state, CITY, recipient('other', { channel: 'pigeon' }));
    await outbox.work();
    expect(sent).toEqual([]);
    expect(await outcomes()).toEqual([
      'a1 dropped: there is no such recipient any more',
      'a2 dropped: there is no channel pigeon',
    ]);
  });

  it('a fault of a channel is a failed try, and a secret is not kept with what was said', async () => {
    verdicts = [new Error('no door'), { ...BAD, said: 'unknown key k-12345678' }];
    await outbox.enqueue([letter(1)]);
    await outbox.work();
    expect(told.map(({ message }) => message)).toEqual(['no door']);
    at(HOUR);
    await outbox.work();
    at(2 * HOUR);
    await outbox.work();
    expect((await done())[0]!.tries.map(({ said }) => said)).toEqual(['no door', `unknown key ${MASK}`, 'ok']);
  });

  it('does nothing without the lease; whoever has it next goes on where it stood', async () => {
    verdicts = [BAD];
    await outbox.enqueue([letter(1), letter(2)]);
    await outbox.work();
    lease.token = null;
    at(HOUR);
    await outbox.work();
    expect(sent).toHaveLength(1);
    const next = open({ lease: { token: 7 } });
    await next.work();
    expect(sent).toHaveLength(1);
    await next.load();
    await next.work();
    await next.close();
    expect(sent.slice(1)).toEqual(['duty: a1 raised', 'duty: a2 raised']);
    expect((await outcomes()).sort()).toEqual(['a1 sent', 'a2 sent']);
  });

  it('what was sent while the state was away is not sent again, and is kept when it is back', async () => {
    let away = false;
    const put: State['put'] = (collection, ...rest) =>
      away && collection === noticesOf(CITY)
        ? Promise.reject(new StateUnavailable('away'))
        : state.put(collection, ...rest);
    outbox = open({ state: { ...state, put } });
    await outbox.load();
    await outbox.enqueue([letter(1)]);
    away = true;
    await outbox.work();
    expect([sent.length, await kept(), told[0]]).toEqual([1, 1, expect.any(StateUnavailable)]);
    await expect(outbox.work()).rejects.toBeInstanceOf(StateUnavailable);
    away = false;
    await outbox.work();
    expect([sent.length, await kept(), await outcomes()]).toEqual([1, 0, ['a1 sent']]);
  });
});
