/**
 * Hot issues, the hottest first. Tickets and mentions say themselves which issue they belong to, so a card's count is that
 * of the list behind it (M2). The scope is a condition over tickets; mentions count where it means something for them.
 */
import { applies, compile, type Predicate } from '../../../contract/condition.ts';
import type { IssueRow, MentionRow, TicketRow } from '../../../contract/fact.ts';
import { aboutOf, type IssueCard } from '../../../contract/issue.ts';
import type { Json } from '../../../contract/text.ts';
import { MINUTE, windowRange } from '../../../contract/time.ts';
import { defineView } from '../view.ts';
import { Members } from './members.ts';

/** Fewer tickets than this are no issue. */
const LEAST = 2;

export default defineView({
  name: 'issues',
  open({ window, size }, scope, { zone }, start) {
    const within: Predicate = compile('ticket', scope);
    const mentioned: Predicate | null = applies('mention', scope) ? compile('mention', scope) : null;
    const issues = new Map<string, IssueRow>();
    const members = new Map<string, Members>();
    /** Cards as last worked out; those of issues that changed since are not here. */
    const cards = new Map<string, IssueCard | null>();
    let range = windowRange(zone, window, start);
    let now = start;

    const of = (id: string): Members => {
      let some = members.get(id);
      if (!some) members.set(id, (some = new Members()));
      return some;
    };
    const moved = <R extends TicketRow | MentionRow>(
      table: 'tickets' | 'mentions',
      before: R | null,
      after: R | null,
    ): boolean => {
      for (const [row, add] of [
        [before, false],
        [after, true],
      ] as const) {
        if (!row || row.issue === null) continue;
        const some = of(row.issue);
        if (add) (some[table] as Map<string, R>).set(row.id, row);
        else some[table].delete(row.id);
        if (some.empty) members.delete(row.issue);
        cards.delete(row.issue);
      }
      return (before?.issue ?? null) !== null || (after?.issue ?? null) !== null;
    };
    const cardOf = (id: string, row: IssueRow): IssueCard | null => {
      const known = cards.get(id);
      if (known !== undefined) return known;
      const some = members.get(id);
      const said = some && some.tickets.size >= LEAST ? some.card(range, now) : null;
      const card = said && { title: row.title ?? id, ...aboutOf(row), ...said };
      cards.set(id, card);
      return card;
    };
    const counted = (row: TicketRow | MentionRow | null, test: Predicate | null): boolean =>
      row !== null && test !== null && test(row as never);

    return {
      kinds: ['ticket', 'mention', 'issue'],
      change(kind, before, after) {
        if (kind === 'issue') {
          const row = after as IssueRow | null;
          const id = (row ?? (before as IssueRow | null))?.id;
          // An issue whose founding has not come yet is nothing.
          if (id === undefined) return false;
          // What a desk said is none, and what went on under another id, is not shown.
          if (row && (row.status === 'open' || row.status === 'cooled')) issues.set(id, row);
          else issues.delete(id);
          cards.delete(id);
          return true;
        }
        if (kind === 'ticket') {
          const [was, is] = [before as TicketRow | null, after as TicketRow | null];
          return moved('tickets', counted(was, within) ? was : null, counted(is, within) ? is : null);
        }
        const [was, is] = [before as MentionRow | null, after as MentionRow | null];
        const stands = (row: MentionRow | null): MentionRow | null =>
          counted(row, mentioned) && !row!.removed ? row : null;
        return moved('mentions', stands(was), stands(is));
      },
      advance(at) {
        const next = windowRange(zone, window, at);
        // Heat falls by the minute.
        const turned = Math.floor(at / MINUTE) > Math.floor(now / MINUTE) || next.from !== range.from;
        range = next;
        if (!turned) return false;
        now = at;
        cards.clear();
        return issues.size > 0;
      },
      value() {
        const shown = [...issues].flatMap(([id, row]) => {
          const card = cardOf(id, row);
          return card ? [[id, card] as const] : [];
        });
        shown.sort(([a, x], [b, y]) => y.heat - x.heat || y.count - x.count || (a < b ? -1 : 1));
        return { ...range, issues: Object.fromEntries(shown.slice(0, size)), all: shown.length } as unknown as Json;
      },
    };
  },
});
