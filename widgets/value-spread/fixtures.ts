import type { Fixture } from '../../contract/widget.ts';
import { DAY, HOUR } from '../../contract/time.ts';
import { MIDNIGHT } from '../shared/fixture-city.ts';

const range = { from: MIDNIGHT - 29 * DAY, to: MIDNIGHT + DAY };
const total = 8930;

export const fixtures: Fixture[] = [
  {
    name: 'a month',
    data: {
      spread: { ...range, counts: { 0: 412, 1: 640, 2: 1108, 3: 2240, 4: 2650, 5: 1204, 6: 540, 7: 136 }, total },
      now: { ...range, cells: { handle_time_p50: [11.4 * HOUR, total], handle_time_p90: [27 * HOUR, total] } },
    },
  },
  {
    name: 'one slow ticket',
    data: {
      spread: { ...range, counts: { 7: 1 }, total: 1 },
      now: { ...range, cells: { handle_time_p50: [210 * HOUR, 1], handle_time_p90: [210 * HOUR, 1] } },
    },
    late: true,
  },
  { name: 'nothing closed', data: { spread: { ...range, counts: {}, total: 0 }, now: { ...range, cells: {} } } },
  { name: 'empty', data: {} },
];
