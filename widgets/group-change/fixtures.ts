import { DAY } from '../../contract/time.ts';
import type { Fixture } from '../../contract/widget.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

type Counts = Record<string, number>;
const cells = (counts: Counts) => Object.fromEntries(Object.entries(counts).map(([key, n]) => [key, [n, 0]]));
const total = (counts: Counts): [number, number] => [Object.values(counts).reduce((a, b) => a + b, 0), 0];
const groups = (measure: string, now: Counts, then: Counts) => ({
  from: MIDNIGHT - 6 * DAY,
  to: MIDNIGHT + DAY,
  cells: { [measure]: cells(now) },
  total: { [measure]: total(now) },
  compared: {
    from: MIDNIGHT - 13 * DAY,
    to: AT - 7 * DAY,
    cells: { [measure]: cells(then) },
    total: { [measure]: total(then) },
  },
});
const NATURES = { complaint: 2410, consult: 2106, help: 1480, suggestion: 311, report: 190, praise: 44, '-': 3 };
const BEFORE = { complaint: 1702, consult: 2160, help: 1391, suggestion: 298, report: 201, praise: 39 };
const long = Object.fromEntries(
  Array.from({ length: 30 }, (_, i) => [`太湖之滨本地生活资讯与民生爆料官方账号第 ${i + 1} 号`, 128_400 - i * 4001]),
);

export const fixtures: Fixture[] = [
  { name: 'natures', data: { groups: groups('accepted', NATURES, BEFORE) } },
  {
    name: 'outlets, late',
    options: { measure: 'mention_count', by: 'outlet', top: 30 },
    data: { groups: groups('mention_count', long, {}) },
    late: true,
  },
  { name: 'nothing yet', data: { groups: groups('accepted', {}, {}) } },
  { name: 'empty', data: {} },
];
