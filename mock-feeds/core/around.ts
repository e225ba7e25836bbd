/** What else a city tells of: items in the media. */
import type { MEDIA, HotlineEvent } from '../../contract/event.ts';
import { HOUR } from '../../contract/time.ts';
import { arrivals } from './calls.ts';
import type { SimEvent } from './life.ts';
import { Rng } from './random.ts';
import { placeWords } from './wording.ts';
import type { World } from './world.ts';

const OUTLETS: [medium: (typeof MEDIA)[number], outlets: string[], negative: number][] = [
  ['weibo', ['城事微博', '太湖明珠网友', '街坊说'], 0.42],
  ['wechat', ['本地生活圈', '掌上城市', '社区家园'], 0.28],
  ['video', ['城市短视频', '街头镜头'], 0.34],
  ['forum', ['城市论坛', '业主论坛'], 0.46],
  ['news', ['城市新闻网', '省级新闻网'], 0.1],
  ['newspaper', ['城市晚报', '城市日报'], 0.08],
  ['app', ['城市客户端'], 0.14],
  ['tieba', ['城市吧'], 0.42],
  ['blog', ['民生博客'], 0.25],
];
const NEGATIVE = ['网友反映{p}{v}', '曝光：{p}{v}', '{p}{v}，谁来管', '业主吐槽{p}{v}'];
const NEUTRAL = ['{p}{m}问题，部门回应来了', '关于{m}，这些你要知道', '{m}办理指南', '{p}{m}情况通报'];
const POSITIVE = ['12345 解民忧：{p}{m}问题解决了', '点赞！{p}{m}当天处置', '{m}改善，居民送来锦旗'];

const wrap = (source: string, id: string, type: string, subject: string, time: string, data: object): HotlineEvent =>
  ({ specversion: '1.0', id, source, type, subject, time, data }) as unknown as HotlineEvent;

/** Items published on a local date; a few are taken down again. */
export function mentionDay(world: World, seed: number, date: string, factor: (at: number) => number): SimEvent[] {
  const rng = new Rng(seed, 'mentions', date);
  const { model } = world;
  const start = world.tz.moment(date, 0);
  const month = Number(date.slice(5, 7)) - 1;
  const events: SimEvent[] = [];
  let number = 0;
  for (const at of arrivals(rng, start, model.mentionsPerDay, world.onlineHours, factor)) {
    const id = `${model.prefix}M${date.replaceAll('-', '')}-${String(++number).padStart(4, '0')}`;
    const [medium, outlets, negative] = rng.pick(OUTLETS);
    const matter = world.matters[rng.weighted(world.problems[month]!)]!;
    const area = world.areas[rng.weighted(world.areaWeights)]!;
    const street = rng.pick(area.streets);
    const spot = rng.pick(
      matter.where === 'r' ? street.roads : matter.where === 's' ? street.sites : street.compounds,
    ).name;
    const mood = rng.next();
    const sentiment = mood < negative ? 'negative' : mood < 0.75 ? 'neutral' : 'positive';
    const place = placeWords(rng, {
      district: area.zh,
      street: street.zh,
      spot: matter.where === '-' ? '' : spot,
      where: matter.where,
    });
    const title = rng
      .pick({ negative: NEGATIVE, neutral: NEUTRAL, positive: POSITIVE }[sentiment])
      .replace('{p}', place)
      .replace('{m}', matter.zh)
      .replace('{v}', rng.pick(matter.variants).replace(/\{\w\}/, '3'));
    const data = {
      medium,
      outlet: rng.pick(outlets),
      title,
      ...(rng.chance(0.9) ? { sentiment } : {}),
      district: area.code,
      category: matter.code,
    };
    events.push({
      at,
      event: wrap(model.sources.mentions, `${id}.p`, 'hotline.mention.published', id, world.iso(at), data),
    });
    if (!rng.chance(0.02)) continue;
    const gone = at + Math.round(rng.range(1, 20) * HOUR);
    events.push({
      at: gone,
      event: wrap(model.sources.mentions, `${id}.r`, 'hotline.mention.removed', id, world.iso(gone), {}),
    });
  }
  return events;
}
