/** Invented hot issues for fixtures and tests: a cold compound, a water cut, and what is always there. */
import type { IssueCard } from '../../contract/issue.ts';
import { DAY, HOUR, MINUTE } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { AT } from './fixture-city.ts';

const rising = { 19: 1, 20: 3, 21: 6, 22: 14, 23: 22 };
const steady = { 2: 1, 6: 2, 9: 1, 13: 2, 17: 1, 21: 2, 23: 1 };
export const issueCard = (given: Partial<IssueCard>): IssueCard => ({
  title: '五爱家园 暖气不热',
  district: '320213',
  street: '320213001',
  community: '五爱家园',
  category: '05.03',
  unit: 'housing',
  count: 46,
  requesters: 31,
  open: 44,
  total: 46,
  mentions: 5,
  negative: 4,
  first: AT - 3 * HOUR,
  last: AT - 2 * MINUTE,
  heat: 41.2,
  trend: rising,
  ...given,
});

const CARDS: Record<string, IssueCard> = {
  I1: issueCard({}),
  I2: issueCard({ title: '春潮路 突发停水', district: '320214', street: '320214001', community: '春潮园', unit: 'water', count: 31, requesters: 29, open: 12, total: 33, mentions: 3, negative: 1, heat: 22.4, first: AT - 9 * HOUR, trend: { 14: 4, 15: 16, 16: 8, 17: 3 } }),
  I3: issueCard({ title: '江海高架 夜间噪音 要求加装音屏障', district: '320211', street: '320211001', unit: 'urban', count: 22, requesters: 9, open: 20, total: 187, mentions: 0, negative: 0, heat: 8.1, first: AT - 16 * DAY, trend: steady }),
  I4: issueCard({ title: '某健身房闭店 预付卡退费无门', district: '320281', street: undefined, unit: undefined, count: 19, requesters: 19, open: 0, total: 51, mentions: 12, negative: 12, heat: 6.9, first: AT - 3 * DAY, trend: steady }),
  I5: issueCard({ title: '蠡园街道 无主僵尸车占用车位', district: '320211', unit: 'urban', count: 14, requesters: 11, open: 3, total: 20, mentions: 0, negative: 0, heat: 3.2, first: AT - 30 * HOUR, trend: steady }),
}; // prettier-ignore
const plain = (cards: Record<string, IssueCard>): Record<string, IssueCard> =>
  JSON.parse(JSON.stringify(cards)) as Record<string, IssueCard>;

const range = { from: AT - DAY, to: AT + MINUTE };
/** A day with five issues; one of them has no street and no unit. */
export const ISSUES: TopicValues['issues'] = { ...range, issues: plain(CARDS), all: 5 };
/** Twelve with long titles and large numbers. */
export const MANY_ISSUES: TopicValues['issues'] = {
  ...range,
  issues: plain(
    Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `L${i}`,
        issueCard({
          title: `太湖新城国际社区三期二标段安置房电梯长期停运并且地下车库渗水导致多辆机动车受损 ${i + 1}`,
          count: 12_480 - i * 700,
          requesters: 9310 - i * 500,
          mentions: 1204 - i * 100,
          negative: 1188 - i * 100,
          heat: 800 / (i + 1),
        }),
      ]),
    ),
  ),
  all: 12,
};
export const NO_ISSUES: TopicValues['issues'] = { ...range, issues: {}, all: 0 };
