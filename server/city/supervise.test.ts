import { describe, expect, it } from 'vitest';
import { LogUnavailable, type LogEvent } from '../log/log.ts';
import { supervisor } from './supervise.ts';

const card = (id: string): LogEvent => ({
  source: '/wall/clock', id, type: 'hotline.ticket.supervised', subject: 'T1', at: 5, data: { level: 'urge' },
}); // prettier-ignore
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A supervisor with a queue for a ladder and a log that says what it is told to. */
function desk() {
  const lease = { token: 1 as number | null };
  const queue = [card('a'), card('b')];
  const logged: string[] = [];
  const errors: unknown[] = [];
  const answers: (Error | Promise<void>)[] = [];
  const one = supervisor({
    ladder: {
      note: () => undefined,
      due: (_now, limit) => queue.splice(0, limit),
      again: (events) => void queue.unshift(...events),
    },
    log: {
      async append(events) {
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        await answer;
        logged.push(...events.map((event) => event.id));
        return [];
      },
    },
    lease,
    now: () => 7,
    onError: (error) => errors.push(error),
  });
  return { ...one, lease, queue, logged, errors, answers };
}

describe('supervision', () => {
  it('is written by the server that holds the city, and by no other', async () => {
    const one = desk();
    one.lease.token = null;
    one.beat();
    await turn();
    expect([one.logged, one.queue.length]).toEqual([[], 2]);
    one.lease.token = 4;
    one.beat();
    await turn();
    expect(one.logged).toEqual(['a', 'b']);
  });

  it('[E2] is tried again with the next beat while the log cannot take it, and other failures are told too', async () => {
    const one = desk();
    one.answers.push(new LogUnavailable('full'), new Error('broken'));
    for (const errors of [0, 1]) {
      one.beat();
      await turn();
      expect([one.logged, one.queue.length, one.errors.length]).toEqual([[], 2, errors]);
    }
    one.beat();
    await turn();
    expect(one.logged).toEqual(['a', 'b']);
  });

  it('writes one lot at a time, and is waited for at the end', async () => {
    const one = desk();
    let finish = (): void => undefined;
    one.answers.push(new Promise((resolve) => (finish = resolve)));
    one.beat();
    one.queue.push(card('c'));
    one.beat();
    expect(one.queue).toHaveLength(1);
    const stopped = one.stop();
    finish();
    await stopped;
    expect(one.logged).toEqual(['a', 'b']);
  });
});
