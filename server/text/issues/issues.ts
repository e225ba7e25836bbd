/**
 * Hot issues: groups tickets into what a hotline would make one card of, as they come. A ticket joins the issue that it is
 * most like on average, or stands alone; what stands around it is looked at again at once, so that issues which now match
 * are merged and those that fall apart are split, and the order of arrival hardly matters. Pure: no clock, no randomness.
 */
import type { Segmenter } from '../segment.ts';
import { Acts } from './acts.ts';
import { better, byTime, grouped, unsettled } from './around.ts';
import { Background } from './background.ts';
import { Book } from './book.ts';
import { TOGETHER, type Issue, type Node } from './issue.ts';
import { Links, type Alike } from './links.ts';
import { regroup } from './regroup.ts';
import type { Change, Said } from './said.ts';
import { Sketcher, weigh, type Sketch } from './sketch.ts';

/** Nodes of an issue; what comes then follows the one it is most like. */
const NODES = 24;
/** In an issue of so many nodes what is all but the same as one of them follows it. */
const ENOUGH = 8;
const SAME = 0.97;
/** Names kept of a title. */
const NAMES = 4;

export interface IssuesOptions {
  segmenter: Segmenter;
  /** Nodes kept; beyond, what was quiet longest is forgotten. About 3 KB each. */
  nodes?: number;
}

export class Issues {
  /** What operators do. */
  readonly acts: Acts;
  private readonly background: Background;
  private readonly sketcher: Sketcher;
  private readonly links = new Links();
  private readonly book = new Book(this.links);
  private readonly most: number;
  private rounds: Iterator<Node> | null = null;

  constructor(options: IssuesOptions) {
    this.acts = new Acts(this.book);
    this.background = new Background(options.segmenter.language);
    this.sketcher = new Sketcher(options.segmenter, this.background);
    this.most = options.nodes ?? 20_000;
  }

  /** A new ticket. One that is known already changes nothing. */
  take(said: Said): Change[] {
    if (this.book.byMember.has(said.id)) return [];
    const node = this.node(said);
    const alike = this.links.alike(node);
    const host = double(alike);
    const change = host ? this.book.attach(node, host) : this.place(node, alike);
    return this.book.nodes.size > this.most ? [change, ...this.book.shrink(this.most)] : [change];
  }

  /** A ticket whose issue was decided before a restart. Give them in the order in which they came. */
  restore(said: Said, issue: string): void {
    if (this.book.byMember.has(said.id)) return;
    const node = this.node(said);
    const into = this.book.issues.get(issue) ?? this.book.open(issue);
    const alike = this.links.alike(node);
    const own = alike.filter(({ other }) => other.issue === into);
    const host = double(own) ?? (into.nodes.size >= NODES ? closest(into, own) : null);
    if (host) this.book.attach(node, host);
    else this.enter(node, into, alike);
    this.book.shrink(this.most);
  }

  /**
   * Looks at `n` nodes again, each in its turn: their weights as words are used by now, what they are like, and whether
   * their issues still hold. For idle moments; about 0.1 ms a node.
   */
  look(n: number): Change[] {
    const changes: Change[] = [];
    const { nodes } = this.book;
    for (let i = 0; i < Math.min(n, nodes.size); i++) {
      let next = this.rounds?.next();
      if (!next || next.done) next = (this.rounds = nodes.values()).next();
      const node: Node = next.value;
      this.links.change(node, this.weigh);
      this.links.relink(node);
      const groups = unsettled(node) ? better(node) : null;
      if (groups) changes.push(...this.effect(groups));
    }
    return changes;
  }

  /** Looks at everything again, all together. Takes about a second for 10,000 nodes. */
  settle(): Change[] {
    const nodes = [...this.book.nodes].sort(byTime);
    this.links.anew(nodes, this.weigh);
    return this.effect(grouped(nodes));
  }

  /**
   * Forgets issues that nobody has added to since `before`, and of the others the tickets from before `since` (both Unix ms): there
   * are matters that people call about for years. What an issue is like and how many were in it stays.
   */
  cool(before: number, since = -Infinity): Change[] {
    const changes: Change[] = [];
    for (const issue of this.book.issues.values()) {
      if (issue.last < before) changes.push(this.book.forget(issue));
      else if (issue.first < since) {
        const members = this.book.letGo(issue, since);
        if (members.length > 0) changes.push({ what: 'aged', issue: issue.id, members });
      }
    }
    return changes;
  }

  /** Forgets a ticket, such as one that was cancelled or recorded by mistake. */
  remove(id: string): void {
    this.book.remove(id);
  }

  get(id: string): Issue | undefined {
    return this.book.issues.get(id);
  }

  /** Issue of a ticket; undefined where it is not known or forgotten. */
  issueOf(id: string): Issue | undefined {
    return this.book.byMember.get(id)?.issue ?? undefined;
  }

  all(): IterableIterator<Issue> {
    return this.book.issues.values();
  }

  /** Sizes of what is held, for whoever watches over memory. */
  figures(): { issues: number; nodes: number; members: number; keys: number; edges: number } {
    const { issues, nodes, byMember } = this.book;
    let edges = 0;
    for (const node of nodes) edges += node.edges.size;
    return { issues: issues.size, nodes: nodes.size, members: byMember.size, keys: this.links.keys, edges };
  }

  private readonly weigh = (sketch: Sketch): void => weigh(sketch, this.background);

  private node(said: Said): Node {
    const { sketch, area, names } = this.sketcher.make(said);
    this.background.note(sketch.words.terms, sketch.pairs.terms);
    this.weigh(sketch);
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
    const issue = best && highest >= TOGETHER ? best : this.book.found([node]);
    if (issue.nodes.size >= NODES) return this.book.attach(node, closest(issue, alike));
    const fresh = issue.nodes.size === 0;
    this.enter(node, issue, alike);
    return { what: fresh ? 'founded' : 'joined', issue: issue.id, members: [node.id] };
  }

  private enter(node: Node, issue: Issue, alike: Alike[]): void {
    this.links.link(node, alike);
    this.book.enter(node, issue);
  }

  /** Puts a grouping into effect. */
  private effect(groups: readonly Node[][]): Change[] {
    const { issues } = this.book;
    const before = new Set(groups.flatMap((group) => group.flatMap((node) => node.issue ?? [])));
    const changes = regroup(groups, (nodes) => this.book.found(nodes));
    for (const issue of before) if (issue.nodes.size === 0) issues.delete(issue.id);
    for (const change of changes) {
      const issue = issues.get(change.issue);
      if (!issue) continue;
      if (issue.hold !== null) for (const node of issue.nodes) node.fixed = issue.hold;
      this.book.touch(issue);
    }
    return changes;
  }
}

/** The node that a ticket follows: one that is all but the same in an issue with enough nodes, or null. */
function double(alike: readonly Alike[]): Node | null {
  let best: Alike | null = null;
  for (const one of alike) if (!best || one.like > best.like) best = one;
  return best && best.like >= SAME && best.other.issue!.nodes.size >= ENOUGH ? best.other : null;
}

/** The node of a full issue that a ticket follows: the one that it is most like. */
function closest(issue: Issue, alike: readonly Alike[]): Node {
  let best: Alike | null = null;
  for (const one of alike) if (one.other.issue === issue && (!best || one.like > best.like)) best = one;
  return best?.other ?? issue.nodes.values().next().value!;
}
