import type { Fixture } from '../../contract/widget.ts';
import { DAY, HOUR } from '../../contract/time.ts';
import { MIDNIGHT } from '../shared/fixture-city.ts';

const span = { from: MIDNIGHT - 29 * DAY, to: MIDNIGHT + DAY };
const days = (count: number, scale = 1): Record<string, [number, number]> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, back) => [
      String(MIDNIGHT - back * DAY),
      [Math.round((60 + ((back * 5) % 13) * 9) * scale * (back < 14 ? 1.4 : 1)), 0],
    ]),
  );
const air = Object.fromEntries(
  Array.from({ length: 14 }, (_, back) => [String(MIDNIGHT - back * DAY), 4 + ((back * 3) % 8) - 3.5]),
);

export const fixtures: Fixture[] = [
  {
    name: 'with the weather',
    options: { gauge: 'air' },
    data: {
      days: { ...span, cells: { accepted: days(30) } },
      gauge: {
        from: MIDNIGHT - 13 * DAY,
        to: span.to,
        latest: { air: { value: -2.4, at: MIDNIGHT + 14 * HOUR, unit: '℃' } },
        buckets: { air },
      },
    },
  },
  { name: 'a week', options: { days: 7 }, data: { days: { ...span, cells: { accepted: days(30, 40) } } }, late: true },
  {
    name: 'since three days, the gauge silent',
    options: { gauge: 'air' },
    data: { days: { ...span, cells: { accepted: days(3) } }, gauge: { ...span, latest: {}, buckets: {} } },
  },
  { name: 'nothing yet', data: { days: { ...span, cells: {} } } },
  { name: 'empty', data: {} },
];
