/** Invented alerts for fixtures and tests, told as a winter afternoon: heating, water, a backlog, a media wave, a silent feed. */
import type { AlertCard } from '../../contract/alert.ts';
import { HOUR, MINUTE } from '../../contract/time.ts';
import { AT } from './fixture-city.ts';

export const ago = (minutes: number): number => AT - minutes * MINUTE;
const to = AT - (AT % MINUTE) + MINUTE;
const range = { from: to - HOUR, to };
const kept = [{ stage: 'group', kept: true, why: { zh: '没有其他预警涵盖', en: 'no other alert accounts for it' } }];

/** A card with what is not said filled in. */
export const card = (given: Partial<AlertCard>): AlertCard => ({
  rule: 'matter-district',
  family: 'matter',
  level: 3,
  status: 'firing',
  titles: { zh: '梁溪区 供热', en: 'Liangxi · Heating' },
  says: { zh: '1 小时 46 件，平时 6–9 件', en: '46 in an hour, usually 6–9' },
  keys: { district: '320213', category: '05.03' },
  place: { district: '320213' },
  since: ago(12),
  updated: ago(1),
  sight: { value: 46, ...range, low: 6, high: 9, mean: 7.2, odds: -18 },
  measure: 'accepted',
  filter: { district: '320213', category: { under: '05.03' } },
  why: kept,
  ...given,
});

export const HEATING = card({
  level: 1,
  since: ago(3),
  escalations: 1,
  owner: 'housing',
  advice: { zh: '核实原因，通知属地和承办单位', en: 'Find the cause; tell the district and the unit' },
});
export const WATER = card({
  rule: 'matter-street',
  level: 2,
  status: 'claimed',
  claimedBy: '3 席',
  claimed: ago(9),
  titles: { zh: '新吴街道 停水', en: 'Xinwu Street · Water cut' },
  says: { zh: '3 小时 17 位诉求人，平时 0–2', en: '17 requesters in 3 hours, usually 0–2' },
  keys: { street: '320214001', category: '05' },
  place: { district: '320214', street: '320214001' },
  filter: { street: '320214001', category: { under: '05' } },
  sight: { value: 17, from: to - 3 * HOUR, to, low: 0, high: 2, mean: 0.8, odds: -14 },
  owner: 'water',
  flaps: 2,
});
export const BACKLOG = card({
  rule: 'overdue-unit',
  family: 'limits',
  level: 3,
  status: 'dispatched',
  claimedBy: '1 席',
  claimed: ago(30),
  dispatchedTo: 'urban',
  titles: { zh: '市城管局 超期积压', en: 'Urban Management · Overdue backlog' },
  says: { zh: '超期 18 件，达到警戒值 15 件', en: 'Overdue: 18, at or over 15' },
  keys: { unit: 'urban' },
  place: {},
  owner: 'urban',
  measure: 'overdue',
  filter: { unit: 'urban' },
  sight: { value: 18 },
  since: ago(64),
  advice: { zh: '督办承办单位，核查超期原因', en: 'Supervise the unit and ask why' },
});
export const ANSWER = card({
  rule: 'answer-rate',
  family: 'service',
  level: 3,
  status: 'recovering',
  titles: { zh: '接通率过低', en: 'Low answer rate' },
  says: { zh: '接通率 78.4%（30 分钟），低于警戒值 80%', en: 'Answer rate: 78.4 % in 30 minutes, at or under 80 %' },
  keys: {},
  place: {},
  measure: 'answer_rate',
  filter: {},
  sight: { value: 78.4, from: to - HOUR / 2, to },
  since: ago(95),
});
export const SILENT = card({
  rule: 'feed-silent',
  family: 'feed',
  level: 4,
  titles: { zh: '微信受理 数据接入中断', en: 'WeChat intake · Feed silent' },
  says: { zh: '已 18 分钟没有数据，数字可能不全', en: 'silent for 18 minutes: numbers may be incomplete' },
  keys: { source: 'wechat' },
  place: {},
  sight: { value: 18 },
  measure: undefined,
  filter: undefined,
  since: ago(18),
});

/** As JSON has it: what is not there is absent. */
export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
