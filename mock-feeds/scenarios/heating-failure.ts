import { matterNamed, moments, plantTickets, spanOf, type Scenario } from '../core/scenario.ts';
import { Rng } from '../core/random.ts';
import { ANCHORS } from '../core/world.ts';

/** Tickets an hour: rises over two hours, stays, and falls after the repair in the sixth. */
const perHour = (passed: number): number =>
  passed < 2 ? 4 + 20 * passed : passed < 6 ? 44 : 44 * Math.exp(-(passed - 6));

export default {
  id: 'heating-failure',
  titles: { zh: '供暖故障', en: 'Heating failure' },
  about: {
    zh: '一个小区整片暖气不热，两小时内升至每小时四十余件',
    en: 'One compound goes cold; tickets rise to over forty an hour within two hours',
  },
  play(stage) {
    const { world, seed, start } = stage;
    const district = world.areas.findIndex((area) => ANCHORS[area.zh] !== undefined);
    const area = world.areas[district]!;
    const compound = area.streets[0]!.compounds[0]!;
    const matter = matterNamed(world, '暖气不热');
    const times = moments(new Rng(seed, 'heating-failure', start), start, 10, perHour);
    const planted = plantTickets(stage, times, ['phone', 'phone', 'phone', 'wechat', 'app'], (rng) => ({
      matter,
      district,
      street: 0,
      compound,
      nature: rng.chance(0.7) ? 'complaint' : 'help',
    }));
    const plant = {
      kind: 'matter' as const,
      ...spanOf(times, start),
      category: matter.code,
      word: '供暖不热',
      district: area.code,
      street: area.streets[0]!.code,
      community: compound.name,
      tickets: planted.tickets,
    };
    return { events: planted.events, plants: [plant] };
  },
} satisfies Scenario;
