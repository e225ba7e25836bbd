import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { filterOf } from '../shared/names.ts';
import { isMark, scoped } from '../shared/topics.ts';
import { RUNGS, STEPS, type RungMark } from './option.ts';

/** The ladder of supervision: what stands on each rung now, and with which units. */
export default defineWidget({
  id: 'supervision-ladder',
  titles: { zh: '督办阶梯', en: 'Ladder of supervision' },
  options: Type.Object({}),
  topics: (_options, scope) => ({
    now: { view: 'measures', params: { measures: [...RUNGS], window: 'today' }, ...scoped(scope) },
    units: { view: 'group', params: { measures: [...STEPS], by: ['unit'], window: 'today' }, ...scoped(scope) },
  }),
  size: { min: [5, 4], ideal: [6, 6] },
  lateAfter: 10,
  title: (_options, locale) => ({
    title: { zh: '督办阶梯', en: 'Ladder of supervision' }[locale],
    note: { zh: '当前在办', en: 'open now' }[locale],
  }),
  hit(mark) {
    if (!isMark<RungMark>(mark, 'rung')) return null;
    return { measure: mark.measure, ...(mark.unit !== undefined && { filter: filterOf('unit', mark.unit) }) };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
