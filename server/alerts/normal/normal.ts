/**
 * What is normal: for every group of a rule, the distribution of its counts at this hour of this weekday, fitted to the
 * last eight weeks. Pure.
 *
 * Hours are sorted into 168 bins (weekday × hour; a holiday counts as a Sunday, a make-up working day as a Friday), and
 * weigh less the older they are, so that the season is followed. The mean of group g in bin b is its own experience,
 * drawn towards what all groups together do at that hour:
 *
 *     mean(g, b) = (C(g, b) + m · R(g) · S(b)) ÷ (H(b) + m)
 *
 * C: weighted count, H: weighted hours, R: the group's rate an hour over all bins, S: the shape of the week of all groups
 * (its mean is 1), m: how many hours that shape is worth. Counts vary more than Poisson's: the dispersion of a group is
 * estimated by moments, Σ((x − mean)² − mean) ÷ Σ mean² (Cameron & Trivedi 1986), with outliers cut, and drawn towards
 * that of all groups where the group is small.
 */
import { DAY, HOUR } from '../../../contract/time.ts';

/** Weeks that are looked back on. */
export const WEEKS = 8;
/** A week this many days ago weighs half. */
const HALF_LIFE = 28 * DAY;
/** Hours that the common shape of the week is worth beside a group's own. */
const SHAPE_HOURS = 12;
/** The same for a weekday beside all days of its kind. */
const DAY_HOURS = 4;
/** What a group never seen before is taken to have had in all these weeks. */
const UNSEEN = 0.5;
/** Sum of squared means that the common dispersion is worth beside a group's own. */
const DISPERSION_WEIGHT = 25;
const LARGEST_DISPERSION = 4;
/** Days with data below which nothing is called normal. */
const FEWEST_DAYS = 14;
export const BINS = 168;

/** One hour of one group with something in it. `hour` is its start, Unix ms. */
export interface HourCount {
  key: string;
  hour: number;
  count: number;
}

export interface Normal {
  /** Days with data that it was fitted to. */
  readonly days: number;
  /** Groups that had anything. */
  readonly groups: number;
  /** Mean and dispersion of the count of a group in [from, to), Unix ms. */
  expect(key: string, from: number, to: number): { mean: number; dispersion: number };
}

/** A group: weighted counts of the bins in which it had anything, its rate an hour, and its dispersion. */
interface Group {
  counts: Map<number, number>;
  rate: number;
  dispersion: number;
}

/** What all groups share: mean(g, b) = own[b] · C(g, b) + base[b] · R(g). `hours`: how many hours each bin had. */
interface Week {
  own: Float64Array;
  base: Float64Array;
  hours: Float64Array;
}

interface Fit {
  groups: Map<string, Group>;
  week: Week;
  /** Weighted counts of all groups together, by bin. */
  all: Float64Array;
  /** Dispersion of all groups together. */
  common: number;
}

const isDayOff = (bin: number): boolean => bin < 24 || bin >= 144;
const meanOf = ({ own, base }: Week, { counts, rate }: Group, bin: number): number =>
  own[bin]! * (counts.get(bin) ?? 0) + base[bin]! * rate;

/**
 * Fits the hours in [from, to). `binOf` gives the bin of an hour's start (0 is Sunday 0:00, 167 Saturday 23:00). Null when
 * there are too few days with data.
 */
export function fitNormal(
  hours: readonly HourCount[],
  from: number,
  to: number,
  binOf: (hour: number) => number,
): Normal | null {
  const days = new Set(hours.map(({ hour }) => Math.floor((hour - from) / DAY))).size;
  if (days < FEWEST_DAYS) return null;
  // What lies before the first data is not a time without counts: the city was not connected yet.
  const first = hours.reduce((least, { hour }) => Math.min(least, hour), to);
  const begin = from + Math.floor((first - from) / DAY) * DAY;
  const weight = (hour: number): number => 0.5 ** ((to - hour) / HALF_LIFE);
  const weighed = new Float64Array(BINS);
  const plain = new Float64Array(BINS);
  for (let hour = begin; hour < to; hour += HOUR) {
    weighed[binOf(hour)]! += weight(hour);
    plain[binOf(hour)]! += 1;
  }
  const time = weighed.reduce((sum, hour) => sum + hour, 0);

  const fit = (counted: readonly HourCount[]): Fit => {
    const groups = new Map<string, Group>();
    const all = new Float64Array(BINS);
    for (const { key, hour, count } of counted) {
      let group = groups.get(key);
      if (!group) groups.set(key, (group = { counts: new Map(), rate: 0, dispersion: 0 }));
      const bin = binOf(hour);
      const weighted = count * weight(hour);
      group.counts.set(bin, (group.counts.get(bin) ?? 0) + weighted);
      group.rate += weighted / time;
      all[bin]! += weighted;
    }
    const shape = shapeOf(all, weighed, time);
    const week: Week = {
      own: weighed.map((hour) => 1 / (hour + SHAPE_HOURS)),
      base: shape.map((part, bin) => (SHAPE_HOURS * part) / (weighed[bin]! + SHAPE_HOURS)),
      hours: plain,
    };
    for (const group of groups.values()) group.rate = Math.max(group.rate, UNSEEN / time);
    return { groups, week, all, common: disperse(counted, groups, week, binOf) };
  };
  // An incident of last week is not what is usual at its hour: a count is cut to what is possible by all others.
  const rough = fit(hours);
  const spread = Math.min(rough.common, 1);
  const cut = hours.map(({ key, hour, count }) => {
    const bin = binOf(hour);
    const group = rough.groups.get(key)!;
    const weighted = count * weight(hour);
    // Without it there would be less of this group in the bin, and less of the bin in the shape of the week.
    const own = rough.week.own[bin]! * ((group.counts.get(bin) ?? 0) - weighted);
    const shared = rough.week.base[bin]! * group.rate * (1 - weighted / Math.max(rough.all[bin]!, Number.MIN_VALUE));
    const mean = Math.max(0, own) + Math.max(0, shared);
    return { key, hour, count: Math.min(count, mean + 3 + 4 * Math.sqrt(mean + spread * mean * mean)) };
  });
  const { groups, week, common } = fit(cut);
  const unseen: Group = { counts: new Map(), rate: UNSEEN / time, dispersion: common };
  return {
    days,
    groups: groups.size,
    expect(key, start, end) {
      const group = groups.get(key) ?? unseen;
      let mean = 0;
      for (let at = start; at < end;) {
        const hour = from + Math.floor((at - from) / HOUR) * HOUR;
        const until = Math.min(end, hour + HOUR);
        mean += (meanOf(week, group, binOf(hour)) * (until - at)) / HOUR;
        at = until;
      }
      return { mean, dispersion: group.dispersion };
    },
  };
}

/** The shape of the week of all groups together, with mean 1. */
function shapeOf(all: Float64Array, hours: Float64Array, time: number): Float64Array {
  const alike = (bin: number): number => (isDayOff(bin) ? 24 : 0) + (bin % 24);
  const counts = new Float64Array(48);
  const spans = new Float64Array(48);
  for (let bin = 0; bin < BINS; bin++) {
    counts[alike(bin)]! += all[bin]!;
    spans[alike(bin)]! += hours[bin]!;
  }
  const shape = new Float64Array(BINS);
  let sum = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const kind = alike(bin);
    const typical = spans[kind]! > 0 ? counts[kind]! / spans[kind]! : 0;
    shape[bin] = (all[bin]! + DAY_HOURS * typical) / (hours[bin]! + DAY_HOURS);
    sum += shape[bin]! * hours[bin]!;
  }
  const scale = sum > 0 ? time / sum : 1;
  return shape.map((part) => part * scale);
}

/**
 * Sets the dispersion of each group and gives the common one. Most groups are small and most of their hours empty, so the
 * sums over all hours are taken as if all were empty and had the mean of a bin without counts, and put right for the bins
 * and hours that are not.
 */
function disperse(
  hours: readonly HourCount[],
  groups: ReadonlyMap<string, Group>,
  week: Week,
  binOf: (hour: number) => number,
): number {
  let first = 0;
  let second = 0;
  for (let bin = 0; bin < BINS; bin++) {
    first += week.hours[bin]! * week.base[bin]!;
    second += week.hours[bin]! * week.base[bin]! ** 2;
  }
  /** Of each group: Σ mean² over its hours, and Σ (x − mean)² − mean. */
  const sums = new Map<Group, { squares: number; over: number }>();
  for (const group of groups.values()) {
    const { rate, counts } = group;
    let squares = second * rate * rate;
    let means = first * rate;
    for (const bin of counts.keys()) {
      const mean = meanOf(week, group, bin);
      const bare = week.base[bin]! * rate;
      squares += week.hours[bin]! * (mean * mean - bare * bare);
      means += week.hours[bin]! * (mean - bare);
    }
    sums.set(group, { squares, over: squares - means });
  }
  for (const { key, hour, count } of hours) {
    const group = groups.get(key)!;
    sums.get(group)!.over += count * count - 2 * count * meanOf(week, group, binOf(hour));
  }
  let [over, squares] = [0, 0];
  for (const sum of sums.values()) {
    over += sum.over;
    squares += sum.squares;
  }
  const clip = (value: number): number => Math.min(LARGEST_DISPERSION, Math.max(0, value));
  const common = clip(over / Math.max(squares, Number.MIN_VALUE));
  for (const [group, sum] of sums)
    group.dispersion = clip((sum.over + DISPERSION_WEIGHT * common) / (sum.squares + DISPERSION_WEIGHT));
  return common;
}
