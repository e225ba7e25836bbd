/** Finds the terms of a city's lexicon in a text: a plain look-up by first character, longest spelling first. */
import type { City } from '../../contract/city.ts';

export type WordFinder = (title: string | null, text: string | null) => string[];

/** Compiles the lexicon. Each term found counts once a text, also where several of its spellings stand in it. */
export function wordFinder(lexicon: City['lexicon']): WordFinder {
  const byFirst = new Map<string, { spelling: string; term: string }[]>();
  for (const { term, also = [] } of lexicon.terms) {
    for (const spelling of [term, ...also]) {
      const list = byFirst.get(spelling[0]!) ?? [];
      list.push({ spelling, term });
      byFirst.set(spelling[0]!, list);
    }
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.spelling.length - a.spelling.length);
  const scan = (text: string, found: Set<string>): void => {
    for (let i = 0; i < text.length; i++) {
      const list = byFirst.get(text[i]!);
      const hit = list?.find((one) => text.startsWith(one.spelling, i));
      if (!hit) continue;
      found.add(hit.term);
      i += hit.spelling.length - 1;
    }
  };
  return (title, text) => {
    const found = new Set<string>();
    if (title) scan(title, found);
    if (text) scan(text, found);
    return [...found].sort();
  };
}
