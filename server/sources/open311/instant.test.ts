import { describe, expect, it } from 'vitest';
import { zone } from '../../../contract/time.ts';
import { instantOf } from './instant.ts';

const eastern = zone('America/New_York');
const at = Date.UTC(2010, 3, 14, 14, 37, 38);

describe('times of Open311 servers', () => {
  it.each([
    '2010-04-14T06:37:38-08:00',
    '2010-04-14T06:37:38-0800',
    '2010-04-14T06:37:38-08',
    '2010-04-14 06:37:38 -0800',
    '2010-04-14T14:37:38Z',
    '2010-04-14T14:37:38z',
    '2010-04-14 14:37:38 UTC',
    '2010-04-14T10:37:38',
    '2010-4-14 10:37:38',
    '1271255858',
    '1271255858000',
    'Wed, 14 Apr 2010 14:37:38 GMT',
    ' 2010-04-14T06:37:38-08:00 ',
  ])('reads %s', (text) => expect(instantOf(text, eastern)).toBe(at));

  it('keeps fractions to the millisecond', () => {
    expect(instantOf('2010-04-14T14:37:38.1239Z', eastern)).toBe(at + 123);
    expect(instantOf('2010-04-14T14:37:38.5+00:00', eastern)).toBe(at + 500);
  });

  it('takes a date alone as its midnight', () =>
    expect(instantOf('2010-04-14', eastern)).toBe(Date.UTC(2010, 3, 14, 4)));

  it('knows the clock on the day on which clocks are set', () => {
    expect(instantOf('2026-03-08T12:00:30', eastern)).toBe(Date.UTC(2026, 2, 8, 16, 0, 30));
    expect(instantOf('2026-03-08T01:00:30', eastern)).toBe(Date.UTC(2026, 2, 8, 6, 0, 30));
  });

  it.each(['', 'yesterday', '2010-02-30T00:00:00Z', '2010-13-01', '2010-04-14T25:00:00Z', '14/04/2010', '12345', '2010-04-14T06:37:38-99:00'])(
    'does not read %j',
    (text) => expect(instantOf(text, eastern)).toBeNull(),
  ); // prettier-ignore
});
