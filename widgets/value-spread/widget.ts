import Type from 'typebox';
import { measureOf } from '../../contract/measure.ts';
import { WINDOWS } from '../../contract/time.ts';
import { defineWidget } from '../../contract/widget.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped } from '../shared/topics.ts';
import { boundsOf, type ClassMark, EDGES, QUANTILES, SPREADS } from './option.ts';

/** How long it takes: facts by classes of a duration, with the median and the ninetieth percentile in words. */
export default defineWidget({
  id: 'value-spread',
  titles: { zh: '时长分布', en: 'How long it takes' },
  options: Type.Object({
    measure: Type.Enum([...SPREADS], { default: 'handle_time_p50' }),
    window: Type.Enum([...WINDOWS], { default: '30d' }),
  }),
  topics: ({ measure, window }, scope) => ({
    spread: { view: 'spread', params: { measure, window, edges: [...EDGES[measure]] }, ...scoped(scope) },
    now: { view: 'measures', params: { measures: [...QUANTILES[measure]], window }, ...scoped(scope) },
  }),
  size: { min: [5, 4], ideal: [6, 5] },
  lateAfter: 10,
  title: ({ measure, window }, locale) => ({
    title: {
      zh: measure === 'handle_time_p50' ? '办理时长分布' : '等待时长分布',
      en: measure === 'handle_time_p50' ? 'Handling time' : 'Waiting time',
    }[locale],
    note: {
      zh: `${WINDOW_WORDS[window].zh} · ${measure === 'handle_time_p50' ? '工作小时' : '秒'}`,
      en: `${WINDOW_WORDS[window].en} · ${measure === 'handle_time_p50' ? 'working hours' : 'seconds'}`,
    }[locale],
  }),
  hit(mark, { measure }, data) {
    const range = rangeOf(data['spread']);
    if (!range) return null;
    if (isMark<{ kind: 'quantile' }>(mark, 'quantile')) return { measure, range };
    if (!isMark<ClassMark>(mark, 'class')) return null;
    return { measure, filter: { [measureOf(measure).value!]: boundsOf(EDGES[measure], mark.index) }, range };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
