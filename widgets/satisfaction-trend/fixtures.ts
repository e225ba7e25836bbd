import type { Fixture } from '../../contract/widget.ts';
import { DAY } from '../../contract/time.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

const RATES = [95.1, 95.3, 95, 94.7, 94.5, 94.1, 94.2, 94.4, 94.4, 94.5, 94.8, 94.7, 94.6, 94.9];
const to = AT - (AT % 60_000) + 60_000;
const from = MIDNIGHT - 13 * DAY;

const days = (rates: (number | null)[]) => ({
  from,
  to,
  cells: {
    satisfaction: Object.fromEntries(
      rates.flatMap((rate, i) => (rate === null ? [] : [[String(from + i * DAY), [Math.round(rate * 8), 800]]])),
    ),
  },
});

export const fixtures: Fixture[] = [
  { name: 'two weeks', data: { days: days(RATES) } },
  { name: 'a day without ratings', data: { days: days(RATES.map((r, i) => (i === 4 || i === 5 ? null : r))) } },
  { name: 'nobody rated', data: { days: { from, to, cells: {} } } },
  { name: 'empty', data: {} },
];
