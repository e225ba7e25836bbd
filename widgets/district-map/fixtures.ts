import { gridDisk, latLngToCell } from 'h3-js';
import type { Fixture } from '../../contract/widget.ts';
import { HOUR } from '../../contract/time.ts';
import { BACKLOG, HEATING, plain, WATER } from '../shared/fixture-alerts.ts';
import { AT } from '../shared/fixture-city.ts';

const to = AT - (AT % 60_000) + 60_000;
const range = { from: to - HOUR, to };
const RESIDENTS: Record<string, [tickets: number, residents: number]> = {
  '320205': [12, 880_000],
  '320206': [10, 890_000],
  '320211': [16, 910_000],
  '320213': [35, 990_000],
  '320214': [19, 720_000],
  '320281': [16, 1_780_000],
  '320282': [8, 1_290_000],
};

/** Cells around a few middles, fewer tickets with every ring. */
const cells: Record<string, [number, number]> = {};
const MIDDLES: [number, number, number][] = [
  [31.58, 120.3, 9],
  [31.5, 120.4, 7],
  [31.52, 120.24, 4],
  [31.61, 120.36, 5],
  [31.9, 120.28, 6],
  [31.36, 119.82, 4],
  [31.7, 120.22, 3],
];
for (const [lat, lng, most] of MIDDLES) {
  gridDisk(latLngToCell(lat, lng, 8), 3).forEach((cell, i) => {
    const n = i === 0 ? most : (i * 7) % 5 < 2 ? Math.max(1, Math.round((most * (37 - i)) / 90)) : 0;
    if (n > 0) cells[cell] = [n, 0];
  });
}
const tickets = Object.fromEntries(Object.entries(RESIDENTS).map(([code, [n]]) => [code, [n, 0]]));
const units = {
  ...range,
  cells: { accepted: { housing: [46, 0], urban: [31, 0], water: [22, 0], liangxi: [17, 0], '-': [3, 0] } },
  total: { accepted: [119, 0] },
};
const heat = { ...range, cells: { accepted: { ...cells, '-': [4, 0] } }, total: { accepted: [120, 0] } };

export const fixtures: Fixture[] = [
  {
    name: 'an hour, per 10,000',
    options: { window: '1h', heat: '1h' },
    data: {
      areas: { ...range, cells: { per_10k: { ...RESIDENTS, '-': [2, 0] } }, total: { per_10k: [118, 7_460_000] } },
      cells: heat,
      units,
    },
  },
  {
    name: 'alerts, one unclaimed and one claimed',
    options: { window: '1h', heat: 'none' },
    data: {
      areas: { ...range, cells: { per_10k: RESIDENTS }, total: { per_10k: [116, 7_460_000] } },
      units,
      alerts: plain({ cards: { heating: HEATING, water: WATER, backlog: BACKLOG }, open: 3, unclaimed: 1 }),
    },
  },
  {
    name: 'counts, without heat',
    options: { measure: 'accepted', window: 'today', heat: 'none', bands: 'quantile' },
    data: { areas: { ...range, cells: { accepted: tickets }, total: { accepted: [116, 0] } }, units },
  },
  {
    name: 'a quiet hour',
    options: { window: '1h', heat: '1h' },
    data: { areas: { ...range, cells: { per_10k: {} }, total: { per_10k: [0, 7_460_000] } }, units },
  },
  { name: 'empty', data: {} },
];
