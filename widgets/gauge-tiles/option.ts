/** Pure: readings of gauges to tiles. */
import type { CityFace } from '../../contract/city.ts';
import { buckets, HOUR } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { ago, zoneOf } from '../shared/format.ts';
import { astray, besides, gaugeAmount, gaugeOf } from '../shared/gauges.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  gauges: string[];
}
export type Data = { gauges: TopicValues['gauges'] };
export interface GaugeMark {
  kind: 'gauge';
  gauge: string;
}

export interface Tile {
  gauge: string;
  name: string;
  text: string;
  unit: string;
  value: number | null;
  /** On the wrong side of what it is held against. */
  astray: boolean;
  /** What it is held against, and how old it is where that is more than an hour. */
  beside: string;
  past: (number | null)[];
}

/** Gauges in the order in which they were asked for. */
export function tiles(
  { gauges }: Options,
  value: Data['gauges'] | undefined,
  city: CityFace,
  clock: number,
  locale: Locale,
): Tile[] {
  const tz = zoneOf(city.timeZone);
  const hours = value ? buckets(tz, 'hour', value.from, value.to) : [];
  return gauges.map((id) => {
    const gauge = gaugeOf(city, id);
    const latest = value?.latest[id];
    const old = latest && clock - latest.at >= 2 * HOUR ? ago(latest.at, clock, locale) : '';
    const readings = value?.buckets[id] ?? {};
    return {
      gauge: id,
      name: gauge.names[locale],
      text: gaugeAmount(gauge, latest?.value),
      unit: latest ? gauge.unit : '',
      value: latest?.value ?? null,
      astray: astray(gauge, latest?.value),
      beside: [besides(gauge, locale), old].filter(Boolean).join(' · '),
      past: hours.map((at) => readings[String(at)] ?? null),
    };
  });
}
