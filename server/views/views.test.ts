import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../contract/condition.ts';
import { FACT_KINDS, type GaugeRow, type Row } from '../../contract/fact.ts';
import { MEASURE_IDS, MEASURES, measureOf } from '../../contract/measure.ts';
import { apply } from '../../contract/patch.ts';
import type { Frame } from '../../contract/protocol.ts';
import { bucketStart, DAY, HOUR, windowRange, WINDOWS, zone } from '../../contract/time.ts';
import type { Topic, TopicValues } from '../../contract/topic.ts';
import type { Json } from '../../contract/text.ts';
import { cardOf } from '../alerts/book.ts';
import { ticketContext } from '../city/context.ts';
import { exampleCity } from '../city/fixture.ts';
import { anyStream, AROUND } from '../facts/arbitrary.ts';
import { factStore } from '../facts/store.ts';
import { Rooms } from '../hub/rooms.ts';
import { findViews, type View, type ViewContext } from './view.ts';

const city = exampleCity();
const tz = zone(city.timeZone);
const context: ViewContext = {
  city,
  zone: tz,
  count: () => Promise.resolve({ rows: [], total: [0, 0], position: { epoch: 'e', seq: 0 } }),
  feeds: () => ({}),
  card: (row) => cardOf(row),
  residents: (scope) =>
    scope['district'] ? city.places.find((p) => p.code === scope['district'])?.residents : 400_000,
};
const fold = ticketContext(city, tz);
let views: Map<string, View>;
beforeAll(async () => void (views = await findViews()));

const scopes = fc.constantFrom<Topic['scope'][]>(
  undefined,
  { district: 'd1' },
  { category: { under: '02' }, channel: { not: ['web'] } },
  { unit: 'u1' },
);
const measures = fc.uniqueArray(fc.constantFrom(...MEASURE_IDS), { minLength: 1, maxLength: 8 });
const window = fc.constantFrom(...WINDOWS);
const topic: fc.Arbitrary<Topic> = fc.oneof(
  fc.record({ view: fc.constant('measures' as const), params: fc.record({ measures, window, compare: fc.constantFrom('day', 'week', undefined) }), scope: scopes }),
  fc.record({ view: fc.constant('series' as const), params: fc.record({ measures, window, step: fc.constantFrom('ten_minutes', 'hour', 'day') }), scope: scopes }),
  fc.record({
    view: fc.constant('group' as const),
    params: fc.record({ measures: fc.uniqueArray(fc.constantFrom('accepted', 'open', 'satisfaction', 'handle_time_p50'), { minLength: 1 }), by: fc.constantFrom(['district'], ['channel', 'nature'], ['words'], ['category']), window, compare: fc.constantFrom('day', 'week', undefined), level: fc.constantFrom(1, 2, undefined) }),
    scope: scopes,
  }),
  fc.record({
    view: fc.constant('split' as const),
    params: fc.record({ measure: fc.constantFrom('accepted', 'satisfaction', 'handle_time_p50'), by: fc.constantFrom('district', 'category', 'words'), window, step: fc.constantFrom('hour', 'day'), level: fc.constantFrom(1, undefined), top: fc.constantFrom(1, 50, undefined) }),
    scope: scopes,
  }),
  fc.record({ view: fc.constant('spread' as const), params: fc.record({ measure: fc.constantFrom('handle_time_p50', 'wait_mean'), window, edges: fc.constantFrom([0], [60_000, HOUR, DAY]) }), scope: scopes }),
  fc.record({ view: fc.constant('gauges' as const), params: fc.record({ gauges: fc.constantFrom(['G1'], ['G2', 'G3', 'nothing']), window, step: fc.constantFrom('hour', 'day'), of: fc.constantFrom('mean', 'last') }), scope: scopes }),
  fc.record({ view: fc.constant('latest' as const), params: fc.constant({ size: 3 }), scope: scopes }),
  fc.record({ view: fc.constant('mentions' as const), params: fc.constant({ size: 3 }), scope: scopes }),
  fc.record({ view: fc.constant('deadlines' as const), params: fc.constant({ size: 2 }), scope: scopes }),
  fc.record({ view: fc.constant('alerts' as const), params: fc.constant({ size: 5 }), scope: scopes }),
) as fc.Arbitrary<Topic>; // prettier-ignore

/** Counts a measure over all facts in the plainest way there is. */
function recount(
  id: (typeof MEASURE_IDS)[number],
  rows: readonly (Row | null)[],
  from: number,
  to: number,
): [number, number] {
  const measure = measureOf(id);
  const of = compile(measure.fact, measure.of);
  const part = compile(measure.fact, measure.part ?? {});
  const fields = rows.filter((row) => row !== null) as unknown as Record<string, number>[];
  const all = fields.filter(
    (row) =>
      of(row) &&
      (measure.at === undefined || (row[measure.at] !== null && row[measure.at]! >= from && row[measure.at]! < to)),
  );
  if (measure.kind === 'count') return [all.length, 0];
  if (measure.kind === 'rate') return [all.length, 400_000];
  if (measure.kind === 'ratio') return [all.filter((row) => part(row)).length, all.length];
  const values = all.map((row) => row[measure.value!]!).filter((value) => value !== null);
  if (measure.kind === 'mean') return [values.reduce((a, b) => a + b, 0), values.length];
  const sorted = values.map((value) => Math.floor(value / measure.grain!) * measure.grain!).sort((a, b) => a - b);
  return [sorted[Math.ceil(measure.q! * sorted.length) - 1] ?? 0, sorted.length];
}

/** A city's live half under a clock of its own, and a fresh room that recounts everything. */
function live(epoch = 'e1') {
  const store = factStore(fold);
  let now = AROUND - 2 * DAY;
  let seq = 0;
  const frames: Frame[] = [];
  const open = () =>
    new Rooms({
      city: city.id,
      epoch,
      views,
      context,
      rows: (kind) => store.rows(kind),
      now: () => now,
      log: () => seq,
      machine: () => now,
      send: (frame) => void frames.push(frame),
    });
  const rooms = open();
  return {
    store, frames, rooms,
    now: () => now,
    take(events: readonly Parameters<typeof store.apply>[0][]) {
      for (const event of events) {
        const change = store.apply(event, now);
        seq = event.seq;
        if (change) rooms.apply([change]);
      }
      rooms.flush();
    },
    move(to: number) {
      now = Math.max(now, to);
      rooms.apply(store.tick(now));
      rooms.beat();
      rooms.flush();
    },
    forget() {
      rooms.apply(store.evict(now - 31 * DAY, () => true));
      rooms.flush();
    },
    async recount(topics: Topic[]): Promise<Json[]> {
      const reply = await open().join({ city: city.id, topics });
      if ('error' in reply) throw new Error(reply.error.rule);
      return reply.topics.map((joined) => ('value' in joined ? joined.value : null));
    },
  }; // prettier-ignore
}

describe('views', () => {
  it('[F1] [T2] equal a recount of all facts after every step, through deltas alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(topic, { minLength: 1, maxLength: 5 }),
        anyStream(40),
        fc.array(fc.integer({ min: 0, max: 6 * HOUR }), { maxLength: 8 }),
        async (topics, events, moves) => {
          const city1 = live();
          const first = await city1.rooms.join({ city: city.id, topics });
          if ('error' in first) throw new Error(first.error.rule);
          city1.rooms.enter(first.room);
          let values = first.topics.map((joined) => (joined as { value: Json }).value);
          let read = 0;
          const steps = Math.max(events.length, moves.length);
          for (let i = 0; i < steps; i++) {
            if (moves[i] !== undefined) city1.move(city1.now() + moves[i]!);
            const event = events[i];
            if (event) city1.take([{ ...event, seq: i + 1, taken: city1.now() }]);
            for (; read < city1.frames.length; read++) {
              for (const [index, [, patch]] of Object.entries(city1.frames[read]!.topics ?? {}))
                values = values.with(Number(index), apply(values[Number(index)], patch));
            }
            expect(values).toEqual(await city1.recount(topics));
          }
          city1.rooms.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[M1] count what the declaration of each measure says, over every window', async () => {
    await fc.assert(
      fc.asyncProperty(anyStream(80), window, async (events, window) => {
        const now = live();
        now.move(AROUND);
        now.take(events.map((event, i) => ({ ...event, seq: i + 1, taken: AROUND })));
        const [value] = (await now.recount([
          { view: 'measures', params: { measures: [...MEASURE_IDS], window } },
        ])) as unknown as [TopicValues['measures']];
        const { from, to } = windowRange(tz, window, AROUND);
        const rows = FACT_KINDS.flatMap((kind) => [...now.store.rows(kind)].map((row) => ({ kind, row })));
        for (const id of MEASURE_IDS) {
          const mine = rows.filter(({ kind }) => kind === MEASURES[id].fact).map(({ row }) => row);
          expect([id, value.cells[id]]).toEqual([id, recount(id, mine, from, to)]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[M2] split, spread and gauges agree with the group and with the readings themselves', async () => {
    await fc.assert(
      fc.asyncProperty(anyStream(80), window, async (events, window) => {
        const now = live();
        now.move(AROUND);
        now.take(events.map((event, i) => ({ ...event, seq: i + 1, taken: AROUND })));
        const edges = [1, HOUR, DAY];
        const [group, split, spread, gauges] = (await now.recount([
          { view: 'group', params: { measures: ['accepted', 'handle_time_p50'], by: ['district'], window } },
          { view: 'split', params: { measure: 'accepted', by: 'district', window, step: 'hour' } },
          { view: 'spread', params: { measure: 'handle_time_p50', window, edges } },
          { view: 'gauges', params: { gauges: ['G1', 'G2', 'G3'], window, step: 'hour', of: 'last' } },
        ])) as unknown as [TopicValues['group'], TopicValues['split'], TopicValues['spread'], TopicValues['gauges']];
        // A split shows whole hours, so a window that slides by less may begin within its first one.
        if (split.from === group.from) {
          const summed = Object.entries(split.cells).map(([key, buckets]) => [
            key,
            [Object.values(buckets).reduce((sum, [n]) => sum + n, 0), 0],
          ]);
          expect(Object.fromEntries(summed)).toEqual(group.cells['accepted']);
        }
        expect(spread.total).toBe(group.total['handle_time_p50']![1]);
        expect(Object.values(spread.counts).reduce((a, b) => a + b, 0)).toBe(spread.total);
        const rows = now.store.rows('gauge').filter((row) => row !== null) as GaugeRow[];
        for (const id of ['G1', 'G2', 'G3']) {
          const mine = rows.filter((row) => row.gauge === id);
          const last = mine.sort((a, b) => a.reported! - b.reported!).at(-1);
          expect(gauges.latest[id]?.value).toBe(last ? last.value! : undefined);
          // As in a series: a bucket is in the window when it begins in it.
          const starts = mine.map(({ reported }) => bucketStart(tz, 'hour', reported!));
          const hours = starts.filter((start) => start >= gauges.from && start < gauges.to);
          expect(Object.keys(gauges.buckets[id] ?? {}).length).toBe(new Set(hours).size); // prettier-ignore
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[F1] letting go of resting facts changes no window that is shown', async () => {
    await fc.assert(
      fc.asyncProperty(anyStream(60), async (events) => {
        const one = live();
        one.move(AROUND);
        one.take(events.map((event, i) => ({ ...event, seq: i + 1, taken: AROUND })));
        const topics: Topic[] = [
          { view: 'measures', params: { measures: ['accepted', 'open', 'overdue'], window: '30d' } },
        ];
        const before = await one.recount(topics);
        one.forget();
        expect(await one.recount(topics)).toEqual(before);
      }),
    );
  });

  it('[T1] a viewer that comes back gets the deltas since its position, or a snapshot where they are gone', async () => {
    const one = live();
    one.move(AROUND);
    const topics: Topic[] = [{ view: 'measures', params: { measures: ['accepted'], window: 'today' } }];
    const first = await one.rooms.join({ city: city.id, topics });
    if ('error' in first) throw new Error('no');
    const created = (n: number) => ({
      source: 's',
      id: String(n),
      type: 'hotline.ticket.created' as const,
      subject: `T${n}`,
      at: AROUND,
      data: { channel: 'web', nature: 'help', title: '' },
      seq: n,
      taken: AROUND,
    });
    for (let n = 1; n <= 3; n++) one.take([created(n)]);
    const back = await one.rooms.join({ city: city.id, topics, have: { epoch: 'e1', seqs: [1] } });
    expect(back).toMatchObject({
      topics: [{ seq: 3, deltas: [{ cells: { accepted: [2, 0] } }, { cells: { accepted: [3, 0] } }] }],
    });
    for (const have of [
      { epoch: 'other', seqs: [1] },
      { epoch: 'e1', seqs: [-1] },
      { epoch: 'e1', seqs: [99] },
    ]) {
      expect(await one.rooms.join({ city: city.id, topics, have })).toMatchObject({
        topics: [{ seq: 3, value: { cells: { accepted: [3, 0] } } }],
      });
    }
    for (let n = 4; n <= 90; n++) one.take([created(n)]);
    expect(await one.rooms.join({ city: city.id, topics, have: { epoch: 'e1', seqs: [3] } })).toMatchObject({
      topics: [{ seq: 90, value: { cells: { accepted: [90, 0] } } }],
    });
  });

  it('refuses a topic that names what does not exist, with path and rule', async () => {
    const one = live();
    const reply = await one.rooms.join({
      city: city.id,
      topics: [{ view: 'latest', params: { size: 3 }, scope: { colour: 'red' } }],
    });
    expect(reply).toEqual({ error: { path: '/topics/0/colour', rule: 'a ticket has no such field' } });
    expect(one.rooms.liveTopics).toBe(0);
  });
});
