import type { Fixture } from '../../contract/widget.ts';
import { DAY } from '../../contract/time.ts';
import { MIDNIGHT } from '../shared/fixture-city.ts';

const range = { from: MIDNIGHT, to: MIDNIGHT + DAY };
const ZONES = ['综合研判区', '协调处置区', '预警防控区'];
const seats = (perZone: number): Record<string, [number, number]> =>
  Object.fromEntries(
    ZONES.flatMap((zone, z) =>
      Array.from({ length: perZone }, (_, i) => [`${zone}|${z + 1}${String(i + 1).padStart(2, '0')}`, [30 + i, 0]]),
    ),
  );
const group = (perZone: number, talking: string[]) => ({
  zones: {
    ...range,
    cells: {
      call_talking: { 综合研判区: [2, 0], 协调处置区: [1, 0] },
      call_answered: Object.fromEntries(ZONES.map((zone, i) => [zone, [212 - i * 40, 0]])),
      talk_mean: Object.fromEntries(ZONES.map((zone, i) => [zone, [212 * 190_000, 212 + i]])),
      wait_mean: Object.fromEntries(ZONES.map((zone) => [zone, [212 * 7100, 212]])),
    },
    total: {},
  },
  seats: {
    ...range,
    cells: { call_answered: seats(perZone), call_talking: Object.fromEntries(talking.map((key) => [key, [1, 0]])) },
    total: {},
  },
});

export const fixtures: Fixture[] = [
  { name: 'thirty seats', data: group(10, ['综合研判区|103', '综合研判区|104', '协调处置区|201']) },
  { name: 'two hundred seats', data: group(70, ['综合研判区|103']), late: true },
  {
    name: 'before the first call',
    data: { zones: { ...range, cells: {}, total: {} }, seats: { ...range, cells: {}, total: {} } },
  },
  { name: 'empty', data: {} },
];
