import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../contract/time.ts';
import { MIDNIGHT } from '../shared/fixture-city.ts';
import { cellText, stepOf, week } from './option.ts';
import declaration from './widget.ts';

const ZONE = 'Asia/Shanghai';
const [from, to] = [MIDNIGHT - 29 * DAY, MIDNIGHT + DAY];
/** Fridays at nine, the last first: the picture's day is a Saturday. */
const fridays = [1, 8, 15, 22].map((back) => MIDNIGHT - back * DAY + 9 * HOUR);
const series = (cells: Record<number, [number, number]>) => ({ from, to, cells: { accepted: cells } }) as never;

describe('week', () => {
  it('is the mean over the days that had data, and leaves today and the days beyond four weeks out', () => {
    const value = series({
      [fridays[0]!]: [8, 0],
      [fridays[1]!]: [4, 0],
      [MIDNIGHT + 9 * HOUR]: [99, 0],
      [MIDNIGHT - 29 * DAY + 9 * HOUR]: [77, 0],
    });
    const rows = week('accepted', value, ZONE);
    expect(rows.map((row) => row.weekday)).toEqual([1, 2, 3, 4, 5, 6, 0]);
    const friday = rows[4]!;
    expect(friday.cells[9]).toMatchObject({ value: 6, total: 12, share: 1 });
    expect(friday.cells[10]).toMatchObject({ value: 0, total: 0, share: 0 });
    expect(rows[5]!.cells[9]!.value).toBeNull();
    expect(rows[3]!.cells[9]!.value).toBeNull();
    expect(cellText(friday, friday.cells[9]!, 'zh')).toBe('周五 9 时 · 均 6.0 · 共 12');
  });
  it('steps evenly by value', () => {
    expect([0, 0.19, 0.2, 0.99, 1].map(stepOf)).toEqual([0, 0, 1, 4, 4]);
  });
  it('knows nothing before data', () => {
    expect(week('accepted', undefined, ZONE).every((row) => row.cells.every(({ value }) => value === null))).toBe(true);
  });
});

describe('hit', () => {
  it('[M2] opens the tickets of that hour of all those days and of no other', () => {
    const rows = week('accepted', series(Object.fromEntries(fridays.map((at) => [at, [3, 0]]))), ZONE);
    const { ranges } = rows[4]!.cells[9]!;
    const drill = declaration.hit({ kind: 'cell', ranges }, { measure: 'accepted' }, {});
    expect(drill).toEqual({
      measure: 'accepted',
      filter: { any: fridays.toReversed().map((at) => ({ created: { ge: at, lt: at + HOUR } })) },
      range: { from: fridays[3], to: fridays[0]! + HOUR },
    });
    expect(declaration.hit({ kind: 'cell', ranges: [[1, 2]] }, { measure: 'call_offered' }, {})).toEqual({
      measure: 'call_offered',
      range: { from: 1, to: 2 },
    });
  });
});
