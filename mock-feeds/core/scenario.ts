/** Scenarios: a script that adds to, changes or holds back what the city tells, from a start moment on. */
import type { Text } from '../../contract/text.ts';
import { HOUR, MINUTE } from '../../contract/time.ts';
import type { Overrides } from './content.ts';
import type { Factor } from './day.ts';
import { lifeOf, type SimEvent } from './life.ts';
import type { Matter } from './matters.ts';
import type { Channel } from './model.ts';
import type { Outage } from './quirks.ts';
import { Rng } from './random.ts';
import type { World } from './world.ts';

/** What a scenario planted, so that detection can be scored. Times are Unix ms. */
export interface Plant {
  kind: 'matter' | 'outage' | 'season';
  /** First planted event (or the moment of silence), and the last. */
  start: number;
  end: number;
  /** Category code of the matter and the lexicon term its titles speak of. */
  category?: string;
  word?: string;
  district?: string;
  street?: string;
  community?: string;
  /** Planted tickets, by id. */
  tickets?: string[];
  /** Source that falls silent. */
  source?: string;
}

export interface Script {
  plants: Plant[];
  events?: SimEvent[];
  outages?: Outage[];
  factor?: Factor;
  /** Changes an event of the ordinary days. */
  amend?(sim: SimEvent): SimEvent;
}

export interface Stage {
  world: World;
  seed: number;
  /** Unix ms. */
  start: number;
}

export interface Scenario {
  /** Equal to the file's name. */
  id: string;
  titles: Text;
  about: Text;
  play(stage: Stage): Script;
}

/** The matter of this leaf. Throws when the tree has none. */
export function matterNamed(world: World, zh: string): Matter {
  const matter = world.matters.find((one) => one.zh === zh);
  if (!matter) throw new Error(`no matter ${zh}`);
  return matter;
}

/** Moments from `start` on at a rate (per hour) that changes with the hours passed; ends after `hours`. */
export function moments(rng: Rng, start: number, hours: number, perHour: (passed: number) => number): number[] {
  const list: number[] = [];
  for (let minute = 0; minute < hours * 60; minute++) {
    const count = rng.poisson(perHour(minute / 60) / 60);
    for (let i = 0; i < count; i++) list.push(start + Math.floor((minute + rng.next()) * MINUTE));
  }
  return list.sort((a, b) => a - b);
}

/** Whole lives of tickets at these moments. Numbers begin where ordinary days never reach, by the start's minute. */
export function plantTickets(
  { world, seed, start }: Stage,
  times: readonly number[],
  channels: readonly Channel[],
  over: (rng: Rng, index: number) => Overrides,
): { events: SimEvent[]; tickets: string[] } {
  const first = 100_000 + Math.floor((start - world.tz.dayStart(start)) / MINUTE) * 600;
  const rng = new Rng(seed, 'plant', start);
  const lives = times.map((at, i) => {
    const birth = { date: world.tz.date(at), number: first + i, at, channel: rng.pick(channels), over: over(rng, i) };
    return lifeOf(world, seed, birth);
  });
  return { events: lives.flat(), tickets: lives.map((life) => life[0]!.event.subject) };
}

/** When a plant begins and ends. */
export const spanOf = (times: readonly number[], start: number): { start: number; end: number } => ({
  start: times[0] ?? start,
  end: times.at(-1) ?? start + HOUR,
});
