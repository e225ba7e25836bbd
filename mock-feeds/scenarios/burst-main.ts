import { HOUR } from '../../contract/time.ts';
import { matterNamed, moments, plantTickets, spanOf, type Scenario } from '../core/scenario.ts';
import { Rng } from '../core/random.ts';

/** Tickets an hour: at once, and fewer as water comes back. */
const perHour = (passed: number): number => 110 * Math.exp(-passed / 1.5);

export default {
  id: 'burst-main',
  titles: { zh: '主管爆裂', en: 'Burst main' },
  about: {
    zh: '主管爆裂，两个街道停水，区内水压骤降三小时',
    en: 'A main bursts: two streets without water, pressure of the district falls for three hours',
  },
  play(stage) {
    const { world, seed, start } = stage;
    const district = Math.floor(world.areas.length / 2);
    const area = world.areas[district]!;
    const [cut, burst] = [matterNamed(world, '停水'), matterNamed(world, '水管爆裂')];
    const times = moments(new Rng(seed, 'burst-main', start), start, 5, perHour);
    const road = area.streets[0]!.roads[0]!;
    const planted = plantTickets(stage, times, ['phone', 'phone', 'wechat', 'app'], (rng, i) => {
      if (i < 5) return { matter: burst, district, street: 0, compound: road, nature: 'help' };
      const street = rng.int(2);
      return {
        matter: cut,
        district,
        street,
        compound: rng.pick(area.streets[street]!.compounds),
        nature: rng.chance(0.5) ? 'help' : 'complaint',
      };
    });
    const plant = {
      kind: 'matter' as const,
      ...spanOf(times, start),
      category: cut.code,
      word: '停水',
      district: area.code,
      street: area.streets[0]!.code,
      tickets: planted.tickets,
    };
    const gauge = `${world.city.id}-water-${area.code}`;
    return {
      events: planted.events,
      plants: [plant],
      amend(sim) {
        if (sim.event.subject !== gauge || sim.at < start || sim.at >= start + 3 * HOUR) return sim;
        return { at: sim.at, event: { ...sim.event, data: { ...sim.event.data, value: 0.11 } } as typeof sim.event };
      },
    };
  },
} satisfies Scenario;
