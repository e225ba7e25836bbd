import type { Fixture } from '../../contract/widget.ts';
import { AT } from '../shared/fixture-city.ts';

export const fixtures: Fixture[] = [
  {
    name: 'one is silent',
    data: {
      feeds: {
        sources: {
          hotline: { seen: AT - 2_000, perMinute: 214, lag: 310, total: 1_284_113, refused: 12, silent: false },
          acd: { seen: AT - 1_000, perMinute: 96, lag: 120, total: 884_020, refused: 0, silent: false },
          wechat: { seen: AT - 26 * 60_000, perMinute: 0, lag: 5_400, total: 52_119, refused: 3, silent: true },
          'mail-gateway': { seen: 0, perMinute: 0, lag: 0, total: 0, refused: 0, silent: true },
        },
      },
    },
  },
  {
    name: 'the calendar ends',
    data: {
      feeds: {
        sources: {
          hotline: { seen: AT - 2_000, perMinute: 214, lag: 310, total: 1_284_113, refused: 12, silent: false },
        },
        notices: { calendar: [2027] },
      },
    },
  },
  { name: 'no sources', data: { feeds: { sources: {} } } },
  { name: 'empty', data: {} },
];
