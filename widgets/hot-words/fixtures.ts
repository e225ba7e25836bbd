import type { Fixture } from '../../contract/widget.ts';
import { DAY } from '../../contract/time.ts';
import { AT } from '../shared/fixture-city.ts';

const to = AT - (AT % 600_000) + 600_000;
const COUNTS: Record<string, number> = {
  供暖不热: 128,
  停水: 64,
  预付卡: 52,
  违停: 49,
  噪音扰民: 46,
  僵尸车: 38,
  物业管理: 35,
  音屏障: 27,
  路灯: 22,
  充电桩: 19,
  飞线充电: 14,
  公交: 11,
};
const cells = Object.fromEntries(Object.entries(COUNTS).map(([word, n]) => [word, [n, 0]]));

export const fixtures: Fixture[] = [
  {
    name: 'a cold Saturday',
    data: {
      words: { from: to - DAY, to, cells: { accepted: { ...cells, '-': [702, 0] } }, total: { accepted: [1183, 0] } },
    },
  },
  {
    name: 'nothing yet',
    data: { words: { from: to - DAY, to, cells: { accepted: {} }, total: { accepted: [0, 0] } } },
  },
  { name: 'empty', data: {} },
];
