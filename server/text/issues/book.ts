/** The issues of a city, the nodes that they are made of, and which member belongs to which node. */
import { issueId, memberIds, recount, type Issue, type Node } from './issue.ts';
import type { Links } from './links.ts';
import type { Change, Member } from './said.ts';

/** Members known by id at a node. */
const MEMBERS = 512;

export class Book {
  /** In the order in which they were last added to, the quietest first. */
  readonly issues = new Map<string, Issue>();
  readonly byMember = new Map<string, Node>();
  readonly nodes = new Set<Node>();

  constructor(private readonly links: Links) {}

  /** A new node, linked already, as part of an issue. */
  enter(node: Node, issue: Issue): void {
    this.nodes.add(node);
    this.links.add(node);
    for (const { id } of node.members) this.byMember.set(id, node);
    node.issue = issue;
    node.fixed = issue.hold;
    issue.nodes.add(node);
    this.#grow(issue, node.sketch.at);
  }

  /** Makes the ticket of a new node one of those that follow another node. */
  attach(node: Node, host: Node): Change {
    const issue = host.issue!;
    const member = node.members[0]!;
    host.members.push(member);
    host.count++;
    this.byMember.set(node.id, host);
    if (host.members.length > MEMBERS) this.byMember.delete(host.members.shift()!.id);
    this.#grow(issue, member.at);
    return { what: 'joined', issue: issue.id, members: [node.id] };
  }

  /** A node of some members of another, with the same sketch and likenesses. It is of no issue yet. */
  divide(node: Node, leaving: readonly Member[]): Node {
    const fresh: Node = {
      ...node,
      id: leaving[0]!.id,
      issue: null,
      edges: new Map(node.edges),
      keys: [],
      slot: -1,
      members: [...leaving],
      count: leaving.length,
    };
    for (const [other, like] of node.edges) other.edges.set(fresh, like);
    node.members = node.members.filter((member) => !leaving.includes(member));
    node.count -= leaving.length;
    for (const member of leaving) this.byMember.set(member.id, fresh);
    this.links.add(fresh);
    this.nodes.add(fresh);
    return fresh;
  }

  /** An empty issue whose id follows from the first member of these nodes. */
  found(nodes: readonly Node[]): Issue {
    let first = nodes[0]!.members[0]!;
    for (const node of nodes) {
      for (const member of node.members) {
        if (member.at < first.at || (member.at === first.at && member.id < first.id)) first = member;
      }
    }
    let id = issueId(first.id);
    for (let again = 2; this.issues.has(id); again++) id = `${issueId(first.id)}-${again}`;
    return this.open(id);
  }

  /** An empty issue. */
  open(id: string): Issue {
    const issue: Issue = {
      id,
      nodes: new Set(),
      name: null,
      dismissed: false,
      hold: null,
      size: 0,
      first: Infinity,
      last: -Infinity,
    };
    this.issues.set(id, issue);
    return issue;
  }

  /** The issue was added to: it is counted anew, and the least quiet now. */
  touch(issue: Issue): void {
    recount(issue);
    this.#wake(issue);
  }

  /** Forgets a member; its node with the last one, and its issue with the last of these. */
  remove(id: string): void {
    const node = this.byMember.get(id);
    if (!node) return;
    this.byMember.delete(id);
    node.members = node.members.filter((member) => member.id !== id);
    node.count--;
    const issue = node.issue!;
    if (node.count === 0) {
      this.#drop(node);
      issue.nodes.delete(node);
    }
    if (issue.nodes.size === 0) this.issues.delete(issue.id);
    else recount(issue);
  }

  /** Lets members from before `since` (Unix ms) go but for the last of each node; gives their ids. What they counted stays. */
  letGo(issue: Issue, since: number): string[] {
    const gone: string[] = [];
    for (const node of issue.nodes) {
      const last = node.members.length - 1;
      const old = node.members.filter(({ at }, i) => at < since && i < last);
      if (old.length === 0) continue;
      node.members = node.members.filter(({ at }, i) => at >= since || i === last);
      for (const { id } of old) {
        this.byMember.delete(id);
        gone.push(id);
      }
    }
    return gone;
  }

  forget(issue: Issue): Change {
    const members = memberIds(issue.nodes);
    for (const node of issue.nodes) this.#drop(node);
    this.issues.delete(issue.id);
    return { what: 'cooled', issue: issue.id, members };
  }

  /** Forgets what was quiet longest while there are more nodes than this. */
  shrink(most: number): Change[] {
    const changes: Change[] = [];
    while (this.nodes.size > most) changes.push(this.forget(this.issues.values().next().value!));
    return changes;
  }

  /** One more ticket in an issue. */
  #grow(issue: Issue, at: number): void {
    issue.size++;
    if (at < issue.first) issue.first = at;
    if (at > issue.last) issue.last = at;
    this.#wake(issue);
  }

  #wake(issue: Issue): void {
    this.issues.delete(issue.id);
    this.issues.set(issue.id, issue);
  }

  #drop(node: Node): void {
    this.links.remove(node);
    this.nodes.delete(node);
    for (const member of node.members) this.byMember.delete(member.id);
  }
}
