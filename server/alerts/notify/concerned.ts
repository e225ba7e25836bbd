/** Whom a step in the life of an alert concerns. Pure. */
import type { AlertCard, AlertData } from '../../../contract/alert.ts';
import type { Route } from '../../../contract/rule.ts';
import type { Entry } from '../../log/log.ts';
import type { Notice } from './notice.ts';
import type { Recipient } from './recipients.ts';
import { routesFor } from './routing.ts';

export interface Concerned {
  to: {
    id: string;
    /** They do not know that the alert is open. */
    opens: boolean;
  }[];
  /** Ids that a route names and nobody has set up. */
  strangers: string[];
}

/** Ids in the order in which they are told, some perhaps more than once. */
function idsOf(
  entry: Entry,
  notice: Notice,
  card: AlertCard | null,
  told: ReadonlySet<string>,
  routes: readonly Route[],
  recipients: readonly Recipient[],
): string[] {
  const fitting = (escalations: number): string[] => routesFor(routes, notice, escalations);
  const escalations = card?.escalations ?? 0;
  switch (entry.type) {
    case 'hotline.alert.raised':
      return fitting(0);
    case 'hotline.alert.reopened':
      return [...told, ...fitting(0)];
    case 'hotline.alert.escalated':
      return fitting((entry.data as AlertData<'hotline.alert.escalated'>).times);
    case 'hotline.alert.resolved':
      return [...told, ...fitting(escalations)];
    case 'hotline.alert.dispatched': {
      const { unit } = entry.data as AlertData<'hotline.alert.dispatched'>;
      return recipients.filter(({ units = [] }) => units.includes(unit)).map(({ id }) => id);
    }
    default:
      // It may have become graver: those whom it concerned already have been told of it.
      return fitting(escalations).filter((id) => !told.has(id));
  }
}

/** Recipients of a step. `told`: those who were told of the alert before; whoever was told of it is told of its end. */
export function concernedBy(
  entry: Entry,
  notice: Notice,
  card: AlertCard | null,
  told: ReadonlySet<string>,
  routes: readonly Route[],
  recipients: readonly Recipient[],
): Concerned {
  const ids = [...new Set(idsOf(entry, notice, card, told, routes, recipients))];
  const known = new Set(recipients.map(({ id }) => id));
  const opens = (id: string): boolean => notice.kind === 'reopened' || (notice.kind !== 'resolved' && !told.has(id));
  return {
    to: ids.filter((id) => known.has(id)).map((id) => ({ id, opens: opens(id) })),
    strangers: ids.filter((id) => !known.has(id)),
  };
}
