/** Alerts that are not resolved, in the order in which they need a person: unclaimed ones first, the gravest of them. */
import type { AlertCard } from '../../../contract/alert.ts';
import { applies, compile, type Predicate } from '../../../contract/condition.ts';
import type { AlertRow, Row } from '../../../contract/fact.ts';
import type { Json } from '../../../contract/text.ts';
import { cardOf } from '../../alerts/book.ts';
import { defineView } from '../view.ts';

/** What waits for a person comes before what somebody has, and that before what is normal again. */
const NEED: Readonly<Record<string, number>> = { firing: 0, claimed: 1, dispatched: 1, recovering: 2 };

/** Order of need: waiting for a person, grave, long-lasting. */
export const byNeed = (a: AlertRow, b: AlertRow): number =>
  NEED[a.status!]! - NEED[b.status!]! || a.level! - b.level! || a.raised! - b.raised! || (a.id < b.id ? -1 : 1);

export default defineView({
  name: 'alerts',
  open({ size }, scope) {
    // A scene about one district shows that district's alerts; one about calls has no alerts of its own and shows all.
    const within: Predicate = applies('alert', scope) ? compile('alert', scope) : () => true;
    const alerts = new Map<string, AlertRow>();
    const mine = (row: Row | null): AlertRow | null => {
      const alert = row as AlertRow | null;
      return alert && alert.open && alert.raised !== null && within(alert as never) ? alert : null;
    };
    return {
      kinds: ['alert'],
      change(_kind, before, after) {
        const row = mine(after);
        if (!row && !mine(before)) return false;
        if (row) alerts.set(row.id, row);
        else alerts.delete(before!.id);
        return true;
      },
      advance: () => false,
      value() {
        const rows = [...alerts.values()].sort(byNeed);
        const cards: Record<string, AlertCard> = {};
        for (const row of rows.slice(0, size)) cards[row.id] = cardOf(row)!;
        const unclaimed = rows.filter(({ status }) => status === 'firing').length;
        return { cards, open: rows.length, unclaimed } as unknown as Json;
      },
    };
  },
});
