import { spawn, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HotlineEvent } from '../../contract/event.ts';
import { simulateDay } from '../core/day.ts';
import { Quirks } from '../core/quirks.ts';
import type { World } from '../core/world.ts';
import { shiftDate } from '../core/worktime.ts';
import { simClock } from './clock.ts';
import { runFeed } from './feed.ts';
import { loadScenario, loadWorld } from './load.ts';
import { receiver, type Answer, type Receiver } from './receiver.ts';
import { RefusedError, Sender } from './sender.ts';

const key = (event: HotlineEvent): string => `${event.source}|${event.id}`;
const bad: Answer = { status: 503, headers: { 'retry-after': '0.01' } };
/** Fails in all the ways that a client must bear. */
const unreliable = (n: number): Answer | undefined =>
  n % 5 === 1
    ? bad
    : n % 7 === 3
      ? { status: 200, hangUp: true }
      : n % 11 === 4
        ? { ...bad, status: 429 }
        : n % 13 === 6
          ? { status: 500 }
          : undefined;

let world: World;
let target: Receiver | undefined;
const ends: AbortController[] = [];
beforeAll(async () => {
  world = await loadWorld('wuxi');
});
afterEach(async () => {
  for (const end of ends.splice(0)) end.abort();
  await target?.close();
  target = undefined;
});

function sending(url: string, batch = 1000): { sender: Sender; end: AbortController } {
  const end = new AbortController();
  ends.push(end);
  return {
    end,
    sender: new Sender({ url, key: 'k', gzip: batch < 1000, signal: end.signal, batch, backoff: [1, 20] }),
  };
}

/** What should have been sent by `now`, by source in its order for each day. */
function expected(now: number, days: number): Map<string, HotlineEvent[]> {
  const quirks = new Quirks(world, { seed: 3, on: true });
  const bySource = new Map<string, HotlineEvent[]>();
  for (let back = 0; back <= days; back++) {
    for (const { at, event } of quirks.deliver(simulateDay(world, 3, shiftDate(world.tz.date(now), -back)))) {
      if (at <= now) bySource.set(event.source, [...(bySource.get(event.source) ?? []), event]);
    }
  }
  return bySource;
}

describe('feed against an intake', () => {
  it('fills days in, newest first, losing and reordering nothing within a source though the server fails now and then', async () => {
    target = await receiver(unreliable);
    const now = world.tz.moment('2026-11-18', 14 * 60);
    const { sender, end } = sending(target.url, 400);
    const lines: string[] = [];
    const base = {
      world,
      seed: 3,
      scenario: await loadScenario('calm-week'),
      quirks: true,
      signal: end.signal,
      log: (line: string) => lines.push(line),
    };
    await runFeed({
      ...base,
      backfillDays: 2,
      clock: simClock({ real: 0, sim: now }, 1, () => 0),
      sender,
      live: false,
    });
    for (const [source, events] of expected(now, 2)) {
      expect(target.taken.filter((e) => e.source === source).map(key)).toEqual(events.map(key));
    }
    expect(sender.counts.retries).toBeGreaterThan(5);
    expect(sender.counts.refused).toBe(0);
    expect(
      target.seen.every(
        (one) => one.authorization === 'Bearer k' && one.type === 'application/x-ndjson' && one.size <= 400,
      ),
    ).toBe(true);
    expect(Math.max(...target.seen.map((one) => one.inFlight))).toBeLessThanOrEqual(2);
    expect(lines).toHaveLength(1);
  });

  it('goes on live: what fell due since then comes once, with signs of life of every source and no supervision, also over midnight', async () => {
    target = await receiver(unreliable);
    const origin = world.tz.moment('2026-11-18', 20 * 60);
    const { sender, end } = sending(target.url);
    // A clock that leaps six minutes each time it is looked at.
    let looks = 0;
    const clock = simClock({ real: 0, sim: origin }, 1, () => looks++ * 360_000);
    const base = {
      world,
      seed: 3,
      scenario: await loadScenario('calm-week'),
      quirks: true,
      signal: end.signal,
      log: () => {},
    };
    const running = runFeed({ ...base, backfillDays: 1, clock, sender });
    const dawn = world.tz.moment('2026-11-19', 6 * 60);
    const beats = () => target!.taken.filter((e) => e.type === 'hotline.feed.heartbeat');
    while (!beats().some((e) => Date.parse(e.time) > dawn)) await new Promise((resolve) => setTimeout(resolve, 20));
    end.abort();
    await running;
    const reached = Math.max(...beats().map((e) => Date.parse(e.time)));
    const got = new Set(target.taken.map(key));
    const first = [...expected(origin + 360_000, 1).values()].flat();
    const quirks = new Quirks(world, { seed: 3, on: true });
    const supervised = (e: HotlineEvent): boolean => e.type === 'hotline.ticket.supervised';
    const due = ['2026-11-17', '2026-11-18', '2026-11-19']
      .flatMap((date) => quirks.deliver(simulateDay(world, 3, date)))
      .filter(({ at, event }) => at <= reached - 1_800_000 && !supervised(event));
    expect(due.length).toBeGreaterThan(first.length);
    expect(due.filter(({ event }) => !got.has(key(event)))).toEqual([]);
    expect(target.taken.filter((e) => supervised(e) && Date.parse(e.time) > origin + 360_000)).toEqual([]);
    expect(new Set(beats().map((e) => e.source))).toEqual(new Set(world.city.feeds.map((f) => f.source)));
  });
});

describe('sender', () => {
  const event = (n: number): HotlineEvent => ({
    specversion: '1.0',
    id: `e${n}`,
    source: '/s',
    type: 'hotline.feed.heartbeat',
    subject: '/s',
    time: '2026-11-18T00:00:00+08:00',
    data: {},
  });

  it('[E5] counts what is refused with its reason, and goes on', async () => {
    const body = {
      taken: 1,
      known: 0,
      refused: 1,
      results: [{ index: 1, status: 'refused', path: '/data', rule: 'must be so' }],
    };
    target = await receiver((n) => (n === 0 ? { status: 422, body } : undefined));
    const { sender } = sending(target.url);
    await sender.put([event(1), event(2)]);
    await sender.drain();
    await sender.put([event(3)]);
    await sender.drain();
    expect(sender.counts).toMatchObject({ sent: 3, refused: 1, reasons: ['/data: must be so'] });
    expect(sender.backlog).toBe(0);
  });

  it('halves a batch that is too large, and stops at a key that is not taken', async () => {
    target = await receiver((n) =>
      n < 2 ? { status: 413 } : n === 9 ? { status: 401, body: { error: 'no' } } : undefined,
    );
    const { sender } = sending(target.url);
    await sender.put(Array.from({ length: 20 }, (_, n) => event(n)));
    await sender.drain();
    expect(target.taken.map((e) => e.id)).toEqual(Array.from({ length: 20 }, (_, n) => `e${n}`));
    const sent = target.seen.length;
    const one = async (): Promise<void> => {
      await sender.put([event(99)]);
      await sender.drain();
    };
    await expect(
      (async () => {
        for (let i = sent; i <= 9; i++) await one();
      })(),
    ).rejects.toThrow(RefusedError);
  });
});

describe('process', () => {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 25));
  };

  it('fills in, goes live and ends cleanly on SIGTERM', async () => {
    target = await receiver();
    const args = [
      '--import',
      'tsx',
      main,
      '--url',
      target.url,
      '--backfill-days',
      '0',
      '--speed',
      '600',
      '--scenario',
      'heating-failure',
    ];
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, HOTLINE_KEY: 'k' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    try {
      await until(() => target!.taken.some((e) => e.type === 'hotline.feed.heartbeat') || child.exitCode !== null);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
    expect(said).toMatch(/back-fill of 0 days and today: \d+ events/);
    expect(said).toMatch(/live ended/);
  });

  it('ends when its parent lets go of it', async () => {
    target = await receiver();
    const args = ['--url', target.url, '--backfill-days', '0'];
    const child = fork(main, args, {
      cwd: root,
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, HOTLINE_KEY: 'k' },
      silent: true,
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    try {
      await until(() => target!.taken.length > 0 || child.exitCode !== null);
      child.disconnect();
      expect(await ended).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
