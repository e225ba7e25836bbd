/**
 * Sentences with live numbers in them: `今日受理 {{accepted.today}}，满意率 {{satisfaction.7d}}`. A placeholder names a measure and
 * a window; a measure of the present moment needs none: `{{open}}`. Pure.
 */
import { MEASURES, measureOf, type MeasureId } from './measure.ts';
import { WINDOWS, type Window } from './time.ts';

/** What stands where nothing is known. */
export const UNKNOWN = '—';

export interface Placeholder {
  measure: MeasureId;
  /** `today` where the measure is one of the present moment and needs none. */
  window: Window;
}
export type TemplatePart = string | Placeholder;

/** Something between braces that is no placeholder. `at`: place in the text, characters from 0. */
export interface TemplateFault {
  at: number;
  rule: string;
}

const HOLE = /\{\{([^{}]*)\}\}/g;

function placeholder(inner: string): Placeholder | string {
  const [id = '', window, ...rest] = inner.trim().split('.');
  if (!Object.hasOwn(MEASURES, id)) return `there is no measure ${JSON.stringify(id)}`;
  const measure = id as MeasureId;
  if (rest.length > 0) return 'must be {{measure.window}}';
  if (window === undefined)
    return measureOf(id).at === undefined
      ? { measure, window: 'today' }
      : `${id} needs a window: ${WINDOWS.join(', ')}`;
  return (WINDOWS as readonly string[]).includes(window)
    ? { measure, window: window as Window }
    : `there is no window ${JSON.stringify(window)}; it must be one of ${WINDOWS.join(', ')}`;
}

/** A text in its parts, and what is wrong with it. What is wrong stands in the parts as it was written. */
export function parseTemplate(text: string): { parts: TemplatePart[]; faults: TemplateFault[] } {
  const parts: TemplatePart[] = [];
  const faults: TemplateFault[] = [];
  let end = 0;
  const plain = (piece: string, from: number): void => {
    if (piece === '') return;
    const stray = piece.search(/\{\{|\}\}/);
    if (stray >= 0) faults.push({ at: from + stray, rule: 'braces must stand in pairs: {{measure.window}}' });
    parts.push(piece);
  };
  for (const match of text.matchAll(HOLE)) {
    plain(text.slice(end, match.index), end);
    end = match.index + match[0].length;
    const found = placeholder(match[1]!);
    if (typeof found === 'string') {
      faults.push({ at: match.index, rule: found });
      parts.push(match[0]);
    } else parts.push(found);
  }
  plain(text.slice(end), end);
  return { parts, faults };
}

/** The placeholders of some texts, each once, in the order in which they are met. */
export function placeholdersOf(...texts: readonly string[]): Placeholder[] {
  const found = new Map<string, Placeholder>();
  for (const text of texts)
    for (const part of parseTemplate(text).parts)
      if (typeof part !== 'string') found.set(`${part.measure}.${part.window}`, part);
  return [...found.values()];
}

/** The sentence. `write` gives a number as it is written, null where it is not known: then "—" stands. */
export const fillTemplate = (text: string, write: (one: Placeholder) => string | null): string =>
  parseTemplate(text)
    .parts.map((part) => (typeof part === 'string' ? part : (write(part) ?? UNKNOWN)))
    .join('');
