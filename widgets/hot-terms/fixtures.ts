import { DAY, HOUR } from '../../contract/time.ts';
import type { HotWord, TopicValues } from '../../contract/topic.ts';
import type { Fixture } from '../../contract/widget.ts';
import { AT } from '../shared/fixture-city.ts';

type Told = [word: string, count: number, mean: number | null];
const spread = 1.28;
const word = ([name, count, mean]: Told, rank: number): [string, HotWord] => {
  if (mean === null) return [name, { word: name, rank, count, low: 0, mean: 0, high: 1, hot: true, isNew: true }];
  const reach = spread * Math.sqrt(mean);
  const times = count / mean;
  const usual = { low: Math.max(0, mean - reach), mean, high: mean + reach, times };
  return [name, { word: name, rank, count, ...usual, hot: times >= 1.6 && count >= 12, isNew: false }];
};
const ranking = (span: number, tickets: number, words: Told[]) => ({
  from: AT - span,
  to: AT + 1,
  tickets,
  words: Object.fromEntries(words.map(word)),
});
const often = (span: number, scale: number): TopicValues['group'] => ({
  from: AT - span,
  to: AT + 1,
  cells: {
    accepted: Object.fromEntries(
      Object.entries({ 物业管理: 61, 违停: 49, 噪音扰民: 46, 停水: 31, 路灯: 22, 充电桩: 19, 公交: 11, '-': 402 }).map(
        ([key, n]) => [key, [Math.ceil(n * scale), 0] as [number, number]],
      ),
    ),
  },
  total: { accepted: [Math.ceil(702 * scale), 0] },
});
const frequent = { often1h: often(HOUR, 0.08), often24h: often(DAY, 1), often7d: often(7 * DAY, 6.6) };
const WEEK: Told[] = [
  ['供暖不热', 402, 231],
  ['预付卡退费', 96, 51],
  ['音屏障', 61, 40],
];
const hot = {
  windows: {
    '1h': ranking(HOUR, 71, [
      ['供暖不热', 46, 6.4],
      ['五爱家园', 31, null],
      ['停水', 9, 5.2],
    ]),
    '24h': ranking(DAY, 1183, [
      ['供暖不热', 128, 18],
      ['停水', 64, 16],
      ['五爱家园', 44, 0.4],
      ['预付卡', 52, 31],
      ['换热站', 26, 2.1],
      ['僵尸车', 38, 30.5],
      ['音屏障', 27, 21],
    ]),
    '7d': ranking(7 * DAY, 7630, WEEK),
  },
};
const quiet = {
  windows: {
    '1h': ranking(HOUR, 40, []),
    '24h': ranking(DAY, 951, [['物业管理', 61, 55]]),
    '7d': ranking(7 * DAY, 6504, []),
  },
};
const long: Told[] = Array.from({ length: 20 }, (_, i) => [
  `跨境电商综合试验区保税仓退货手续${i + 1}`,
  12_480 - i * 611,
  1204 + i * 37,
]);

export const fixtures: Fixture[] = [
  { name: 'a cold Saturday', data: { hot, ...frequent } },
  { name: 'one window', options: { windows: ['24h'] }, data: { hot, often24h: frequent.often24h } },
  { name: 'nothing is hot', data: { hot: quiet, ...frequent } },
  {
    name: 'a storm, late',
    data: {
      hot: {
        windows: { '1h': ranking(HOUR, 22_400, long), '24h': ranking(DAY, 31_000, long), '7d': quiet.windows['7d'] },
      },
      ...frequent,
    },
    late: true,
  },
  {
    name: 'the first day',
    data: {
      hot: { windows: { '1h': ranking(HOUR, 0, []), '24h': ranking(DAY, 0, []), '7d': ranking(7 * DAY, 0, []) } },
      often24h: { from: AT - DAY, to: AT, cells: { accepted: {} }, total: { accepted: [0, 0] } },
    },
  },
  { name: 'empty', data: {} },
];
