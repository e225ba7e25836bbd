import { DAY } from '../../contract/time.ts';
import type { Fixture } from '../../contract/widget.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

type Counts = Record<string, number>;
const cells = (counts: Counts): Record<string, [number, number]> =>
  Object.fromEntries(Object.entries(counts).map(([key, n]) => [key, [n, 0]]));
const total = (counts: Counts): [number, number] => [Object.values(counts).reduce((a, b) => a + b, 0), 0];
const group = (now: Counts, then: Counts) => ({
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
const NOW: Counts = {
  '320213|320213001': 1402,
  '320213|-': 96,
  '320281|320281001': 1180,
  '320214|320214001': 930,
  '320211|320211001': 812,
  '320205|320205001': 640,
  '320206|320206001': 611,
  '320282|320282001': 380,
  '-|-': 12,
};
const THEN: Counts = { ...NOW, '320213|320213001': 990 };
const COMPOUNDS: Counts = {
  '320213001|五爱家园': 402,
  '320213001|沁园新村': 120,
  '320213001|芦庄四区': 88,
  '320213001|-': 190,
  '320281001|滨江花园': 77,
};
const long: Counts = Object.fromEntries(
  Array.from({ length: 40 }, (_, i) => [`320213001|太湖新城国际社区三期二标段安置房第 ${i + 1} 组团`, 4000 - i * 90]),
);

export const fixtures: Fixture[] = [
  { name: 'a week', data: { places: group(NOW, THEN), compounds: group(COMPOUNDS, { '320213001|五爱家园': 61 }) } },
  {
    name: 'long names, late',
    data: { places: group({ '320213|320213001': 128_400 }, {}), compounds: group(long, {}) },
    late: true,
  },
  { name: 'nothing yet', data: { places: group({}, {}), compounds: group({}, {}) } },
  { name: 'empty', data: {} },
];
