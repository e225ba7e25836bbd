import { DAY } from '../../contract/time.ts';
import type { Fixture } from '../../contract/widget.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

type Counts = Record<string, number>;
const cells = (counts: Counts): Record<string, [number, number]> =>
  Object.fromEntries(Object.entries(counts).map(([key, n]) => [key, [n, 0]]));
const total = (counts: Counts): [number, number] => [Object.values(counts).reduce((a, b) => a + b, 0), 0];
const tree = (now: Counts, then: Counts) => ({
  from: MIDNIGHT - 6 * DAY,
  to: MIDNIGHT + DAY,
  cells: { accepted: cells(now) },
  total: { accepted: total(now) },
  compared: {
    from: MIDNIGHT - 13 * DAY,
    to: AT - 7 * DAY,
    cells: { accepted: cells(then) },
    total: { accepted: total(then) },
  },
});
/** Heating has grown; some tickets say no more than its branch, some say nothing. */
const NOW: Counts = {
  '05.03.01': 612,
  '05.03.02': 120,
  '05.03': 41,
  '05.01.01': 240,
  '05.01.02': 96,
  '02.07.01': 310,
  '02.07.03': 280,
  '02.03.01': 190,
  '04.01.01': 260,
  '04.04.01': 122,
  '10.02.01': 330,
  '10.01.01': 170,
  '09.01.01': 150,
  '08.01.01': 120,
  '06.01.01': 90,
  '07.02.01': 60,
  '11.06.01': 12,
  '12.01.01': 4,
  '-': 9,
};
const THEN: Counts = { ...NOW, '05.03.01': 260, '10.02.01': 420, '03.01.01': 20 };
const large: Counts = Object.fromEntries(
  Array.from({ length: 60 }, (_, i) => [`${String(10 + i)}.01.01`, Math.round(124_800 / (i + 1) ** 1.4)]),
);

export const fixtures: Fixture[] = [
  { name: 'a cold week', data: { tree: tree(NOW, THEN) } },
  { name: 'sixty branches without names, late', data: { tree: tree(large, large) }, late: true },
  { name: 'one branch', data: { tree: tree({ '05.03.01': 3 }, {}) } },
  { name: 'nothing yet', data: { tree: tree({}, {}) } },
  { name: 'empty', data: {} },
];
