/**
 * Measures (指标口径), rule M1: each is declared once, here. Live views and history derive from these lines.
 *
 * A measure looks at facts of one kind. `of` says which facts are in the population (the denominator of a
 * ratio), `part` which of them are in the numerator, `at` which time of the fact places it in a window; a
 * measure without `at` is a state: it holds now and has no window. Numerator and denominator travel apart
 * and are divided last; an empty denominator is shown as "—".
 */
import type { Condition } from './condition.ts';
import type { FactKind } from './fact.ts';
import type { Text } from './text.ts';

/**
 * `count`: num = facts of the population, den = 0 (unused). `ratio`: num = population and part, den = population.
 * `mean`: num = sum of `value`, den = facts. `quantile`: num = nearest-rank quantile `q` of `value` rounded
 * down to `grain`, den = facts. `rate`: num = facts, den = residents of the place, shown per 10,000.
 */
export type MeasureKind = 'count' | 'ratio' | 'mean' | 'quantile' | 'rate';

export interface Measure {
  id: string;
  fact: FactKind;
  names: Text;
  formula: Text;
  kind: MeasureKind;
  at?: string;
  of: Condition;
  part?: Condition;
  /** Numeric field of mean and quantile, ms. */
  value?: string;
  q?: number;
  /** Rounding grain of a quantile's values, so that live and stored answers agree to the digit. */
  grain?: number;
  unit:
    | 'tickets'
    | 'calls'
    | 'mentions'
    | 'alerts'
    | 'readings'
    | 'issues'
    | 'percent'
    | 'seconds'
    | 'working_hours'
    | 'per_10k';
  /** Which way is better. */
  direction: 'up' | 'down' | 'none';
  /** Where the definition comes from. */
  source: string;
}

const OFFERED: Condition = { any: [{ short: false }, { short: { set: false } }] };
/** Calls that were answered or given up after more than 5 s: the denominator of the call ratios. */
const DECIDED: Condition = { any: [{ answered: { set: true } }, { abandoned: { set: true }, short: false }] };
const SECOND = 1000;
const MINUTE = 60_000;

/** Every measure by its id. Sources are described in docs/measures.md. */
export const MEASURES = {
  accepted: {
    fact: 'ticket',
    kind: 'count',
    at: 'created',
    of: {},
    unit: 'tickets',
    direction: 'none',
    names: { zh: '受理量', en: 'Accepted' },
    formula: { zh: '窗口内受理的工单数', en: 'tickets created in the window' },
    source: 'city practice',
  },
  call_offered: {
    fact: 'call',
    kind: 'count',
    at: 'queued',
    of: OFFERED,
    unit: 'calls',
    direction: 'none',
    names: { zh: '呼入量', en: 'Calls offered' },
    formula: {
      zh: '进入队列的来电，不含 5 秒内挂断',
      en: 'calls that reached the queue, less those that hung up within 5 s',
    },
    source: 'GB/T 33358-2016',
  },
  call_answered: {
    fact: 'call',
    kind: 'count',
    at: 'queued',
    of: { answered: { set: true } },
    unit: 'calls',
    direction: 'up',
    names: { zh: '接通量', en: 'Calls answered' },
    formula: { zh: '接通的来电', en: 'calls that reached an agent' },
    source: 'GB/T 33358-2016',
  },
  call_abandoned: {
    fact: 'call',
    kind: 'count',
    at: 'queued',
    of: { abandoned: { set: true }, short: false },
    unit: 'calls',
    direction: 'down',
    names: { zh: '放弃量', en: 'Calls abandoned' },
    formula: { zh: '排队中挂断的来电，不含 5 秒内挂断', en: 'calls that hung up in the queue after more than 5 s' },
    source: 'call-centre practice',
  },
  call_waiting: {
    fact: 'call',
    kind: 'count',
    of: { waiting: true },
    unit: 'calls',
    direction: 'down',
    names: { zh: '排队', en: 'In queue' },
    formula: { zh: '当前排队的来电', en: 'calls in the queue now' },
    source: 'call-centre practice',
  },
  answer_rate: {
    fact: 'call',
    kind: 'ratio',
    at: 'queued',
    of: DECIDED,
    part: { answered: { set: true } },
    unit: 'percent',
    direction: 'up',
    names: { zh: '电话接通率', en: 'Answer rate' },
    formula: {
      zh: '接通 ÷（接通＋放弃），不含 5 秒内挂断',
      en: 'answered ÷ (answered + abandoned), short abandons excluded',
    },
    source: 'GB/T 33358-2016',
  },
  service_level_15: {
    fact: 'call',
    kind: 'ratio',
    at: 'queued',
    of: DECIDED,
    part: { answered: { set: true }, wait: { le: 15 * SECOND } },
    unit: 'percent',
    direction: 'up',
    names: { zh: '15 秒接通率', en: 'Answered within 15 s' },
    formula: { zh: '15 秒内接通 ÷（接通＋放弃）', en: 'answered within 15 s ÷ (answered + abandoned)' },
    source: 'GB/T 33358-2016',
  },
  abandon_rate: {
    fact: 'call',
    kind: 'ratio',
    at: 'queued',
    of: DECIDED,
    part: { abandoned: { set: true } },
    unit: 'percent',
    direction: 'down',
    names: { zh: '放弃率', en: 'Abandon rate' },
    formula: {
      zh: '放弃 ÷（接通＋放弃），不含 5 秒内挂断',
      en: 'abandoned ÷ (answered + abandoned), short abandons excluded',
    },
    source: 'call-centre practice',
  },
  wait_mean: {
    fact: 'call',
    kind: 'mean',
    at: 'queued',
    of: { answered: { set: true } },
    value: 'wait',
    unit: 'seconds',
    direction: 'down',
    names: { zh: '平均等待', en: 'Mean wait' },
    formula: { zh: '接通来电的平均排队时长', en: 'mean time in queue of answered calls' },
    source: 'call-centre practice',
  },
  wait_p90: {
    fact: 'call',
    kind: 'quantile',
    q: 0.9,
    grain: SECOND,
    at: 'queued',
    of: { answered: { set: true } },
    value: 'wait',
    unit: 'seconds',
    direction: 'down',
    names: { zh: '等待 P90', en: 'Wait P90' },
    formula: { zh: '九成接通来电的排队时长不超过', en: 'nine in ten answered calls waited no longer' },
    source: 'call-centre practice',
  },
  call_talking: {
    fact: 'call',
    kind: 'count',
    of: { answered: { set: true }, ended: { set: false } },
    unit: 'calls',
    direction: 'none',
    names: { zh: '通话中', en: 'Talking' },
    formula: { zh: '已接通而未结束的来电，当前', en: 'calls answered and not ended, now' },
    source: 'call-centre practice',
  },
  talk_mean: {
    fact: 'call',
    kind: 'mean',
    at: 'queued',
    of: { answered: { set: true } },
    value: 'talk',
    unit: 'seconds',
    direction: 'none',
    names: { zh: '平均通话', en: 'Mean talk' },
    formula: { zh: '接通来电的平均通话时长', en: 'mean time from answer to end' },
    source: 'call-centre practice',
  },
  direct_rate: {
    fact: 'ticket',
    kind: 'ratio',
    at: 'created',
    of: {},
    part: { direct: true },
    unit: 'percent',
    direction: 'up',
    names: { zh: '直接答复率', en: 'Answered at the desk' },
    formula: { zh: '坐席直接答复 ÷ 受理', en: 'answered at the desk ÷ accepted' },
    source: 'city bulletins',
  },
  open: {
    fact: 'ticket',
    kind: 'count',
    of: { open: true },
    unit: 'tickets',
    direction: 'down',
    names: { zh: '在办工单', en: 'Open' },
    formula: { zh: '已派单未办结，当前', en: 'dispatched and not closed, now' },
    source: 'city practice',
  },
  due_soon: {
    fact: 'ticket',
    kind: 'count',
    of: { open: true, clock: 'due_soon' },
    unit: 'tickets',
    direction: 'down',
    names: { zh: '临期工单', en: 'Due soon' },
    formula: { zh: '在办且剩余时间少于预警时间，当前', en: 'open with less than the warning time left, now' },
    source: 'city practice',
  },
  overdue: {
    fact: 'ticket',
    kind: 'count',
    of: { open: true, clock: 'overdue' },
    unit: 'tickets',
    direction: 'down',
    names: { zh: '超期工单', en: 'Overdue' },
    formula: { zh: '在办且已过时限、未答复，当前', en: 'open past due and not replied to, now' },
    source: 'city practice',
  },
  urged: {
    fact: 'ticket',
    kind: 'count',
    of: { open: true, supervision: 'urge' },
    unit: 'tickets',
    direction: 'down',
    names: { zh: '催办', en: 'Urged' },
    formula: { zh: '在办且督办到这一级，当前', en: 'open and supervised at this step of the ladder, now' },
    source: 'city practice',
  },
  yellow_cards: {
    fact: 'ticket',
    kind: 'count',
    of: { open: true, supervision: 'yellow' },
    unit: 'tickets',
    direction: 'down',
    names: { zh: '黄牌', en: 'Yellow cards' },
    formula: { zh: '在办且督办到这一级，当前', en: 'open and supervised at this step of the ladder, now' },
    source: 'city practice',
  },
  red_cards: {
    fact: 'ticket',
    kind: 'count',
    of: { open: true, supervision: 'red' },
    unit: 'tickets',
    direction: 'down',
    names: { zh: '红牌', en: 'Red cards' },
    formula: { zh: '在办且督办到这一级，当前', en: 'open and supervised at this step of the ladder, now' },
    source: 'city practice',
  },
  closed: {
    fact: 'ticket',
    kind: 'count',
    at: 'closed',
    of: { dispatched: { set: true } },
    unit: 'tickets',
    direction: 'none',
    names: { zh: '办结量', en: 'Closed' },
    formula: { zh: '窗口内办结的派单工单', en: 'dispatched tickets closed in the window' },
    source: 'city practice',
  },
  close_rate: {
    fact: 'ticket',
    kind: 'ratio',
    at: 'created',
    of: { dispatched: { set: true } },
    part: { status: 'closed' },
    unit: 'percent',
    direction: 'up',
    names: { zh: '办结率', en: 'Close rate' },
    formula: { zh: '已办结 ÷ 已派单，按受理批次', en: 'closed ÷ dispatched, by the cohort created in the window' },
    source: 'city practice',
  },
  on_time_rate: {
    fact: 'ticket',
    kind: 'ratio',
    at: 'due',
    of: { clock: { in: ['met', 'missed', 'overdue'] } },
    part: { clock: 'met' },
    unit: 'percent',
    direction: 'up',
    names: { zh: '按时办结率', en: 'On-time rate' },
    formula: { zh: '时限内办理 ÷ 窗口内到期', en: 'stopped on or before due ÷ tickets that fell due in the window' },
    source: 'city practice',
  },
  overdue_rate: {
    fact: 'ticket',
    kind: 'ratio',
    at: 'due',
    of: { clock: { in: ['met', 'missed', 'overdue'] } },
    part: { clock: { in: ['missed', 'overdue'] } },
    unit: 'percent',
    direction: 'down',
    names: { zh: '超期率', en: 'Overdue rate' },
    formula: {
      zh: '超期办理或仍超期 ÷ 窗口内到期',
      en: 'stopped late or still overdue ÷ tickets that fell due in the window',
    },
    source: 'city practice',
  },
  satisfaction: {
    fact: 'ticket',
    kind: 'ratio',
    at: 'rated',
    of: { satisfied: { set: true } },
    part: { satisfied: true },
    unit: 'percent',
    direction: 'up',
    names: { zh: '满意率', en: 'Satisfaction' },
    formula: {
      zh: '满意 ÷ 已评价，按评价时间',
      en: 'satisfied ÷ rated, by rating time; unrated tickets are not in it',
    },
    source: 'city practice',
  },
  rated: {
    fact: 'ticket',
    kind: 'count',
    at: 'rated',
    of: { satisfied: { set: true } },
    unit: 'tickets',
    direction: 'none',
    names: { zh: '评价量', en: 'Rated' },
    formula: { zh: '窗口内评价了满意度的工单', en: 'tickets whose satisfaction was rated in the window' },
    source: 'city practice',
  },
  solved_rate: {
    fact: 'ticket',
    kind: 'ratio',
    at: 'rated',
    of: { solved: { set: true } },
    part: { solved: true },
    unit: 'percent',
    direction: 'up',
    names: { zh: '解决率', en: 'Solved rate' },
    formula: { zh: '已解决 ÷ 已询问', en: 'solved ÷ asked' },
    source: 'Beijing 三率',
  },
  revisit_rate: {
    fact: 'ticket',
    kind: 'ratio',
    at: 'closed',
    of: {},
    part: { revisited: true },
    unit: 'percent',
    direction: 'up',
    names: { zh: '回访率', en: 'Revisit rate' },
    formula: { zh: '已回访 ÷ 已办结', en: 'revisited ÷ closed' },
    source: 'city bulletins',
  },
  repeat_rate: {
    fact: 'ticket',
    kind: 'ratio',
    at: 'created',
    of: {},
    part: { repeat: true },
    unit: 'percent',
    direction: 'down',
    names: { zh: '重复诉求率', en: 'Repeat rate' },
    formula: { zh: '重复诉求 ÷ 受理', en: 'repeats ÷ accepted' },
    source: 'city bulletins',
  },
  urge_rate: {
    fact: 'ticket',
    kind: 'ratio',
    at: 'dispatched',
    of: {},
    part: { urges: { gt: 0 } },
    unit: 'percent',
    direction: 'down',
    names: { zh: '催办率', en: 'Urge rate' },
    formula: { zh: '被催办 ÷ 已派单', en: 'urged ÷ dispatched' },
    source: 'city bulletins',
  },
  redo_rate: {
    fact: 'ticket',
    kind: 'ratio',
    at: 'dispatched',
    of: {},
    part: { redos: { gt: 0 } },
    unit: 'percent',
    direction: 'down',
    names: { zh: '重办率', en: 'Redo rate' },
    formula: { zh: '重办 ÷ 已派单', en: 'redone ÷ dispatched' },
    source: 'city bulletins',
  },
  return_rate: {
    fact: 'ticket',
    kind: 'ratio',
    at: 'dispatched',
    of: {},
    part: { returns: { gt: 0 } },
    unit: 'percent',
    direction: 'down',
    names: { zh: '退回率', en: 'Return rate' },
    formula: { zh: '被退回 ÷ 已派单', en: 'returned ÷ dispatched' },
    source: 'city bulletins',
  },
  handle_time_p50: {
    fact: 'ticket',
    kind: 'quantile',
    q: 0.5,
    grain: MINUTE,
    at: 'closed',
    of: { handling: { set: true } },
    value: 'handling',
    unit: 'working_hours',
    direction: 'down',
    names: { zh: '办理时长中位数', en: 'Handling time P50' },
    formula: { zh: '派单到办结的工作时间，中位数', en: 'median working time from dispatch to close' },
    source: 'city bulletins',
  },
  handle_time_p90: {
    fact: 'ticket',
    kind: 'quantile',
    q: 0.9,
    grain: MINUTE,
    at: 'closed',
    of: { handling: { set: true } },
    value: 'handling',
    unit: 'working_hours',
    direction: 'down',
    names: { zh: '办理时长 P90', en: 'Handling time P90' },
    formula: { zh: '派单到办结的工作时间，九成不超过', en: 'nine in ten took no more working time' },
    source: 'city bulletins',
  },
  per_10k: {
    fact: 'ticket',
    kind: 'rate',
    at: 'created',
    of: {},
    unit: 'per_10k',
    direction: 'none',
    names: { zh: '每万人诉求量', en: 'Per 10,000 residents' },
    formula: { zh: '受理 ÷ 常住人口 × 10,000', en: 'accepted ÷ residents × 10,000' },
    source: 'city practice',
  },
  mention_count: {
    fact: 'mention',
    kind: 'count',
    at: 'published',
    of: { removed: false },
    unit: 'mentions',
    direction: 'none',
    names: { zh: '舆情量', en: 'Mentions' },
    formula: { zh: '窗口内发布的舆情条数', en: 'items published in the window' },
    source: 'city practice',
  },
  negative_share: {
    fact: 'mention',
    kind: 'ratio',
    at: 'published',
    of: { removed: false, sentiment: { set: true } },
    part: { sentiment: 'negative' },
    unit: 'percent',
    direction: 'down',
    names: { zh: '负面占比', en: 'Negative share' },
    formula: { zh: '负面 ÷ 有倾向判断的全部', en: 'negative ÷ items with a known sentiment' },
    source: 'city practice',
  },
  gauge_readings: {
    fact: 'gauge',
    kind: 'count',
    at: 'reported',
    of: {},
    unit: 'readings',
    direction: 'none',
    names: { zh: '监测读数', en: 'Gauge readings' },
    formula: { zh: '窗口内的监测读数', en: 'readings of gauges in the window' },
    source: 'city practice',
  },
  issues_open: {
    fact: 'issue',
    kind: 'count',
    of: { open: true },
    unit: 'issues',
    direction: 'down',
    names: { zh: '热点诉求', en: 'Hot issues' },
    formula: {
      zh: '多件工单反映同一事项、仍有来件的',
      en: 'matters that several tickets are about and that still grow',
    },
    source: 'city practice',
  },
  issues_begun: {
    fact: 'issue',
    kind: 'count',
    at: 'began',
    of: {},
    unit: 'issues',
    direction: 'down',
    names: { zh: '新增热点诉求', en: 'New hot issues' },
    formula: { zh: '首件工单在窗口内的热点诉求', en: 'hot issues whose first ticket came in the window' },
    source: 'city practice',
  },
  alerts_raised: {
    fact: 'alert',
    kind: 'count',
    at: 'raised',
    of: { raised: { set: true } },
    unit: 'alerts',
    direction: 'down',
    names: { zh: '预警量', en: 'Alerts' },
    formula: { zh: '窗口内发出的预警', en: 'alerts raised in the window' },
    source: 'rule A1',
  },
  alerts_open: {
    fact: 'alert',
    kind: 'count',
    of: { open: true, raised: { set: true } },
    unit: 'alerts',
    direction: 'down',
    names: { zh: '未解除预警', en: 'Open alerts' },
    formula: { zh: '已发出而未解除的预警', en: 'alerts raised and not resolved' },
    source: 'rule A1',
  },
  alerts_unclaimed: {
    fact: 'alert',
    kind: 'count',
    of: { open: true, status: 'firing' },
    unit: 'alerts',
    direction: 'down',
    names: { zh: '待签收预警', en: 'Unclaimed alerts' },
    formula: { zh: '已发出而无人签收的预警', en: 'alerts raised that nobody has claimed' },
    source: 'rule A1',
  },
} as const satisfies Record<string, Omit<Measure, 'id'>>;

export type MeasureId = keyof typeof MEASURES;
export const MEASURE_IDS = Object.keys(MEASURES) as MeasureId[];

/** The measure of this id. Throws on an unknown one. */
export function measureOf(id: string): Measure {
  if (!Object.hasOwn(MEASURES, id)) throw new Error(`no measure ${id}`);
  return { id, ...MEASURES[id as MeasureId] };
}

/** Numerator and denominator as they travel: see MeasureKind. */
export type Cell = [num: number, den: number];

/**
 * The number a cell stands for, in the measure's unit: a percentage 0–100, seconds, working hours, a count, a
 * rate per 10,000. `null` ("—") when the denominator is empty.
 */
export function valueOf(measure: Pick<Measure, 'kind' | 'unit'>, cell: Cell | undefined): number | null {
  if (!cell) return measure.kind === 'count' ? 0 : null;
  const [num, den] = cell;
  if (measure.kind === 'count') return num;
  if (den === 0) return null;
  if (measure.kind === 'rate') return (num / den) * 10_000;
  if (measure.kind === 'ratio') return (num / den) * 100;
  const ms = measure.kind === 'quantile' ? num : num / den;
  return measure.unit === 'working_hours' ? ms / 3_600_000 : ms / SECOND;
}
