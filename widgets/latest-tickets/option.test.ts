import { describe, expect, it } from 'vitest';
import { AT, FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { type Data, rows } from './option.ts';
import declaration from './widget.ts';

describe('latest tickets', () => {
  it('has the newest first, in names of the city and its time', () => {
    const list = rows((fixtures[0]!.data as Data).latest, AT, city, 'zh');
    expect(list[0]).toEqual({
      id: 'WX20261121-004652',
      time: '14:31',
      place: '梁溪街道',
      title: '五爱家园 12 栋整栋不热',
      channel: '电话',
    });
    expect(list.at(-1)!.place).toBe('');
    expect(list.map((r) => r.id)).toEqual(
      list
        .map((r) => r.id)
        .toSorted()
        .reverse(),
    );
  });
  it('[M2] opens the ticket', () => {
    expect(declaration.hit({ kind: 'ticket', id: 'x' }, { size: 10 }, {})).toEqual({
      measure: 'accepted',
      filter: { id: 'x' },
    });
  });
});
