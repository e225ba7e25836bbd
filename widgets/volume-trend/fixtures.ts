import type { Fixture } from '../../contract/widget.ts';
import { HOUR } from '../../contract/time.ts';
import { MIDNIGHT } from '../shared/fixture-city.ts';

const MIDDLE = [9, 6, 5, 4, 4, 6, 13, 38, 84, 98, 91, 79, 47, 66, 82, 80, 74, 58, 41, 33, 28, 24, 18, 12];
const TODAY = [8, 6, 6, 4, 4, 6, 13, 31, 83, 90, 88, 84, 48, 82, 61];
/** The day's window ends with the day, not with the clock. */
const to = MIDNIGHT + 24 * HOUR;

const today = {
  from: MIDNIGHT,
  to,
  cells: { accepted: Object.fromEntries(TODAY.map((n, h) => [String(MIDNIGHT + h * HOUR), [n, 0]])) },
};
const normal = {
  date: '2026-11-21',
  days: 8,
  hours: Object.fromEntries(MIDDLE.map((n, h) => [String(h), [Math.round(n * 0.72), n, Math.round(n * 1.24) + 2]])),
};

export const fixtures: Fixture[] = [
  { name: 'a Saturday afternoon', data: { today, normal } },
  {
    name: 'waits',
    options: { measure: 'wait_mean' },
    data: {
      today: {
        from: MIDNIGHT,
        to,
        cells: { wait_mean: { [String(MIDNIGHT)]: [90_000, 10], [String(MIDNIGHT + 14 * HOUR)]: [400_000, 20] } },
      },
      normal: { date: '2026-11-21', days: 8, hours: { 0: [6, 8, 11], 14: [9, 12, 15] } },
    },
  },
  { name: 'no history yet', data: { today, normal: { date: '2026-11-21', days: 0, hours: {} } } },
  { name: 'nothing yet today', data: { today: { from: MIDNIGHT, to, cells: {} }, normal } },
  { name: 'empty', data: {} },
];
