/**
 * Hot words on a simulated city: eight weeks of ordinary tickets, then each incident that plants a word, and a calm week.
 * Prints after how many planted tickets the word was among the first three of the last hour, and what stood in the first
 * ten of the calm hours: no stop word, no place, no function word, and as few called hot as chance allows.
 */
import { HOUR, MINUTE, zone } from '../../contract/time.ts';
import type { TicketRow } from '../../contract/fact.ts';
import { simulateDay, type Factor } from '../../mock-feeds/core/day.ts';
import type { SimEvent } from '../../mock-feeds/core/life.ts';
import { shiftDate } from '../../mock-feeds/core/worktime.ts';
import { loadScenario, loadWorld, scenarioIds } from '../../mock-feeds/shell/load.ts';
import { ticketContext } from '../../server/city/context.ts';
import { loadCity } from '../../server/city/load.ts';
import { wordsOf } from '../../server/text/hot/extract.ts';
import { HotWords, WINDOWS, type HotWindow } from '../../server/text/hot/hot.ts';
import { segmenter } from '../../server/text/segment.ts';
import { binsOf } from '../../server/alerts/normal/bins.ts';
import { percentile, round } from '../support/result.ts';

const PAST_DAYS = 57;
const DATE = '2026-11-20';
const CALM = '2026-11-09';
const SEED = 5;

interface Told {
  id: string;
  at: number;
  words: string[];
}

/** Words that a hot word must not be: those of the language, of places and of manners. */
const FUNCTION =
  /^(?:的|了|是|在|和|我们|你们|他们|因为|所以|但是|如果|以及|或者|而且|可以|应该|进行|已经|没有|问题|情况|市民|来电|反映|希望|请|建议|要求|解决|处理|小区|街道|市长|书记|局长|领导)$/;
const PLACE = /(?:路|街|街道|小区|家园|花园|新村|社区|镇|区|县|市)$/;
const NO_PLACE = /(?:人行道|学区|超市|夜市|道路|铁路|景区|公路|线路|电路)$/;

/** Figures of one run. */
export async function run(): Promise<Record<string, unknown>> {
  const world = await loadWorld('wuxi');
  const { city } = await loadCity('cities/wuxi');
  const tz = zone(city.timeZone);
  const { work } = ticketContext(city, tz);
  const binOf = binsOf(tz, (at) => work.isWorkday(at));
  const places = city.places.flatMap((district) => [
    district.names.zh,
    ...district.streets.map(({ names }) => names.zh),
  ]);
  const terms = city.lexicon.terms.flatMap(({ term, also = [] }) => [term, ...also]);
  const cut = segmenter({ language: 'zh', terms: [...terms, ...places] });
  const words = wordsOf(city, cut);
  const told = ({ event, at }: SimEvent): Told[] => {
    if (event.type !== 'hotline.ticket.created') return [];
    const { title, text, place } = event.data;
    const row: Pick<TicketRow, 'title' | 'text' | 'community' | 'address'> = {
      title,
      text: text ?? null,
      community: place?.community ?? null,
      address: place?.address ?? null,
    };
    return [{ id: event.subject, at: Date.parse(event.time) || at, words: words(row) }];
  };
  const days = new Map<string, Told[]>();
  const day = (date: string, factor?: Factor): Told[] => {
    const known = factor ? undefined : days.get(date);
    if (known) return known;
    const list = simulateDay(world, SEED, date, factor).flatMap(told);
    if (!factor) days.set(date, list);
    return list;
  };
  const withPast = (date: string, until: number): HotWords => {
    const hot = new HotWords({ binOf, zone: tz });
    hot.advance(tz.moment(date, 0));
    for (let back = PAST_DAYS; back > 0; back--)
      for (const one of day(shiftDate(date, -back))) hot.add(one.at, one.words, 1);
    for (const one of day(date)) if (one.at < until) hot.add(one.at, one.words, 1);
    hot.advance(until);
    return hot;
  };

  const needed: number[] = [];
  for (const scenario of await scenarioIds()) {
    const start = tz.moment(DATE, 9 * 60);
    const script = (await loadScenario(scenario)).play({ world, seed: SEED, start });
    for (const plant of script.plants) {
      if (plant.kind !== 'matter' || plant.word === undefined) continue;
      const planted = new Set(plant.tickets);
      const hot = withPast(DATE, start);
      const coming = [
        ...day(DATE, script.factor).filter(({ at }) => at >= start),
        ...(script.events ?? []).flatMap(told),
      ]
        .filter(({ at }) => at < Math.min(plant.end, start + 8 * HOUR) + MINUTE)
        .sort((a, b) => a.at - b.at);
      let [count, found, rank] = [0, 0, 0];
      for (const one of coming) {
        hot.advance(one.at);
        hot.add(one.at, one.words, 1);
        if (!planted.has(one.id)) continue;
        count++;
        const top = hot.top('hour', 3).words;
        rank = top.findIndex(({ word }) => word === plant.word) + 1;
        if (rank > 0) {
          found = count;
          console.log(`${scenario}: ${plant.word} is word ${rank} of the hour after ${count} planted tickets`);
          for (const word of top) console.log(`    ${line(word)}`);
          break;
        }
        if (count >= 200) {
          console.log(`${scenario}: ${plant.word} is not among the first three after ${count} planted tickets`);
          for (const word of hot.top('hour', 6).words) console.log(`    ${line(word)}`);
          break;
        }
      }
      needed.push(found === 0 ? Infinity : found);
    }
  }

  const hot = withPast(CALM, tz.moment(CALM, 0));
  let [violations, looks, called, spent, ranked] = [0, 0, 0, 0, 0];
  const wrong = new Map<string, number>();
  const said = new Set<string>();
  const lexicon = new Set(city.lexicon.terms.map(({ term }) => term));
  for (let ahead = 0; ahead < 7; ahead++) {
    const date = shiftDate(CALM, ahead);
    let next = 0;
    const list = [...day(date)].sort((a, b) => a.at - b.at);
    for (let hour = 0; hour < 24; hour++) {
      const until = tz.moment(date, (hour + 1) * 60) - 1;
      for (; next < list.length && list[next]!.at <= until; next++) {
        hot.advance(list[next]!.at);
        hot.add(list[next]!.at, list[next]!.words, 1);
      }
      hot.advance(until);
      for (const window of Object.keys(WINDOWS) as HotWindow[]) {
        const begun = process.cpuUsage();
        const { words: top } = hot.top(window, 10);
        spent += process.cpuUsage(begun).user / 1000;
        ranked++;
        looks += top.length;
        for (const word of top) {
          if (word.hot) {
            called++;
            const name = `${date} ${window} ${word.word}`;
            if (!said.has(name))
              console.log(`  called hot in a calm week: ${date} ${hour}:59 ${window}: ${line(word)}`);
            said.add(name);
          }
          const bad =
            FUNCTION.test(word.word) ||
            cut.isStop(word.word) ||
            (PLACE.test(word.word) && !NO_PLACE.test(word.word) && !lexicon.has(word.word)) ||
            places.includes(word.word);
          if (!bad) continue;
          violations++;
          wrong.set(word.word, (wrong.get(word.word) ?? 0) + 1);
        }
        if ((ahead === 1 || ahead === 3 || ahead === 5) && (hour === 9 || hour === 15))
          console.log(
            `  ${date} ${hour}:59 ${window}: ${top.map((word) => `${word.word} ${word.count}${word.usual ? `/${word.usual.mean.toFixed(1)}` : ''}`).join(', ')}`,
          );
      }
    }
  }
  console.log(`calm week: ${looks} words in the first tens, ${violations} of them are none, ${called} called hot`);
  for (const [word, times] of [...wrong].sort((a, b) => b[1] - a[1]).slice(0, 30))
    console.log(`  not a hot word: ${word} (${times})`);
  const { bytes, words: known } = hot.figures;
  return {
    planted: needed.length,
    planted_found: needed.filter(Number.isFinite).length,
    planted_tickets_median: percentile(needed, 0.5),
    planted_tickets_most: Math.max(...needed),
    calm_first_tens: looks,
    calm_violations: violations,
    calm_called_hot: called,
    rank_ms: round(spent / ranked, 2),
    hot_mb: round(bytes / 1e6, 1),
    hot_words_known: known,
  };
}

type Line = ReturnType<HotWords['top']>['words'][number];
const line = ({ word, count, usual, times, odds, hot, isNew }: Line): string =>
  `${word}: ${count}, usual ${usual ? `${usual.low}–${usual.high} (${usual.mean.toFixed(2)})` : 'not known'}, ×${times?.toFixed(1) ?? '–'}, log p ${odds.toFixed(1)}${hot ? ', hot' : ''}${isNew ? ', new' : ''}`;

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await run()));
