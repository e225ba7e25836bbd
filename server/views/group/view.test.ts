import { describe, expect, it } from 'vitest';
import { zone } from '../../../contract/time.ts';
import type { TicketRow } from '../../../contract/fact.ts';
import type { TopicValues } from '../../../contract/topic.ts';
import type { ViewContext } from '../view.ts';
import view from './view.ts';

const tz = zone('Asia/Shanghai');
const NOW = Date.parse('2026-11-21T14:32:07+08:00');
const at = (text: string): number => Date.parse(`${text}+08:00`);
const ticket = (id: string, created: number, channel: string): TicketRow => ({ id, created, channel }) as TicketRow;

function opened(top?: number) {
  const context = { zone: tz, residents: () => undefined } as unknown as ViewContext;
  const params = { measures: ['accepted' as const, 'open' as const], by: ['channel'], window: 'today' as const };
  const state = view.open({ ...params, compare: 'week', ...(top && { top }) }, {}, context, NOW);
  return { state, value: () => state.value() as unknown as TopicValues['group'] };
}

describe('group beside the compared window', () => {
  it('counts the same local hours a week ago up to this minute, and slides by the minute', () => {
    const { state, value } = opened();
    state.change('ticket', null, ticket('now', at('2026-11-21T09:00:00'), 'phone'));
    state.change('ticket', null, ticket('then', at('2026-11-14T14:32:30'), 'phone'));
    state.change('ticket', null, ticket('later', at('2026-11-14T14:33:10'), 'phone'));
    state.change('ticket', null, ticket('gone', at('2026-11-14T08:00:00'), 'fax'));
    expect(value().cells['accepted']).toEqual({ phone: [1, 0] });
    expect(value().compared).toEqual({
      from: at('2026-11-14T00:00:00'),
      to: at('2026-11-14T14:33:00'),
      cells: { accepted: { phone: [1, 0], fax: [1, 0] } },
      total: { accepted: [2, 0] },
    });
    expect(state.advance(NOW + 60_000)).toBe(true);
    expect(value().compared!.cells['accepted']).toEqual({ phone: [2, 0], fax: [1, 0] });
  });

  it('compares every key that it shows, however small it was then', () => {
    const { state, value } = opened(1);
    state.change('ticket', null, ticket('a', at('2026-11-21T09:00:00'), 'phone'));
    for (const id of ['b', 'c', 'd']) state.change('ticket', null, ticket(id, at('2026-11-14T09:00:00'), id === 'b' ? 'phone' : 'fax')); // prettier-ignore
    expect(value().cells['accepted']).toEqual({ phone: [1, 0] });
    expect(value().compared!.cells['accepted']).toEqual({ fax: [2, 0], phone: [1, 0] });
  });
});
