import type { Fixture } from '../../contract/widget.ts';
import { DAY, HOUR } from '../../contract/time.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

const to = MIDNIGHT + 15 * HOUR;
const range = { from: to - DAY, to };
const hours = (value: (i: number) => number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: 24 }, (_, i) => [String(range.from + i * HOUR), value(i)]));

export const fixtures: Fixture[] = [
  {
    name: 'weather and rooms',
    options: { gauges: ['air', 'room'] },
    data: {
      gauges: {
        ...range,
        latest: { air: { value: -2.4, at: AT - 60_000, unit: '℃' }, room: { value: 17.3, at: AT - 60_000, unit: '℃' } },
        buckets: { air: hours((i) => Math.sin(i / 4) * 4), room: hours((i) => 19 + Math.sin(i / 4)) },
      },
    },
  },
  {
    name: 'old and unknown',
    options: { gauges: ['notices', 'not-in-the-profile', 'air'] },
    data: {
      gauges: {
        ...range,
        latest: { notices: { value: 24_000, at: AT - 20 * DAY }, 'not-in-the-profile': { value: 1234567.8, at: AT } },
        buckets: {},
      },
    },
    late: true,
  },
  { name: 'never read', options: { gauges: ['air'] }, data: { gauges: { ...range, latest: {}, buckets: {} } } },
  { name: 'empty', data: {} },
];
