/** Answers a question of the explore scene out of counts of the history. */
import type { AnchorOf } from '../../contract/compare.ts';
import type { Condition } from '../../contract/condition.ts';
import type { ExploreAnswer, ExploreQuery, ExploreRow } from '../../contract/explore.ts';
import type { Cell, Measure } from '../../contract/measure.ts';
import { nextBucket, type Range, type Zone } from '../../contract/time.ts';
import { binsOf } from '../alerts/normal/bins.ts';
import type { Normal } from '../alerts/normal/normal.ts';
import type { History } from '../history/history.ts';
import { bandOf, normalBefore } from './band.ts';
import { counter, emptyCell, nameOf, type Counted, type Counter } from './count.ts';
import { planOf, type Plan } from './plan.ts';

export interface ExploreContext {
  tz: Zone;
  /** The city's time, Unix ms. */
  now: number;
  history: Pick<History, 'count'>;
  residents(scope: Condition): number | undefined;
  isWorkday(at: number): boolean;
  /** Moving holidays, where the city has them. */
  anchorOf: AnchorOf | null;
  /** Ends the work between two counts. */
  signal: AbortSignal;
}

type Key = readonly (string | null)[];

/** How many facts a cell is about, by which groups are ranked. */
const facts = ({ kind }: Measure, cell: Cell | undefined): number =>
  cell === undefined ? 0 : kind === 'count' || kind === 'rate' ? cell[0] : cell[1];

/** Groups of the range and of the one compared with, the largest now first, then those that there are no more. */
function rank(measure: Measure, now: Counted, then: Counted | null): Key[] {
  const size = (counted: Counted, key: Key): number => facts(measure, counted.cells.get(nameOf(key)));
  const sorted = (counted: Counted, keys: readonly Key[]): Key[] =>
    keys
      .map((key) => [key, size(counted, key)] as const)
      .sort(([, a], [, b]) => b - a)
      .map(([key]) => key);
  const gone = (then?.keys ?? []).filter((key) => !now.cells.has(nameOf(key)));
  return [...sorted(now, now.keys), ...(then ? sorted(then, gone) : [])];
}

/** Counts of each measure, one after another: an answer never has more than one count under way. */
async function each<T>(measures: readonly Measure[], count: (measure: Measure) => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (const measure of measures) all.push(await count(measure));
  return all;
}

/** Answers a question. Throws HttpProblem with the path that is wrong, ConditionError, or the reason of the signal. */
export async function explore(query: ExploreQuery, context: ExploreContext): Promise<ExploreAnswer> {
  const { tz, now, history } = context;
  const plan = planOf(query, tz, now, context.anchorOf);
  const { measures, by, range, compared, limit } = plan;
  const counts = counter(query, (one) => history.count(one), context.residents, context.signal);
  const before = (measure: Measure, there: Range, options?: Parameters<Counter['count']>[2]) =>
    measure.at === undefined ? Promise.resolve(null) : counts.count(measure, there, options);

  const whole = await each(measures, (measure) => counts.count(measure, range));
  const then = compared ? await each(measures, (measure) => before(measure, compared.range)) : null;
  const grouped = by.length > 0;
  const ranked: Key[] = grouped ? groupsOf(plan, whole, then) : [[]];
  const keys = ranked.slice(0, limit);

  let rows: ExploreRow[];
  let normal: ExploreAnswer['normal'];
  if (!plan.pairs) rows = grouped ? keys.map((key) => rowOf(plan, key, whole, then)) : [];
  else {
    const options = { step: query.step!, ...(grouped && { keys: keys.map((key) => [...key]) }) };
    const series = await each(measures, (measure) => counts.count(measure, range, options));
    const thenSeries = compared ? await each(measures, (measure) => before(measure, compared.range, options)) : null;
    rows = keys.flatMap((key) => plan.pairs!.map((pair) => rowOf(plan, key, series, thenSeries, pair, whole)));
    if (query.band) normal = await addBands(query, plan, rows, context);
  }
  return {
    rows,
    totals: whole.map(({ total }) => total),
    range,
    until: plan.until,
    ...(compared && { compared: { ...compared, totals: then!.map((one) => one?.total ?? null) } }),
    groups: grouped ? ranked.length : 0,
    ...(normal && { normal }),
    positions: counts.positions,
  };
}

/** All groups that any measure has, in the order of the first. */
function groupsOf({ measures }: Plan, whole: readonly Counted[], then: readonly (Counted | null)[] | null): Key[] {
  const seen = new Map<string, Key>();
  for (const [i, measure] of measures.entries())
    for (const key of rank(measure, whole[i]!, then?.[i] ?? null)) {
      const name = nameOf(key);
      if (!seen.has(name)) seen.set(name, key);
    }
  return [...seen.values()];
}

function rowOf(
  { measures, compared }: Plan,
  key: Key,
  now: readonly Counted[],
  then: readonly (Counted | null)[] | null,
  [bucket, beside]: [bucket?: number, before?: number | null] = [],
  whole: readonly Counted[] = now,
): ExploreRow {
  const cell = (counted: Counted, i: number, at?: number): Cell =>
    counted.cells.get(nameOf(key, at)) ??
    (key.length === 0 && at === undefined ? counted.total : emptyCell(measures[i]!, likeOf(whole[i]!, key)));
  const hasBeside = compared !== null && (bucket === undefined || typeof beside === 'number');
  return {
    key: [...key],
    ...(bucket !== undefined && { bucket }),
    cells: measures.map((_, i) => cell(now[i]!, i, bucket)),
    ...(compared && {
      before: {
        ...(typeof beside === 'number' && { bucket: beside }),
        cells: measures.map((_, i) => {
          const counted = then?.[i];
          return counted && hasBeside ? cell(counted, i, beside ?? undefined) : null;
        }),
      },
    }),
  };
}

/** The cell of the whole range of a group, whose residents its buckets share. */
const likeOf = (whole: Counted, key: Key): Cell | undefined =>
  key.length === 0 ? whole.total : whole.cells.get(nameOf(key));

/** Writes the bands into the rows and says what they are fitted to: the measure with the fewest days. */
async function addBands(
  query: ExploreQuery,
  plan: Plan,
  rows: ExploreRow[],
  { tz, history, isWorkday, signal }: ExploreContext,
): Promise<NonNullable<ExploreAnswer['normal']>> {
  const binOf = binsOf(tz, isWorkday);
  const fits = await each(plan.measures, async (measure): Promise<Normal | null> => {
    if (measure.kind !== 'count') return null;
    signal.throwIfAborted();
    return normalBefore(query, measure, plan.range.from, tz, binOf, (one) => history.count(one));
  });
  for (const row of rows) {
    const end = Math.min(nextBucket(tz, query.step!, row.bucket!), plan.until);
    row.band = fits.map((normal) => normal && bandOf(normal, row.key, row.bucket!, end));
  }
  const days = fits.flatMap((normal) => (normal ? [normal.days] : []));
  return days.length > 0 ? { days: Math.min(...days) } : { lacks: 'days' };
}
