import { DAY } from '../../contract/time.ts';
import type { Fixture } from '../../contract/widget.ts';
import { MIDNIGHT } from '../shared/fixture-city.ts';
import { PAST, RECENT } from './option.ts';

/** Winter is high, weekends are low, and one day in July it poured. The picture's day is a Saturday. */
const tickets = (back: number, scale: number): number => {
  const season = 1 + 0.28 * Math.cos(((back - 60) / 365) * 2 * Math.PI);
  const weekend = back % 7 === 0 || (back + 6) % 7 === 5 ? 0.72 : 1;
  const storm = back === 128 ? 2.6 : 1;
  return Math.round(950 * scale * season * weekend * storm * (1 + 0.06 * Math.sin(back * 2.7)));
};
const days = (first: number, last: number, scale = 1): Record<string, [number, number]> =>
  Object.fromEntries(
    Array.from({ length: first - last + 1 }, (_, i) => [
      String(MIDNIGHT - (last + i) * DAY),
      [tickets(last + i, scale), 0] as [number, number],
    ]),
  );
const recent = (first: number, scale = 1) => ({
  from: MIDNIGHT - (RECENT - 1) * DAY,
  to: MIDNIGHT + DAY,
  cells: { accepted: { ...days(first, 1, scale), [String(MIDNIGHT)]: [Math.round(640 * scale), 0] } },
});
const past = (cells: Record<string, [number, number]> | null) => ({
  from: MIDNIGHT - (PAST + RECENT - 1) * DAY,
  to: MIDNIGHT - (RECENT - 1) * DAY,
  cells: cells ? { accepted: cells } : {},
  total: {},
});

export const fixtures: Fixture[] = [
  { name: 'a year', data: { recent: recent(RECENT - 1), past: past(days(PAST + RECENT - 1, RECENT)) } },
  { name: 'nine weeks', data: { recent: recent(RECENT - 1), past: past(days(62, RECENT)) } },
  {
    name: 'a large city, late',
    data: { recent: recent(RECENT - 1, 130), past: past(days(PAST + RECENT - 1, RECENT, 130)) },
    late: true,
  },
  { name: 'history has not answered', data: { recent: recent(6), past: past(null) } },
  { name: 'nothing yet', data: { recent: { ...recent(1), cells: {} }, past: past({}) } },
  { name: 'empty', data: {} },
];
