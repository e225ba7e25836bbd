import type { Fixture } from '../../contract/widget.ts';
import { DAY, HOUR } from '../../contract/time.ts';
import { MIDNIGHT } from '../shared/fixture-city.ts';

const SHAPE = [9, 6, 5, 4, 4, 6, 13, 38, 84, 98, 91, 79, 47, 66, 82, 80, 74, 58, 41, 33, 28, 24, 18, 12];
const [from, to] = [MIDNIGHT - 29 * DAY, MIDNIGHT + DAY];
const month = (days: number, scale = 1): Record<string, [number, number]> =>
  Object.fromEntries(
    Array.from({ length: days * 24 }, (_, i) => {
      const at = to - DAY - (i + 1) * HOUR;
      const hour = 23 - (i % 24);
      // The picture's day is a Saturday; the days before it go back through the week.
      const weekend = [1, 6, 0].includes(Math.floor(i / 24) % 7) ? 0.7 : 1;
      return [String(at), [Math.round(SHAPE[hour]! * scale * weekend), 0]];
    }),
  );

export const fixtures: Fixture[] = [
  { name: 'four weeks', data: { hours: { from, to, cells: { accepted: month(28) } } } },
  { name: 'three days', data: { hours: { from, to, cells: { accepted: month(3) } } } },
  {
    name: 'a large city',
    options: { measure: 'call_offered' },
    data: { hours: { from, to, cells: { call_offered: month(28, 400) } } },
    late: true,
  },
  { name: 'nothing yet', data: { hours: { from, to, cells: {} } } },
  { name: 'empty', data: {} },
];
