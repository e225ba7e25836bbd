import Type from 'typebox';
import { Text } from '../../contract/text.ts';
import { measureOf } from '../../contract/measure.ts';
import { COMPARISONS, WINDOWS } from '../../contract/time.ts';
import { defineWidget, type TopicsOf } from '../../contract/widget.ts';
import { filterOf } from '../shared/names.ts';
import { gaugeScope, isMark, rangeOf, scoped } from '../shared/topics.ts';
import { asked, type GaugeMark, type MeasureMark, type TopMark, topName } from './option.ts';

/** A sentence that is built of live numbers: each of them opens what is behind it. */
export default defineWidget({
  id: 'story',
  titles: { zh: '一句话', en: 'In a sentence' },
  options: Type.Object({
    /**
     * The sentence in both languages. In braces: a measure, its change (`{accepted.change}`), the value of a field with most
     * tickets and how many (`{top.community}`, `{top.community.count}`), or a gauge (`{gauge.<id>}`).
     */
    template: Type.Object(Text.properties, {
      additionalProperties: false,
      default: {
        zh: '受理 {accepted}，较上周同刻 {accepted.change}',
        en: '{accepted} accepted, {accepted.change} on last week',
      },
    }),
    window: Type.Enum([...WINDOWS], { default: '7d' }),
    compare: Type.Enum([...COMPARISONS], { default: 'week' }),
  }),
  topics({ template, window, compare }, scope) {
    const { measures, tops, gauges } = asked(template);
    const topics: TopicsOf = {};
    // Without measures there is still a window to be told: accepted is what all fields are counted by.
    topics['now'] = {
      view: 'measures',
      params: { measures: measures.length > 0 ? measures : ['accepted'], window, compare },
      ...scoped(scope),
    };
    for (const field of tops)
      topics[topName(field)] = {
        view: 'group',
        params: { measures: ['accepted'], by: [field], window, top: 2, ...(field === 'category' && { level: 3 }) },
        ...scoped(scope),
      };
    if (gauges.length > 0)
      topics['gauges'] = {
        view: 'gauges',
        params: { gauges, window: '24h', step: 'hour', of: 'last' },
        ...scoped(gaugeScope(scope)),
      };
    return topics;
  },
  size: { min: [6, 2], ideal: [14, 3] },
  lateAfter: 10,
  hit(mark, _options, data) {
    if (isMark<GaugeMark>(mark, 'gauge')) return { measure: 'gauge_readings', filter: { gauge: mark.gauge } };
    if (isMark<TopMark>(mark, 'top')) {
      const range = rangeOf(data[topName(mark.field)]);
      return range ? { measure: 'accepted', filter: filterOf(mark.field, mark.key), range } : null;
    }
    if (!isMark<MeasureMark>(mark, 'measure')) return null;
    if (!measureOf(mark.measure).at) return { measure: mark.measure };
    const range = rangeOf(data['now']);
    return range ? { measure: mark.measure, range } : null;
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
