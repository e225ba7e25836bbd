/**
 * Suggests a label (category code or unit) for a ticket that came without one, from those that have one: complement naive
 * Bayes (Rennie et al. 2003) over hashed words. Learning is a sum: its order does not matter, and what is learned can be
 * unlearned, so that a fact that changes takes away what it taught (rule F1) and a restart learns the same from the facts.
 *
 * It suggests and never decides: whoever shows a suggestion keeps it apart from what a person or a source has set, and
 * asks only where nothing is set. A ticket whose label is a suggestion must not be learned from.
 */
import { keyOf } from '../hot/table.ts';

/** Words are told apart by this many bits of their hash; two with the same bits share their counts. */
const BITS = 15;
const WIDTH = 1 << BITS;
/** Words of one text that are looked at. */
const MOST_WORDS = 200;
/** Labels beyond this many are not learned. */
const MOST_LABELS = 1_024;
/** Added to every count, so that a word never seen decides nothing. */
const SMOOTHING = 0.3;
/** Steps of the margin in which it is noted how often the suggestion was right. */
const STEPS = 24;
/** What a step is taken to have been right before anything was noted, and how many looks that is worth. */
const PRIOR = 0.5;
const PRIOR_LOOKS = 4;

export interface Suggestion {
  label: string;
  /** Share of guesses with this margin that were right (0 to 1), on texts whose label was set (`calibrate`). */
  confidence: number;
}

export interface ClassifierState {
  labels: string[];
  /** Texts, words and counts of words (flat pairs of word and count) of each label. */
  texts: number[];
  counts: number[][];
  /** Of each step: looks, and how many were right. */
  looks: number[];
  right: number[];
}

interface Label {
  name: string;
  texts: number;
  words: number;
  counts: Map<number, number>;
}

export class Classifier {
  readonly #labels = new Map<string, Label>();
  /** Counts of each word, and of all words, over all labels. */
  readonly #all = new Int32Array(WIDTH);
  #words = 0;
  #texts = 0;
  readonly #looks = Array.from({ length: STEPS }, () => 0);
  readonly #right = Array.from({ length: STEPS }, () => 0);

  /** Labels that it knows. */
  get labels(): number {
    let known = 0;
    for (const { texts } of this.#labels.values()) if (texts > 0) known++;
    return known;
  }

  /** Learns the words of a text with the label that was set, or (`sign` −1) unlearns them. */
  learn(words: readonly string[], label: string, sign: 1 | -1): void {
    let entry = this.#labels.get(label);
    if (!entry) {
      if (this.#labels.size >= MOST_LABELS) return;
      this.#labels.set(label, (entry = { name: label, texts: 0, words: 0, counts: new Map() }));
    }
    entry.texts += sign;
    this.#texts += sign;
    for (const word of hashed(words)) {
      const count = (entry.counts.get(word) ?? 0) + sign;
      if (count === 0) entry.counts.delete(word);
      else entry.counts.set(word, count);
      entry.words += sign;
      this.#all[word]! += sign;
      this.#words += sign;
    }
    if (entry.texts === 0 && entry.counts.size === 0) this.#labels.delete(label);
  }

  /**
   * Measures anew how often its best guess is right at each margin: every text given (learned before, with its label) is
   * taken out, guessed at and put back. From this `suggest` tells its confidence. What it gives depends on the texts given
   * and on what is learned, on no order. About as long as one `suggest` a text: some thousand recent ones are enough.
   */
  calibrate(texts: Iterable<{ words: readonly string[]; label: string }>): void {
    for (const done of this.calibrating(texts)) void done;
  }

  /** The same, with a pause after each text; what it measured holds from its end on. */
  *calibrating(texts: Iterable<{ words: readonly string[]; label: string }>): Generator<void> {
    const looks = Array.from({ length: STEPS }, () => 0);
    const right = Array.from({ length: STEPS }, () => 0);
    for (const { words, label } of texts) {
      this.learn(words, label, -1);
      const best = this.#best(words);
      this.learn(words, label, 1);
      if (best) {
        const step = stepOf(best.margin);
        looks[step]!++;
        if (best.label === label) right[step]!++;
      }
      yield;
    }
    this.#looks.splice(0, STEPS, ...looks);
    this.#right.splice(0, STEPS, ...right);
  }

  /** The most likely label, where suggestions like it were right at least `least` of the time (0 to 1); else null. */
  suggest(words: readonly string[], least = 0.8): Suggestion | null {
    const best = this.#best(words);
    if (!best) return null;
    const confidence = this.#confidence(stepOf(best.margin));
    return confidence >= least ? { label: best.label, confidence } : null;
  }

  /** Right suggestions ÷ suggestions at this margin; never lower than at smaller ones (pool of adjacent violators). */
  #confidence(step: number): number {
    const pools: { looks: number; right: number; to: number }[] = [];
    for (let i = 0; i < STEPS; i++) {
      pools.push({
        looks: this.#looks[i]! + PRIOR_LOOKS / STEPS,
        right: this.#right[i]! + (PRIOR * PRIOR_LOOKS) / STEPS,
        to: i,
      });
      for (
        let last = pools.at(-1)!, before = pools.at(-2);
        before && before.right * last.looks >= last.right * before.looks;
        before = pools.at(-2)
      ) {
        pools.pop();
        before.looks += last.looks;
        before.right += last.right;
        before.to = last.to;
        last = before;
      }
    }
    const pool = pools.find(({ to }) => step <= to)!;
    return pool.right / pool.looks;
  }

  /** The label of the largest weight, and by how much a word it is ahead of the next one. */
  #best(words: readonly string[]): { label: string; margin: number } | null {
    const asked = [...hashed(words)].filter((word) => this.#all[word]! > 0);
    if (asked.length === 0) return null;
    let [best, next] = [-Infinity, -Infinity];
    let label = '';
    for (const entry of this.#labels.values()) {
      if (entry.texts <= 0) continue;
      const weight = this.#weight(entry, asked);
      // Labels of the same weight are told apart by their names, not by the order in which they came.
      if (weight > best || (weight === best && entry.name < label)) {
        next = Math.max(next, best);
        best = weight;
        label = entry.name;
      } else next = Math.max(next, weight);
    }
    if (label === '') return null;
    return { label, margin: next === -Infinity ? Infinity : best - next };
  }

  /** Log odds of the words in texts of this label against those in all others, and of the label itself. */
  #weight(entry: Label, asked: readonly number[]): number {
    const others = this.#words - entry.words;
    const room = SMOOTHING * WIDTH;
    let weight = Math.log((entry.texts + 1) / (this.#texts - entry.texts + 1));
    for (const word of asked) {
      const own = entry.counts.get(word) ?? 0;
      const inOwn = (own + SMOOTHING) / (entry.words + room);
      const inOthers = (this.#all[word]! - own + SMOOTHING) / (others + room);
      weight += Math.log(inOwn / inOthers);
    }
    return weight;
  }

  /** All it knows, as plain data; the order of labels and words is fixed. */
  state(): ClassifierState {
    const labels = [...this.#labels.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return {
      labels: labels.map(({ name }) => name),
      texts: labels.map(({ texts }) => texts),
      counts: labels.map(({ counts }) => [...counts].sort((a, b) => a[0] - b[0]).flat()),
      looks: [...this.#looks],
      right: [...this.#right],
    };
  }

  /** A classifier that knows what another one knew. */
  static from(state: ClassifierState): Classifier {
    const made = new Classifier();
    for (const [i, name] of state.labels.entries()) {
      const entry: Label = { name, texts: state.texts[i]!, words: 0, counts: new Map() };
      const flat = state.counts[i]!;
      for (let at = 0; at < flat.length; at += 2) {
        const [word, count] = [flat[at]!, flat[at + 1]!];
        entry.counts.set(word, count);
        entry.words += count;
        made.#all[word]! += count;
      }
      made.#words += entry.words;
      made.#texts += entry.texts;
      made.#labels.set(name, entry);
    }
    for (let i = 0; i < STEPS; i++) [made.#looks[i], made.#right[i]] = [state.looks[i]!, state.right[i]!];
    return made;
  }
}

/** Words as places in the tables, each once: a word said twice says nothing more. */
function hashed(words: readonly string[]): Set<number> {
  const places = new Set<number>();
  for (const word of words) {
    if (places.size >= MOST_WORDS) break;
    places.add(keyOf(word) & (WIDTH - 1));
  }
  return places;
}

/** Margins grow without bound; their steps grow with them. */
const stepOf = (margin: number): number => Math.min(STEPS - 1, Math.floor(4 * Math.log2(1 + Math.max(0, margin))));
