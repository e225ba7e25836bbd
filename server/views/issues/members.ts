/** What belongs to one hot issue under a scope: its tickets and mentions, and what a card says of them. Kept by pairs. */
import type { MentionRow, TicketRow } from '../../../contract/fact.ts';
import type { IssueCard } from '../../../contract/issue.ts';
import type { Range } from '../../../contract/time.ts';
import { severityOf } from '../../reading/said.ts';
import { heat } from '../../text/issues/heat.ts';
import type { Member } from '../../text/issues/said.ts';

/** Parts of a window that a trend has. */
export const PARTS = 24;

const inside = (at: number | null, { from, to }: Range): boolean => at !== null && at >= from && at < to;

/** The value that most have, the first in order of names where several do; null where none has any. */
function most(values: Iterable<string | null>): string | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return sorted[0]?.[0] ?? null;
}

export class Members {
  readonly tickets = new Map<string, TicketRow>();
  readonly mentions = new Map<string, MentionRow>();

  get empty(): boolean {
    return this.tickets.size === 0 && this.mentions.size === 0;
  }

  /** The card without what the issue itself says; null where nothing of it is in the range. */
  card(range: Range, now: number): Omit<IssueCard, 'title' | 'district' | 'street' | 'community' | 'category'> | null {
    const all = [...this.tickets.values()];
    const tickets = all.filter(({ created }) => inside(created, range));
    const mentions = [...this.mentions.values()].filter(({ published }) => inside(published, range));
    if (tickets.length === 0) return null;
    const trend: Record<string, number> = {};
    let [first, last] = [Infinity, -Infinity];
    for (const { created } of all) {
      first = Math.min(first, created!);
      last = Math.max(last, created!);
    }
    for (const { created } of tickets) {
      const part = Math.min(PARTS - 1, Math.floor(((created! - range.from) / (range.to - range.from)) * PARTS));
      trend[part] = (trend[part] ?? 0) + 1;
    }
    const heated: Member[] = tickets.map((ticket) => ({
      id: ticket.id,
      kind: 'ticket',
      at: ticket.created!,
      requester: ticket.requester,
      votes: 0,
      severity: severityOf(ticket),
    }));
    const unit = most(tickets.map((ticket) => ticket.unit ?? ticket.suggestedUnit));
    return {
      ...(unit !== null && { unit }),
      count: tickets.length,
      requesters: new Set(tickets.map(({ id, requester }) => requester ?? `=${id}`)).size,
      open: tickets.filter(({ closed, status }) => closed === null && status !== 'merged' && status !== 'cancelled')
        .length,
      total: all.length,
      mentions: mentions.length,
      negative: mentions.filter(({ sentiment }) => sentiment === 'negative').length,
      first,
      last,
      heat: heat(heated, now),
      trend,
    };
  }
}
