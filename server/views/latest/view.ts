/** The latest tickets, newest first. */
import { compile } from '../../../contract/condition.ts';
import type { Row, TicketRow } from '../../../contract/fact.ts';
import type { Json } from '../../../contract/text.ts';
import { brief } from '../brief.ts';
import { TopList } from '../toplist.ts';
import { defineView } from '../view.ts';

const newestFirst = (a: TicketRow, b: TicketRow): number => b.created! - a.created! || (a.id < b.id ? -1 : 1);

export default defineView({
  name: 'latest',
  open({ size }, scope) {
    const within = compile('ticket', scope);
    const list = new TopList<TicketRow>(size, newestFirst);
    const mine = (row: Row | null): TicketRow | null => (row && within(row as never) ? (row as TicketRow) : null);
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
