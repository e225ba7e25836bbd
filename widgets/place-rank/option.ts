/** Pure: counts by district, street and compound to the ranking of one place's parts. */
import type { CityFace } from '../../contract/city.ts';
import type { Condition } from '../../contract/condition.ts';
import type { Window } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { against, type Against } from '../shared/against.ts';
import { type ChangeRow, changeRows, type Counted } from '../shared/changes.ts';
import { filterOf, MISSING, nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export interface Options {
  window: Window;
  top: number;
}
export type Data = { places: TopicValues['group']; compounds: TopicValues['group'] };
/** Codes from the district down; a missing one is `-`. */
export type Path = [] | [district: string] | [district: string, street: string];
export interface PlaceMark {
  kind: 'place';
  /** District, street and compound, as far as they are meant. */
  path: string[];
  /** Compounds of the street that stand in the list: the rest of it is meant. */
  besides?: string[];
}

/** Key of the row of all that is not listed. */
export const REST = '…';
const REST_WORDS = { zh: '其他小区', en: 'Other compounds' } as const;
const FIELDS = ['district', 'street', 'community'] as const;

/** Sums of a group of two fields by the part of the key at this place, for keys that begin with `first`. */
function sums(value: TopicValues['group'] | undefined, first: string | null): Map<string, Counted> {
  const rows = new Map<string, Counted>();
  if (!value) return rows;
  const add = (cells: Record<string, [number, number]> | undefined, now: boolean): void => {
    for (const [key, [n]] of Object.entries(cells ?? {})) {
      const cut = key.indexOf('|');
      const [a, b] = [key.slice(0, cut), key.slice(cut + 1)];
      if (first !== null && a !== first) continue;
      const part = first === null ? a : b;
      let row = rows.get(part);
      if (!row) rows.set(part, (row = { key: part, name: part, now: 0, before: value.compared ? 0 : undefined }));
      if (now) row.now += n;
      else row.before! += n;
    }
  };
  add(value.cells['accepted'], true);
  add(value.compared?.cells['accepted'], false);
  return rows;
}

/** Now and then of a place; null: not known. */
function counted(data: { places?: Data['places'] | undefined }, path: Path): Counted | null {
  const { places } = data;
  if (!places) return null;
  if (path.length === 0) {
    const before = places.compared && (places.compared.total['accepted']?.[0] ?? 0);
    return { key: '', name: '', now: places.total['accepted']?.[0] ?? 0, before };
  }
  const nothing = { key: '', name: '', now: 0, before: places.compared ? 0 : undefined };
  if (path.length === 1) return sums(places, null).get(path[0]) ?? nothing;
  return sums(places, path[0]).get(path[1]) ?? nothing;
}

/** What a place comes to. */
export function whole(data: { places?: Data['places'] | undefined }, path: Path): Against & { now: number | null } {
  const known = counted(data, path);
  return known ? { now: known.now, ...against(known.now, known.before) } : { now: null, text: '', way: 'same' };
}

/** Rows of a place's parts, the largest first; of a street, compounds beyond the largest stand together in the last row. */
export function ranked(
  data: { places?: Data['places'] | undefined; compounds?: Data['compounds'] | undefined },
  path: Path,
  city: CityFace,
  locale: Locale,
  top: number,
): ChangeRow[] {
  if (path.length < 2) {
    const field = FIELDS[path.length]!;
    const list = [...sums(data.places, path[0] ?? null).values()].map((row) => ({
      ...row,
      name: nameOf(city, field, row.key, locale),
      // Under an unknown place there is nothing to go into.
      deeper: row.key !== MISSING,
    }));
    return changeRows(list, 'week', locale);
  }
  const list = [...sums(data.compounds, path[1]!).values()].map((row) => ({
    ...row,
    name: nameOf(city, 'community', row.key, locale),
  }));
  const largest = list.sort((a, b) => b.now - a.now || (a.key < b.key ? -1 : 1)).slice(0, top);
  const street = counted(data, path);
  const rest: Counted | null = street && {
    key: REST,
    name: REST_WORDS[locale],
    now: street.now - largest.reduce((sum, { now }) => sum + now, 0),
    before: street.before === undefined ? undefined : Math.max(0, street.before - largest.reduce((sum, { before }) => sum + (before ?? 0), 0)), // prettier-ignore
  };
  const rows = changeRows(largest, 'week', locale);
  if (!rest || rest.now <= 0) return rows;
  // One scale with the others, and at the end: it is not a place.
  const all = changeRows([...largest, rest], 'week', locale);
  return [...all.filter(({ key }) => key !== REST), all.find(({ key }) => key === REST)!];
}

/** The tickets of a mark; undefined: all. */
export function filterOfMark({ path, besides }: PlaceMark): Condition | undefined {
  const filter: Condition = {};
  path.forEach((code, i) => Object.assign(filter, filterOf(FIELDS[i]!, code)));
  if (besides) {
    const names = besides.filter((name) => name !== MISSING);
    // Tickets without a compound stand in a row of their own where one is listed; else they are of the rest.
    const others = names.length > 0 ? { community: { not: names } } : {};
    if (besides.includes(MISSING)) Object.assign(filter, { community: { ...others.community, set: true } });
    else if (names.length > 0) filter.any = [others, { community: { set: false } }];
  }
  return Object.keys(filter).length > 0 ? filter : undefined;
}
