/** Pure: counts by channel and nature to stacked rows. */
import type { CityFace } from '../../contract/city.ts';
import type { Window } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { count } from '../shared/format.ts';
import { MISSING, nameOf, NATURE_ORDER } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  window: Window;
}
export type Data = { pairs: TopicValues['group'] };

/** A segment (both), a row (channel only) or an entry of the legend (nature only). */
export interface PairMark {
  kind: 'pair';
  channel?: string;
  nature?: string;
}

export interface Row {
  channel: string;
  name: string;
  total: number;
  text: string;
  segments: { nature: string; name: string; value: number; /** Of the longest row, 0–1. */ share: number }[];
}

export interface Model {
  rows: Row[];
  legend: { nature: string; name: string }[];
}

/** Rows with the largest total first; segments in the fixed order of natures, unknown ones last. */
export function model(pairs: Data['pairs'] | undefined, city: CityFace, locale: Locale): Model {
  const byChannel = new Map<string, Map<string, number>>();
  const seen = new Set<string>();
  for (const [key, [value]] of Object.entries(pairs?.cells['accepted'] ?? {})) {
    if (value === 0) continue;
    const [channel = MISSING, nature = MISSING] = key.split('|');
    let row = byChannel.get(channel);
    if (!row) byChannel.set(channel, (row = new Map()));
    row.set(nature, (row.get(nature) ?? 0) + value);
    seen.add(nature);
  }
  const known: readonly string[] = NATURE_ORDER;
  const natures = [
    ...known.filter((n) => seen.has(n)),
    ...Array.from(seen)
      .filter((n) => !known.includes(n))
      .sort(),
  ];
  const totals = Array.from(byChannel, ([channel, row]) => ({
    channel,
    row,
    total: Array.from(row.values()).reduce((a, b) => a + b, 0),
  })).sort((a, b) => b.total - a.total || (a.channel < b.channel ? -1 : 1));
  const longest = totals[0]?.total ?? 1;
  return {
    legend: natures.map((nature) => ({ nature, name: nameOf(city, 'nature', nature, locale) })),
    rows: totals.map(({ channel, row, total }) => ({
      channel,
      name: nameOf(city, 'channel', channel, locale),
      total,
      text: count(total),
      segments: natures.flatMap((nature) => {
        const value = row.get(nature) ?? 0;
        return value === 0
          ? []
          : [{ nature, name: nameOf(city, 'nature', nature, locale), value, share: value / longest }];
      }),
    })),
  };
}
