/**
 * Category and unit for tickets that come without one. Two classifiers that learn from tickets that have them; the category
 * is suggested as deep in its tree as the evidence goes: the leaf, or else a node above it.
 */
import { Classifier, type ClassifierState, type Suggestion } from './classifier.ts';

/** What was set of a ticket by a source or a person. Null: nothing. */
export interface SetOf {
  category: string | null;
  unit: string | null;
}
export interface Suggested {
  category: Suggestion | null;
  unit: Suggestion | null;
}
export interface SuggesterState {
  leaf: ClassifierState;
  branch: ClassifierState;
  unit: ClassifierState;
}

/** A node above: 05.03.12 → 05.03. */
const above = (code: string): string => code.split('.').slice(0, 2).join('.');

export class Suggester {
  #leaf = new Classifier();
  #branch = new Classifier();
  #unit = new Classifier();

  /** Learns from a ticket what was set of it, or (`sign` −1) unlearns it. */
  learn(words: readonly string[], set: SetOf, sign: 1 | -1): void {
    if (set.category !== null) {
      this.#leaf.learn(words, set.category, sign);
      this.#branch.learn(words, above(set.category), sign);
    }
    if (set.unit !== null) this.#unit.learn(words, set.unit, sign);
  }

  /**
   * Measures how often its guesses are right, on tickets that it has learned: without it nothing is confident enough to be
   * suggested. Once a day on some thousand recent ones is enough.
   */
  calibrate(tickets: readonly { words: readonly string[]; set: SetOf }[]): void {
    for (const done of this.calibrating(tickets)) void done;
  }

  /** The same, with pauses. */
  *calibrating(tickets: readonly { words: readonly string[]; set: SetOf }[]): Generator<void> {
    const labelled = (label: (set: SetOf) => string | null) =>
      tickets.flatMap(({ words, set }) => {
        const own = label(set);
        return own === null ? [] : [{ words, label: own }];
      });
    yield* this.#leaf.calibrating(labelled(({ category }) => category));
    yield* this.#branch.calibrating(labelled(({ category }) => (category === null ? null : above(category))));
    yield* this.#unit.calibrating(labelled(({ unit }) => unit));
  }

  /** Suggestions for what is not set; never for what is. `least`: how often suggestions like it must have been right. */
  suggest(words: readonly string[], set: SetOf, least = 0.8): Suggested {
    const category =
      set.category === null ? (this.#leaf.suggest(words, least) ?? this.#branch.suggest(words, least)) : null;
    return { category, unit: set.unit === null ? this.#unit.suggest(words, least) : null };
  }

  state(): SuggesterState {
    return { leaf: this.#leaf.state(), branch: this.#branch.state(), unit: this.#unit.state() };
  }

  static from(state: SuggesterState): Suggester {
    const made = new Suggester();
    made.#leaf = Classifier.from(state.leaf);
    made.#branch = Classifier.from(state.branch);
    made.#unit = Classifier.from(state.unit);
    return made;
  }
}
