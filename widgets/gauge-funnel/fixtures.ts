import type { Fixture } from '../../contract/widget.ts';
import { DAY } from '../../contract/time.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

const range = { from: MIDNIGHT - 29 * DAY, to: MIDNIGHT + DAY, buckets: {} };
const steps = ['registered', 'applied', 'notices'];

export const fixtures: Fixture[] = [
  {
    name: 'a season of enrolment',
    options: { gauges: steps },
    data: {
      gauges: {
        ...range,
        latest: {
          registered: { value: 48_000, at: AT },
          applied: { value: 25_000, at: AT },
          notices: { value: 24_000, at: AT },
        },
      },
    },
  },
  {
    name: 'reasons',
    options: {
      gauges: ['age', 'papers', 'residence'],
      kind: 'parts',
      title: { zh: '未通过原因', en: 'Refusals by reason' },
    },
    data: {
      gauges: {
        ...range,
        latest: { age: { value: 120, at: AT }, papers: { value: 80, at: AT }, residence: { value: 290, at: AT } },
      },
    },
    late: true,
  },
  {
    name: 'before the season',
    options: { gauges: steps },
    data: { gauges: { ...range, latest: { registered: { value: 0, at: AT }, applied: { value: 0, at: AT } } } },
  },
  { name: 'empty', data: {} },
];
