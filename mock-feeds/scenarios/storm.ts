import { MINUTE } from '../../contract/time.ts';
import { matterNamed, plantTickets, spanOf, type Scenario } from '../core/scenario.ts';
import { Rng } from '../core/random.ts';

const TICKETS = 10_000;

export default {
  id: 'storm',
  titles: { zh: '暴雨', en: 'Storm' },
  about: {
    zh: '十分钟内一万件工单反映同一件事：暴雨积水',
    en: 'Ten thousand tickets about one matter, flooding, within ten minutes',
  },
  play(stage) {
    const { world, seed, start } = stage;
    const matter = matterNamed(world, '道路积水');
    const rng = new Rng(seed, 'storm', start);
    const times = Array.from({ length: TICKETS }, () => start + Math.floor(rng.next() * 10 * MINUTE)).sort(
      (a, b) => a - b,
    );
    const planted = plantTickets(stage, times, ['phone', 'app', 'wechat'], (own) => {
      const district = own.chance(0.4) ? 0 : own.int(world.areas.length);
      const area = world.areas[district]!;
      const street = own.int(area.streets.length);
      const road = own.pick(area.streets[street]!.roads);
      return {
        matter,
        district,
        street,
        compound: road,
        nature: 'help',
        title: `${area.zh}${road.name}暴雨积水，车辆无法通行`,
      };
    });
    const plant = {
      kind: 'matter' as const,
      ...spanOf(times, start),
      category: matter.code,
      word: '暴雨积水',
      tickets: planted.tickets,
    };
    return { events: planted.events, plants: [plant] };
  },
} satisfies Scenario;
