import { describe, expect, it } from 'vitest';
import { AT, FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { type Data, rows } from './option.ts';
import declaration from './widget.ts';

const data = fixtures[0]!.data as Data;

describe('rows', () => {
  it('have the newest first, with who says it, in which mood and about which issue', () => {
    const list = rows(data.mentions, AT, city, 'zh');
    expect(list.map(({ id }) => id)).toEqual(['M0', 'M1', 'M2', 'M3', 'M4']);
    expect(list[0]).toMatchObject({
      time: '14:32',
      mood: 'negative',
      from: ['微博', '街坊说', '梁溪区'],
      issue: { id: 'I1', title: '五爱家园 暖气不热' },
    });
    expect(list[2]!.issue).toBeNull();
    expect(list[4]).toMatchObject({ mood: '-', from: ['视频'] });
    expect(rows(undefined, AT, city, 'en')).toEqual([]);
  });
});

describe('hit', () => {
  it('[M2] opens the item, or the tickets of the issue that it is about', () => {
    expect(declaration.hit({ kind: 'mention', id: 'M1' }, { size: 1 }, {})).toEqual({
      measure: 'mention_count',
      filter: { id: 'M1' },
    });
    expect(declaration.hit({ kind: 'issue', id: 'I1' }, { size: 1 }, {})).toEqual({
      measure: 'accepted',
      filter: { issue: 'I1' },
    });
  });
});
