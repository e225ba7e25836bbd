import type { Fixture } from '../../contract/widget.ts';
import { DAY, HOUR } from '../../contract/time.ts';
import { MIDNIGHT } from '../shared/fixture-city.ts';

const SHAPE = [9, 6, 5, 4, 4, 6, 13, 38, 84, 98, 91, 79, 47, 66, 32];
const today = { from: MIDNIGHT, to: MIDNIGHT + DAY };
const hours = (scale: number): Record<string, [number, number]> =>
  Object.fromEntries(SHAPE.map((n, h) => [String(MIDNIGHT + h * HOUR), [Math.round(n * scale), 0]]));
const days = (n: number): Record<string, [number, number]> =>
  Object.fromEntries(Array.from({ length: 14 }, (_, i) => [String(MIDNIGHT - i * DAY), [n + ((i * 7) % 11) * 3, 0]]));

export const fixtures: Fixture[] = [
  {
    name: 'channels today',
    data: {
      parts: {
        ...today,
        cells: {
          phone: hours(0.66),
          wechat: hours(0.14),
          app: hours(0.09),
          web: hours(0.06),
          '-': { [String(MIDNIGHT)]: [1, 0] },
        },
      },
    },
  },
  {
    name: 'districts in two weeks',
    options: { by: 'district', window: '14d' },
    data: {
      parts: {
        from: MIDNIGHT - 13 * DAY,
        to: MIDNIGHT + DAY,
        cells: { '320213': days(290), '320281': days(210), '320282': days(61) },
      },
    },
    late: true,
  },
  { name: 'nothing yet', data: { parts: { ...today, cells: {} } } },
  { name: 'empty', data: {} },
];
