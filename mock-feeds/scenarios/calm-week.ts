import type { Scenario } from '../core/scenario.ts';

export default {
  id: 'calm-week',
  titles: { zh: '平常一周', en: 'A calm week' },
  about: { zh: '没有植入事件', en: 'Nothing is planted' },
  play: () => ({ plants: [] }),
} satisfies Scenario;
