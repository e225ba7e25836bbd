import type { Fixture } from '../../contract/widget.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

const to = AT - (AT % 60_000) + 60_000;
const SHARES = { complaint: 0.42, consult: 0.22, help: 0.16, suggestion: 0.09, report: 0.07, praise: 0.04 };
const TOTALS = { phone: 737, wechat: 156, app: 101, web: 67, weibo: 34, mail: 22 };

const cells: Record<string, [number, number]> = {};
let sum = 0;
for (const [channel, total] of Object.entries(TOTALS)) {
  for (const [nature, share] of Object.entries(SHARES)) {
    const value = Math.round(total * share);
    if (value > 0) cells[`${channel}|${nature}`] = [value, 0];
    sum += value;
  }
}

export const fixtures: Fixture[] = [
  { name: 'today', data: { pairs: { from: MIDNIGHT, to, cells: { accepted: cells }, total: { accepted: [sum, 0] } } } },
  {
    name: 'unknown codes',
    data: {
      pairs: {
        from: MIDNIGHT,
        to,
        cells: { accepted: { 'phone|complaint': [3, 0], 'kiosk|-': [1, 0] } },
        total: { accepted: [4, 0] },
      },
    },
  },
  {
    name: 'nothing yet',
    data: { pairs: { from: MIDNIGHT, to, cells: { accepted: {} }, total: { accepted: [0, 0] } } },
  },
  { name: 'empty', data: {} },
];
