import type { MentionBrief } from '../../contract/topic.ts';
import type { Fixture } from '../../contract/widget.ts';
import { AT } from '../shared/fixture-city.ts';

type Told = Omit<MentionBrief, 'id' | 'published'>;
const TOLD: Told[] = [
  { title: '网友反映五爱家园多栋楼暖气不热，老人孩子穿羽绒服睡觉', medium: 'weibo', outlet: '街坊说', sentiment: 'negative', district: '320213', issue: 'I1', about: '五爱家园 暖气不热' },
  { title: '春潮路突发停水，抢修人员已到现场', medium: 'news', outlet: '城市新闻网', sentiment: 'neutral', district: '320214', issue: 'I2', about: '春潮路 突发停水' },
  { title: '12345 解民忧：清名桥路灯修好了', medium: 'wechat', outlet: '掌上城市', sentiment: 'positive', district: '320213' },
  { title: '健身房闭店，谁来退我的预付卡', medium: 'forum', outlet: '城市论坛', sentiment: 'negative', district: '320281' },
  { title: '今晚高架封闭施工', medium: 'video' },
]; // prettier-ignore
const mentions = (list: Told[]): Record<string, MentionBrief> =>
  Object.fromEntries(list.map((one, i) => [`M${i}`, { id: `M${i}`, published: AT - i * 7 * 60_000, ...one }]));
const long = Array.from({ length: 30 }, (_, i): Told => ({
  title: `太湖新城国际社区三期二标段安置房电梯长期停运并且地下车库渗水导致多辆机动车受损，业主多次反映未果 ${i}`,
  medium: 'newspaper',
  outlet: '太湖之滨本地生活资讯与民生爆料官方账号',
  sentiment: i % 2 ? 'negative' : 'positive',
  district: '320211',
  issue: 'L1',
  about: '太湖新城国际社区三期 电梯停运 地下车库渗水',
}));

export const fixtures: Fixture[] = [
  { name: 'coming in', data: { mentions: { mentions: mentions(TOLD) } } },
  { name: 'long titles, late', data: { mentions: { mentions: mentions(long) } }, late: true },
  { name: 'nothing yet', data: { mentions: { mentions: {} } } },
  { name: 'empty', data: {} },
];
