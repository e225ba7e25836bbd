import type { Model } from '../core/model.ts';
import { BASE, CALL_HOURS, ROUTES } from './common.ts';

/**
 * Wuxi, calibrated to what is published of it: about 290,000 tickets in ten months (954 a day), 1,117 calls a day,
 * satisfaction 94.9 %. Answer rate, 15-second level, on-time and direct rates are those of city bulletins.
 */
export default {
  ...BASE,
  city: 'wuxi',
  prefix: 'WX',
  calls: {
    perDay: 1117,
    ticketShare: 0.62,
    short: 0.015,
    patience: 270,
    talk: 190,
    spread: 0.55,
    wrap: 40,
    agents: [3, 2, 2, 2, 2, 3, 4, 6, 11, 13, 13, 11, 7, 9, 11, 12, 11, 9, 8, 7, 6, 5, 4, 3],
    zones: ['综合研判区', '协调处置区', '预警防控区'],
    lines: ['12345', '12345', '12345', '12345', '12345-企业', '12345-外语'],
    hours: CALL_HOURS,
  },
  online: { app: 82, wechat: 96, web: 34, mayor: 16, mail: 4, weibo: 6, petition: 8, transfer: 26, fax: 1 },
  districts: { '320213': 1_500_000, '320214': 900_000 },
  // South of the heating line: only some compounds have central heating.
  matters: { 供暖: 0.35, 养老服务: 1.1, 蓝藻湖泊: 1.4 },
  mentionsPerDay: 46,
  temperatures: [4, 6, 10, 16, 21.5, 25, 29, 28.5, 24.5, 18.5, 12.5, 6.5],
  heating: ['11-20', '03-10'],
  dust: [52, 46, 41, 36, 30, 24, 20, 19, 24, 30, 39, 48],
  portal: { visits: 61_000, services: 5_200 },
  enrolment: {
    registered: 71_500,
    applied: 63_800,
    checked: 62_400,
    notices: 61_900,
    refused: { residence: 520, household: 310, age: 240, duplicate: 190, papers: 140 },
    online: 97,
  },
  sources: {
    calls: '/wuxi/callcentre',
    life: '/wuxi/workorder',
    mentions: '/wuxi/media',
    gauges: '/wuxi/sensors',
    channels: {
      phone: '/wuxi/callcentre',
      app: '/wuxi/app',
      wechat: '/wuxi/wechat',
      web: '/wuxi/mailbox',
      mayor: '/wuxi/mailbox',
      mail: '/wuxi/mailbox',
    },
  },
  routes: { ...ROUTES, 地铁: ['ditie'], 铁路航空水运: ['jichang', 'tielu', 'gangkou'] },
} satisfies Model;
