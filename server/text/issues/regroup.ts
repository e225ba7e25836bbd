/** Puts a new grouping of nodes into effect: which issue goes on in which group, what is new, what is gone. */
import { memberIds, type Issue, type Node } from './issue.ts';
import type { Change } from './said.ts';

/** Makes a new issue whose id follows from the first member of these nodes. */
export type Found = (nodes: readonly Node[]) => Issue;

/**
 * `groups` hold all nodes of every issue that any of them is of, and nodes without an issue. An issue goes on where most of
 * it is; of several that meet, the held one goes on, else the one with more members there, else the older one. Returns what
 * changed; issues left without nodes are named in `merged` and for the caller to remove.
 */
export function regroup(groups: readonly Node[][], found: Found): Change[] {
  const claims: { group: number; issue: Issue; size: number }[] = [];
  const parts = groups.map((nodes, group) => {
    const byIssue = new Map<Issue | null, Node[]>();
    for (const node of nodes) {
      const list = byIssue.get(node.issue);
      if (list) list.push(node);
      else byIssue.set(node.issue, [node]);
    }
    for (const [issue, list] of byIssue) {
      if (issue) claims.push({ group, issue, size: list.reduce((sum, node) => sum + node.count, 0) });
    }
    return byIssue;
  });
  const held = (issue: Issue): number => (issue.hold === null ? 0 : 1);
  claims.sort(
    (x, y) =>
      held(y.issue) - held(x.issue) ||
      y.size - x.size ||
      y.issue.size - x.issue.size ||
      x.issue.first - y.issue.first ||
      (x.issue.id < y.issue.id ? -1 : 1),
  );
  const issueOf: (Issue | null)[] = groups.map(() => null);
  const placed = new Set<Issue>();
  for (const { group, issue } of claims) {
    if (issueOf[group] || placed.has(issue)) continue;
    issueOf[group] = issue;
    placed.add(issue);
  }
  const changes: Change[] = [];
  const gone = new Set<Issue>();
  for (const [group, nodes] of groups.entries()) {
    const into = issueOf[group];
    const fresh = into === null;
    const issue = into ?? found(nodes);
    let named = false;
    for (const [from, list] of parts[group]!) {
      if (from === issue) continue;
      const members = memberIds(list);
      if (from === null) changes.push({ what: fresh && !named ? 'founded' : 'joined', issue: issue.id, members });
      else if (!placed.has(from) && !gone.has(from)) {
        gone.add(from);
        changes.push({ what: 'merged', issue: issue.id, from: from.id, members });
        issue.name ??= from.name;
      } else if (fresh && !named) changes.push({ what: 'split', issue: issue.id, from: from.id, members });
      else changes.push({ what: 'joined', issue: issue.id, members });
      named = true;
      for (const node of list) {
        from?.nodes.delete(node);
        issue.nodes.add(node);
        node.issue = issue;
      }
    }
  }
  return changes;
}
