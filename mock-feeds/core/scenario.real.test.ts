import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { EVENTS } from '../../contract/event.ts';
import { HOUR, MINUTE } from '../../contract/time.ts';
import { loadScenario, loadWorld, scenarioIds } from '../shell/load.ts';
import { simulateDay } from './day.ts';
import type { Script } from './scenario.ts';
import type { World } from './world.ts';

const ids = await scenarioIds();
const worlds = { wuxi: await loadWorld('wuxi'), weifang: await loadWorld('weifang') };
const startOf = (world: World): number => world.tz.moment('2026-11-20', 9 * 60);
async function play(id: string, world: World): Promise<Script> {
  return (await loadScenario(id)).play({ world, seed: 5, start: startOf(world) });
}
const created = (script: Script) =>
  script.events!.flatMap(({ at, event }) => (event.type === 'hotline.ticket.created' ? [{ at, event }] : []));

describe.each(ids)('scenario %s', (id) => {
  it.each(['wuxi', 'weifang'] as const)(
    'declares for %s what it plants, and plants it validly and repeatably',
    async (city) => {
      const world = worlds[city];
      const scenario = await loadScenario(id);
      expect(scenario.id).toBe(id);
      const script = await play(id, world);
      const { events = [], plants } = script;
      expect((await play(id, world)).events).toEqual(script.events);
      const validators = new Map(Object.entries(EVENTS).map(([type, schema]) => [type, Compile(schema)]));
      expect(events.filter(({ event }) => !validators.get(event.type)!.Check(event))).toEqual([]);
      expect(new Set(events.map(({ event }) => event.source + event.id)).size).toBe(events.length);
      const ordinary = new Set(simulateDay(world, 5, '2026-11-20').map(({ event }) => event.subject));
      expect(events.filter(({ event }) => ordinary.has(event.subject))).toEqual([]);

      const tickets = events.length > 0 ? created(script) : [];
      expect(tickets.map(({ event }) => event.subject).sort()).toEqual(plants.flatMap((p) => p.tickets ?? []).sort());
      const terms = new Map(world.city.lexicon.terms.map((t) => [t.term, [t.term, ...(t.also ?? [])]]));
      for (const plant of plants) {
        expect(plant.end).toBeGreaterThan(plant.start);
        if (plant.kind !== 'matter') continue;
        const own = tickets.filter(({ event }) => plant.tickets!.includes(event.subject));
        expect(Math.min(...own.map((t) => t.at))).toBe(plant.start);
        const spellings = terms.get(plant.word!) ?? [plant.word!];
        const said = own.filter(({ event }) =>
          spellings.some((s) => (event.data.title + (event.data.text ?? '')).includes(s)),
        );
        expect(said.length / own.length).toBeGreaterThan(0.75);
        const elsewhere = own.filter(({ event: { data } }) => {
          const { district = data.place?.district, community = data.place?.community } = plant;
          return data.place?.district !== district || data.place?.community !== community;
        });
        expect(elsewhere).toEqual([]);
      }
    },
  );
});

describe('what scenarios are for', () => {
  it('heating-failure rises to dozens of tickets an hour in one compound', async () => {
    const world = worlds.wuxi;
    const script = await play('heating-failure', world);
    expect(script.plants[0]).toMatchObject({ district: '320213', community: '五爱家园', word: '供暖不热' });
    const perHour = (hour: number): number =>
      created(script).filter(({ at }) => Math.floor((at - startOf(world)) / HOUR) === hour).length;
    expect(perHour(0)).toBeLessThan(perHour(1));
    expect(perHour(3)).toBeGreaterThan(30);
    expect(perHour(9)).toBeLessThan(10);
  });

  it('storm is ten thousand tickets within ten minutes', async () => {
    const tickets = created(await play('storm', worlds.wuxi));
    expect(tickets).toHaveLength(10_000);
    expect(tickets.every(({ at }) => at >= startOf(worlds.wuxi) && at < startOf(worlds.wuxi) + 10 * MINUTE)).toBe(true);
  });

  it('holiday makes volumes smaller for three days', async () => {
    const world = worlds.wuxi;
    const { factor } = await play('holiday', world);
    const count = (f?: typeof factor): number =>
      simulateDay(world, 5, '2026-11-21', f).filter(({ event }) => event.type === 'hotline.ticket.created').length;
    expect(count(factor)).toBeLessThan(count() * 0.75);
    expect(factor!(world.tz.moment('2026-11-23', 60))).toBe(1);
  });

  it('burst-main lets the water pressure of its district fall', async () => {
    const world = worlds.wuxi;
    const { amend, plants } = await play('burst-main', world);
    const low = simulateDay(world, 5, '2026-11-20')
      .map(amend!)
      .filter(({ event }) => event.type === 'hotline.gauge.reported' && event.data.value === 0.11);
    expect(low).toHaveLength(6);
    expect(
      low.every(({ event }) => event.type === 'hotline.gauge.reported' && event.data.district === plants[0]!.district),
    ).toBe(true);
  });

  it('feed-outage silences one source', async () => {
    const { outages, plants } = await play('feed-outage', worlds.wuxi);
    expect(outages).toEqual([{ source: '/wuxi/workorder', from: plants[0]!.start, to: plants[0]!.end }]);
  });
});
