/**
 * Hot issues: groups tickets into what a hotline would make one card of, as they come. A ticket joins the issue that it is
 * most like on average, or stands alone; what stands around it is looked at again at once, so that issues which now match
 * are merged and those that fall apart are split, and the order of arrival hardly matters. Pure: no clock, no randomness.
 */
import type { Segmenter } from '../segment.ts';
import { agglomerate } from './agglomerate.ts';
import { Background } from './background.ts';
import { issueId, memberIds, recount, type Issue, type Node } from './issue.ts';
import { likeness } from './likeness.ts';
import { Near } from './near.ts';
import { regroup } from './regroup.ts';
import type { Change, Member, Said } from './said.ts';
import { Sketcher, weigh } from './sketch.ts';

/** Mean likeness at which tickets are one issue. */
export const TOGETHER = 0.2;
/** Likenesses below this are not kept. */
const WORTH = 0.04;
/** Nodes compared with a new one, and with one that is looked at again; edges kept at a node. */
const AT_ONCE = 12;
const COMPARED = 40;
const EDGES = 32;
/** Nodes of an issue; what comes then follows the one it is most like. */
const NODES = 24;
/** In an issue of so many nodes what is all but the same as one of them follows it. */
const ENOUGH = 8;
const SAME = 0.97;
/** Nodes looked at again together. */
const AROUND = 40;
/** Likeness over which an issue is looked at together with another. */
const BRIDGE = 0.15;
/** Gain from which issues are grouped anew. */
const BETTER = 0.05;
/** Names kept of a title. */
const NAMES = 4;
/** Members known by id at a node. */
const MEMBERS = 512;

export interface IssuesOptions {
  segmenter: Segmenter;
  /** Nodes kept; beyond, what was quiet longest is forgotten. About 3 KB each. */
  nodes?: number;
}

interface Alike {
  other: Node;
  like: number;
}

export class Issues {
  private readonly background: Background;
  private readonly sketcher: Sketcher;
  private readonly near = new Near<Node>();
  /** In the order in which they were last added to, the quietest first. */
  private readonly issues = new Map<string, Issue>();
  private readonly byMember = new Map<string, Node>();
  private readonly nodes = new Set<Node>();
  private readonly most: number;
  private rounds: Iterator<Node> | null = null;
  private holds = 0;

  constructor(options: IssuesOptions) {
    this.background = new Background(options.segmenter.language);
    this.sketcher = new Sketcher(options.segmenter, this.background);
    this.most = options.nodes ?? 20_000;
  }

  /** A new ticket. One that is known already changes nothing. */
  take(said: Said): Change[] {
    if (this.byMember.has(said.id)) return [];
    const node = this.node(said);
    const alike = this.alike(node, AT_ONCE);
    const host = this.double(alike);
    const change = host ? this.attach(node, host) : this.place(node, alike);
    return this.nodes.size > this.most ? [change, ...this.shrink()] : [change];
  }

  /** A ticket whose issue was decided before a restart. Give them in the order in which they came. */
  restore(said: Said, issue: string): void {
    if (this.byMember.has(said.id)) return;
    const node = this.node(said);
    const into = this.issues.get(issue) ?? this.open(issue);
    const alike = this.alike(node, AT_ONCE).filter(({ other }) => other.issue === into);
    const host = this.double(alike) ?? (into.nodes.size >= NODES ? this.closest(into, alike) : null);
    if (host) this.attach(node, host);
    else this.enter(node, into, this.alike(node, AT_ONCE));
    this.shrink();
  }

  /**
   * Looks at `n` nodes again, each in its turn: their weights as words are used by now, what they are like, and whether
   * their issues still hold. For idle moments; about 0.1 ms a node.
   */
  look(n: number): Change[] {
    const changes: Change[] = [];
    for (let i = 0; i < Math.min(n, this.nodes.size); i++) {
      let next = this.rounds?.next();
      if (!next || next.done) next = (this.rounds = this.nodes.values()).next();
      const node: Node = next.value;
      this.near.remove(node);
      weigh(node.sketch, this.background);
      this.near.add(node);
      this.relink(node);
      if (this.unsettled(node)) changes.push(...this.again(node));
    }
    return changes;
  }

  /** Looks at everything again, all together. Takes about a second for 10,000 nodes. */
  settle(): Change[] {
    const nodes = [...this.nodes].sort(byTime);
    for (const node of nodes) {
      this.near.remove(node);
      node.edges.clear();
      weigh(node.sketch, this.background);
    }
    for (const node of nodes) this.near.add(node);
    for (const node of nodes) this.link(node, this.alike(node, COMPARED));
    return this.effect(this.grouped(nodes));
  }

  /**
   * Forgets issues that nobody has added to since `before`, and of the others the tickets from before `since` (both Unix ms): there
   * are matters that people call about for years. What an issue is like and how many were in it stays.
   */
  cool(before: number, since = -Infinity): Change[] {
    const changes: Change[] = [];
    for (const issue of this.issues.values()) {
      if (issue.last < before) changes.push(this.forget(issue));
      else if (issue.first < since) {
        const members = [...issue.nodes].flatMap((node) => this.letGo(node, since));
        if (members.length > 0) changes.push({ what: 'aged', issue: issue.id, members });
      }
    }
    return changes;
  }

  /** Lets members from before `since` go but for the last: a node always has one. */
  private letGo(node: Node, since: number): string[] {
    const last = node.members.length - 1;
    const old = node.members.filter(({ at }, i) => at < since && i < last).map(({ id }) => id);
    if (old.length === 0) return [];
    node.members = node.members.filter(({ at }, i) => at >= since || i === last);
    for (const id of old) this.byMember.delete(id);
    return old;
  }

  /** Forgets a ticket, such as one that was cancelled or recorded by mistake. */
  remove(id: string): void {
    const node = this.byMember.get(id);
    if (!node) return;
    this.byMember.delete(id);
    node.members = node.members.filter((member) => member.id !== id);
    node.count--;
    const issue = node.issue!;
    if (node.count > 0) return recount(issue);
    this.drop(node);
    issue.nodes.delete(node);
    if (issue.nodes.size === 0) this.issues.delete(issue.id);
    else recount(issue);
  }

  get(id: string): Issue | undefined {
    return this.issues.get(id);
  }

  /** Issue of a ticket; undefined where it is not known or forgotten. */
  issueOf(id: string): Issue | undefined {
    return this.byMember.get(id)?.issue ?? undefined;
  }

  all(): IterableIterator<Issue> {
    return this.issues.values();
  }

  /** Sizes of what is held, for whoever watches over memory. */
  figures(): { issues: number; nodes: number; members: number; keys: number; edges: number } {
    let edges = 0;
    for (const node of this.nodes) edges += node.edges.size;
    return {
      issues: this.issues.size,
      nodes: this.nodes.size,
      members: this.byMember.size,
      keys: this.near.size,
      edges,
    };
  }

  // Acts of operators: what they put together stays together, what they took apart stays apart, whatever comes.

  /** Gives an issue a title, or with null the machine's again. False where the issue is not known. */
  rename(id: string, name: string | null): boolean {
    const issue = this.issues.get(id);
    if (!issue) return false;
    issue.name = name;
    this.hold(issue);
    return true;
  }

  /** Takes an issue off the lists, or puts it back; it goes on gathering tickets, so that they do not found it again. */
  dismiss(id: string, dismissed = true): boolean {
    const issue = this.issues.get(id);
    if (!issue) return false;
    issue.dismissed = dismissed;
    this.hold(issue);
    return true;
  }

  /** Puts `from` into `into`. Empty where one of them is not known or both are the same. */
  merge(into: string, from: string): Change[] {
    const one = this.issues.get(into);
    const other = this.issues.get(from);
    if (!one || !other || one === other) return [];
    const members = memberIds(other.nodes);
    for (const node of other.nodes) {
      node.issue = one;
      one.nodes.add(node);
    }
    other.nodes.clear();
    this.issues.delete(other.id);
    this.hold(one);
    this.touch(one);
    return [{ what: 'merged', issue: one.id, from: other.id, members }];
  }

  /** Takes members out of an issue, into one of their own. Empty where none or all of its members are named. */
  split(id: string, members: readonly string[]): Change[] {
    const issue = this.issues.get(id);
    if (!issue) return [];
    const out = new Set(members.filter((member) => this.byMember.get(member)?.issue === issue));
    if (out.size === 0 || out.size >= issue.size) return [];
    const moved: Node[] = [];
    for (const node of issue.nodes) {
      const leaving = node.members.filter((member) => out.has(member.id));
      if (leaving.length === 0) continue;
      moved.push(leaving.length === node.count ? node : this.divide(node, leaving));
    }
    for (const node of moved) {
      issue.nodes.delete(node);
      node.issue = null;
    }
    const fresh = this.found(moved);
    for (const node of moved) {
      node.issue = fresh;
      fresh.nodes.add(node);
    }
    for (const one of [issue, fresh]) {
      this.hold(one);
      this.touch(one);
    }
    return [{ what: 'split', issue: fresh.id, from: issue.id, members: [...out] }];
  }

  private hold(issue: Issue): void {
    issue.hold ??= ++this.holds;
    for (const node of issue.nodes) node.fixed = issue.hold;
  }

  /** A node of some members of another, with the same sketch. */
  private divide(node: Node, leaving: Member[]): Node {
    const fresh: Node = {
      ...node,
      id: leaving[0]!.id,
      edges: new Map(node.edges),
      keys: [],
      slot: -1,
      members: leaving,
      count: leaving.length,
    };
    for (const [other, like] of node.edges) other.edges.set(fresh, like);
    node.members = node.members.filter((member) => !leaving.includes(member));
    node.count -= leaving.length;
    for (const member of leaving) this.byMember.set(member.id, fresh);
    this.near.add(fresh);
    this.nodes.add(fresh);
    return fresh;
  }

  private node(said: Said): Node {
    const { sketch, area, names } = this.sketcher.make(said);
    this.background.note(sketch.words.keys, sketch.pairs.keys);
    weigh(sketch, this.background);
    const title = said.title?.trim() ?? '';
    const { id, kind, at, requester, votes = 0, severity = 1 } = said;
    return {
      id,
      sketch,
      issue: null,
      title: title.slice(0, 120),
      place: [said.district ?? area, said.street ?? '', said.community ?? ''],
      names: names.slice(0, NAMES),
      edges: new Map(),
      fixed: null,
      members: [{ id, kind, at, requester, votes, severity }],
      count: 1,
      keys: [],
      slot: -1,
    };
  }

  /** What is like a node, among at most `most` that are near it. */
  private alike(node: Node, most: number): Alike[] {
    const found: Alike[] = [];
    for (const other of this.near.find(node.sketch, most + 1)) {
      if (other === node) continue;
      const like = likeness(node.sketch, other.sketch);
      if (like >= WORTH) found.push({ other, like });
    }
    return found;
  }

  /** Compares a node anew with what is near it, and with what found it near: one that looks has no more to say than the other. */
  private relink(node: Node): void {
    const alike = this.alike(node, COMPARED);
    const found = new Set(alike.map(({ other }) => other));
    for (const other of node.edges.keys()) {
      if (found.has(other)) continue;
      const like = likeness(node.sketch, other.sketch);
      if (like >= WORTH) alike.push({ other, like });
    }
    this.unlink(node);
    this.link(node, alike);
  }

  /** Notes likenesses at both ends, the greatest first, as far as there is room. */
  private link(node: Node, alike: Alike[]): void {
    if (alike.length > 1) alike.sort((a, b) => b.like - a.like);
    for (const { other, like } of alike) {
      if (node.edges.size >= EDGES) break;
      if (other.edges.size >= EDGES && !room(other, like)) continue;
      node.edges.set(other, like);
      other.edges.set(node, like);
    }
  }

  /** The node that a ticket follows: one that is all but the same in an issue with enough nodes, or null. */
  private double(alike: readonly Alike[]): Node | null {
    let best: Alike | null = null;
    for (const one of alike) if (!best || one.like > best.like) best = one;
    return best && best.like >= SAME && best.other.issue!.nodes.size >= ENOUGH ? best.other : null;
  }

  /** The node of a full issue that a ticket follows: the one that it is most like. */
  private closest(issue: Issue, alike: readonly Alike[]): Node {
    let best: Alike | null = null;
    for (const one of alike) if (one.other.issue === issue && (!best || one.like > best.like)) best = one;
    return best?.other ?? issue.nodes.values().next().value!;
  }

  private attach(node: Node, host: Node): Change {
    const issue = host.issue!;
    const member = node.members[0]!;
    host.members.push(member);
    host.count++;
    this.byMember.set(node.id, host);
    if (host.members.length > MEMBERS) this.byMember.delete(host.members.shift()!.id);
    this.grow(issue, member.at);
    return { what: 'joined', issue: issue.id, members: [node.id] };
  }

  /** Gives a new node the issue that it is most like on average, or one of its own. */
  private place(node: Node, alike: Alike[]): Change {
    const sums = new Map<Issue, number>();
    for (const { other, like } of alike) sums.set(other.issue!, (sums.get(other.issue!) ?? 0) + like * other.count);
    let best: Issue | null = null;
    let highest = 0;
    for (const [issue, sum] of sums) {
      const mean = sum / issue.size;
      if (mean > highest || (mean === highest && best && issue.first < best.first)) [best, highest] = [issue, mean];
    }
    const issue = best && highest >= TOGETHER ? best : this.found([node]);
    if (issue.nodes.size >= NODES) return this.attach(node, this.closest(issue, alike));
    const fresh = issue.nodes.size === 0;
    this.enter(node, issue, alike);
    return { what: fresh ? 'founded' : 'joined', issue: issue.id, members: [node.id] };
  }

  private enter(node: Node, issue: Issue, alike: Alike[]): void {
    this.link(node, alike);
    this.nodes.add(node);
    this.near.add(node);
    this.byMember.set(node.id, node);
    node.issue = issue;
    node.fixed = issue.hold;
    issue.nodes.add(node);
    this.grow(issue, node.sketch.at);
  }

  /** One more ticket in an issue. */
  private grow(issue: Issue, at: number): void {
    issue.size++;
    if (at < issue.first) issue.first = at;
    if (at > issue.last) issue.last = at;
    this.issues.delete(issue.id);
    this.issues.set(issue.id, issue);
  }

  private unlink(node: Node): void {
    for (const other of node.edges.keys()) other.edges.delete(node);
    node.edges.clear();
  }

  /** Whether a node may belong elsewhere: something like it is in another issue, or it is little like its own. */
  private unsettled(node: Node): boolean {
    let own = 0;
    for (const [other, like] of node.edges) {
      if (other.issue !== node.issue) {
        if (like >= BRIDGE) return true;
      } else own += like * other.count;
    }
    const others = node.issue!.size - node.count;
    return others > 0 && own < 2 * TOGETHER * others;
  }

  /** Groups anew what is around a node: its issue and those that likenesses lead to, as far as the bound allows. */
  private again(node: Node): Change[] {
    const around: Node[] = [];
    const seen = new Set<Issue>();
    const queue: { issue: Issue | null; alone: Node; like: number }[] = [{ issue: node.issue, alone: node, like: 1 }];
    while (queue.length > 0) {
      const { issue, alone } = queue.shift()!;
      if (issue && seen.has(issue)) continue;
      const nodes = issue ? [...issue.nodes] : [alone];
      if (around.length > 0 && around.length + nodes.length > AROUND) continue;
      if (issue) seen.add(issue);
      around.push(...nodes);
      const next: typeof queue = [];
      for (const one of nodes) {
        for (const [other, like] of one.edges) {
          if (other.issue && like >= BRIDGE && !seen.has(other.issue))
            next.push({ issue: other.issue, alone: other, like });
        }
      }
      queue.push(...next.sort((a, b) => b.like - a.like));
    }
    if (around.length === 1 && node.issue) return [];
    const groups = this.grouped(around.sort(byTime));
    // Only for the better: what is around another node overlaps with this, and would be grouped back and forth for ever.
    return gain(groups) > BETTER ? this.effect(groups) : [];
  }

  private grouped(nodes: readonly Node[]): Node[][] {
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

  /** Puts a grouping into effect. */
  private effect(groups: Node[][]): Change[] {
    const before = new Set(groups.flatMap((group) => group.flatMap((node) => node.issue ?? [])));
    const changes = regroup(groups, (nodes) => this.found(nodes));
    for (const issue of before) if (issue.nodes.size === 0) this.issues.delete(issue.id);
    for (const change of changes) {
      const issue = this.issues.get(change.issue);
      if (!issue) continue;
      if (issue.hold !== null) for (const node of issue.nodes) node.fixed = issue.hold;
      this.touch(issue);
    }
    return changes;
  }

  private found(nodes: readonly Node[]): Issue {
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

  private open(id: string): Issue {
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

  /** The issue was added to: it is the least quiet now. */
  private touch(issue: Issue): void {
    recount(issue);
    this.issues.delete(issue.id);
    this.issues.set(issue.id, issue);
  }

  /** Forgets what was quiet longest while there are too many nodes. */
  private shrink(): Change[] {
    const changes: Change[] = [];
    while (this.nodes.size > this.most) changes.push(this.forget(this.issues.values().next().value!));
    return changes;
  }

  private forget(issue: Issue): Change {
    const members = memberIds(issue.nodes);
    for (const node of issue.nodes) this.drop(node);
    this.issues.delete(issue.id);
    return { what: 'cooled', issue: issue.id, members };
  }

  private drop(node: Node): void {
    this.near.remove(node);
    this.nodes.delete(node);
    this.unlink(node);
    for (const member of node.members) this.byMember.delete(member.id);
  }
}

const byTime = (a: Node, b: Node): number => a.sketch.at - b.sketch.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

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

/** Makes room for a likeness at a node that is full, by letting its least go; false where that is no less. */
function room(node: Node, like: number): boolean {
  let least: Node | null = null;
  let lowest = like;
  for (const [other, of] of node.edges) if (of < lowest) [least, lowest] = [other, of];
  if (!least) return false;
  node.edges.delete(least);
  least.edges.delete(node);
  return true;
}
