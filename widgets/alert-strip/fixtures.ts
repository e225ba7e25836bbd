import type { Fixture } from '../../contract/widget.ts';
import { ANSWER, BACKLOG, HEATING, plain, SILENT, WATER } from '../shared/fixture-alerts.ts';

const cards = { heating: HEATING, silent: SILENT, water: WATER, backlog: BACKLOG, answer: ANSWER };

export const fixtures: Fixture[] = [
  { name: 'four levels', data: { alerts: plain({ cards, open: 5, unclaimed: 2 }) } },
  { name: 'more than are shown', data: { alerts: plain({ cards: { heating: HEATING }, open: 9, unclaimed: 4 }) } },
  { name: 'calm', data: { alerts: { cards: {}, open: 0, unclaimed: 0 } } },
  { name: 'empty', data: {} },
];
