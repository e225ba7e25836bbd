import { describe, expect, it } from 'vitest';
import { zone } from '../../../contract/time.ts';
import type { TopicValues } from '../../../contract/topic.ts';
import type { Count } from '../../history/history.ts';
import type { ViewContext } from '../view.ts';
import view from './view.ts';

const NOW = Date.parse('2026-11-21T14:32:07+08:00');
const DAY = 86_400_000;
const midnight = Date.parse('2026-11-21T00:00:00+08:00');

/** The view over a history that answers with these rows, and the queries that it was asked. */
async function asked(params: { by?: string; days: number; before: number }, rows: object[]) {
  const queries: Count[] = [];
  const context = {
    zone: zone('Asia/Shanghai'),
    count: (query: Count) => {
      queries.push(query);
      return Promise.resolve({ rows, total: [12, 0], position: { epoch: 'e', seq: 1 } });
    },
  } as unknown as ViewContext;
  const state = view.open({ measures: ['accepted'], ...params }, { district: 'd1' }, context, NOW);
  const before = state.value();
  await new Promise<void>((resolve) => (state.onChange = resolve));
  return { before, value: state.value() as unknown as TopicValues['past'], queries };
}

describe('past', () => {
  it('counts day by day where no field is named: keys are the starts of days', async () => {
    const { before, value, queries } = await asked({ days: 365, before: 1 }, [
      { key: [], bucket: midnight - DAY, cell: [7, 0] },
      { key: [], bucket: midnight - 3 * DAY, cell: [5, 0] },
    ]);
    const range = { from: midnight - 365 * DAY, to: midnight };
    expect(before).toEqual({ ...range, cells: {}, total: {} });
    expect(queries).toEqual([{ measure: 'accepted', filter: { district: 'd1' }, range, limit: 5000, step: 'day' }]);
    expect(value).toEqual({
      ...range,
      cells: { accepted: { [midnight - DAY]: [7, 0], [midnight - 3 * DAY]: [5, 0] } },
      total: { accepted: [12, 0] },
    });
  });

  it('groups by a field, a missing value as “-”', async () => {
    const { value, queries } = await asked({ by: 'unit', days: 7, before: 7 }, [
      { key: ['u1'], cell: [9, 0] },
      { key: [null], cell: [3, 0] },
    ]);
    expect(queries[0]).toMatchObject({ by: ['unit'] });
    expect(queries[0]).not.toHaveProperty('step');
    expect(value.cells).toEqual({ accepted: { u1: [9, 0], '-': [3, 0] } });
  });
});
