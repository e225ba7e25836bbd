/** Acts of operators: what they put together stays together, what they took apart stays apart, whatever comes. */
import type { Book } from './book.ts';
import { memberIds, type Issue, type Node } from './issue.ts';
import type { Change } from './said.ts';

export class Acts {
  private holds = 0;

  constructor(private readonly book: Book) {}

  /** Gives an issue a title, or with null the machine's again. False where the issue is not known. */
  rename(id: string, name: string | null): boolean {
    const issue = this.book.issues.get(id);
    if (!issue) return false;
    issue.name = name;
    this.hold(issue);
    return true;
  }

  /** Takes an issue off the lists, or puts it back; it goes on gathering tickets, so that they do not found it again. */
  dismiss(id: string, dismissed = true): boolean {
    const issue = this.book.issues.get(id);
    if (!issue) return false;
    issue.dismissed = dismissed;
    this.hold(issue);
    return true;
  }

  /** Puts `from` into `into`. Empty where one of them is not known or both are the same. */
  merge(into: string, from: string): Change[] {
    const one = this.book.issues.get(into);
    const other = this.book.issues.get(from);
    if (!one || !other || one === other) return [];
    const members = memberIds(other.nodes);
    for (const node of other.nodes) {
      node.issue = one;
      one.nodes.add(node);
    }
    other.nodes.clear();
    this.book.issues.delete(other.id);
    this.hold(one);
    this.book.touch(one);
    return [{ what: 'merged', issue: one.id, from: other.id, members }];
  }

  /** Takes members out of an issue, into one of their own. Empty where none or all of its members are named. */
  split(id: string, members: readonly string[]): Change[] {
    const issue = this.book.issues.get(id);
    if (!issue) return [];
    const out = new Set(members.filter((member) => this.book.byMember.get(member)?.issue === issue));
    if (out.size === 0 || out.size >= issue.size) return [];
    const moved: Node[] = [];
    for (const node of issue.nodes) {
      const leaving = node.members.filter((member) => out.has(member.id));
      if (leaving.length === 0) continue;
      moved.push(leaving.length === node.count ? node : this.book.divide(node, leaving));
    }
    const fresh = this.book.found(moved);
    for (const node of moved) {
      issue.nodes.delete(node);
      node.issue = fresh;
      fresh.nodes.add(node);
    }
    for (const one of [issue, fresh]) {
      this.hold(one);
      this.book.touch(one);
    }
    return [{ what: 'split', issue: fresh.id, from: issue.id, members: [...out] }];
  }

  private hold(issue: Issue): void {
    issue.hold ??= ++this.holds;
    for (const node of issue.nodes) node.fixed = issue.hold;
  }
}
