/** Grouping what is around a node from scratch: what belongs to it, how it is grouped, and whether that is better. Pure. */
import { agglomerate } from './agglomerate.ts';
import { TOGETHER, type Issue, type Node } from './issue.ts';

/** Nodes looked at again together. */
const AROUND = 40;
/** Likeness over which an issue is looked at together with another. */
const BRIDGE = 0.15;
/** Gain from which issues are grouped anew. */
const BETTER = 0.05;

export const byTime = (a: Node, b: Node): number =>
  a.sketch.at - b.sketch.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Whether a node may belong elsewhere: something like it is in another issue, or it is little like its own. */
export function unsettled(node: Node): boolean {
  let own = 0;
  for (const [other, like] of node.edges) {
    if (other.issue !== node.issue) {
      if (like >= BRIDGE) return true;
    } else own += like * other.count;
  }
  const others = node.issue!.size - node.count;
  return others > 0 && own < 2 * TOGETHER * others;
}

/** A node's issue and those that likenesses lead to, the greatest first, as far as the bound allows. */
function around(node: Node): Node[] {
  const found: Node[] = [];
  const seen = new Set<Issue>();
  const queue: { issue: Issue | null; alone: Node; like: number }[] = [{ issue: node.issue, alone: node, like: 1 }];
  while (queue.length > 0) {
    const { issue, alone } = queue.shift()!;
    if (issue && seen.has(issue)) continue;
    const nodes = issue ? [...issue.nodes] : [alone];
    if (found.length > 0 && found.length + nodes.length > AROUND) continue;
    if (issue) seen.add(issue);
    found.push(...nodes);
    const next: typeof queue = [];
    for (const one of nodes) {
      for (const [other, like] of one.edges) {
        if (other.issue && like >= BRIDGE && !seen.has(other.issue))
          next.push({ issue: other.issue, alone: other, like });
      }
    }
    queue.push(...next.sort((a, b) => b.like - a.like));
  }
  return found;
}

/** Nodes in groups by average linkage; those of one hold stay together. */
export function grouped(nodes: readonly Node[]): Node[][] {
  const index = new Map(nodes.map((node, i) => [node, i]));
  const edges = nodes.map((node) => {
    const of = new Map<number, number>();
    for (const [other, like] of node.edges) {
      const j = index.get(other);
      if (j !== undefined) of.set(j, like);
    }
    return of;
  });
  const graph = { sizes: nodes.map((node) => node.count), edges, fixed: nodes.map((node) => node.fixed) };
  return agglomerate(graph, TOGETHER).map((group) => group.map((i) => nodes[i]!));
}

/**
 * How much better a grouping is than the issues that its nodes are of now: over all pairs of tickets that are together, their
 * likeness beyond that at which tickets belong together.
 */
function gain(groups: readonly Node[][]): number {
  const group = new Map<Node, number>();
  for (const [i, nodes] of groups.entries()) for (const node of nodes) group.set(node, i);
  let sum = 0;
  const nodes = [...group.keys()];
  for (let i = 0; i < nodes.length; i++) {
    const a = nodes[i]!;
    for (let j = i + 1; j < nodes.length; j++) {
      const b = nodes[j]!;
      const together = Number(group.get(a) === group.get(b)) - Number(a.issue !== null && a.issue === b.issue);
      if (together !== 0) sum += together * a.count * b.count * ((a.edges.get(b) ?? 0) - TOGETHER);
    }
  }
  return sum;
}

/** What is around a node in new groups, where these are better; else null. */
export function better(node: Node): Node[][] | null {
  const nodes = around(node);
  if (nodes.length === 1 && node.issue) return null;
  const groups = grouped(nodes.sort(byTime));
  // Only for the better: what is around another node overlaps with this, and would be grouped back and forth for ever.
  return gain(groups) > BETTER ? groups : null;
}
