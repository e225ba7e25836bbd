/** Codes by which somebody may drive one wall for some hours, without a key of their own. Only hashes are kept. */
import type { Json } from '../../contract/text.ts';
import { HOUR } from '../../contract/time.ts';
import { PRESENTER_HOURS } from '../../contract/wall.ts';
import type { State } from '../state/state.ts';
import { code, fits, hashOf, type Chance } from './secret.ts';

const presentersOf = (city: string): string => `presenters:${city}`;
export const PRESENTER_LIVES = PRESENTER_HOURS * HOUR;
export const PRESENTERS_MAX = 100;
const TOKEN = /^hp_([A-Z0-9]{12})$/;
const ID_CHARS = 4;

/** `until` is Unix ms of the machine's clock. */
export interface Presenter {
  id: string;
  wall: string;
  hash: string;
  by: string;
  until: number;
}

export interface PresenterParts {
  city: string;
  state: State;
  machine(): number;
  chance: Chance;
}

/** Those that are good now; the others are let go of. */
export async function listPresenters({ city, state, machine }: PresenterParts): Promise<Presenter[]> {
  const all = (await state.list(presentersOf(city), '', PRESENTERS_MAX * 2)).map(({ value }) => value as unknown as Presenter); // prettier-ignore
  for (const one of all) if (one.until <= machine()) await state.drop(presentersOf(city), one.id);
  return all.filter(({ until }) => until > machine());
}

/** A new code; it is told this once. Null where there are too many. */
export async function makePresenter(parts: PresenterParts, wall: string, by: string): Promise<{ token: string; presenter: Presenter } | null> {
  const { city, state, machine, chance } = parts;
  if ((await listPresenters(parts)).length >= PRESENTERS_MAX) return null;
  for (;;) {
    const text = code(chance, 12);
    const token = `hp_${text}`;
    const presenter: Presenter = { id: text.slice(0, ID_CHARS), wall, hash: hashOf(token), by, until: machine() + PRESENTER_LIVES };
    const kept = (await state.make(presentersOf(city), presenter.id, presenter as unknown as Json)) as unknown as Presenter;
    if (kept.hash === presenter.hash) return { token, presenter };
  }
} // prettier-ignore

/** The presenter of a code, or null. */
export async function presenterOf({ city, state, machine }: PresenterParts, token: string): Promise<Presenter | null> {
  const id = TOKEN.exec(token)?.[1]!.slice(0, ID_CHARS);
  const found = id === undefined ? null : ((await state.get(presentersOf(city), id)) as unknown as Presenter | null);
  const same = fits(token, found?.hash ?? hashOf(''));
  return found && same && found.until > machine() ? found : null;
}

/** False where there is none. */
export const dropPresenter = ({ city, state }: PresenterParts, id: string): Promise<boolean> =>
  state.drop(presentersOf(city), id);
