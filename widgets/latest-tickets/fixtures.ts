import type { Fixture } from '../../contract/widget.ts';
import { AT } from '../shared/fixture-city.ts';

const TITLES: [title: string, district: string | undefined, channel: string][] = [
  ['五爱家园 12 栋整栋不热', '320213', 'phone'],
  ['孩子老人家里只有 13 度', '320213', 'wechat'],
  ['春潮路突发停水，预计何时恢复', '320214', 'phone'],
  ['夜间高架噪音，要求加装音屏障', '320211', 'app'],
  ['健身房闭店，预付卡退费无门', '320281', 'web'],
  ['小区路灯整排不亮', '320206', 'phone'],
  ['僵尸车长期占用消防通道', '320211', 'weibo'],
  ['感谢社区及时维修电梯', undefined, 'mail'],
];
const tickets = Object.fromEntries(
  TITLES.map(([title, district, channel], i) => {
    const id = `WX20261121-00${4652 - i}`;
    const brief = {
      id,
      title,
      created: AT - 40_000 - i * 95_000,
      channel,
      nature: 'complaint',
      status: 'created',
      clock: 'none',
    };
    return [id, { ...brief, ...(district ? { district, street: `${district}001` } : {}) }];
  }),
);

export const fixtures: Fixture[] = [
  { name: 'coming in', data: { latest: { tickets } } },
  { name: 'nothing yet', data: { latest: { tickets: {} } } },
  { name: 'empty', data: {} },
];
