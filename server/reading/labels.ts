/** Categories and units that words suggest, learned from the tickets that have them. What a person set is never touched. */
import type { READ_DATA } from '../../contract/issue.ts';
import type { Static } from 'typebox';
import { Suggester, type SetOf } from '../text/category/suggest.ts';
import type { ReadTicket } from './said.ts';

/** Recent tickets by which it is measured how often suggestions are right. */
const MEASURED = 2000;
const LEAST = 0.8;

/** What a person or a source set. */
const setOf = ({ category, categoryBy, unit }: ReadTicket): SetOf => ({
  category: categoryBy === 'person' ? category : null,
  unit,
});

/** Whether something is to be learned of what became of a ticket; null: it was not there. */
export function teaches(before: ReadTicket | null, after: ReadTicket): boolean {
  if (!before) return true;
  const [was, is] = [setOf(before), setOf(after)];
  return was.category !== is.category || was.unit !== is.unit || before.terms !== after.terms;
}

export class Labels {
  readonly #suggester = new Suggester();
  /** The latest that had a label, oldest first. */
  readonly #recent = new Map<string, ReadTicket>();
  #calibration: Generator<void> | null = null;

  /** `least`: how often suggestions like it must have been right, 0–1. */
  constructor(private readonly least: number = LEAST) {}

  /** Follows what became of a ticket, as far as it `teaches`; null: it was not there. */
  change(before: ReadTicket | null, after: ReadTicket): void {
    if (before) {
      this.#suggester.learn(before.terms, setOf(before), -1);
      this.#recent.delete(before.id);
    }
    const set = setOf(after);
    this.#suggester.learn(after.terms, set, 1);
    if (set.category === null && set.unit === null) return;
    this.#recent.set(after.id, after);
    if (this.#recent.size > MEASURED) this.#recent.delete(this.#recent.keys().next().value!);
  }

  /** Begins to measure anew how often it is right. */
  calibrate(): void {
    const tickets = [...this.#recent.values()].map((row) => ({ words: row.terms, set: setOf(row) }));
    this.#calibration = this.#suggester.calibrating(tickets);
  }

  /** Measures on for as long as `more` says. Returns whether something is left. */
  measure(more: () => boolean): boolean {
    while (this.#calibration && more()) if (this.#calibration.next().done) this.#calibration = null;
    return this.#calibration !== null;
  }

  /** What its words suggest of what is not set; null: nothing that is sure enough. */
  suggest(row: ReadTicket): Omit<Static<(typeof READ_DATA)['hotline.ticket.read']>, 'issue'> | null {
    const { category, unit } = this.#suggester.suggest(row.terms, setOf(row), this.least);
    if (!category && !unit) return null;
    return {
      ...(category && { category: category.label, confidence: Math.round(category.confidence * 1000) / 1000 }),
      ...(unit && { unit: unit.label }),
    };
  }
}
