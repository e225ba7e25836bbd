/**
 * Which issue each ticket and mention is in, as the finder says, beside what the log says of them: the difference is what is
 * to be written. An issue is announced when a second member comes; until then its only ticket stands alone. Pure.
 */
import type { Change } from '../text/issues/said.ts';

/** Tickets of which an issue is made. */
const LEAST = 2;

export interface Step {
  /** Key of the member. */
  member: string;
  /** Issue to be told of it; '' where it stands alone. */
  issue: string;
}

export class Groups {
  /** Members by issue, as the finder has them. */
  readonly #members = new Map<string, Set<string>>();
  readonly #issueOf = new Map<string, string>();
  /** What the log says, or is about to; absent: nothing yet. */
  readonly #told = new Map<string, string>();
  readonly #touched = new Set<string>();

  /** Takes in what is known from the log: a member with its issue. */
  restore(member: string, issue: string): void {
    this.#told.set(member, issue);
    this.#put(member, issue);
  }

  /** A member that stands alone under this issue's id. */
  alone(member: string, issue: string): void {
    this.#put(member, issue);
  }

  sizeOf(issue: string): number {
    return this.#members.get(issue)?.size ?? 0;
  }
  membersOf(issue: string): Iterable<string> {
    return this.#members.get(issue) ?? [];
  }
  issueOf(member: string): string | undefined {
    return this.#issueOf.get(member);
  }
  announced(issue: string): boolean {
    return this.sizeOf(issue) >= LEAST;
  }

  #put(member: string, issue: string): void {
    const before = this.#issueOf.get(member);
    if (before === issue) return;
    if (before !== undefined) this.#leave(member, before);
    let members = this.#members.get(issue);
    if (!members) this.#members.set(issue, (members = new Set()));
    members.add(member);
    this.#issueOf.set(member, issue);
  }

  #leave(member: string, issue: string): void {
    const members = this.#members.get(issue);
    members?.delete(member);
    if (members?.size === 0) this.#members.delete(issue);
  }

  /** Takes changes of the finder in, in their order. Members that the finder has let go of go with their issue. */
  follow(changes: readonly Change[]): void {
    for (const change of changes) {
      const { issue } = change;
      if (change.what === 'cooled') {
        for (const member of this.#members.get(issue) ?? []) this.#forget(member);
        this.#members.delete(issue);
        continue;
      }
      if (change.what === 'aged') {
        for (const member of change.members) {
          this.#leave(member, issue);
          this.#forget(member);
        }
        continue;
      }
      this.#touched.add(issue);
      if (change.what === 'merged' || change.what === 'split') this.#touched.add(change.from);
      for (const member of change.members) {
        const before = this.#issueOf.get(member);
        if (before !== undefined) this.#touched.add(before);
        this.#put(member, issue);
      }
      if (change.what === 'merged') for (const member of this.#members.get(change.from) ?? []) this.#put(member, issue);
    }
  }

  #forget(member: string): void {
    this.#issueOf.delete(member);
    this.#told.delete(member);
  }

  /** A member that is gone. */
  remove(member: string): void {
    const issue = this.#issueOf.get(member);
    if (issue !== undefined) {
      this.#leave(member, issue);
      this.#touched.add(issue);
    }
    this.#forget(member);
  }

  /** What is to be written of members since the last time, and the issues that changed. What is given counts as told. */
  drain(): { steps: Step[]; issues: string[] } {
    const steps: Step[] = [];
    const issues = [...this.#touched].sort();
    this.#touched.clear();
    for (const issue of issues) {
      const shown = this.announced(issue) ? issue : '';
      for (const member of this.#members.get(issue) ?? []) {
        if ((this.#told.get(member) ?? '') === shown) continue;
        this.#told.set(member, shown);
        steps.push({ member, issue: shown });
      }
    }
    return { steps, issues };
  }
}
