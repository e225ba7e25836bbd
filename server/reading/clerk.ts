/**
 * What the wall makes of what it reads: gives tickets and mentions to the finder of issues and says what is to be written
 * into the log of it. Pure: moments are arguments, and the same facts in the same order give the same steps.
 */
import type { City } from '../../contract/city.ts';
import type { EntryType } from '../../contract/event.ts';
import type { IssueRow } from '../../contract/fact.ts';
import { aboutOf, ISSUE_ABOUT, TEXT_SOURCE, type IssueAbout, type IssueContent } from '../../contract/issue.ts';
import type { LogEvent } from '../log/log.ts';
import { issueId } from '../text/issues/issue.ts';
import { Issues } from '../text/issues/issues.ts';
import { lineOf, titleOf } from '../text/issues/title.ts';
import type { Segmenter } from '../text/segment.ts';
import { Groups } from './groups.ts';
import { Labels } from './labels.ts';
import { isTicket, keyOf, saidOf, type ReadRow } from './said.ts';

/** An issue is described anew when it has grown by this factor since. */
const GROWN = 2;

const LONGEST_TITLE = 120;

interface Announced {
  content: IssueContent;
  /** Members when it was described. */
  size: number;
}

export class Clerk {
  readonly #finder: Issues;
  readonly #groups = new Groups();
  /** Issues that the log knows. */
  readonly #announced = new Map<string, Announced>();
  /** Issues that ended here since the last time: into which other, or null where they cooled. */
  readonly #ended = new Map<string, string | null>();
  /** Where members are and what they are about, as they tell it. */
  readonly #places = new Map<string, IssueAbout>();
  /** Tickets that have no category or unit and are suggested one. */
  readonly #suggested = new Map<string, Record<string, unknown>>();
  readonly labels: Labels;
  /** Names of places by their codes. */
  readonly #names: ReadonlyMap<string, string>;
  #steps = 0;

  constructor(
    city: Pick<City, 'places' | 'suggestions'>,
    private readonly segmenter: Segmenter,
  ) {
    this.#finder = new Issues({ segmenter });
    this.labels = new Labels(city.suggestions?.least);
    const name = segmenter.language.startsWith('zh') ? 'zh' : 'en';
    this.#names = new Map(
      city.places.flatMap(({ code, names, streets }) => [
        [code, names[name]] as const,
        ...streets.map((street) => [street.code, street.names[name]] as const),
      ]),
    );
  }

  /** Takes in what was decided before: a fact with its issue, or one that stands alone. In the order of their moments. */
  restore(row: ReadRow): void {
    const said = saidOf(row);
    const issue = row.issue ?? issueId(said.id);
    this.#place(said.id, row);
    if (isTicket(row)) this.labels.change(null, row);
    this.#finder.restore(said, issue);
    if (row.issue === null) this.#groups.alone(said.id, issue);
    else this.#groups.restore(said.id, issue);
  }

  /** Takes in an issue that the log knows, after its members. */
  knows(row: IssueRow): void {
    if (!this.#finder.get(row.id)) return;
    if (row.status === 'merged') {
      // Tickets that were not told of it yet.
      if (row.mergedInto !== null) this.#groups.follow(this.#finder.acts.merge(row.mergedInto, row.id));
      return;
    }
    const content: IssueContent = { title: row.title ?? row.id, ...aboutOf(row) };
    this.#announced.set(row.id, { content, size: this.#groups.sizeOf(row.id) });
    if (row.held) this.#finder.acts.rename(row.id, row.named ? row.title : null);
    if (row.status === 'dismissed') this.#finder.acts.dismiss(row.id);
  }

  /** Reads a ticket or mention that is new, or whose words are others than before. */
  read(row: ReadRow): void {
    const key = keyOf(row);
    this.#place(key, row);
    if (isTicket(row)) {
      const suggestion = this.labels.suggest(row);
      if (suggestion) this.#suggested.set(key, suggestion);
    }
    const known = this.#groups.issueOf(key);
    if (known !== undefined) {
      // Its issue was told by the log already, or what it said was corrected: a held issue keeps it either way.
      if (row.issue === known) return;
      this.#finder.remove(key);
      this.#groups.remove(key);
    }
    this.#follow(this.#finder.take(saidOf(row)));
  }

  #place(key: string, row: ReadRow): void {
    const place = aboutOf(row);
    if (isTicket(row) && row.categoryBy === 'wall') delete place.category;
    this.#places.set(key, place);
  }

  /** What more than half of its members say of each level of place, and of the category. */
  #content(id: string): IssueContent | null {
    const issue = this.#finder.get(id);
    if (!issue) return null;
    const members = [...this.#groups.membersOf(id)].map((key) => this.#places.get(key) ?? {});
    const content: IssueContent = {
      title: lineOf(titleOf(issue, this.segmenter.language, (code) => this.#names.get(code) ?? code)).slice(
        0,
        LONGEST_TITLE,
      ),
    };
    for (const field of ISSUE_ABOUT) {
      const counts = new Map<string, number>();
      for (const { [field]: value } of members)
        if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
      for (const [value, count] of counts) if (count * 2 > members.length) content[field] = value;
    }
    return content;
  }

  #follow(changes: ReturnType<Issues['take']>): void {
    for (const change of changes) {
      if (change.what === 'merged') this.#ended.set(change.from, change.issue);
      if (change.what === 'aged') for (const member of change.members) this.#places.delete(member);
      if (change.what !== 'cooled') continue;
      this.#ended.set(change.issue, null);
      for (const member of this.#groups.membersOf(change.issue)) this.#places.delete(member);
    }
    this.#groups.follow(changes);
  }

  /** Looks at `n` of what it knows again. */
  look(n: number): void {
    this.#follow(this.#finder.look(n));
  }

  /** Forgets issues to which nothing came since `before`, and of the others what came before `since`, Unix ms. */
  cool(before: number, since?: number): void {
    this.#follow(this.#finder.cool(before, since));
  }

  /** What is to be written as of `now`, Unix ms. */
  drain(now: number): LogEvent[] {
    const events: LogEvent[] = [];
    const say = (type: EntryType, subject: string, data: Record<string, unknown>): void =>
      void events.push({ source: TEXT_SOURCE, id: `${now}/${++this.#steps}/${subject}`, type, subject, at: now, data });
    const { steps, issues } = this.#groups.drain();
    for (const id of issues) {
      if (!this.#groups.announced(id)) {
        // What is left of an issue that fell apart is over.
        if (this.#announced.delete(id) && !this.#ended.has(id)) say('hotline.issue.cooled', id, {});
        continue;
      }
      const size = this.#groups.sizeOf(id);
      const known = this.#announced.get(id);
      if (known && size < known.size * GROWN) continue;
      const content = this.#content(id);
      if (!content) continue;
      this.#announced.set(id, { content, size });
      if (!known) say('hotline.issue.founded', id, { ...content, began: this.#finder.get(id)!.first });
      else if (JSON.stringify(known.content) !== JSON.stringify(content))
        say('hotline.issue.described', id, { ...content });
    }
    for (const [id, into] of this.#ended) {
      if (!this.#announced.delete(id)) continue;
      if (into === null) say('hotline.issue.cooled', id, {});
      else say('hotline.issue.merged', id, { into });
    }
    this.#ended.clear();
    for (const { member, issue } of steps) {
      const type = member.startsWith('t:') ? 'hotline.ticket.read' : 'hotline.mention.read';
      say(type, member.slice(2), { issue, ...this.#suggested.get(member) });
      this.#suggested.delete(member);
    }
    for (const [member, suggestion] of this.#suggested) say('hotline.ticket.read', member.slice(2), suggestion);
    this.#suggested.clear();
    return events;
  }

  figures(): Record<string, number> {
    const { issues, nodes } = this.#finder.figures();
    return { text_issues: issues, text_nodes: nodes };
  }
}
