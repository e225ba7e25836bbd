import { DAY } from '../../contract/time.ts';
import { matterNamed, moments, plantTickets, spanOf, type Scenario } from '../core/scenario.ts';
import { Rng } from '../core/random.ts';

export default {
  id: 'holiday',
  titles: { zh: '长假', en: 'Public holiday' },
  about: {
    zh: '三天长假：总量降到六成，景区拥堵升高',
    en: 'Three days off: volumes fall to six tenths, crowded scenic spots rise',
  },
  play(stage) {
    const { world, seed, start } = stage;
    const district = Math.floor(world.areas.length / 2);
    const area = world.areas[district]!;
    const matter = matterNamed(world, '景区服务');
    const spot = { name: '湖滨景区', point: area.streets[0]!.sites[0]!.point };
    const first = world.tz.dayStart(start);
    const end = world.tz.addDays(first, 3);
    const crowded = (at: number): boolean => world.tz.parts(at).hour >= 10 && world.tz.parts(at).hour < 16;
    const times = moments(new Rng(seed, 'holiday', start), start, 72, () => 12).filter((at) => at < end && crowded(at));
    const planted = plantTickets(stage, times, ['phone', 'wechat', 'app'], () => ({
      matter,
      district,
      street: 0,
      compound: spot,
      nature: 'complaint',
      title: `${area.zh}${spot.name}景区拥堵，入口排队两小时`,
    }));
    const span = spanOf(times, start);
    return {
      events: planted.events,
      factor: (at) => (at >= Math.max(first, start) && at < end ? 0.6 : 1),
      plants: [
        { kind: 'season', start: first, end: first + 3 * DAY },
        {
          kind: 'matter',
          ...span,
          category: matter.code,
          word: '景区',
          district: area.code,
          street: area.streets[0]!.code,
          tickets: planted.tickets,
        },
      ],
    };
  },
} satisfies Scenario;
