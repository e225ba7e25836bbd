import { DAY, HOUR } from '../../contract/time.ts';
import type { Fixture } from '../../contract/widget.ts';
import { MIDNIGHT } from '../shared/fixture-city.ts';

const days = (each: (back: number) => number): Record<string, [number, number]> =>
  Object.fromEntries(
    Array.from({ length: 14 }, (_, i) => [String(MIDNIGHT - i * DAY), [each(i), 0] as [number, number]]),
  );
const fortnight = { from: MIDNIGHT - 13 * DAY, to: MIDNIGHT + DAY };
const moods = (scale: number) => ({
  negative: days((i) => Math.round((i === 0 ? 31 : 11 + ((i * 5) % 7)) * scale)),
  neutral: days((i) => Math.round((22 + ((i * 3) % 9)) * scale)),
  positive: days((i) => Math.round((9 + ((i * 7) % 5)) * scale)),
  '-': days((i) => Math.round((i % 4) * scale)),
});

export const fixtures: Fixture[] = [
  { name: 'two weeks', data: { moods: { ...fortnight, cells: moods(1) } } },
  {
    name: 'hours, nobody judges',
    options: { window: 'today' },
    data: {
      moods: {
        from: MIDNIGHT,
        to: MIDNIGHT + DAY,
        cells: { '-': { [String(MIDNIGHT + 9 * HOUR)]: [4, 0], [String(MIDNIGHT + 14 * HOUR)]: [2, 0] } },
      },
    },
  },
  { name: 'a wave, late', data: { moods: { ...fortnight, cells: moods(900) } }, late: true },
  { name: 'nothing yet', data: { moods: { ...fortnight, cells: {} } } },
  { name: 'empty', data: {} },
];
