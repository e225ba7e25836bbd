/** Alerts that are not resolved, in the order in which they need a person: unclaimed ones first, the gravest of them. */
import { byNeed, type AlertCard, type AlertStatus, type Needing } from '../../../contract/alert.ts';
import { applies, compile, type Predicate } from '../../../contract/condition.ts';
import { FACT_KINDS, type AlertRow, type Row } from '../../../contract/fact.ts';
import { SECOND } from '../../../contract/time.ts';
import type { Json } from '../../../contract/text.ts';
import { defineView } from '../view.ts';

const needing = ({ id, status, level, raised }: AlertRow): Needing => ({
  id,
  status: status as AlertStatus,
  level: level!,
  since: raised!,
});

export default defineView({
  name: 'alerts',
  open({ size }, scope, context, start) {
    // A scene about one district shows that district's alerts; one about calls has no alerts of its own and shows all.
    const within: Predicate = applies('alert', scope) ? compile('alert', scope) : () => true;
    const alerts = new Map<string, AlertRow>();
    let now = start;
    const mine = (row: Row | null): AlertRow | null => {
      const alert = row as AlertRow | null;
      return alert && alert.open && alert.raised !== null && within(alert as never) ? alert : null;
    };
    return {
      // A card's number is that of the list behind it (M2): it moves with every fact, not only with the alert's own steps.
      kinds: FACT_KINDS,
      change(kind, before, after) {
        if (kind !== 'alert') return alerts.size > 0;
        const row = mine(after);
        if (!row && !mine(before)) return false;
        if (row) alerts.set(row.id, row);
        else alerts.delete(before!.id);
        return true;
      },
      advance(at) {
        const moved = Math.floor(at / SECOND) > Math.floor(now / SECOND);
        now = at;
        return moved && alerts.size > 0;
      },
      value() {
        const rows = [...alerts.values()].sort((a, b) => byNeed(needing(a), needing(b)));
        const cards: Record<string, AlertCard> = {};
        for (const row of rows.slice(0, size)) cards[row.id] = context.card(row, now)!;
        const unclaimed = rows.filter(({ status }) => status === 'firing').length;
        return { cards, open: rows.length, unclaimed } as unknown as Json;
      },
    };
  },
});
