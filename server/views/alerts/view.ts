/** Cards that want a person: units with overdue tickets, and feeds that fell silent. */
import { compile } from '../../../contract/condition.ts';
import type { Row, TicketRow } from '../../../contract/fact.ts';
import { MEASURES } from '../../../contract/measure.ts';
import type { Json } from '../../../contract/text.ts';
import { DAY } from '../../../contract/time.ts';
import type { AlertCard } from '../../../contract/topic.ts';
import { defineView } from '../view.ts';

export default defineView({
  name: 'alerts',
  open({ size }, scope, context, start) {
    const within = compile('ticket', scope);
    const overdue = compile('ticket', MEASURES.overdue.of);
    /** unit → ticket id → due. */
    const units = new Map<string, Map<string, number>>();
    let now = start;
    const mine = (row: Row | null): TicketRow | null =>
      row && overdue(row as never) && within(row as never) ? (row as TicketRow) : null;
    const cards = (): [string, AlertCard][] => {
      const late = [...units].map(([key, tickets]): [string, AlertCard] => {
        const since = Math.min(...tickets.values());
        return [
          `overdue ${key}`,
          { kind: 'overdue', level: now - since > DAY ? 2 : 3, since, key, count: tickets.size },
        ];
      });
      const silent = Object.entries(context.feeds(now)).filter(([, feed]) => feed.silent);
      return [
        ...silent.map(([key, feed]): [string, AlertCard] => [
          `silent ${key}`,
          { kind: 'silent', level: 4, since: feed.seen, key, count: 1 },
        ]),
        ...late,
      ].sort(([, a], [, b]) => a.level - b.level || a.since - b.since || (a.key < b.key ? -1 : 1));
    };
    return {
      kinds: ['ticket'],
      change(_kind, before, after) {
        const old = mine(before);
        const row = mine(after);
        if (!old && !row) return false;
        if (old) {
          const tickets = units.get(old.unit ?? '-');
          tickets?.delete(old.id);
          if (tickets?.size === 0) units.delete(old.unit ?? '-');
        }
        if (row) {
          const key = row.unit ?? '-';
          const tickets = units.get(key) ?? new Map<string, number>();
          units.set(key, tickets.set(row.id, row.due!));
        }
        return true;
      },
      advance(at) {
        now = at;
        return true;
      },
      value: () => ({ cards: Object.fromEntries(cards().slice(0, size)) }) as unknown as Json,
    };
  },
});
