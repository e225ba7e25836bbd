/** Hot issues as a desk chooses among them, and what can be done with one. Pure. */
import type { IssueAct, IssueCard, IssueWords } from '../../../contract/issue.ts';
import type { IssueRow } from '../../../contract/fact.ts';

export interface IssueItem {
  id: string;
  card: IssueCard;
}

/** The issues whose title has these words, the hottest first. */
export function found(issues: Readonly<Record<string, IssueCard>>, words: string): IssueItem[] {
  const wanted = words.trim().toLowerCase();
  return Object.entries(issues)
    .filter(([, { title }]) => title.toLowerCase().includes(wanted))
    .map(([id, card]) => ({ id, card }))
    .sort((a, b) => b.card.heat - a.card.heat || (a.id < b.id ? -1 : 1));
}

/** Whether the state of an issue allows it. */
export function canAct(act: IssueAct, status: IssueRow['status']): boolean {
  if (status === 'merged') return false;
  return act === 'restore' ? status === 'dismissed' : act === 'dismiss' ? status !== 'dismissed' : true;
}

/** What a form of an act holds. */
export interface Draft {
  title: string;
  into: string;
  tickets: readonly string[];
  comment: string;
}

/** The words to send, or the name of what is missing. */
export function wordsOf(
  act: IssueAct,
  draft: Draft,
  by: string,
): IssueWords | 'needTitle' | 'needInto' | 'needTickets' {
  const title = draft.title.trim();
  const comment = draft.comment.trim();
  if (act === 'rename' && title === '') return 'needTitle';
  if (act === 'merge' && draft.into === '') return 'needInto';
  if (act === 'split' && draft.tickets.length === 0) return 'needTickets';
  return {
    by,
    ...(comment !== '' && { comment }),
    ...((act === 'rename' || act === 'split') && title !== '' && { title }),
    ...(act === 'merge' && { into: draft.into }),
    ...(act === 'split' && { tickets: [...draft.tickets] }),
  };
}
