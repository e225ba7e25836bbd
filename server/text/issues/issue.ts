/** What the finder keeps of an issue and of the tickets that stand for it. */
import { hash32 } from './hash.ts';
import type { Filed } from './near.ts';
import type { Member } from './said.ts';

/** Mean likeness at which tickets are one issue. */
export const TOGETHER = 0.2;

/** A ticket that others are compared with; those that are all but the same follow it and keep no sketch of their own. */
export interface Node extends Filed {
  id: string;
  issue: Issue | null;
  title: string;
  /** District, street and community as the ticket's fields tell them, else its title; '' unknown. */
  place: [district: string, street: string, community: string];
  /** What its title names, as far as a pattern finds it. */
  names: string[];
  /** Likeness to other nodes, the same at both ends; only what is worth keeping. */
  edges: Map<Node, number>;
  /** Number of the hold that an operator's act put on it; null: the machine may move it. */
  fixed: number | null;
  /** Itself and its followers; the oldest are let go beyond a bound, and only counted. */
  members: Member[];
  count: number;
}

export interface Issue {
  id: string;
  nodes: Set<Node>;
  /** Title given by an operator. */
  name: string | null;
  dismissed: boolean;
  /** An operator acted on it: the machine neither splits it nor merges it into another one that is held too. */
  hold: number | null;
  /** Tickets in it. */
  size: number;
  /** Moment of the first and the last member. */
  first: number;
  last: number;
}

export function* membersOf(issue: Issue): Generator<Member> {
  for (const node of issue.nodes) yield* node.members;
}

export const memberIds = (nodes: Iterable<Node>): string[] =>
  [...nodes].flatMap((node) => node.members.map((member) => member.id));

/** Sets size, first and last from what is in it. */
export function recount(issue: Issue): void {
  issue.size = 0;
  issue.first = Infinity;
  issue.last = -Infinity;
  for (const node of issue.nodes) issue.size += node.count;
  for (const member of membersOf(issue)) {
    if (member.at < issue.first) issue.first = member.at;
    if (member.at > issue.last) issue.last = member.at;
  }
}

const hash36 = (text: string, salt: number): string => (hash32(text, salt) >>> 0).toString(36).padStart(7, '0');

/** Id of an issue that begins with this ticket: the same wherever and whenever it is found. */
export const issueId = (first: string): string => `i${hash36(first, 1)}${hash36(first, 2)}`;
