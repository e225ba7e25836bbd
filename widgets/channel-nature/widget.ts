import Type from 'typebox';
import { defineWidget } from '../../contract/widget.ts';
import { WINDOW_WORDS } from '../shared/text.ts';
import { isMark, rangeOf, scoped, WindowOption } from '../shared/topics.ts';
import { filterOf } from '../shared/names.ts';
import type { PairMark } from './option.ts';

/** How demands reach the hotline, and what they want. */
export default defineWidget({
  id: 'channel-nature',
  titles: { zh: '受理渠道 × 诉求性质', en: 'Channel × nature' },
  options: Type.Object({ window: WindowOption('today') }),
  topics: (options, scope) => ({
    pairs: {
      view: 'group',
      params: { measures: ['accepted'], by: ['channel', 'nature'], window: options.window },
      ...scoped(scope),
    },
  }),
  size: { min: [5, 4], ideal: [6, 4] },
  lateAfter: 10,
  title: (options, locale) => ({
    title: { zh: '受理渠道 × 诉求性质', en: 'Channel × nature' }[locale],
    note: { zh: `${WINDOW_WORDS[options.window].zh} · 件`, en: WINDOW_WORDS[options.window].en }[locale],
  }),
  hit(mark, _options, data) {
    const range = rangeOf(data['pairs']);
    if (!range || !isMark<PairMark>(mark, 'pair')) return null;
    const filter = {
      ...(mark.channel === undefined ? {} : filterOf('channel', mark.channel)),
      ...(mark.nature === undefined ? {} : filterOf('nature', mark.nature)),
    };
    return { measure: 'accepted', filter, range };
  },
  component: () => import('./View.vue'),
  fixtures: async () => (await import('./fixtures.ts')).fixtures,
});
