/**
 * Pure: a template and what is known to the parts of a sentence. A part is shown as text and never as markup, so nothing in a
 * template or a name can become anything else.
 */
import type { CityFace } from '../../contract/city.ts';
import { MEASURE_IDS, type MeasureId, measureOf, valueOf } from '../../contract/measure.ts';
import type { Text } from '../../contract/text.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { change, DASH, withUnit } from '../shared/format.ts';
import { gaugeOf, gaugeText } from '../shared/gauges.ts';
import { MISSING, nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

/** Fields of which the value with most tickets can be told. */
export const TOPS = ['district', 'street', 'community', 'category', 'unit', 'channel', 'nature', 'words'] as const;
type Top = (typeof TOPS)[number];

export interface Options {
  template: Text;
}
export interface MeasureMark {
  kind: 'measure';
  measure: MeasureId;
}
export interface TopMark {
  kind: 'top';
  field: Top;
  key: string;
}
export interface GaugeMark {
  kind: 'gauge';
  gauge: string;
}
type Mark = MeasureMark | TopMark | GaugeMark;

/** What stands in braces. `null`: nothing that is known. */
export type Place =
  | { kind: 'measure'; measure: MeasureId; change: boolean }
  | { kind: 'top'; field: Top; count: boolean }
  | { kind: 'gauge'; gauge: string };

const PLACES = /\{([^{}]*)\}/g;
const isMeasure = (id: string): id is MeasureId => (MEASURE_IDS as readonly string[]).includes(id);
const isTop = (field: string | undefined): field is Top => (TOPS as readonly (string | undefined)[]).includes(field);

/** What the text in braces stands for; null where it is none of ours. */
export function placeOf(text: string): Place | null {
  if (text.startsWith('gauge.') && text.length > 6) return { kind: 'gauge', gauge: text.slice(6) };
  const [head = '', second, third, ...rest] = text.split('.');
  if (rest.length > 0) return null;
  if (head === 'top' && isTop(second) && (third === undefined || third === 'count'))
    return { kind: 'top', field: second, count: third === 'count' };
  if (isMeasure(head) && third === undefined && (second === undefined || second === 'change'))
    return { kind: 'measure', measure: head, change: second === 'change' };
  return null;
}

/** What stands in braces in a text, and is none of ours: such a place shows "—". */
export const strangers = (text: string): string[] =>
  [...text.matchAll(PLACES)].map((match) => match[1]!).filter((inside) => placeOf(inside) === null);

/** Name of the topic of the value with most tickets. */
export const topName = (field: string): string => `top-${field}`;

/** What both languages of a template ask for, each once. */
export function asked(template: Text): { measures: MeasureId[]; tops: Top[]; gauges: string[] } {
  const places = [template.zh, template.en].flatMap((text) =>
    [...text.matchAll(PLACES)].flatMap((match) => placeOf(match[1]!) ?? []),
  );
  const unique = <T>(list: T[]): T[] => [...new Set(list)];
  return {
    measures: unique(places.flatMap((place) => (place.kind === 'measure' ? [place.measure] : []))),
    tops: unique(places.flatMap((place) => (place.kind === 'top' ? [place.field] : []))),
    gauges: unique(places.flatMap((place) => (place.kind === 'gauge' ? [place.gauge] : []))),
  };
}

export interface Part {
  text: string;
  /** What a touch opens; null: plain words, or nothing known. */
  mark: Mark | null;
  /** A number or a name, as against the words between them. */
  live: boolean;
}

type Known = Record<string, unknown>;

function told(place: Place, data: Known, city: CityFace, locale: Locale): { text: string; mark: Mark | null } {
  const nothing = { text: DASH, mark: null };
  if (place.kind === 'gauge') {
    const latest = (data['gauges'] as TopicValues['gauges'] | undefined)?.latest[place.gauge];
    if (!latest) return nothing;
    return { text: gaugeText(gaugeOf(city, place.gauge), latest.value), mark: { kind: 'gauge', gauge: place.gauge } };
  }
  if (place.kind === 'top') {
    const group = data[topName(place.field)] as TopicValues['group'] | undefined;
    const first = Object.entries(group?.cells['accepted'] ?? {})
      .filter(([key, [n]]) => key !== MISSING && n > 0)
      .sort(([k, [a]], [l, [b]]) => b - a || (k < l ? -1 : 1))[0];
    if (!first) return nothing;
    const [key, [n]] = first;
    const text = place.count ? withUnit(measureOf('accepted'), n, locale) : nameOf(city, place.field, key, locale);
    return { text, mark: { kind: 'top', field: place.field, key } };
  }
  const now = data['now'] as TopicValues['measures'] | undefined;
  if (!now) return nothing;
  const measure = measureOf(place.measure);
  const cell = now.cells[measure.id];
  const mark: Mark = { kind: 'measure', measure: place.measure };
  if (!place.change) {
    const value = valueOf(measure, cell);
    return value === null ? nothing : { text: withUnit(measure, value, locale), mark };
  }
  const before = now.compared?.cells[measure.id];
  // Of nothing before there is no change to be told.
  if (!before || valueOf(measure, before) === null || (measure.kind === 'count' && before[0] === 0)) return nothing;
  const text = change(measure, cell ?? [0, 0], before, locale);
  return text === null ? nothing : { text, mark };
}

/** The sentence in parts, in the order of the template. What is not known is "—". */
export function sentence(template: Text, data: Known, city: CityFace, locale: Locale): Part[] {
  const text = template[locale];
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(PLACES)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), mark: null, live: false });
    const place = placeOf(match[1]!);
    parts.push({ ...(place ? told(place, data, city, locale) : { text: DASH, mark: null }), live: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), mark: null, live: false });
  return parts;
}

/** A number or name with the signs that must not be parted from it by the end of a line. */
export interface Chunk {
  before: string;
  part: Part | null;
  after: string;
  /** Words up to the next number. */
  text: string;
}

const OPENING = /[（(“《「]+$/;
const CLOSING = /^[，。；：、）)”》」,.;:!?！？%]+/;

/** The parts with the signs around each number taken to it. */
export function chunks(parts: readonly Part[]): Chunk[] {
  const list: Chunk[] = [{ before: '', part: null, after: '', text: '' }];
  for (const part of parts) {
    const last = list.at(-1)!;
    if (part.live) {
      const before = OPENING.exec(last.text)?.[0] ?? '';
      last.text = last.text.slice(0, last.text.length - before.length);
      list.push({ before, part, after: '', text: '' });
    } else {
      last.after = CLOSING.exec(part.text)?.[0] ?? '';
      last.text = part.text.slice(last.after.length);
    }
  }
  return list;
}

/** The sentence as one text, for whoever hears it. */
export const spoken = (parts: readonly Part[]): string => parts.map(({ text }) => text).join('');
