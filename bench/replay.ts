/**
 * Replay: how long it takes to fetch a day of a city with the weeks before it, to go to any minute of it and show a whole
 * scene there, and to run through it at ×600.
 */
import { MINUTE } from '../contract/time.ts';
import type { Topic } from '../contract/topic.ts';
import { Past } from '../server/replay/past.ts';
import { liveDay } from '../tests/support/simulated-day.ts';
import { quick, report, round } from './support/result.ts';

const PAST_DAYS = quick ? 5 : 37;
const GOES = quick ? 20 : 60;
const BEAT = 100;
const SPEED = 600;
/** What an overview shows. */
const TOPICS: Topic[] = [
  { view: 'measures', params: { measures: ['accepted', 'open', 'overdue', 'closed', 'satisfaction', 'on_time_rate'], window: 'today', compare: 'day' } },
  { view: 'measures', params: { measures: ['accepted', 'closed'], window: '30d', compare: 'week' } },
  { view: 'series', params: { measures: ['accepted', 'closed'], window: 'today', step: 'ten_minutes' } },
  { view: 'series', params: { measures: ['accepted'], window: '7d', step: 'day' } },
  { view: 'group', params: { measures: ['accepted', 'open', 'satisfaction'], by: ['district'], window: 'today' } },
  { view: 'group', params: { measures: ['accepted'], by: ['category'], window: '24h', level: 2, top: 20 } },
  { view: 'group', params: { measures: ['accepted'], by: ['words'], window: '24h', top: 40 } },
  { view: 'group', params: { measures: ['accepted'], by: ['cell'], window: '24h', top: 2000 } },
  { view: 'latest', params: { size: 20 } },
  { view: 'deadlines', params: { size: 20 } },
  { view: 'alerts', params: { size: 10 } },
] as Topic[]; // prettier-ignore

const day = await liveDay({ city: 'wuxi', date: '2026-11-19', past: PAST_DAYS, topics: [], minutes: [] });
console.log(`${day.facts} facts in ${PAST_DAYS + 1} days`);
let machine = 0;
const past = new Past({
  city: day.city,
  id: 'wuxi~bench',
  from: day.from,
  to: day.to,
  views: day.views,
  signals: day.signals,
  rules: day.city.alerting.rules,
  history: day.history,
  machine: () => machine,
  send: () => undefined,
  onMoved: () => undefined,
  onError: (error) => console.error(error),
});
let began = performance.now();
await past.load(() => undefined);
const load = performance.now() - began;

const show = async (): Promise<void> => {
  const reply = await past.rooms.join({ city: 'wuxi', topics: TOPICS });
  if ('error' in reply) throw new Error(reply.error.rule);
};
const times: number[] = [];
for (let i = 0; i < GOES; i++) {
  // Minutes all over the day, the same in every run.
  const at = day.from + ((i * 611) % 1440) * MINUTE;
  began = performance.now();
  await past.go(at);
  await show();
  times.push(performance.now() - began);
}
times.sort((a, b) => a - b);
await past.go(day.from);
await show();
began = performance.now();
past.clock.set({ speed: SPEED, playing: true }, machine);
while (past.now < day.to) {
  machine += BEAT;
  past.beat();
}
const ran = performance.now() - began;
past.close();
await day.close();
report({
  bench: 'replay',
  facts: day.facts,
  load_s: round(load / 1000, 2),
  go_p50_ms: round(times[Math.floor(times.length / 2)]!),
  go_p95_ms: round(times[Math.floor(times.length * 0.95)]!),
  /** Share of the machine's time that ×600 takes. */
  run_share: round(ran / (machine || 1), 3),
});
