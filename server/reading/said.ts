/** Tickets and mentions as the finder of issues takes them. Pure. */
import type { MentionRow, TicketRow } from '../../contract/fact.ts';
import type { Said } from '../text/issues/said.ts';

/** What is read of a row: so much crosses to the thread that reads. */
const SAID_BY_BOTH = ['id', 'title', 'text', 'district', 'category', 'issue'] as const;
const SAID_BY_TICKETS = [
  ...SAID_BY_BOTH,
  ...(['created', 'street', 'community', 'categoryBy', 'requester', 'urgency', 'nature', 'unit', 'terms'] as const),
] as const;
const SAID_BY_MENTIONS = [...SAID_BY_BOTH, 'published'] as const;
export type ReadTicket = Pick<TicketRow, (typeof SAID_BY_TICKETS)[number]>;
export type ReadMention = Pick<MentionRow, (typeof SAID_BY_MENTIONS)[number]>;
export type ReadRow = ReadTicket | ReadMention;

/** A ticket or a mention among both: their ids may be the same. */
export type Key = `${'t' | 'm'}:${string}`;

export const isTicket = <R extends ReadRow>(row: R): row is Extract<R, { created: unknown }> => 'created' in row;
export const keyOf = (row: ReadRow): Key => `${isTicket(row) ? 't' : 'm'}:${row.id}`;

/** A row without what is not read. */
export function readRow<R extends ReadRow>(row: R): R extends ReadTicket ? ReadTicket : ReadMention;
export function readRow(row: ReadRow): ReadRow {
  const fields: readonly string[] = isTicket(row) ? SAID_BY_TICKETS : SAID_BY_MENTIONS;
  const all = row as unknown as Record<string, unknown>;
  const read: Record<string, unknown> = {};
  for (const field of fields) read[field] = all[field];
  return read as unknown as ReadRow;
}

const SEVERITY: Readonly<Record<string, number>> = { normal: 1, urgent: 1.5, critical: 2 };
/** Who asks or praises is not waiting for somebody to come. */
const CALM: ReadonlySet<string | null> = new Set(['consult', 'praise']);

/** What a ticket weighs in the heat of its issue: by its urgency, and half of that where it asks or praises. */
export const severityOf = ({ urgency, nature }: Pick<TicketRow, 'urgency' | 'nature'>): number =>
  (SEVERITY[urgency ?? 'normal'] ?? 1) * (CALM.has(nature) ? 0.5 : 1);

/** What was said, and when: a ticket when it was created, a mention when it was published. */
export function saidOf(row: ReadRow): Said {
  const { title, text, district, category } = row;
  const common = { id: keyOf(row), title, text, district, category };
  if (!isTicket(row))
    return { ...common, kind: 'mention', at: row.published!, street: null, community: null, requester: null };
  const { street, community, requester } = row;
  // What only the wall thinks of it says nothing about what it is like.
  const told = row.categoryBy === 'wall' ? null : category;
  const place = { street, community };
  return {
    ...common,
    ...place,
    category: told,
    kind: 'ticket',
    at: row.created!,
    requester,
    severity: severityOf(row),
  };
}
