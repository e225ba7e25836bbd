import type { Model } from '../core/model.ts';
import { BASE, CALL_HOURS, ROUTES } from './common.ts';

/** Weifang: north of the heating line, where heating alone brings up to about 10,000 demands a week in season. */
export default {
  ...BASE,
  city: 'weifang',
  prefix: 'WF',
  calls: {
    perDay: 4600,
    ticketShare: 0.6,
    short: 0.018,
    patience: 260,
    talk: 180,
    spread: 0.55,
    wrap: 35,
    agents: [5, 4, 4, 3, 4, 6, 11, 21, 40, 52, 52, 42, 27, 32, 46, 48, 43, 35, 28, 26, 23, 17, 12, 8],
    zones: ['综合区', '供暖专区', '企业专区', '夜班'],
    lines: ['12345', '12345', '12345', '12319', '12348', '12301'],
    hours: CALL_HOURS,
  },
  online: { app: 210, wechat: 330, web: 90, mayor: 45, mail: 6, weibo: 12, petition: 40, transfer: 110, fax: 1 },
  months: [1.32, 1.08, 0.92, 0.86, 0.87, 0.93, 0.98, 0.97, 0.93, 0.9, 1.12, 1.3],
  districts: {},
  matters: { 供暖: 8.5, 蓝藻湖泊: 0.1, 地铁: 0.05, 高架音屏障: 0.4, 农业农村: 2 },
  mentionsPerDay: 60,
  temperatures: [-2.5, 0.5, 6.5, 13.5, 19.5, 24, 26.5, 25.5, 21, 14.5, 6.5, -0.5],
  heating: ['11-15', '03-15'],
  dust: [78, 66, 54, 45, 37, 31, 27, 25, 31, 41, 55, 71],
  portal: { visits: 48_000, services: 4_100 },
  // What is published of one summer: 48,000 registered, 25,000 applied, 24,000 were told, 95 % of them without coming.
  enrolment: {
    registered: 48_000,
    applied: 25_000,
    checked: 24_240,
    notices: 24_000,
    refused: { residence: 290, household: 180, age: 120, duplicate: 90, papers: 80 },
    online: 95,
  },
  sources: {
    calls: '/weifang/callcentre',
    life: '/weifang/workorder',
    mentions: '/weifang/media',
    gauges: '/weifang/sensors',
    channels: {
      phone: '/weifang/callcentre',
      app: '/weifang/app',
      wechat: '/weifang/wechat',
      web: '/weifang/mailbox',
      mayor: '/weifang/mailbox',
      mail: '/weifang/mailbox',
      petition: '/weifang/petition',
      transfer: '/weifang/12319',
    },
  },
  routes: ROUTES,
} satisfies Model;
