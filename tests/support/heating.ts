/** The story of a heating that fails: the rule that warns of it, and the tickets that it is told by. */
import type { Level, Rule } from '../../contract/rule.ts';
import { created, type TestEvent } from './events.ts';

/** A dozen tickets about heating in a district within an hour are an alert of this level. */
export const heatingRule = (level: Level): Rule => ({
  id: 'heating',
  names: { zh: '供暖集中', en: 'Heating' },
  signal: 'threshold',
  family: 'matter',
  measure: 'accepted',
  filter: { category: { under: '03.01' } },
  by: ['district'],
  window: 60,
  raise: 12,
  for: 0,
  keep: 3600,
  level,
  owner: 'zhujian',
  advice: { zh: '核实原因，通知属地和承办单位', en: 'Find the cause' },
});

/** So many of them from one district, all of the minute before `now`, so that none is of another window than the others. */
export const heatingTickets = (count: number, now: number): TestEvent[] =>
  Array.from({ length: count }, (_, n) =>
    created(`HEAT-${n}`, { category: '03.01.01', title: `五爱家园 ${n} 栋暖气不热`, place: { district: '320213' } }, now - 60_000 - n * 1000),
  ); // prettier-ignore
