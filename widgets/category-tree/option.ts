/** Pure: counts by category to the parts of one branch of the tree, and parts to tiles. */
import type { CityFace } from '../../contract/city.ts';
import type { Condition } from '../../contract/condition.ts';
import type { Window } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { against, type Against } from '../shared/against.ts';
import { count } from '../shared/format.ts';
import { MISSING, nameOf } from '../shared/names.ts';
import { COMPARISON_WORDS, type Locale } from '../shared/text.ts';
import { type Tile, treemap } from './treemap.ts';

export interface Options {
  window: Window;
}
export type Data = { tree: TopicValues['group'] };

/** One part of a branch: a code and all under it, tickets of a code without a finer one, those without any, or several together. */
export type Part =
  { kind: 'under'; code: string } | { kind: 'only'; code: string } | { kind: 'none' } | { kind: 'rest'; parts: Part[] };
export interface PartMark {
  kind: 'part';
  part: Part | null;
}

export interface Branch {
  key: string;
  part: Part;
  name: string;
  now: number;
  /** Undefined: not known. */
  before: number | undefined;
  text: string;
  change: string;
  way: Against['way'];
  /** A touch shows what is in it; else it opens the tickets. */
  deeper: boolean;
  /** Its largest parts. */
  inside: { name: string; text: string }[];
  /** All of it in words. */
  title: string;
}

const LEVELS = 3;
const WITHOUT = { zh: '未分类', en: 'No category' } as const;
const ONLY = { zh: '未细分', en: 'Not detailed' } as const;
const REST = { zh: (n: number) => `其他 ${n} 类`, en: (n: number) => `${n} others` } as const;
/** Names told inside of a tile. */
const INSIDE = 6;

type Counts = ReadonlyMap<string, { now: number; before: number | undefined }>;

function countsOf(value: Data['tree']): Counts {
  const now = value.cells['accepted'] ?? {};
  const then = value.compared?.cells['accepted'];
  const keys = new Set([...Object.keys(now), ...Object.keys(then ?? {})]);
  return new Map(
    [...keys].map((key) => [
      key,
      { now: now[key]?.[0] ?? 0, before: value.compared ? (then?.[key]?.[0] ?? 0) : undefined },
    ]),
  );
}

/** Parts below a code, or of the whole tree, with what they come to. */
function below(
  counts: Counts,
  code: string | null,
): Map<string, { part: Part; now: number; before: number | undefined }> {
  const parts = new Map<string, { part: Part; now: number; before: number | undefined }>();
  const depth = code === null ? 1 : code.split('.').length + 1;
  for (const [key, { now, before }] of counts) {
    let part: Part;
    if (key === MISSING) {
      if (code !== null) continue;
      part = { kind: 'none' };
    } else if (code !== null && key === code) part = { kind: 'only', code };
    else if (code === null || key.startsWith(`${code}.`))
      part = { kind: 'under', code: key.split('.').slice(0, depth).join('.') };
    else continue;
    const id = keyOf(part);
    const known = parts.get(id);
    if (!known) parts.set(id, { part, now, before });
    else {
      known.now += now;
      if (before !== undefined) known.before = (known.before ?? 0) + before;
    }
  }
  return parts;
}

/** Text that tells parts apart. */
export const keyOf = (part: Part): string =>
  part.kind === 'none'
    ? MISSING
    : part.kind === 'rest'
      ? `…${part.parts.map(keyOf).join()}`
      : `${part.kind}:${part.code}`;

/** Name of a part, in the locale. */
export function partName(part: Part, city: CityFace, locale: Locale): string {
  if (part.kind === 'none') return WITHOUT[locale];
  if (part.kind === 'only') return ONLY[locale];
  if (part.kind === 'rest') return REST[locale](part.parts.length);
  return nameOf(city, 'category', part.code, locale);
}

/** The tickets of a part; null: all. */
export function filterOfPart(part: Part | null): Condition | undefined {
  if (part === null) return undefined;
  if (part.kind === 'none') return { category: { set: false } };
  if (part.kind === 'only') return { category: part.code };
  if (part.kind === 'under') return { category: { under: part.code } };
  return { any: part.parts.map((one) => filterOfPart(one)!) };
}

function branch(
  { part, now, before }: { part: Part; now: number; before: number | undefined },
  counts: Counts,
  city: CityFace,
  locale: Locale,
): Branch {
  const deeper = part.kind === 'rest' || (part.kind === 'under' && part.code.split('.').length < LEVELS);
  const name = partName(part, city, locale);
  const inner = part.kind === 'under' && deeper ? [...below(counts, part.code).values()] : [];
  const change = against(now, before);
  return {
    key: keyOf(part),
    part,
    name,
    now,
    before,
    text: count(now),
    change: change.text,
    way: change.way,
    deeper,
    inside: inner
      .filter((one) => one.now > 0)
      .sort((a, b) => b.now - a.now || (keyOf(a.part) < keyOf(b.part) ? -1 : 1))
      .slice(0, INSIDE)
      .map((one) => ({ name: partName(one.part, city, locale), text: count(one.now) })),
    title: `${name} ${count(now)}${change.text && ` · ${COMPARISON_WORDS.week[locale]} ${change.text}`}`,
  };
}

/** What is in a part (null: in the tree), the largest first. Parts without a ticket now are left out: they have no area. */
export function branches(value: Data['tree'] | undefined, at: Part | null, city: CityFace, locale: Locale): Branch[] {
  if (!value) return [];
  const counts = countsOf(value);
  const parts =
    at?.kind === 'rest'
      ? at.parts.map((part) => summed(counts, part))
      : [...below(counts, at?.kind === 'under' ? at.code : null).values()];
  return parts
    .filter(({ now }) => now > 0)
    .map((part) => branch(part, counts, city, locale))
    .sort((a, b) => b.now - a.now || (a.key < b.key ? -1 : 1));
}

function summed(counts: Counts, part: Part): { part: Part; now: number; before: number | undefined } {
  let [now, before]: [number, number | undefined] = [0, undefined];
  const has = (key: string): boolean => {
    if (part.kind === 'none') return key === MISSING;
    if (part.kind === 'only') return key === part.code;
    return part.kind === 'under' && (key === part.code || key.startsWith(`${part.code}.`));
  };
  for (const [key, one] of counts) {
    if (!has(key)) continue;
    now += one.now;
    if (one.before !== undefined) before = (before ?? 0) + one.before;
  }
  return { part, now, before };
}

/** What a part comes to (null: all tickets). */
export function whole(value: Data['tree'] | undefined, at: Part | null): Against & { now: number | null } {
  if (!value) return { now: null, text: '', way: 'same' };
  if (at === null) {
    const now = value.total['accepted']?.[0] ?? 0;
    return { now, ...against(now, value.compared && (value.compared.total['accepted']?.[0] ?? 0)) };
  }
  const counts = countsOf(value);
  const parts = (at.kind === 'rest' ? at.parts : [at]).map((part) => summed(counts, part));
  const now = parts.reduce((sum, part) => sum + part.now, 0);
  const before = value.compared && parts.reduce((sum, part) => sum + (part.before ?? 0), 0);
  return { now, ...against(now, before) };
}

/** A tile that is narrower or lower cannot be read from afar; English words are longer. */
const LEAST = { zh: { width: 92, height: 44 }, en: { width: 124, height: 44 } } as const;
/** A condition has at most so many alternatives, and so many parts stand together. */
const TOGETHER = 20;
/** Nor may what stands together be more than this share of all: "others" is no answer. */
const OTHERS = 0.25;

/** Tiles whose areas are their counts. The smallest stand together where they would be too small to read. */
export function tiles(
  list: readonly Branch[],
  width: number,
  height: number,
  city: CityFace,
  locale: Locale,
): Tile<Branch>[] {
  const all = list.reduce((sum, { now }) => sum + now, 0);
  // Rather names that are cut than a tile of others that says nothing.
  for (const least of [LEAST[locale], LEAST.zh])
    for (let kept = list.length; kept > 0; kept--) {
      const few = list.slice(kept);
      if (few.length > TOGETHER || few.reduce((sum, { now }) => sum + now, 0) > OTHERS * all) break;
      // One alone is not "others".
      if (few.length === 1) continue;
      const parts = [...list.slice(0, kept), ...(few.length > 0 ? [together(few, city, locale)] : [])];
      const laid = treemap(parts, ({ now }) => now, width, height);
      if (laid.every((tile) => tile.width >= least.width && tile.height >= least.height)) return laid;
    }
  // No way to make all of them large enough: as they are, with names where they fit.
  return treemap(list, ({ now }) => now, width, height);
}

function together(list: readonly Branch[], city: CityFace, locale: Locale): Branch {
  const part: Part = { kind: 'rest', parts: list.map((one) => one.part) };
  const now = list.reduce((sum, one) => sum + one.now, 0);
  const before = list.some((one) => one.before === undefined)
    ? undefined
    : list.reduce((sum, one) => sum + one.before!, 0);
  const change = against(now, before);
  const name = partName(part, city, locale);
  return {
    key: keyOf(part),
    part,
    name,
    now,
    before,
    text: count(now),
    change: change.text,
    way: change.way,
    deeper: true,
    inside: list.slice(0, INSIDE).map((one) => ({ name: one.name, text: one.text })),
    title: `${name} ${count(now)}${change.text && ` · ${COMPARISON_WORDS.week[locale]} ${change.text}`}`,
  };
}
