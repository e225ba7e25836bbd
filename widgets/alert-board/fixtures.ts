import type { Fixture } from '../../contract/widget.ts';
import { ago, ANSWER, BACKLOG, card, HEATING, plain, SILENT, WATER } from '../shared/fixture-alerts.ts';

const NOISE = card({
  rule: 'hot-word',
  level: 4,
  titles: { zh: '“噪音扰民”', en: '“噪音扰民”' },
  says: { zh: '1 小时 31 件，平时 8–14 件', en: '31 in an hour, usually 8–14' },
  keys: { words: '噪音扰民' },
  place: {},
  filter: { words: { has: '噪音扰民' } },
  sight: { ...HEATING.sight, value: 31, low: 8, high: 14, mean: 11 },
  since: ago(41),
});
const MEDIA = card({
  rule: 'negative-wave',
  family: 'media',
  level: 2,
  titles: { zh: '滨湖区 负面舆情突增', en: 'Binhu · Wave of negative mentions' },
  says: { zh: '3 小时 24 条，平时 1–3 条', en: '24 in 3 hours, usually 1–3' },
  keys: { district: '320211' },
  place: { district: '320211' },
  measure: 'mention_count',
  filter: { sentiment: 'negative', district: '320211' },
  sight: { ...HEATING.sight, value: 24, low: 1, high: 3, mean: 1.9 },
  since: ago(22),
  escalations: 1,
});
const cards = {
  heating: HEATING,
  media: MEDIA,
  noise: NOISE,
  silent: SILENT,
  water: WATER,
  backlog: BACKLOG,
  answer: ANSWER,
};

export const fixtures: Fixture[] = [
  { name: 'many', data: { alerts: plain({ cards, open: 26, unclaimed: 9 }) } },
  { name: 'one red, unclaimed', data: { alerts: plain({ cards: { heating: HEATING }, open: 1, unclaimed: 1 }) } },
  { name: 'calm', data: { alerts: { cards: {}, open: 0, unclaimed: 0 } } },
  {
    name: 'late',
    data: { alerts: plain({ cards: { media: MEDIA, water: WATER }, open: 2, unclaimed: 1 }) },
    late: true,
  },
  { name: 'empty', data: {} },
];
