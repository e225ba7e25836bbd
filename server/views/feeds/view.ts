/** State of each upstream source, and what else is missing. It has no scope: a feed is the whole city's. */
import type { Json } from '../../../contract/text.ts';
import type { TopicValues } from '../../../contract/topic.ts';
import { calendarNotice, workTime } from '../../sla/calendar.ts';
import { defineView } from '../view.ts';

export default defineView({
  name: 'feeds',
  open(_params, _scope, context, now) {
    const work = workTime(context.city.calendar, context.zone);
    const valueAt = (at: number): TopicValues['feeds'] => {
      const calendar = calendarNotice(work, at);
      const scenes = context.scenes?.faults?.() ?? [];
      const notices = { ...(calendar.length > 0 && { calendar }), ...(scenes.length > 0 && { scenes }) };
      return { sources: context.feeds(at), ...(Object.keys(notices).length > 0 && { notices }) };
    };
    let value = valueAt(now);
    return {
      kinds: [],
      change: () => false,
      advance(at) {
        value = valueAt(at);
        return true;
      },
      value: () => value as unknown as Json,
    };
  },
});
