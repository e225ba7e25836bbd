import type { Fixture } from '../../contract/widget.ts';
import { DAY } from '../../contract/time.ts';
import { MIDNIGHT } from '../shared/fixture-city.ts';

const range = { from: MIDNIGHT, to: MIDNIGHT + DAY };
const now = (due: number, urged: number, yellow: number, red: number) => ({
  ...range,
  cells: { due_soon: [due, 0], urged: [urged, 0], yellow_cards: [yellow, 0], red_cards: [red, 0] },
});

export const fixtures: Fixture[] = [
  {
    name: 'an afternoon',
    data: {
      now: now(37, 21, 9, 3),
      units: {
        ...range,
        cells: {
          urged: { housing: [9, 0], urban: [12, 0] },
          yellow_cards: { housing: [6, 0], water: [3, 0] },
          red_cards: { urban: [2, 0], liangxi: [1, 0] },
        },
        total: {},
      },
    },
  },
  {
    name: 'many units',
    data: {
      now: now(12_480, 4210, 986, 311),
      units: {
        ...range,
        cells: {
          urged: Object.fromEntries(
            Array.from({ length: 40 }, (_, i) => [`unit-with-a-long-name-${i}`, [4210 - i * 90, 0]]),
          ),
        },
        total: {},
      },
    },
    late: true,
  },
  { name: 'nothing on it', data: { now: now(0, 0, 0, 0), units: { ...range, cells: {}, total: {} } } },
  { name: 'empty', data: {} },
];
