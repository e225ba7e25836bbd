/**
 * How likely two tickets are of one issue: a logistic score over several kinds of evidence. The coefficients were fitted
 * to pairs of real messages that were grouped by hand and to simulated tickets; nothing else of either is in here. Kinds of evidence
 * overlap, so a single coefficient tells little.
 */
import { fieldOdds } from './fields.ts';
import { FLAGS, IN_NAME, IN_TITLE, IN_TITLE_NAME, NAME, TITLE, type Sketch } from './sketch.ts';

const DAY = 86_400_000;
const TITLE_NAME = TITLE | NAME;

/** The kinds of evidence and what each counts, in log-odds. */
export const COEFFICIENTS = {
  bias: -6.96,
  titleWords: -0.91,
  words: -4,
  titlePairs: 1.6,
  titleNames: 0.86,
  otherTitleNames: -0.29,
  names: 1.61,
  coveredLeast: 2.44,
  coveredMost: 1.76,
  sameArea: -1.09,
  otherArea: -1.19,
  sameRequester: -0.2,
  sameRequesterWords: 1.43,
  days: -1.01,
  rarestShared: 3.34,
  nameInTitles: 0.4,
  nameInTitleAndText: -0.68,
  nameInTexts: -0.45,
  namesShared: 1.89,
  titleMatterWords: 1.73,
  matterWords: -0.3,
  sameMatter: 0.4,
  mattersShared: 0.99,
  otherMatter: -0.23,
  strangers: -1.73,
  otherNames: 0.56,
  otherNamesAlike: 1.13,
  noMatterShared: -0.73,
  sameNameOtherMatter: -0.9,
} as const;
export type Evidence = keyof typeof COEFFICIENTS;
export const EVIDENCE = Object.keys(COEFFICIENTS) as Evidence[];
const WEIGHTS = Float64Array.from(EVIDENCE, (kind) => COEFFICIENTS[kind]);

/**
 * Scale of idf: what is rarer than in one of twenty tickets begins to tell names apart, and in one of a hundred and fifty
 * does so fully. Rarer still is not better: the names of the hottest issues are those that are told most often.
 */
const COMMON = 3;
const RARE = 2;

function bits(n: number): number {
  let count = 0;
  for (let left = n; left !== 0; left &= left - 1) count++;
  return count;
}

function cosine(dot: number, x: number, y: number): number {
  return dot > 0 ? dot / Math.sqrt(x * y) : 0;
}

function overlap(shared: number, x: number, y: number): number {
  return shared > 0 ? shared / Math.min(x, y) : 0;
}

function told(weight: number): number {
  return weight > COMMON ? Math.min(1, (weight - COMMON) / RARE) : 0;
}

/** Fills in the evidence for two sketches, in the order of EVIDENCE. */
export function evidence(a: Sketch, b: Sketch, into: Float64Array): void {
  const { sums: sa } = a;
  const { sums: sb } = b;
  let all = 0;
  let title = 0;
  let titleMatter = 0;
  let matter = 0;
  let coveredA = 0;
  let coveredB = 0;
  let rarest = 0;
  let inTitles = 0;
  let inTitleAndText = 0;
  let inTexts = 0;
  let names = 0;
  let missingA = 0;
  let missingB = 0;
  const { terms: wordsA, weights: wordWeightsA } = a.words;
  const { terms: wordsB, weights: wordWeightsB } = b.words;
  let i = 0;
  let j = 0;
  while (i < wordsA.length && j < wordsB.length) {
    const ta = wordsA[i]!;
    const tb = wordsB[j]!;
    if ((ta ^ tb) >>> 0 > FLAGS) {
      if (ta < tb) {
        if ((ta & FLAGS) === TITLE_NAME && wordWeightsA[i]! > missingA) missingA = wordWeightsA[i]!;
        i++;
      } else {
        if ((tb & FLAGS) === TITLE_NAME && wordWeightsB[j]! > missingB) missingB = wordWeightsB[j]!;
        j++;
      }
      continue;
    }
    const wa = wordWeightsA[i++]!;
    const wb = wordWeightsB[j++]!;
    const weight = Math.min(wa, wb);
    const square = wa * wb;
    const inA = (ta & TITLE) !== 0;
    const inB = (tb & TITLE) !== 0;
    all += square * (inA ? 2 : 1) * (inB ? 2 : 1);
    if (inA) coveredA += square;
    if (inB) coveredB += square;
    if (inA && inB) title += square;
    if (ta & NAME) {
      names += told(weight);
      if (weight > inTexts) inTexts = weight;
      if ((inA || inB) && weight > inTitleAndText) inTitleAndText = weight;
      if (inA && inB && weight > inTitles) inTitles = weight;
    } else {
      matter += square;
      if (inA && inB) titleMatter += square;
    }
    if ((inA || inB) && weight > rarest) rarest = weight;
  }
  for (; i < wordsA.length; i++) {
    if ((wordsA[i]! & FLAGS) === TITLE_NAME && wordWeightsA[i]! > missingA) missingA = wordWeightsA[i]!;
  }
  for (; j < wordsB.length; j++) {
    if ((wordsB[j]! & FLAGS) === TITLE_NAME && wordWeightsB[j]! > missingB) missingB = wordWeightsB[j]!;
  }
  const { terms: pairsA, weights: pairWeightsA } = a.pairs;
  const { terms: pairsB, weights: pairWeightsB } = b.pairs;
  let pairs = 0;
  let titleNames = 0;
  let anyNames = 0;
  i = j = 0;
  while (i < pairsA.length && j < pairsB.length) {
    const ta = pairsA[i]!;
    const tb = pairsB[j]!;
    if ((ta ^ tb) >>> 0 > FLAGS) {
      if (ta < tb) i++;
      else j++;
      continue;
    }
    const wa = pairWeightsA[i++]!;
    const wb = pairWeightsB[j++]!;
    const both = ta & tb;
    const weight = Math.min(wa, wb);
    if (both & IN_TITLE) pairs += wa * wb;
    if (both & IN_TITLE_NAME) titleNames += weight;
    if (both & IN_NAME) anyNames += weight;
  }
  const cosAll = cosine(all, sa.all, sb.all);
  const titleOverlap = overlap(titleNames, sa.titleNames, sb.titleNames);
  const bothNamed = sa.titleNames > 0 && sb.titleNames > 0;
  const coverA = sa.title > 0 ? coveredA / sa.title : 0;
  const coverB = sb.title > 0 ? coveredB / sb.title : 0;
  let sameArea = 0;
  for (const area of a.areas) if (b.areas.includes(area)) sameArea = 1;
  const [a0, a1] = a.titleMatters;
  const [b0, b1] = b.titleMatters;
  const shareMatter = (a0 & b0) !== 0 || (a1 & b1) !== 0;
  const bothMatter = (a0 | a1) !== 0 && (b0 | b1) !== 0;
  const countA = bits(a.matters[0]) + bits(a.matters[1]);
  const countB = bits(b.matters[0]) + bits(b.matters[1]);
  const shared = bits(a.matters[0] & b.matters[0]) + bits(a.matters[1] & b.matters[1]);
  const requester = a.requester !== 0 && a.requester === b.requester ? 1 : 0;
  const named = told(inTitleAndText);
  const sharedNames = overlap(anyNames, sa.names, sb.names);
  // Each title names something that the other ticket does not tell at all, and they share no name.
  const others = named > 0.2 ? 0 : told(Math.min(missingA, missingB)) * (1 - Math.min(1, 2 * sharedNames));

  let k = 0;
  into[k++] = 1;
  into[k++] = cosine(title, sa.title, sb.title);
  into[k++] = cosAll;
  into[k++] = cosine(pairs, sa.pairs, sb.pairs);
  into[k++] = titleOverlap;
  into[k++] = bothNamed ? 1 - titleOverlap : 0;
  into[k++] = sharedNames;
  into[k++] = Math.min(coverA, coverB);
  into[k++] = Math.max(coverA, coverB);
  into[k++] = sameArea;
  into[k++] = sameArea === 0 && a.areas.length > 0 && b.areas.length > 0 ? 1 : 0;
  into[k++] = requester;
  into[k++] = requester * cosAll;
  into[k++] = Math.log1p(Math.abs(a.at - b.at) / DAY) / 6;
  into[k++] = told(rarest);
  into[k++] = told(inTitles);
  into[k++] = named;
  into[k++] = told(inTexts);
  into[k++] = Math.log1p(names);
  into[k++] = cosine(titleMatter, sa.titleMatter, sb.titleMatter);
  into[k++] = cosine(matter, sa.matter, sb.matter);
  into[k++] = shareMatter ? 1 : 0;
  into[k++] = shared / Math.max(1, Math.min(countA, countB));
  into[k++] = bothMatter && !shareMatter ? 1 : 0;
  into[k++] = named < 0.3 ? 1 - Math.min(coverA, coverB) : 0;
  into[k++] = others;
  into[k++] = others * cosAll;
  into[k++] = countA > 0 && countB > 0 && shared === 0 ? 1 : 0;
  into[k++] = bothMatter && shared === 0 ? Math.max(named, sharedNames) : 0;
}

const scratch = new Float64Array(EVIDENCE.length);
const at = (kind: Evidence): number => EVIDENCE.indexOf(kind);
const WORDS = at('words');
const OTHER_TITLE_NAMES = at('otherTitleNames');
const NAMES = at('names');
const NAMED = at('nameInTitleAndText');
/** What is left of a likeness where texts are much the same but the titles name different places. */
const COPIED = 0.1;

/** Probability that both are of one issue, 0 to 1. */
export function likeness(a: Sketch, b: Sketch): number {
  // The same words, be they ever so common by now.
  if (a.whole !== 0 && a.whole === b.whole) return 1;
  evidence(a, b, scratch);
  let z = fieldOdds(a.fields, b.fields, scratch[NAMED]!);
  for (let k = 0; k < scratch.length; k++) z += WEIGHTS[k]! * scratch[k]!;
  const probability = 1 / (1 + Math.exp(-z));
  // The same sentences about another place: written by the same template, or copied by a neighbour's neighbour.
  const copied = scratch[WORDS]! > 0.5 && scratch[OTHER_TITLE_NAMES]! > 0.7 && scratch[NAMES]! < 0.5;
  return copied ? probability * COPIED : probability;
}
