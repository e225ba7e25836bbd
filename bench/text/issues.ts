/** Messages through the path that live tickets take, and what comes out: issues, their table, and how stable they are. */
import type { Zone } from '../../contract/time.ts';
import { Rng } from '../../mock-feeds/core/random.ts';
import { heatOfPeriod } from '../../server/text/issues/heat.ts';
import { membersOf, type Issue } from '../../server/text/issues/issue.ts';
import { Issues } from '../../server/text/issues/issues.ts';
import type { Said } from '../../server/text/issues/said.ts';
import { titleOf } from '../../server/text/issues/title.ts';
import type { Segmenter } from '../../server/text/segment.ts';
import { adjustedRand } from './score.ts';

/** Nodes looked at again after each message: what a server does between two tickets. */
const LOOKS = 2;

/** Streams messages in the order given. Nothing cools: a file is a past that is looked at as a whole. */
export function stream(said: readonly Said[], segmenter: Segmenter): Issues {
  const issues = new Issues({ segmenter, nodes: Math.max(20_000, said.length) });
  for (const one of said) {
    issues.take(one);
    issues.look(LOOKS);
  }
  issues.settle();
  return issues;
}

/** Issue of each message; one that stands alone has its own. */
export const grouping = (issues: Issues, said: readonly Said[]): string[] =>
  said.map(({ id }) => issues.issueOf(id)?.id ?? id);

export const TABLE_HEADER = ['热度排名', '问题ID', '热度指数', '时间范围', '地点/人群', '问题描述', '留言数'];

/** Issues of two or more, hottest first, in the form of the official example. */
export function table(issues: Issues, language: string, tz: Zone): { issue: Issue; row: (string | number)[] }[] {
  const day = (at: number): string => tz.date(at).replaceAll('-', '/');
  return [...issues.all()]
    .filter((issue) => issue.size > 1)
    .map((issue) => ({ issue, heat: heatOfPeriod([...membersOf(issue)]) }))
    .sort((a, b) => b.heat - a.heat || b.issue.size - a.issue.size || (a.issue.id < b.issue.id ? -1 : 1))
    .map(({ issue, heat }, i) => {
      const { area, spot, matter } = titleOf(issue, language);
      const range = `${day(issue.first)} 至 ${day(issue.last)}`;
      return { issue, row: [i + 1, issue.id, heat, range, `${area}${spot}` || '—', matter, issue.size] };
    });
}

/** Adjusted Rand index of all pairs of `orders` random orders (seeded), the median of them and the least. */
export function stability(
  said: readonly Said[],
  segmenter: Segmenter,
  orders: number,
): { median: number; least: number } {
  const groupings: string[][] = [];
  for (let seed = 1; seed <= orders; seed++) {
    const rng = new Rng(seed, 'order');
    const order = [...said];
    for (let i = order.length - 1; i > 0; i--) {
      const j = rng.int(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    groupings.push(grouping(stream(order, segmenter), said));
  }
  const found: number[] = [];
  for (let i = 0; i < groupings.length; i++) {
    for (let j = i + 1; j < groupings.length; j++) found.push(adjustedRand(groupings[i]!, groupings[j]!));
  }
  found.sort((a, b) => a - b);
  return { median: found[Math.floor(found.length / 2)] ?? NaN, least: found[0] ?? NaN };
}
