import type { Fixture } from '../../contract/widget.ts';
import { DAY } from '../../contract/time.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

const range = { from: MIDNIGHT - 6 * DAY, to: MIDNIGHT + DAY };
const template = {
  zh: '近 7 日受理 {accepted}，较上周同刻 {accepted.change}；已派单的 {close_rate} 已办结；最集中于{top.community}（{top.community.count}）。室外 {gauge.air}。',
  en: '{accepted} demands in 7 days, {accepted.change} on last week; {close_rate} of the dispatched are closed; most at {top.community} ({top.community.count}). Outside it is {gauge.air}.',
};

export const fixtures: Fixture[] = [
  {
    name: 'heating',
    options: { template },
    data: {
      now: {
        ...range,
        cells: { accepted: [1204, 0], close_rate: [312, 430] },
        compared: {
          from: range.from - 7 * DAY,
          to: range.to - 7 * DAY,
          cells: { accepted: [1020, 0], close_rate: [300, 410] },
        },
      },
      'top-community': {
        ...range,
        cells: { accepted: { 五爱家园: [46, 0], '-': [90, 0] } },
        total: { accepted: [1204, 0] },
      },
      gauges: { from: MIDNIGHT - DAY, to: MIDNIGHT + DAY, latest: { air: { value: -2.4, at: AT } }, buckets: {} },
    },
  },
  {
    name: 'nothing known of any of it',
    options: { template },
    data: {
      now: { ...range, cells: { accepted: [0, 0] } },
      'top-community': { ...range, cells: { accepted: {} }, total: {} },
    },
    late: true,
  },
  {
    name: 'what is not ours',
    options: { template: { zh: '<b>受理</b> {accepted}，{nothing}', en: '<b>{accepted}</b>, {nothing}' } },
    data: { now: { ...range, cells: { accepted: [3, 0] } } },
  },
  { name: 'empty', data: {} },
];
