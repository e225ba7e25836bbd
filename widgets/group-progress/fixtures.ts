import type { Fixture } from '../../contract/widget.ts';
import { DAY } from '../../contract/time.ts';
import { MIDNIGHT } from '../shared/fixture-city.ts';

const range = { from: MIDNIGHT - 6 * DAY, to: MIDNIGHT + DAY };

export const fixtures: Fixture[] = [
  {
    name: 'compounds',
    data: {
      groups: {
        ...range,
        cells: { accepted: { 五爱家园: [46, 0], 沁园新村: [21, 0], 芦庄四区: [14, 0], '-': [90, 0] } },
        total: {},
      },
      closed: { ...range, cells: { close_rate: { 五爱家园: [12, 30], 沁园新村: [9, 9] } }, total: {} },
    },
  },
  {
    name: 'many streets',
    options: { by: 'street', top: 50 },
    data: {
      groups: {
        ...range,
        cells: {
          accepted: Object.fromEntries(
            Array.from({ length: 40 }, (_, i) => [`a-street-with-quite-a-long-name-${i}`, [4000 - i * 71, 0]]),
          ),
        },
        total: {},
      },
      closed: {
        ...range,
        cells: {
          close_rate: Object.fromEntries(
            Array.from({ length: 40 }, (_, i) => [`a-street-with-quite-a-long-name-${i}`, [900 - i, 1200]]),
          ),
        },
        total: {},
      },
    },
    late: true,
  },
  {
    name: 'nothing',
    data: { groups: { ...range, cells: { accepted: {} }, total: {} }, closed: { ...range, cells: {}, total: {} } },
  },
  { name: 'empty', data: {} },
];
