/** State of each upstream source. It has no scope: a feed is the whole city's. */
import type { Json } from '../../../contract/text.ts';
import { defineView } from '../view.ts';

export default defineView({
  name: 'feeds',
  open(_params, _scope, context, now) {
    let sources = context.feeds(now);
    return {
      kinds: [],
      change: () => false,
      advance(at) {
        sources = context.feeds(at);
        return true;
      },
      value: () => ({ sources }) as unknown as Json,
    };
  },
});
