/** Reading beside the main thread, with the real thread, over a log and facts of memory. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { City } from '../../contract/city.ts';
import type { Row, TicketRow } from '../../contract/fact.ts';
import { MINUTE } from '../../contract/time.ts';
import { soleLease, type Lease } from '../lease/lease.ts';
import type { Log, LogEvent } from '../log/log.ts';
import { openDesk, type Desk } from './desk.ts';
import { startReader, type Reader } from './reader.ts';

const AT = Date.UTC(2026, 10, 20, 1);
const CITY = {
  id: 'wuxi',
  places: [{ code: '320211', names: { zh: '滨湖区', en: 'Binhu' }, streets: [] }],
  lexicon: { terms: [{ term: '供暖不热' }, { term: '停水' }, { term: '五爱家园' }] },
} as unknown as City;
const LIMIT = { timeout: 60_000, interval: 20 };

const ticket = (n: number, title: string): TicketRow =>
  ({
    id: `T${n}`, created: AT + n * MINUTE, title, text: `${title}，请尽快处理。`, district: '320211', street: null,
    community: null, category: null, categoryBy: null, requester: `r${n}`, urgency: 'normal', nature: 'demand', unit: null,
    issue: null, terms: [], phone: 'what is not read does not cross',
  }) as unknown as TicketRow; // prettier-ignore

describe('reading in a thread of its own', () => {
  let desk: Desk;
  let reader: Reader | null = null;
  let rows: Row[];
  let written: LogEvent[];
  let errors: unknown[];
  let machine: number;

  beforeEach(() => {
    desk = openDesk();
    [rows, written, errors, machine] = [[], [], [], 0];
  });
  afterEach(async () => {
    await reader?.stop();
    await desk.close();
  });

  const start = (through: Desk = desk, lease: Lease = soleLease()): Reader => {
    const log = {
      head: () => written.length,
      append: (events: readonly LogEvent[]) => {
        const first = written.length + 1;
        written.push(...events);
        return Promise.resolve(events.map((_, i) => ({ seq: first + i, known: false })));
      },
    } as unknown as Log;
    return (reader = startReader({
      city: CITY, log, lease, desk: through, rows: (kind) => (kind === 'ticket' ? rows : []), seq: () => written.length,
      now: () => AT + 60 * MINUTE, clock: () => machine, onError: (error) => errors.push(error),
    })); // prettier-ignore
  };
  const come = (...tickets: TicketRow[]): void => {
    rows.push(...tickets);
    reader!.note([], tickets.map((after) => ({ kind: 'ticket', before: null, after })) as never); // prettier-ignore
  };
  const types = (): string[] => written.map(({ type, subject }) => `${type} ${subject}`);
  /** Beats until what is looked for is there. */
  const until = (seen: () => void): Promise<void> =>
    vi.waitFor(() => {
      reader!.beat();
      seen();
    }, LIMIT);
  const founded = (...tickets: string[]): void => {
    expect(types().filter((one) => one.startsWith('hotline.issue.founded'))).toHaveLength(1);
    expect(types()).toEqual(expect.arrayContaining(tickets.map((id) => `hotline.ticket.read ${id}`)));
  };

  it('writes an issue when a second ticket is about the same, also where the first one was there before it began', async () => {
    rows.push(ticket(1, '五爱家园小区供暖不热'));
    start();
    await until(() => expect(reader!.figures()['text_nodes']).toBe(1));
    expect(written).toEqual([]);
    come(ticket(2, '五爱家园小区供暖不热没人管'), ticket(3, '公交二号线末班车太早'));
    await until(() => founded('T1', 'T2'));
    expect(types()).not.toContain('hotline.ticket.read T3');
    expect(errors).toEqual([]);
  });

  it('reads again what it had read when the thread failed, after a rest', async () => {
    let failing = true;
    const through: Desk = {
      ...desk,
      call: (city, call, given) =>
        failing && call === 'drain' ? Promise.reject(new Error('the thread failed')) : desk.call(city, call, given),
    };
    start(through);
    come(ticket(1, '五爱家园小区供暖不热'), ticket(2, '五爱家园小区供暖不热没人管'));
    await until(() => expect(errors).toHaveLength(1));
    expect(reader!.figures()['to_read']).toBe(2);
    failing = false;
    reader!.beat();
    expect(written).toEqual([]);
    machine += 60_000;
    await until(() => founded('T1', 'T2'));
    expect(reader!.figures()['to_read']).toBe(0);
  });

  it('writes nothing of what it read when another server came to hold the city meanwhile', async () => {
    let changed: (token: number | null) => void = () => undefined;
    const lease = { ...soleLease(), watch: (heard: typeof changed) => ((changed = heard), () => undefined) };
    let drained = 0;
    const through: Desk = {
      ...desk,
      async call(city, call, given) {
        const answer = await desk.call(city, call, given);
        if (call === 'drain') {
          drained++;
          changed(null);
        }
        return answer;
      },
    };
    start(through, lease);
    come(ticket(1, '五爱家园小区供暖不热'), ticket(2, '五爱家园小区供暖不热没人管'));
    await until(() => expect(drained).toBe(1));
    expect(written).toEqual([]);
    expect(reader!.figures()['to_read']).toBe(0);
  });

  it('says so to whoever waits when the thread is closed, and reads nothing after it', async () => {
    start();
    await desk.close();
    come(ticket(1, '五爱家园小区供暖不热'));
    await until(() => expect(errors).toHaveLength(1));
    expect(String(errors[0])).toContain('nothing is read any more');
  });
});
