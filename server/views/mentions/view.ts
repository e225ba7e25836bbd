/**
 * The latest items in the media, newest first, each with the hot issue that it is about. The scope is a condition over
 * mentions; where it means nothing for them (a channel), there are none.
 */
import { applies, compile, type Predicate } from '../../../contract/condition.ts';
import type { IssueRow, MentionRow, Row } from '../../../contract/fact.ts';
import type { Json } from '../../../contract/text.ts';
import { TopList } from '../toplist.ts';
import { defineView } from '../view.ts';

const newestFirst = (a: MentionRow, b: MentionRow): number => b.published! - a.published! || (a.id < b.id ? -1 : 1);
const OPTIONAL = ['outlet', 'sentiment', 'district'] as const;

export default defineView({
  name: 'mentions',
  open({ size }, scope) {
    const within: Predicate | null = applies('mention', scope) ? compile('mention', scope) : null;
    const list = new TopList<MentionRow>(size, newestFirst);
    /** Titles of issues that are shown; what a desk said is none is not. */
    const issues = new Map<string, string>();
    const mine = (row: Row | null): MentionRow | null => {
      const mention = row as MentionRow | null;
      const stands = mention && within !== null && !mention.removed && mention.published !== null;
      return stands && within(mention as never) ? mention : null;
    };
    const titled = (row: IssueRow | null): string | undefined =>
      row && (row.status === 'open' || row.status === 'cooled') ? (row.title ?? undefined) : undefined;
    const brief = (row: MentionRow): Record<string, unknown> => {
      const told: Record<string, unknown> = {
        id: row.id, title: row.title ?? '', published: row.published, medium: row.medium ?? '-',
      }; // prettier-ignore
      for (const name of OPTIONAL) if (row[name] !== null) told[name] = row[name];
      const about = row.issue === null ? undefined : issues.get(row.issue);
      return about === undefined ? told : { ...told, issue: row.issue, about };
    };
    return {
      kinds: ['mention', 'issue'],
      change(kind, before, after) {
        if (kind === 'mention') return list.change(mine(before), mine(after));
        const id = (after ?? before)?.id;
        // A step before the issue was founded makes no row yet.
        if (id === undefined) return false;
        const title = titled(after as IssueRow | null);
        if (title === issues.get(id)) return false;
        if (title === undefined) issues.delete(id);
        else issues.set(id, title);
        return list.top().some(({ issue }) => issue === id);
      },
      advance: () => false,
      value: () => ({ mentions: Object.fromEntries(list.top().map((row) => [row.id, brief(row)])) }) as unknown as Json,
      get stale() {
        return list.stale;
      },
    };
  },
});
