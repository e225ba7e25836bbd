import type { Fixture } from '../../contract/widget.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

const range = { from: MIDNIGHT, to: AT - (AT % 60_000) + 60_000 };

export const fixtures: Fixture[] = [
  {
    name: 'by district',
    options: { by: 'district' },
    data: {
      groups: {
        ...range,
        cells: {
          accepted: {
            '320213': [297, 0],
            '320281': [211, 0],
            '320214': [176, 0],
            '320211': [148, 0],
            '320205': [121, 0],
            '320206': [98, 0],
            '320282': [61, 0],
            '-': [5, 0],
          },
        },
        total: { accepted: [1117, 0] },
      },
    },
  },
  {
    name: 'on time by unit',
    options: { measure: 'on_time_rate', by: 'unit', window: '7d' },
    data: {
      groups: {
        ...range,
        cells: {
          on_time_rate: {
            housing: [183, 190],
            urban: [402, 407],
            water: [96, 96],
            liangxi: [310, 318],
            'office-x': [0, 0],
          },
        },
        total: { on_time_rate: [991, 1011] },
      },
    },
  },
  {
    name: 'per 10,000 by district',
    options: { measure: 'per_10k', by: 'district', window: '1h' },
    data: {
      groups: {
        ...range,
        cells: { per_10k: { '320213': [21, 990000], '320214': [9, 720000], '320281': [8, 1780000], '-': [1, 0] } },
        total: { per_10k: [39, 7460000] },
      },
    },
  },
  {
    name: 'overdue by category',
    options: { measure: 'overdue', by: 'category', level: 2 },
    data: {
      groups: {
        ...range,
        cells: { overdue: { '05.03': [7, 0], '05.01': [3, 0], '08': [2, 0] } },
        total: { overdue: [12, 0] },
      },
    },
  },
  { name: 'empty', data: {} },
];
