/**
 * What a desk does with a hot issue: renames, merges, splits, dismisses, restores. Pure: from the act to the steps that are
 * written together, those of the tickets that change their issue among them, so that nothing is left half done.
 */
import { DESK_SOURCE } from '../../contract/alert.ts';
import type { EntryType } from '../../contract/event.ts';
import { aboutOf, type IssueAct, type IssueWords } from '../../contract/issue.ts';
import type { IssueRow, MentionRow, TicketRow } from '../../contract/fact.ts';
import type { LogEvent } from '../log/log.ts';
import { issueId } from '../text/issues/issue.ts';
import { isTicket, keyOf, saidOf } from './said.ts';

/** An act that cannot be done now. */
export class IssueActRefused extends Error {
  constructor(
    readonly path: string,
    readonly rule: string,
  ) {
    super(`${path}: ${rule}`);
  }
}

/** The issues and their members as the facts have them. */
export interface IssueFacts {
  issue(id: string): IssueRow | undefined;
  members(id: string): (TicketRow | MentionRow)[];
}

/** The steps that an act is, as of `at` (Unix ms). Throws IssueActRefused. */
export function stepsOfAct(act: IssueAct, id: string, words: IssueWords, facts: IssueFacts, at: number): LogEvent[] {
  const { by, comment } = words;
  const issue = facts.issue(id);
  if (!issue) throw new IssueActRefused('/id', `there is no issue ${id}`);
  if (issue.status === 'merged') throw new IssueActRefused('/id', `it went on as ${issue.mergedInto}`);
  const events: LogEvent[] = [];
  const say = (type: EntryType, subject: string, data: Record<string, unknown>): void =>
    void events.push({ source: DESK_SOURCE, id: `${id}|${act}|${by}|${at}|${events.length}`, type, subject, at, data });
  const said = { by, ...(comment && { comment }) };
  const move = (rows: readonly (TicketRow | MentionRow)[], into: string): void => {
    for (const row of rows)
      say(isTicket(row) ? 'hotline.ticket.read' : 'hotline.mention.read', row.id, { issue: into });
  };

  if (act === 'rename') {
    if (!words.title) throw new IssueActRefused('/title', 'is required');
    say('hotline.issue.renamed', id, { title: words.title, ...said });
  } else if (act === 'dismiss') {
    if (issue.status === 'dismissed') throw new IssueActRefused('/id', 'is dismissed already');
    say('hotline.issue.dismissed', id, said);
  } else if (act === 'restore') {
    if (issue.status !== 'dismissed') throw new IssueActRefused('/id', 'is not dismissed');
    say('hotline.issue.restored', id, said);
  } else if (act === 'merge') {
    const { into } = words;
    if (into === undefined) throw new IssueActRefused('/into', 'is required');
    const other = into === id ? undefined : facts.issue(into);
    if (!other || other.status === 'merged') throw new IssueActRefused('/into', 'is no other issue that goes on');
    say('hotline.issue.merged', id, { into, ...said });
    say('hotline.issue.held', into, said);
    move(facts.members(id), into);
  } else {
    const wanted = new Set(words.tickets ?? []);
    const members = facts.members(id).filter(isTicket);
    const leaving = members.filter((row) => wanted.has(row.id));
    const unknown = [...wanted].find((ticket) => !leaving.some((row) => row.id === ticket));
    if (wanted.size === 0) throw new IssueActRefused('/tickets', 'is required');
    if (unknown !== undefined) throw new IssueActRefused('/tickets', `${unknown} is not in it`);
    if (leaving.length === members.length) throw new IssueActRefused('/tickets', 'leaves nothing in it');
    leaving.sort((a, b) => a.created! - b.created! || (a.id < b.id ? -1 : 1));
    const [first] = leaving;
    // Alone it is no issue; together they are one of their own.
    const alone = leaving.length === 1;
    const fresh = `${issueId(keyOf(first!))}-${at.toString(36)}`;
    say('hotline.issue.split', id, { tickets: leaving.map((row) => row.id), ...(!alone && { into: fresh }), ...said });
    say('hotline.issue.held', id, said);
    if (!alone) {
      const title = (words.title ?? first!.title ?? fresh).slice(0, 120);
      say('hotline.issue.founded', fresh, { title, ...aboutOf(first!), began: saidOf(first!).at });
      say('hotline.issue.held', fresh, said);
    }
    move(leaving, alone ? '' : fresh);
  }
  return events;
}
