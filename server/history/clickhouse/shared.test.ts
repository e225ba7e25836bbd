/** Who writes, and when: the rules of one history for several servers, over a history that is only a map. */
import { describe, expect, it } from 'vitest';
import type { Position } from '../../../contract/protocol.ts';
import type { FactRecord, History } from '../history.ts';
import { HistoryUnavailable } from '../unavailable.ts';
import { SharedHistory } from './shared.ts';

const fact = (id: string, title: string): FactRecord =>
  ({ kind: 'ticket', row: { id, title }, steps: [] }) as unknown as FactRecord;
const at = (seq: number): Position => ({ epoch: 'e', seq });

/** A history in memory: what is in it, and the position. */
function memory() {
  const rows = new Map<string, string>();
  const inner = {
    rows,
    at: null as Position | null,
    position: async () => inner.at,
    write: async (facts: readonly FactRecord[], position: Position | null) => {
      for (const { row } of facts) rows.set(row.id, (row as { title: string }).title);
      inner.at = position ?? inner.at;
    },
    close: async () => undefined,
  };
  return inner;
}
function server(inner: ReturnType<typeof memory>, token: number | null, options = {}) {
  const lease = { token, holder: 'somebody' as string | null };
  const history = new SharedHistory(inner as unknown as History, { lease, poll: 1, patience: 200, ...options });
  return { lease, history };
}

describe('one history for several servers', () => {
  it('the holder writes; the others wait until it has written so far, and write nothing', async () => {
    const inner = memory();
    const one = server(inner, 1);
    const two = server(inner, null);
    let done = false;
    const waiting = two.history.write([fact('T1', 'of two')], at(5)).then(() => (done = true));
    await one.history.write([fact('T1', 'of one')], at(4));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(done).toBe(false);
    await one.history.write([], at(6));
    await waiting;
    expect(inner.rows.get('T1')).toBe('of one');
    expect(inner.at).toEqual(at(6));
  });

  it('what was asked for while another held the city is written when this one comes to hold it', async () => {
    const inner = memory();
    const two = server(inner, null, { patience: 5000 });
    const waiting = two.history.write([fact('T1', 'of two')], at(5));
    await new Promise((resolve) => setTimeout(resolve, 10));
    two.lease.token = 2;
    await waiting;
    expect(inner.rows.get('T1')).toBe('of two');
    expect(inner.at).toEqual(at(5));
  });

  it('what the clock alone changed is written again by the next holder, for as long as it is kept', async () => {
    const inner = memory();
    let now = 0;
    const two = server(inner, null, { keep: 1000, now: () => now });
    inner.at = at(5);
    await two.history.write([fact('T1', 'long ago')], at(5));
    now = 2000;
    await two.history.write([fact('T2', 'overdue')], at(5));
    await two.history.write([fact('T3', 'old'), fact('T3', 'overdue')], at(5));
    two.lease.token = 2;
    await two.history.write([fact('T3', 'closed')], at(6));
    expect([...inner.rows]).toEqual([
      ['T2', 'overdue'],
      ['T3', 'closed'],
    ]);
  });

  it('a new holder that has folded less than the one before had written does not move the position back', async () => {
    const inner = memory();
    inner.at = at(9);
    const two = server(inner, 2);
    await two.history.write([fact('T1', 'at 7')], at(7));
    expect([inner.at, inner.rows.size]).toEqual([at(9), 0]);
    await two.history.write([], at(10));
    expect([inner.at, inner.rows.get('T1')]).toEqual([at(10), 'at 7']);
  });

  it('without a holder, or one that does not write, the write is refused and can come again', async () => {
    const inner = memory();
    const two = server(inner, null, { patience: 20 });
    await expect(two.history.write([], at(1))).rejects.toThrow(HistoryUnavailable);
    two.lease.holder = null;
    await expect(two.history.write([], at(1))).rejects.toThrow(HistoryUnavailable);
    await expect(two.history.write([fact('T1', 'x')], null)).rejects.toThrow(HistoryUnavailable);
    const closing = server(inner, null, { patience: 5000 });
    const waiting = closing.history.write([], at(1));
    await closing.history.close();
    await expect(waiting).rejects.toThrow('closed');
  });
});
