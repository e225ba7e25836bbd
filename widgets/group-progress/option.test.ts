import { describe, expect, it } from 'vitest';
import { compile } from '../../contract/condition.ts';
import { FIXTURE_CITY } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { type Options, rows } from './option.ts';
import declaration from './widget.ts';

const options: Options = { by: 'community', window: '7d', top: 2 };
const data = fixtures[0]!.data as never;

describe('rows', () => {
  it('part what was accepted into closed, not closed and never dispatched', () => {
    const list = rows(options, data, FIXTURE_CITY, 'zh');
    expect(list.map(({ name, total, rate }) => [name, total, rate])).toEqual([
      ['五爱家园', 46, '40%'],
      ['沁园新村', 21, '100%'],
    ]);
    expect(list[0]!.parts.map(({ part, value }) => [part, value])).toEqual([
      ['closed', 12],
      ['open', 18],
      ['direct', 16],
    ]);
    expect(rows(options, {}, FIXTURE_CITY, 'zh')).toEqual([]);
  });
});

describe('hit', () => {
  it('[M2] opens the parts, which together are all that was accepted', () => {
    const hit = (part: string) => declaration.hit({ kind: 'part', key: '五爱家园', part }, options as never, data)!;
    expect(hit('closed')).toMatchObject({ measure: 'close_rate', part: true, filter: { community: '五爱家园' } });
    const tickets = [
      { community: '五爱家园', dispatched: 1, status: 'closed' },
      { community: '五爱家园', dispatched: 1, status: 'replied' },
      { community: '五爱家园', dispatched: null, status: 'closed' },
    ];
    const among = (part: string) => tickets.filter((row) => compile('ticket', hit(part).filter!)(row)).length;
    expect([among('all'), among('direct')]).toEqual([3, 1]);
    expect(
      tickets.filter((row) => row.dispatched !== null && compile('ticket', hit('open').filter!)(row)),
    ).toHaveLength(1);
  });
});
