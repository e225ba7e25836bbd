/**
 * Time buckets as SQL. Between two changes of the zone's offset a bucket is plain arithmetic, so a range is cut where
 * the offset changes. The result is that of `bucketStart` in contract/time.ts for every moment of the range.
 */
import { ConditionError } from '../../../contract/condition.ts';
import { DAY, HOUR, MINUTE, type Range, type Step, type Zone } from '../../../contract/time.ts';

const WIDTHS: Record<Step, number> = { minute: MINUTE, ten_minutes: 10 * MINUTE, hour: HOUR, day: DAY };
/** Offsets change on quarters of an hour. */
const GRAIN = 15 * MINUTE;
const MAX_BUCKETS = 200_000;
/** A year inside the last moment that a Date can hold, ms. */
const MAX_DATE = 8.6e15;

/** A time with one offset: it begins at `from` and ends where the next one begins. */
interface Span {
  from: number;
  shift: number;
}

export interface BucketSql {
  /** What tells buckets apart, as a BIGINT expression: a day's local midnight as if it were UTC, else the start. */
  sql: string;
  /** Start of the bucket of which the expression gave this number, Unix ms. */
  start(number: number): number;
}

/** Spans of equal shift in a range. Two changes within one day are taken for none. */
function spansOf(shiftOf: (at: number) => number, { from, to }: Range): Span[] {
  const spans: Span[] = [{ from, shift: shiftOf(from) }];
  for (let at = from; at < to; at += DAY) {
    const end = Math.min(at + DAY, to);
    const shift = shiftOf(end);
    if (shift === spans.at(-1)!.shift) continue;
    let before = Math.floor(at / GRAIN);
    let after = Math.ceil(end / GRAIN);
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (shiftOf(middle * GRAIN) === shift) after = middle;
      else before = middle;
    }
    spans.push({ from: after * GRAIN, shift });
  }
  return spans;
}

/**
 * Buckets of the time `column` (BIGINT, quoted, within the range). Throws ConditionError when there is no range, or
 * when it has more than 200,000 buckets.
 */
export function bucketSql(zone: Zone, step: Step, column: string, range: Range | undefined): BucketSql {
  if (!range) throw new ConditionError('/range', 'buckets need a range');
  if (Math.abs(range.from) > MAX_DATE || Math.abs(range.to) > MAX_DATE) {
    throw new ConditionError('/range', 'is beyond all dates');
  }
  const width = WIDTHS[step];
  if ((range.to - range.from) / width > MAX_BUCKETS) {
    throw new ConditionError('/range', `has more than ${MAX_BUCKETS} buckets of a ${step}`);
  }
  const shiftOf = (at: number): number => {
    if (step === 'day') return zone.offset(at);
    return step === 'hour' ? zone.offset(at) % HOUR : 0;
  };
  // An hour may have begun, cut by a change of half an hour, before the range does.
  const spans = spansOf(shiftOf, { from: range.from - (step === 'hour' ? HOUR : 0), to: range.to });
  const numberIn = ({ from, shift }: Span, i: number): string => {
    const floor = `(${column} + ${shift}) - (((${column} + ${shift}) % ${width}) + ${width}) % ${width}`;
    // A day is told by its local date, so that both sides of a change in the offset are one day.
    if (step === 'day') return `(${floor})`;
    const start = `(${floor} - ${shift})`;
    // A literal is unsigned to ClickHouse, which compares it with nothing that is signed: it is made one of the column's kind.
    return i === 0 ? start : `greatest(${start}, ${column} - ${column} + ${from})`;
  };
  const numbers = spans.map(numberIn);
  const cases = spans.slice(1).map(({ from }, i) => `WHEN ${column} < ${from} THEN ${numbers[i]!}`);
  const sql = cases.length === 0 ? numbers[0]! : `CASE ${cases.join(' ')} ELSE ${numbers.at(-1)!} END`;
  const start = (number: number): number =>
    step === 'day' ? zone.moment(new Date(number).toISOString().slice(0, 10), 0) : number;
  return { sql: `(${sql})`, start };
}
