/** Open tickets whose clock runs, the longest overdue first, then the nearest to their deadline. */
import { compile } from '../../../contract/condition.ts';
import type { Row, TicketRow } from '../../../contract/fact.ts';
import type { Json } from '../../../contract/text.ts';
import { brief } from '../brief.ts';
import { TopList } from '../toplist.ts';
import { defineView } from '../view.ts';

const soonestFirst = (a: TicketRow, b: TicketRow): number => a.due! - b.due! || (a.id < b.id ? -1 : 1);
const RUNNING = { open: true, clock: { in: ['running', 'due_soon', 'overdue'] } };

export default defineView({
  name: 'deadlines',
  open({ size }, scope) {
    const within = compile('ticket', scope);
    const running = compile('ticket', RUNNING);
    const list = new TopList<TicketRow>(size, soonestFirst);
    const mine = (row: Row | null): TicketRow | null =>
      row && running(row as never) && within(row as never) ? (row as TicketRow) : null;
    return {
      kinds: ['ticket'],
      change: (_kind, before, after) => list.change(mine(before), mine(after)),
      advance: () => false,
      value: () => ({ tickets: Object.fromEntries(list.top().map((row) => [row.id, brief(row)])) }) as unknown as Json,
      get stale() {
        return list.stale;
      },
    };
  },
});
