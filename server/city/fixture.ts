/** A small invented city for tests. */
import { checkCity } from './load.ts';

const text = (zh: string, en: string) => ({ zh, en });

/** Two districts, two units, the four kinds of policies, a lexicon of three words. */
export const exampleCity = (id = 'example') =>
  checkCity(id, {
    id,
    names: text('样例市', 'Example'),
    hotline: text('样例市12345', 'Example 12345'),
    timeZone: 'Asia/Shanghai',
    about: text('测试用', 'for tests'),
    satisfied: ['very', 'satisfied'],
    targets: { satisfaction: 94 },
    calendar: { kind: 'cn', hours: [[510, 720], [810, 1050]] },
    feeds: [{ source: '/example/desk', names: text('坐席', 'Desk'), silentAfter: 60 }],
    places: [
      { code: 'd1', names: text('东区', 'East'), residents: 100_000, streets: [{ code: 's1', names: text('东街', 'East Street') }] },
      { code: 'd2', names: text('西区', 'West'), residents: 300_000, streets: [{ code: 's2', names: text('西街', 'West Street') }] },
    ],
    units: [
      { id: 'u1', names: text('城管局', 'City Management'), tier: 'department' },
      { id: 'u2', names: text('住建局', 'Housing'), tier: 'department' },
    ],
    categories: [{ code: '01', names: text('住房', 'Housing') }, { code: '01.01', names: text('物业', 'Property') }, { code: '02', names: text('供暖', 'Heating') }],
    policies: [
      { id: 'danger', names: text('险情', 'Danger'), when: { urgency: 'critical' }, limit: { amount: 2, unit: 'hours' }, warn: { amount: 0.5, unit: 'hours' } },
      { id: 'heat', names: text('供暖', 'Heating'), when: { category: { under: '02' } }, limit: { amount: 24, unit: 'hours' }, warn: { amount: 2, unit: 'hours' } },
      { id: 'consult', names: text('咨询', 'Consult'), when: { nature: 'consult' }, limit: { amount: 3, unit: 'working_days' }, warn: { amount: 4, unit: 'working_hours' } },
      { id: 'general', names: text('一般', 'General'), when: {}, limit: { amount: 5, unit: 'working_days' }, warn: { amount: 4, unit: 'working_hours' } },
    ],
    lexicon: { terms: [{ term: '供暖不热', also: ['暖气不热'] }, { term: '停水' }, { term: '违停', also: ['违章停车'] }] },
    scenes: [],
    alerting: { rules: [] },
  }); // prettier-ignore
