/** A replay of a simulated day shows what was shown live, at its end and at any moment before it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FACT_KINDS } from '../contract/fact.ts';
import { MEASURE_IDS, MEASURES } from '../contract/measure.ts';
import { MINUTE } from '../contract/time.ts';
import type { Json } from '../contract/text.ts';
import type { Topic } from '../contract/topic.ts';
import { zone } from '../contract/time.ts';
import { countOf, listOf } from '../server/replay/answers.ts';
import { Past } from '../server/replay/past.ts';
import { liveDay, type LivedDay } from './support/simulated-day.ts';

const TIMED = MEASURE_IDS.filter((id) => 'at' in MEASURES[id]);
/** Every view but `feeds`: when a source was last heard is no fact and not kept. And `normal`, below, is history's. */
const TOPICS: Topic[] = [
  { view: 'measures', params: { measures: MEASURE_IDS.slice(0, 24), window: 'today', compare: 'day' } },
  { view: 'measures', params: { measures: MEASURE_IDS.slice(24), window: '7d' } },
  { view: 'measures', params: { measures: ['accepted', 'open', 'overdue'], window: '1h', compare: 'week' }, scope: { district: '320213' } },
  { view: 'series', params: { measures: TIMED.slice(0, 6), window: 'today', step: 'ten_minutes' } },
  { view: 'series', params: { measures: ['accepted', 'closed'], window: '7d', step: 'day' } },
  { view: 'group', params: { measures: ['accepted', 'open', 'satisfaction'], by: ['district'], window: 'today' } },
  { view: 'group', params: { measures: ['accepted'], by: ['category', 'district'], window: '24h', level: 2, top: 50 } },
  { view: 'group', params: { measures: ['accepted'], by: ['words'], window: '24h' } },
  { view: 'group', params: { measures: ['open'], by: ['unit'], window: 'today', top: 20 } },
  { view: 'latest', params: { size: 20 } },
  { view: 'deadlines', params: { size: 20 } },
  { view: 'alerts', params: { size: 20 } },
] as Topic[]; // prettier-ignore
const HOURS = [5, 315, 605, 610, 900, 1130, 1435, 1440];
const SPEED = 600;
const BEAT = 100;

let day: LivedDay;
const errors: unknown[] = [];
const open: Past[] = [];

async function replay(): Promise<{ past: Past; run(to: number): void; values(): Promise<Json[]> }> {
  let machine = 0;
  const past = new Past({
    city: day.city,
    id: 'wuxi~test',
    from: day.from,
    to: day.to,
    views: day.views,
    signals: day.signals,
    rules: day.city.alerting.rules,
    history: day.history,
    machine: () => machine,
    send: () => undefined,
    onMoved: () => undefined,
    onError: (error) => errors.push(error),
  });
  open.push(past);
  await past.load(() => undefined);
  return {
    past,
    run(to) {
      past.clock.set({ speed: SPEED, playing: true }, machine);
      while (past.now < to) {
        machine += BEAT;
        past.beat();
      }
      past.clock.set({ playing: false }, machine);
    },
    async values() {
      past.rooms.flush();
      const reply = await past.rooms.join({ city: 'wuxi', topics: TOPICS });
      if ('error' in reply) throw new Error(`${reply.error.path} ${reply.error.rule}`);
      return reply.topics.map((topic) => structuredClone((topic as { value: Json }).value));
    },
  };
}
/** Normals of surges need weeks of history, which this day has not: cards are compared with what was written. */
const compare = (values: readonly Json[], live: readonly Json[]): void =>
  values.forEach((value, i) => expect({ topic: TOPICS[i], value }).toEqual({ topic: TOPICS[i], value: live[i] }));

beforeAll(async () => {
  day = await liveDay({ city: 'wuxi', date: '2026-11-19', past: 3, topics: TOPICS, minutes: HOURS });
}, 300_000);
afterAll(async () => {
  for (const past of open) past.close();
  await day?.close();
});

describe('replay', () => {
  it('[F2] at ×600 ends in exactly the values that were shown live, of all topics', async () => {
    const { past, run, values } = await replay();
    // Looked at from the beginning on, so that its values come by deltas.
    await values();
    run(day.to);
    expect(past.now).toBe(day.to);
    compare(await values(), day.shown.get(day.to)!);
    const alerts = day.shown.get(day.from + 610 * MINUTE)!.at(-1) as { open: number };
    expect(alerts.open).toBeGreaterThan(0);
    expect(errors).toEqual([]);
  });

  it('[F2] goes to any moment, forwards and backwards', async () => {
    const { past, values } = await replay();
    for (const minute of [605, 610, 1435, 5, 1130, 315, 1440, 900]) {
      const at = day.from + minute * MINUTE;
      await past.go(at);
      expect(past.now).toBe(at);
      compare(await values(), day.shown.get(at)!);
    }
    // Beyond its range it stands at its end.
    await past.go(day.to + 99 * MINUTE);
    expect(past.now).toBe(day.to);
    expect(errors).toEqual([]);
  });

  it('[M2] a number of that moment is that of the list of that moment', async () => {
    const { past } = await replay();
    await past.go(day.from + 610 * MINUTE);
    const position = { epoch: 'r', seq: 1 };
    const tz = zone(day.city.timeZone);
    const rows = (kind: (typeof FACT_KINDS)[number]) => past.rows(kind);
    for (const measure of ['accepted', 'open', 'overdue', 'closed'] as const) {
      const query = { measure, ...('at' in MEASURES[measure] && { range: { from: day.from, to: past.now } }) };
      const { total } = countOf(rows, query, tz, position);
      if (measure === 'accepted' || measure === 'open') expect(total[0]).toBeGreaterThan(0);
      const ids = new Set<string>();
      for (let after: string | undefined, more = true; more;) {
        const page = listOf(rows, { ...query, size: 97, ...(after && { after }) }, position);
        for (const row of page.rows) ids.add(row['id'] as string);
        expect(page.total).toBe(total[0]);
        after = page.next;
        more = after !== undefined;
      }
      expect(ids.size).toBe(total[0]);
    }
  });
});
