/** The fold of a mention: its steps in their order → its row. Pure; the same for every order of arrival (rule E4). */
import type { MentionRow, Step } from '../../contract/fact.ts';
import type { TicketContext } from './ticket.ts';

const CONTENT = ['medium', 'outlet', 'title', 'text', 'url', 'sentiment', 'district', 'category'] as const;

/** The row of a mention, or null while its publication is not known. `words` finds lexicon terms in its text, `polarity` says what it sounds like where upstream does not. */
export function foldMention(
  id: string,
  steps: readonly Step[],
  { words, polarity }: Pick<TicketContext, 'words' | 'polarity'>,
): MentionRow | null {
  const row: MentionRow = {
    id, source: null, medium: null, outlet: null, sentiment: null, district: null, category: null, issue: null, url: null,
    published: null, updated: null, removed: false, title: null, text: null, words: [],
  }; // prettier-ignore
  for (const { type, at, source, data } of steps) {
    row.updated = at;
    if (type === 'mention.published') {
      row.published ??= at;
      row.source = source;
      for (const name of CONTENT) if (data[name] !== undefined) row[name] = data[name] as string;
    } else if (type === 'mention.removed') row.removed = true;
    else if (type === 'mention.read' && data['issue'] !== undefined) row.issue = (data['issue'] as string) || null;
  }
  if (row.published === null) return null;
  row.words = words(row.title, row.text);
  row.sentiment ??= polarity(row.title, row.text);
  return row;
}
