import { DAY } from '../../contract/time.ts';
import type { Fixture } from '../../contract/widget.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

type Row = [key: string, negative: number, neutral: number, positive: number, unknown: number];
const MOODS = ['negative', 'neutral', 'positive', '-'];
const cells = (list: Row[]): Record<string, [number, number]> =>
  Object.fromEntries(
    list.flatMap(([key, ...counts]) =>
      counts.flatMap((n, i): [string, [number, number]][] => (n === 0 ? [] : [[`${key}|${MOODS[i]}`, [n, 0]]])),
    ),
  );
const total = (list: Row[]): [number, number] => [
  list.flatMap(([, ...counts]) => counts).reduce((a, b) => a + b, 0),
  0,
];
const pairs = (now: Row[], then: Row[]) => ({
  from: MIDNIGHT - 6 * DAY,
  to: MIDNIGHT + DAY,
  cells: { mention_count: cells(now) },
  total: { mention_count: total(now) },
  compared: {
    from: MIDNIGHT - 13 * DAY,
    to: AT - 7 * DAY,
    cells: { mention_count: cells(then) },
    total: { mention_count: total(then) },
  },
});
const NOW: Row[] = [
  ['weibo', 48, 40, 21, 9],
  ['wechat', 19, 37, 18, 4],
  ['forum', 22, 17, 8, 2],
  ['news', 3, 24, 13, 0],
  ['video', 12, 16, 6, 5],
  ['newspaper', 1, 11, 7, 0],
  ['tieba', 6, 5, 2, 1],
  ['app', 0, 0, 0, 3],
];
const long = Array.from({ length: 30 }, (_, i): Row => [
  `太湖之滨本地生活资讯与民生爆料官方账号第 ${i + 1} 号`,
  40_000 - i * 1000,
  30_000 - i * 700,
  9000,
  100,
]);

export const fixtures: Fixture[] = [
  { name: 'media', data: { pairs: pairs(NOW, [['weibo', 30, 44, 30, 2]]) } },
  { name: 'outlets, late', options: { by: 'outlet' }, data: { pairs: pairs(long, []) }, late: true },
  { name: 'nothing yet', data: { pairs: pairs([], []) } },
  { name: 'empty', data: {} },
];
