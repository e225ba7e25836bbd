/** A screen that hangs for a year loses its link very often, and is none the heavier for it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JoinReply, JoinRequest } from '../../contract/protocol.ts';
import type { Topic } from '../../contract/topic.ts';
import { connect } from './socket.ts';
import { createLive } from './useTopics.ts';

const TIMES = 100_000;
const TOPICS: Topic[] = [10, 20, 30].map((size) => ({ view: 'latest', params: { size } }));
/** A value of some kilobytes, so that one that is kept would soon be seen. */
const value = (n: number): { rows: string[] } => ({
  rows: Array.from({ length: 12 }, (_, i) => `ticket ${n}-${i} with a title of some length`),
});

/** A socket of which the test holds the other end. It answers each join with new values, and counts what hangs on it. */
function fakeSocket() {
  const listeners = new Map<string, ((...values: unknown[]) => void)[]>();
  const fire = (name: string, ...values: unknown[]): void => listeners.get(name)?.forEach((run) => run(...values));
  const seen = { joins: 0, connects: 0, reconnects: 0 };
  const emit = (name: string, request: JoinRequest, answer: (error: null, reply: JoinReply) => void): void => {
    if (name !== 'join') return;
    const n = ++seen.joins;
    const topics = request.topics.map(() => ({ seq: n, value: value(n) }));
    answer(null, {
      room: `room ${n}`,
      epoch: `epoch ${n % 3}`,
      frame: 0,
      clock: 1_800_000_000_000 + n,
      log: n,
      topics,
    });
  };
  const socket = {
    connected: true,
    on: (name: string, run: (...values: unknown[]) => void) => void listeners.set(name, [...(listeners.get(name) ?? []), run]), // prettier-ignore
    emit,
    timeout: () => ({ emit }),
    disconnect: () => socket,
    connect: () => (seen.reconnects++, socket),
  };
  return {
    open: (() => (seen.connects++, socket)) as unknown as typeof io,
    fire,
    seen,
    hanging: () => [...listeners.values()].flat().length,
  };
}

describe('the live layer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it(`is as heavy after ${TIMES} reconnects as before`, async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const used = (): number => {
      collect();
      collect();
      return process.memoryUsage().heapUsed;
    };
    const fake = fakeSocket();
    let at = 0;
    const live = createLive((changed) =>
      connect('wuxi', (state) => changed(state, at), () => at, () => 0.5, undefined, fake.open),
    ); // prettier-ignore
    const holds = TOPICS.map((topic) => live.hold(topic));
    const round = (n: number): void => {
      at += 1000;
      // In turn: the network, a page that slept, and a server that hung up, after which the screen comes back by itself.
      const reason = ['transport close', 'ping timeout', 'io server disconnect'][n % 3]!;
      fake.fire('disconnect', reason);
      if (reason === 'io server disconnect') vi.advanceTimersByTime(2000);
      fake.fire('connect');
      const [room, epoch] = [`room ${fake.seen.joins}`, `epoch ${fake.seen.joins % 3}`];
      fake.fire('frame', {
        room,
        epoch,
        frame: 1,
        clock: 1_800_000_000_000 + at,
        log: n,
        topics: { 0: [fake.seen.joins + 1, value(n)] },
      });
    };
    vi.runAllTicks();
    await Promise.resolve();
    for (let n = 0; n < 3000; n++) round(n);
    const [before, timers, hanging] = [used(), vi.getTimerCount(), fake.hanging()];
    for (let n = 0; n < TIMES; n++) round(n);
    // It really followed: each reconnect was a join, its values are the last ones, and it is live.
    expect(fake.seen.joins).toBe(3000 + TIMES);
    expect(fake.seen.connects).toBe(1);
    expect(fake.seen.reconnects).toBeGreaterThanOrEqual(TIMES / 3 - 1);
    expect(holds[0]!.value.value).toEqual(value(TIMES - 1));
    expect(live.status.value.phase).toBe('live');
    expect(vi.getTimerCount()).toBe(timers);
    expect(fake.hanging()).toBe(hanging);
    expect(used() / before).toBeLessThan(1.05);
    live.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
