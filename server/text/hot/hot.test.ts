import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, zone } from '../../../contract/time.ts';
import { exampleCity } from '../../city/fixture.ts';
import { segmenter } from '../segment.ts';
import { JOINT, MOST, shown, wordsOf } from './extract.ts';
import { HotWords, WINDOWS, type HotWindow } from './hot.ts';
import { Counts, keyOf } from './table.ts';

describe('table of counts', () => {
  it('holds what a map holds, whatever is added, and takes it away again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: -3, max: 5 })), { maxLength: 600 }), (adds) => {
        const table = new Counts(1_000);
        const map = new Map<number, number>();
        for (const [key, by] of adds) {
          // Keys that are the same in their low bits stand in each other's way.
          table.add(key * 64, by);
          map.set(key * 64, (map.get(key * 64) ?? 0) + by);
        }
        table.compact();
        for (const [key, count] of map) expect(table.get(key)).toBe(count);
        let positive = 0;
        table.each((key, count) => {
          positive++;
          expect(map.get(key)).toBe(count);
        });
        expect(positive).toBe([...map.values()].filter((count) => count > 0).length);
        const twin = new Counts(1_000);
        twin.addAll(table, 1);
        twin.addAll(table, -1);
        twin.compact();
        expect(twin.size).toBe(0);
      }),
    ); // prettier-ignore
  });

  it('refuses what it has no room for, and keeps the largest where it is told to', () => {
    const table = new Counts(3);
    expect([1, 2, 3, 4].map((key) => table.add(key, key))).toEqual([true, true, true, false]);
    expect(table.add(2, 5)).toBe(true);
    table.compact(2);
    expect([1, 2, 3].map((key) => table.get(key))).toEqual([0, 7, 3]);
    const tied = new Counts(100);
    for (const key of [9, 5, 7, 3]) tied.add(key, 1);
    tied.compact(2);
    expect([3, 5, 7, 9].map((key) => tied.get(key))).toEqual([1, 1, 0, 0]);
  });

  it('tells words apart', () => {
    const keys = new Set(Array.from({ length: 5_000 }, (_, i) => keyOf(`词${i}`)));
    expect(keys.size).toBe(5_000);
  });
});

describe('words of a ticket', () => {
  const city = exampleCity();
  const terms = city.lexicon.terms.flatMap(({ term, also = [] }) => [term, ...also]);
  const words = wordsOf(city, segmenter({ language: 'zh', terms: [...terms, '东区', '东街'] }));
  const of = (title: string, more: { community?: string; address?: string } = {}): string[] =>
    words({ title, text: null, ...more });

  it('are terms of the lexicon by any spelling, words, and compounds of two', () => {
    expect(of('暖气不热')).toEqual(['供暖不热']);
    expect(of('绿化带杂草丛生')).toContain('绿化带');
    expect(of('电梯异响').map(shown)).toContain('电梯异响');
    expect(of('外墙没刷')).toContain(`外墙${JOINT}没刷`);
  });

  it('are no stop words, numbers, places, titles, nor single characters side by side', () => {
    expect(of('东区东街12号，请市长尽快解决小区的问题')).toEqual([]);
    expect(of('中山路路灯损坏')).not.toContain('中山路');
    expect(of('五爱家园外墙脱落', { community: '五爱家园' }).join()).not.toMatch(/五|爱|家园/);
    expect(of('锡惠公园外墙脱落', { address: '惠山区锡惠公园' }).join()).not.toContain('公园');
  });

  it('count once, and are bounded', () => {
    expect(of('停水停水停水')).toEqual(['停水']);
    const long = Array.from({ length: 400 }, (_, i) => String.fromCharCode(0x4e00 + i * 7)).join('和');
    expect(words({ title: long, text: long }).length).toBeLessThanOrEqual(MOST);
    expect(words({ title: null, text: null })).toEqual([]);
  });

  it('are English words too', () => {
    const en = wordsOf(city, segmenter({ language: 'en' }));
    expect(en({ title: 'Graffiti removal near the park', text: null }).map(shown)).toEqual(
      expect.arrayContaining(['graffiti', 'graffiti removal']),
    );
  });
});

const tz = zone('UTC');
const binOf = (hour: number): number => ((Math.floor(hour / DAY) + 4) % 7) * 24 + Math.floor((hour % DAY) / HOUR);
const open = (): HotWords => new HotWords({ binOf, zone: tz });
const NOW = Date.UTC(2026, 2, 10, 15, 30);
type Ticket = { at: number; words: string[] };
/** Three weeks in which every hour has three tickets of 噪音 and one of 停水, and today until now. */
function past(): Ticket[] {
  const list: Ticket[] = [];
  for (let at = tz.dayStart(NOW) - 21 * DAY; at < NOW; at += HOUR / 4)
    list.push({ at, words: (at / (HOUR / 4)) % 4 === 0 ? ['停水', '小时通知'] : ['噪音'] });
  return list;
}
function filled(tickets: readonly Ticket[], now = NOW): HotWords {
  const hot = open();
  hot.advance(now);
  for (const { at, words } of tickets) hot.add(at, words, 1);
  return hot;
}
const some = (words: string[], n: number, from: number, every = MINUTE): Ticket[] =>
  Array.from({ length: n }, (_, i) => ({ at: from + i * every, words }));
const tops = (hot: HotWords): unknown => (Object.keys(WINDOWS) as HotWindow[]).map((window) => hot.top(window, 50));

describe('hot words', () => {
  it('are those that stand in more tickets than is usual at this hour, new ones too', () => {
    const from = NOW - 30 * MINUTE;
    const hot = filled([
      ...past(),
      ...some(['停水'], 12, from),
      ...some(['塌陷'], 9, from),
      ...some(['噪音'], 2, from),
    ]);
    const { words, tickets } = hot.top('hour');
    // Ten minutes are whole: the hour holds 14:40 to 15:30, with three tickets of the past in it.
    expect(tickets).toBe(12 + 9 + 2 + 4 - 1);
    expect(words.map(({ word, hot: is, isNew }) => [word, is, isNew])).toEqual([
      ['塌陷', true, true],
      ['停水', true, false],
    ]);
    const [, cut] = words;
    expect(cut!.count).toBe(13);
    expect(cut!.usual!.mean).toBeCloseTo(50 / 60, 1);
    expect(cut!.times).toBeCloseTo(cut!.count / cut!.usual!.mean, 9);
    expect(hot.top('day').words.find(({ word }) => word === '塌陷')).toMatchObject({
      count: 9,
      hot: true,
      isNew: true,
    });
    expect(hot.top('week').words.some(({ word }) => word === '噪音')).toBe(false);
  });

  it('are none on a calm day', () => {
    for (const { words } of tops(filled(past())) as { words: { hot: boolean }[] }[])
      expect(words.filter(({ hot }) => hot)).toEqual([]);
  });

  it('find compounds by how often two words stand together, and let them stand for both', () => {
    const together = some(['电梯', '异响', `电梯${JOINT}异响`], 12, NOW - 30 * MINUTE);
    const apart = [...some(['墙面'], 12, NOW - 29 * MINUTE), ...some(['渗水', `墙面${JOINT}渗水`], 1, NOW - MINUTE)];
    const words = filled([...past(), ...together, ...apart]).top('hour').words.map(({ word }) => word); // prettier-ignore
    expect(words).toContain('电梯异响');
    expect(words).not.toContain('电梯');
    expect(words).not.toContain('异响');
    expect(words).toContain('墙面');
    expect(words).not.toContain('墙面渗水');
  });

  it('forget as time goes on: the hour, the day, the week', () => {
    const hot = filled([...past(), ...some(['塌陷'], 20, NOW - 20 * MINUTE)]);
    const has = (window: HotWindow): boolean => hot.top(window).words.some(({ word }) => word === '塌陷');
    expect([has('hour'), has('day'), has('week')]).toEqual([true, true, true]);
    hot.advance(NOW + 2 * HOUR);
    expect([has('hour'), has('day'), has('week')]).toEqual([false, true, true]);
    hot.advance(NOW + 30 * HOUR);
    expect([has('hour'), has('day'), has('week')]).toEqual([false, false, true]);
    hot.advance(NOW + 8 * DAY);
    expect(has('week')).toBe(false);
  });

  it('says what is frequent where nothing of the past is known', () => {
    const words = filled(some(['停水'], 9, NOW - 20 * MINUTE)).top('hour').words; // prettier-ignore
    expect(words).toEqual([
      { word: '停水', term: '停水', count: 9, usual: null, times: null, odds: 0, hot: false, isNew: false },
    ]);
  });

  it('are the same for every order, after taking away, and after a restart [F1, F2]', () => {
    const base = past();
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.integer({ min: NOW - 9 * DAY, max: NOW + 2 * HOUR }), words: fc.subarray(['停水', '塌陷', '噪音', `停水${JOINT}塌陷`]) }), { maxLength: 120 }), // prettier-ignore
        fc.integer({ min: 0, max: 3 * HOUR }),
        (tickets, later) => {
          const live = filled(base, NOW - 10 * HOUR);
          // As they come: late ones, ones ahead of the clock, one that is changed and changed back.
          const half = Math.floor(tickets.length / 2);
          for (const { at, words } of tickets.slice(0, half)) live.add(at, words, 1);
          live.advance(NOW - HOUR);
          for (const { at, words } of tickets.slice(half)) live.add(at, words, 1);
          live.add(NOW - 5 * MINUTE, ['多余', '停水'], 1);
          live.add(NOW - 5 * MINUTE, ['多余', '停水'], -1);
          live.advance(NOW + later);
          const again = filled([...tickets.toReversed(), ...base.toReversed()], NOW + later);
          // The hour keeps three hours of ten minutes: what was added before is the same.
          expect(tops(live)).toEqual(tops(again));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('stay within their room, whatever people write', () => {
    const hot = open();
    hot.advance(NOW);
    for (let i = 0; i < 6_000; i++)
      hot.add(
        NOW - i * 100,
        Array.from({ length: 10 }, (_, j) => `w${i * 10 + j}`),
        1,
      );
    const { bytes } = hot.figures;
    expect(bytes).toBeLessThan(8_000_000);
    hot.advance(NOW + 10 * DAY);
    expect(hot.figures.bytes).toBeLessThan(bytes / 4);
    hot.advance(NOW + 70 * DAY);
    hot.fit();
    expect(hot.figures).toMatchObject({ hours: 0, words: 0 });
  });
});
