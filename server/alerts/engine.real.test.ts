import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../log/log.ts';
import { Rehearsal } from './rehearsal.ts';
import { MINUTE, ruleOf, SECOND, START, steady, Story } from './stories.fixture.ts';

const PLACES = [
  { district: 'd1', street: 's1', community: 'c1', category: '02' },
  { district: 'd2', street: 's2', community: 'c2', category: '02' },
];
const ALERTING = {
  rules: [
    ruleOf({ id: 'city', signal: 'surge', measure: 'accepted', by: ['category'], window: 30, least: 10 }),
    ruleOf({ id: 'cluster', signal: 'surge', measure: 'accepted', by: ['community', 'category'], window: 30, least: 4 }),
    ruleOf({ id: 'many', signal: 'threshold', measure: 'accepted', window: 10, raise: 12, clear: 6, for: 30, keep: 120 }),
    ruleOf({ id: 'calls', signal: 'threshold', measure: 'call_waiting', raise: 3, family: 'service', keep: 60 }),
  ],
  unclaimed: { 3: 10 },
}; // prettier-ignore
const END = 90;

/** What may happen: tickets in bursts, calls that wait and are answered, desks that act on whatever is there. */
const happenings = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 60 }),
    what: fc.constantFrom('c1', 'c2', 'elsewhere', 'call', 'claim', 'resolve'),
    count: fc.integer({ min: 1, max: 14 }),
  }),
  { minLength: 1, maxLength: 14 },
);
type Happening = { minute: number; what: string; count: number };

function eventsOf({ minute, what, count }: Happening, n: number): LogEvent[] {
  const at = START + minute * MINUTE;
  if (what === 'claim' || what === 'resolve') return [];
  return Array.from({ length: count }, (_, i): LogEvent => {
    const id = `${n}-${i}`;
    const when = at + i * 3 * SECOND;
    if (what === 'call')
      return { source: '/example/desk', id, type: 'hotline.call.queued', subject: `c${id}`, at: when, data: {} };
    const place = PLACES.find(({ community }) => community === what) ?? { district: 'd1', street: 's1', community: id };
    const data = { channel: 'phone', nature: 'help', title: 't', requester: id, category: '02', place: { ...place, category: undefined } }; // prettier-ignore
    return { source: '/example/desk', id, type: 'hotline.ticket.created', subject: `t${id}`, at: when, data };
  });
}

/** Plays happenings; `between` is called at each minute, after what came in it. */
async function play(
  list: readonly Happening[],
  between: (rehearsal: Rehearsal, minute: number) => Promise<void> | void = () => undefined,
  order: (events: LogEvent[]) => LogEvent[] = (events) => events,
): Promise<Rehearsal> {
  const { rehearsal } = new Story(ALERTING, steady(PLACES, 1));
  const all = list.flatMap(eventsOf).sort((a, b) => a.at - b.at);
  for (let minute = 0; minute < END; minute++) {
    const from = START + minute * MINUTE;
    const due = order(all.filter(({ at }) => at >= from && at < from + MINUTE));
    // All of a minute comes at its end, in one batch.
    await rehearsal.run(
      from + MINUTE,
      due.map((event) => ({ due: from + MINUTE, event })),
    );
    for (const { what } of list.filter((one) => one.minute === minute)) act(rehearsal, what);
    await between(rehearsal, minute);
  }
  return rehearsal;
}

function act(rehearsal: Rehearsal, what: string): void {
  if (what !== 'claim' && what !== 'resolve') return;
  const first = rehearsal.alerts().find(({ open }) => open);
  if (!first) return;
  const type = what === 'claim' ? ('hotline.alert.claimed' as const) : ('hotline.alert.resolved' as const);
  rehearsal.take([{ source: '/wall/desk', id: `${first.id}${type}${rehearsal.now}`, type, subject: first.id, at: rehearsal.now, data: { by: '1 席' } }]); // prettier-ignore
}

const written = (rehearsal: Rehearsal): string[] =>
  rehearsal.written.map(({ type, subject, at, data }) => `${at} ${type} ${subject} ${JSON.stringify(data)}`);

describe('the engine', () => {
  it('[A1] [F2] writes the same whatever the order in which the events of a moment come', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), async (list, keys) => {
        const shuffled = (events: LogEvent[]): LogEvent[] =>
          events
            .map((event, i) => ({ event, key: keys[i % keys.length]! }))
            .sort((a, b) => a.key - b.key)
            .map(({ event }) => event);
        const [plain, other] = [await play(list), await play(list, undefined, shuffled)];
        expect(other.alerts()).toEqual(plain.alerts());
        expect(written(other)).toEqual(written(plain));
      }),
      { numRuns: 12 },
    );
  });

  it('[A1] goes on after a restart at any moment as if there had been none', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, fc.uniqueArray(fc.nat(END - 1), { maxLength: 5 }), async (list, restarts) => {
        const plain = await play(list);
        const other = await play(list, (rehearsal, minute) =>
          restarts.includes(minute) ? rehearsal.restart() : undefined,
        );
        expect(written(other)).toEqual(written(plain));
      }),
      { numRuns: 12 },
    );
  });

  it('[A1] loses and doubles no alert: each is raised once and ends once, and never two of a group at a time', async () => {
    let raised = 0;
    await fc.assert(
      fc.asyncProperty(happenings, async (list) => {
        const rehearsal = await play(list, ({ engine }) => {
          const open = engine.book.open().map(({ content }) => `${content.rule} ${JSON.stringify(content.keys)}`);
          expect(new Set(open).size).toBe(open.length);
        });
        const steps = new Map<string, string[]>();
        for (const { subject, type } of rehearsal.written)
          steps.set(subject, [...(steps.get(subject) ?? []), type.slice('hotline.alert.'.length)]);
        for (const own of steps.values()) {
          if (own.includes('raised')) raised++;
          expect(own.filter((step) => step === 'raised').length).toBeLessThanOrEqual(1);
          const life = own.filter((step) => !['updated', 'escalated'].includes(step)).join(' ');
          expect(life).toMatch(
            /^(pending )?(lapsed|raised)?( recovering( relapsed| resolved| reopened)?| reopened| resolved)*$/,
          );
        }
        // Whatever still is abnormal has an alert that is open, or a reason why not.
        rehearsal.look();
        const { engine } = rehearsal;
        for (const watch of engine.watches)
          for (const group of watch.suspects()) {
            const latest = engine.book.latest(watch.rule.id, group)?.row;
            const held = rehearsal.held.some(({ rule }) => rule === watch.rule.id);
            expect(latest !== undefined || held, `${watch.rule.id} ${group}`).toBe(true);
          }
      }),
      { numRuns: 12 },
    );
    expect(raised).toBeGreaterThan(5);
  });
});
