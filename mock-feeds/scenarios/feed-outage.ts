import { MINUTE } from '../../contract/time.ts';
import type { Scenario } from '../core/scenario.ts';

export default {
  id: 'feed-outage',
  titles: { zh: '信源中断', en: 'Feed outage' },
  about: {
    zh: '工单系统中断 45 分钟，恢复后集中补发',
    en: 'The work-order system is cut off for 45 minutes, then catches up in a burst',
  },
  play({ world, start }) {
    const outage = { source: world.model.sources.life, from: start + MINUTE, to: start + 46 * MINUTE };
    return {
      outages: [outage],
      plants: [{ kind: 'outage', start: outage.from, end: outage.to, source: outage.source }],
    };
  },
} satisfies Scenario;
