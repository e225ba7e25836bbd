/** Pure: gauges that count to bars, each beside the step before it or beside all. */
import type { CityFace } from '../../contract/city.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { DASH, number } from '../shared/format.ts';
import { gaugeAmount, gaugeOf } from '../shared/gauges.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  gauges: string[];
  kind: 'steps' | 'parts';
}
export type Data = { gauges: TopicValues['gauges'] };
export interface GaugeMark {
  kind: 'gauge';
  gauge: string;
}

export interface Bar {
  gauge: string;
  name: string;
  value: number | null;
  text: string;
  /** Of the largest, 0–1. */
  share: number;
  /** Of the step before, or of all; "—" where that is nothing. */
  part: string;
}

/** Steps in their order; parts with the largest first. */
export function bars(
  { gauges, kind }: Options,
  value: Data['gauges'] | undefined,
  city: CityFace,
  locale: Locale,
): Bar[] {
  const known = gauges.map((id) => ({ id, value: value?.latest[id]?.value ?? null }));
  const list = kind === 'steps' ? known : known.toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1));
  const largest = Math.max(0, ...known.map((one) => one.value ?? 0));
  const sum = known.reduce((all, one) => all + (one.value ?? 0), 0);
  return list.map(({ id, value: n }, i) => {
    const of = kind === 'parts' ? sum : i === 0 ? null : list[i - 1]!.value;
    const gauge = gaugeOf(city, id);
    return {
      gauge: id,
      name: gauge.names[locale],
      value: n,
      text: gaugeAmount(gauge, n ?? undefined),
      share: n === null || largest <= 0 ? 0 : n / largest,
      part: i === 0 && kind === 'steps' ? '' : n === null || !of ? DASH : `${number((n / of) * 100, 1)}%`,
    };
  });
}
