/** The fold of a mention: its steps in their order → its row. Pure; the same for every order of arrival (rule E4). */
import type { MentionRow, Step } from '../../contract/fact.ts';

const CONTENT = ['medium', 'outlet', 'title', 'text', 'url', 'sentiment', 'district', 'category'] as const;

/** The row of a mention, or null while its publication is not known. `words` finds lexicon terms in its text. */
export function foldMention(
  id: string,
  steps: readonly Step[],
  words: (title: string | null, text: string | null) => string[],
): MentionRow | null {
  const row: MentionRow = {
    id, source: null, medium: null, outlet: null, sentiment: null, district: null, category: null, url: null,
    published: null, updated: null, removed: false, title: null, text: null, words: [],
  }; // prettier-ignore
  for (const { type, at, source, data } of steps) {
    row.updated = at;
    if (type === 'mention.published') {
      row.published ??= at;
      row.source = source;
      for (const name of CONTENT) if (data[name] !== undefined) row[name] = data[name] as string;
    } else if (type === 'mention.removed') row.removed = true;
  }
  if (row.published === null) return null;
  row.words = words(row.title, row.text);
  return row;
}
