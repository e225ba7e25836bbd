/** A ticket as lists on the wall show it. */
import type { TicketRow } from '../../contract/fact.ts';
import type { TicketBrief } from '../../contract/topic.ts';

const OPTIONAL = ['category', 'district', 'street', 'unit', 'due'] as const;

/** Takes over what a list shows; what is not known is absent. */
export function brief(row: TicketRow): TicketBrief {
  const result: Record<string, unknown> = {
    id: row.id, title: row.title ?? '', created: row.created, channel: row.channel, nature: row.nature, status: row.status, clock: row.clock,
  }; // prettier-ignore
  for (const name of OPTIONAL) if (row[name] !== null) result[name] = row[name];
  return result as unknown as TicketBrief;
}
