import type { Fixture } from '../../contract/widget.ts';
import { DAY, HOUR } from '../../contract/time.ts';
import { FIXTURE_CITY, MIDNIGHT } from '../shared/fixture-city.ts';

const range = { from: MIDNIGHT - 29 * DAY, to: MIDNIGHT + DAY };
const before = { from: MIDNIGHT - 119 * DAY, to: MIDNIGHT - 29 * DAY, total: {} };
const units = FIXTURE_CITY.units.map(({ id }) => id);
const by = <T>(of: (i: number) => T): Record<string, T> => Object.fromEntries(units.map((id, i) => [id, of(i)]));
const days = by((i) =>
  Object.fromEntries(
    Array.from({ length: 30 }, (_, d) => [String(MIDNIGHT - d * DAY), [9 - ((d + i) % 3), 10] as [number, number]]),
  ),
);

export const fixtures: Fixture[] = [
  {
    name: 'on time',
    data: {
      now: {
        ...range,
        cells: {
          on_time_rate: { housing: [1150, 1210], urban: [1290, 1466], water: [510, 514], liangxi: [1260, 1284] },
          handle_time_p50: by((i) => [(8 + i * 3) * HOUR, 400]),
          overdue: { urban: [2, 0], housing: [1, 0] },
        },
        total: {},
      },
      past: { ...before, cells: { on_time_rate: { housing: [3480, 3600], urban: [4150, 4300], water: [1480, 1500] } } },
      days: { ...range, cells: days },
    },
  },
  {
    name: 'handling time, no past yet',
    options: { measure: 'handle_time_p50' },
    data: {
      now: { ...range, cells: { handle_time_p50: by((i) => [(8 + i * 9) * HOUR, 400]), overdue: {} }, total: {} },
      past: { ...before, cells: {} },
    },
    late: true,
  },
  {
    name: 'too few of everything',
    data: { now: { ...range, cells: { on_time_rate: by(() => [1, 2]) }, total: {} }, past: { ...before, cells: {} } },
  },
  { name: 'empty', data: {} },
];
