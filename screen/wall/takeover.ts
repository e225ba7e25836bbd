/**
 * A red alert that nobody has takes the wall: one at a time, each once, until somebody has it or its time is up; then a
 * line at the top stays. Pure; `at` is local and monotonic, `clock` the city's, both ms.
 */
import type { AlertCard } from '../../contract/alert.ts';
import { inNeed, waits } from '../../widgets/shared/alerts.ts';

/** How long one has the wall. */
export const HOLD = 60_000;

export interface Red {
  id: string;
  card: AlertCard;
}

export interface Takeover {
  /** The one that has the wall, and since when. */
  current: { id: string; from: number } | null;
  /** Those that have it or had it; null before the first list. */
  shown: ReadonlySet<string> | null;
}

export const NOTHING: Takeover = { current: null, shown: null };

/** Red alerts that nobody has, the one that has lasted longest first. */
export const redsOf = (cards: Readonly<Record<string, AlertCard>>): Red[] =>
  inNeed(cards)
    .filter(([, card]) => card.level === 1 && waits(card))
    .map(([id, card]) => ({ id, card }));

/** What follows from the red alerts of now. A screen that is switched on shows old news as a line only. */
export function follow(state: Takeover, reds: readonly Red[], at: number, clock: number): Takeover {
  const there = new Set(reds.map(({ id }) => id));
  const shown =
    state.shown === null
      ? new Set(reds.filter(({ card }) => clock - card.updated > HOLD).map(({ id }) => id))
      : new Set([...state.shown].filter((id) => there.has(id)));
  const held = state.current && there.has(state.current.id) && at - state.current.from < HOLD ? state.current : null;
  const next = held ? undefined : reds.find(({ id }) => !shown.has(id));
  if (next) shown.add(next.id);
  return { current: held ?? (next ? { id: next.id, from: at } : null), shown };
}

/** The scene is given back before the time is up. */
export const fold = (state: Takeover): Takeover => ({ ...state, current: null });

/** The one that a person touched on the line has the wall again. */
export const recall = (state: Takeover, id: string, at: number): Takeover => ({ ...state, current: { id, from: at } });

/** How long the current one still has the wall, ms; null where none does. */
export const left = ({ current }: Takeover, at: number): number | null =>
  current ? Math.max(0, current.from + HOLD - at) : null;
