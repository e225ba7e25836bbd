import type { Fixture } from '../../contract/widget.ts';
import { DAY, HOUR } from '../../contract/time.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

const to = MIDNIGHT + 15 * HOUR;
const day = { from: to - DAY, to };
const hours = Object.fromEntries(
  Array.from({ length: 24 }, (_, i) => [String(day.from + i * HOUR), 19 + Math.sin(i / 4) * 2]),
);

export const fixtures: Fixture[] = [
  {
    name: 'rooms over a day',
    options: { gauge: 'room' },
    data: { gauge: { ...day, latest: { room: { value: 19.4, at: AT, unit: '℃' } }, buckets: { room: hours } } },
  },
  {
    name: 'a month with a gap',
    options: { gauge: 'air', window: '30d' },
    data: {
      gauge: {
        from: MIDNIGHT - 29 * DAY,
        to: MIDNIGHT + DAY,
        latest: { air: { value: -6, at: AT } },
        buckets: {
          air: Object.fromEntries(
            Array.from({ length: 30 }, (_, i) => i).flatMap((i) =>
              i > 9 && i < 13 ? [] : [[String(MIDNIGHT - i * DAY), 12 - i * 0.6]],
            ),
          ),
        },
      },
    },
    late: true,
  },
  { name: 'never read', options: { gauge: 'air' }, data: { gauge: { ...day, latest: {}, buckets: {} } } },
  { name: 'empty', data: {} },
];
