/**
 * Whether a mention praises, blames or only tells. Words of the field with weights, turned by a negation, made stronger or
 * weaker by words of degree, and outweighed by what follows a "but"; good things that are only wished for do not count, and
 * the headline weighs twice. Pure, linear in the text, and bounded: what is beyond `LIMIT` characters is not looked at.
 */
import * as words from './lexicon.ts';

export type Polarity = 'positive' | 'neutral' | 'negative';

export interface Sentiment {
  polarity: Polarity;
  /** Sum of weights ÷ square root of how many words had one, −∞ to ∞; the headline counts twice. 0: no word with a weight. */
  score: number;
}

/** Characters of headline and text together that are looked at. */
export const LIMIT = 2_000;
const HEADLINE = 2;
/** Scores between these are neutral: one slight word is no opinion. */
const POSITIVE_FROM = 0.75;
const NEGATIVE_FROM = -0.75;
/** A word is turned by a negation that stands at most so many characters (words in English) before it. */
const REACH_ZH = 4;
const REACH_EN = 3;
/** What is denied counts less than what is said: 没有噪音 praises a little. */
const TURNED = -0.6;
const WISH_REACH = 12;
/** Before a "but" and after it. */
const BEFORE_BUT = 0.4;
const AFTER_BUT = 1.5;

/** A weight in a text, by clause of its sentence: what stands before a "but" counts less. */
interface Hit {
  weight: number;
}

/** The polarity of a mention. Null texts count as empty. */
export function sentimentOf(title: string | null, text: string | null): Sentiment {
  const head = (title ?? '').slice(0, LIMIT);
  const body = (text ?? '').slice(0, LIMIT - head.length);
  // A text often begins with its own headline: it counts as headline only.
  const rest = head !== '' && body.startsWith(head) ? body.slice(head.length) : body;
  const hits = [...hitsOf(head).map(({ weight }) => ({ weight: weight * HEADLINE })), ...hitsOf(rest)];
  if (hits.length === 0) return { polarity: 'neutral', score: 0 };
  const score = hits.reduce((sum, { weight }) => sum + weight, 0) / Math.sqrt(hits.length);
  return { polarity: score >= POSITIVE_FROM ? 'positive' : score <= NEGATIVE_FROM ? 'negative' : 'neutral', score };
}

const byFirst = new Map<string, string[]>();
for (const word of words.ZH.keys()) byFirst.set(word[0]!, [...(byFirst.get(word[0]!) ?? []), word]);
for (const list of byFirst.values()) list.sort((a, b) => b.length - a.length);

/** Weights of a text, sentence by sentence. */
function hitsOf(text: string): Hit[] {
  const hits: Hit[] = [];
  for (const sentence of text.split(/[。！？!?；;\n]+|\.(?=\s|$)/)) {
    if (sentence.trim() === '') continue;
    hits.push(...chinese(sentence), ...english(sentence));
  }
  return hits;
}

/** Lowers what stands before the last "but" of a sentence and raises what stands behind it. */
function weigh(found: { at: number; weight: number }[], but: number): Hit[] {
  if (but < 0) return found;
  return found.map(({ at, weight }) => ({ weight: weight * (at < but ? BEFORE_BUT : AFTER_BUT) }));
}

function chinese(sentence: string): Hit[] {
  const found: { at: number; weight: number }[] = [];
  let but = -1;
  let clause = 0;
  let wish = -Infinity;
  for (let i = 0; i < sentence.length; i++) {
    const sign = sentence[i]!;
    if (sign < '\u3000') {
      if (sign === ',') clause = i + 1;
      continue;
    }
    if (sign === '，' || sign === '、' || sign === '：') {
      clause = i + 1;
      if (sign === '，') wish = Math.min(wish, i - WISH_REACH / 2);
      continue;
    }
    const word = byFirst.get(sign)?.find((one) => sentence.startsWith(one, i));
    if (word === undefined) {
      const turn = words.BUT_ZH.find((one) => sentence.startsWith(one, i));
      if (turn) but = i;
      if (words.WISH_ZH.some((one) => sentence.startsWith(one, i))) wish = i;
      continue;
    }
    let weight = words.ZH.get(word)!;
    const before = sentence.slice(Math.max(clause, i - REACH_ZH), i);
    if (weight > 0 && i - wish <= WISH_REACH) weight = 0;
    else {
      for (const [degree, times] of words.DEGREE_ZH) if (before.includes(degree)) weight *= times;
      if (words.NOT_ZH.some((not) => before.includes(not))) weight *= TURNED * (weight > 0 ? 1.6 : 1);
    }
    if (weight !== 0) found.push({ at: i, weight });
    i += word.length - 1;
  }
  return weigh(found, but);
}

function english(sentence: string): Hit[] {
  if (!/[A-Za-z]{3}/.test(sentence)) return [];
  const tokens =
    sentence
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[a-z']+/g) ?? [];
  const found: { at: number; weight: number }[] = [];
  let but = -1;
  let wish = -Infinity;
  for (const [i, token] of tokens.entries()) {
    if (words.BUT_EN.has(token)) but = i;
    if (words.WISH_EN.has(token)) wish = i;
    const pair = `${token} ${tokens[i + 1] ?? ''}`;
    let weight = words.EN.get(pair) ?? words.EN.get(token);
    if (weight === undefined) continue;
    const before = tokens.slice(Math.max(0, i - REACH_EN), i);
    if (weight > 0 && i - wish <= REACH_EN + 2) continue;
    for (const one of before) weight *= words.DEGREE_EN.get(one) ?? 1;
    if (before.some((one) => words.NOT_EN.has(one))) weight *= TURNED * (weight > 0 ? 1.6 : 1);
    found.push({ at: i, weight });
  }
  return weigh(found, but);
}
