import { describe, expect, it } from 'vitest';
import { exampleCity } from './fixture.ts';
import { checkCity, ProfileError } from './load.ts';

const step = (level: string, after = 'due', amount = 0) => ({ level, after, amount, unit: 'hours' });
const withClock = (clock: unknown) => {
  const city = exampleCity();
  return { ...city, policies: city.policies.map((policy, i) => (i === 1 ? { ...policy, clock } : policy)) };
};
const withYears = (years: unknown) => {
  const city = exampleCity();
  return { ...city, calendar: { ...city.calendar, years } };
};

describe('a profile', () => {
  it('may say the clock of a policy, the years of its calendar and a ladder', () => {
    const clock = { starts: ['created'], restarts: ['transferred', 'redone'], stops: ['contacted', 'replied'], moves: [] };
    expect(checkCity('x', withClock(clock)).policies[1]!.clock).toEqual(clock);
    expect(checkCity('x', withYears([2027])).calendar.years).toEqual([2027]);
    const ladder = [step('urge', 'warn'), step('red', 'due', 8)];
    expect(checkCity('x', { ...exampleCity(), ladder }).ladder).toEqual(ladder);
  }); // prettier-ignore

  it.each<[string, unknown, string]>([
    ['a step that does two things', withClock({ restarts: ['dispatched'] }), '/policies/1/clock must not have dispatched under starts and under restarts'],
    ['a step that no clock knows', withClock({ stops: ['rated'] }), '/policies/1/clock/stops/0'],
    ['a clock that never starts', withClock({ starts: [] }), '/policies/1/clock/starts'],
    ['an unknown list', withClock({ pauses: [] }), '/policies/1/clock'],
    ['a year that is none', withYears(['2027']), '/calendar/years/0'],
    ['a ladder that goes down', { ...exampleCity(), ladder: [step('yellow'), step('urge')] }, '/ladder/1/level must be above yellow'],
    ['a level twice', { ...exampleCity(), ladder: [step('urge'), step('urge', 'due', 2)] }, '/ladder/1/level must be above urge'],
    ['an unknown level', { ...exampleCity(), ladder: [step('blue')] }, '/ladder/0/level'],
    ['a step before its moment', { ...exampleCity(), ladder: [step('urge', 'due', -1)] }, '/ladder/0/amount'],
  ])('with %s is refused with path and rule', (_what, profile, says) => {
    expect(() => checkCity('x', profile)).toThrow(ProfileError);
    expect(() => checkCity('x', profile)).toThrow(says);
  }); // prettier-ignore
});
