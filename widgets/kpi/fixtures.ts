import type { Fixture } from '../../contract/widget.ts';
import { HOUR } from '../../contract/time.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

const DAY = 24 * HOUR;
/** A day's shape of calls for help: quiet night, two humps. */
const SHAPE = [9, 6, 5, 4, 4, 6, 13, 31, 82, 90, 88, 84, 48, 82, 61, 66, 63, 55, 38, 30, 26, 22, 17, 12];
const to = AT - (AT % 60_000) + 60_000;

const hours = (cell: (n: number) => [number, number]) => ({
  from: to - DAY,
  to,
  cells: Object.fromEntries(SHAPE.map((_, i) => [String(MIDNIGHT + (i - 9) * HOUR), cell(SHAPE[(i + 15) % 24]!)])),
});

const spark = (measure: string, cell: (n: number) => [number, number]) => {
  const { from, to, cells } = hours(cell);
  return { from, to, cells: { [measure]: cells } };
};

const days = (measure: string, rates: number[]) => ({
  from: MIDNIGHT - (rates.length - 1) * DAY,
  to,
  cells: {
    [measure]: Object.fromEntries(
      rates.map((r, i) => [String(MIDNIGHT + (i - rates.length + 1) * DAY), [Math.round(r * 9), 900]]),
    ),
  },
});

const today = { from: MIDNIGHT, to };
const lastWeek = { from: MIDNIGHT - 7 * DAY, to: to - 7 * DAY };

export const fixtures: Fixture[] = [
  {
    name: 'accepted today',
    options: { measure: 'accepted', compare: 'week' },
    data: {
      now: { ...today, cells: { accepted: [1117, 0] }, compared: { ...lastWeek, cells: { accepted: [1082, 0] } } },
      spark: spark('accepted', (n) => [n, 0]),
    },
  },
  {
    name: 'answer rate',
    options: { measure: 'answer_rate', details: ['service_level_15', 'call_waiting'] },
    data: {
      now: { ...today, cells: { answer_rate: [2139, 2169], service_level_15: [1978, 2169], call_waiting: [3, 0] } },
      spark: spark('answer_rate', (n) => [n * 2 - (n % 3), n * 2]),
    },
  },
  {
    name: 'satisfaction misses its target',
    options: { measure: 'satisfaction', window: '7d', compare: 'week' },
    data: {
      now: {
        from: MIDNIGHT - 6 * DAY,
        to,
        cells: { satisfaction: [5791, 6204] },
        compared: { from: MIDNIGHT - 13 * DAY, to: to - 7 * DAY, cells: { satisfaction: [5888, 6204] } },
      },
      spark: days('satisfaction', [95.1, 95.3, 95, 94.7, 94.8, 94.1, 94.3, 94.2, 94.9, 94.6, 93.9, 93.4, 93.6, 93.2]),
    },
  },
  {
    name: 'on time',
    options: { measure: 'on_time_rate', window: '7d' },
    data: {
      now: { from: MIDNIGHT - 6 * DAY, to, cells: { on_time_rate: [5301, 5393] } },
      spark: days('on_time_rate', [98.4, 98.2, 98, 98.1, 98.5, 98.3, 97.9, 98.1, 98.2, 98.4, 98.6, 98.2, 98.1, 98.3]),
    },
  },
  {
    name: 'open',
    options: { measure: 'open', details: ['closed'] },
    data: { now: { ...today, cells: { open: [3284, 0], closed: [1046, 0] } } },
  },
  {
    name: 'overdue',
    options: { measure: 'overdue', details: ['due_soon'] },
    data: { now: { ...today, cells: { overdue: [12, 0], due_soon: [37, 0] } } },
  },
  { name: 'nothing overdue', options: { measure: 'overdue' }, data: { now: { ...today, cells: { overdue: [0, 0] } } } },
  {
    name: 'nobody rated',
    options: { measure: 'satisfaction' },
    data: { now: { ...today, cells: {} }, spark: { ...today, cells: {} } },
  },
  { name: 'empty', data: {} },
];
