/** Silences of a city: kept in the shared state, ended ones for a week. */
import type { Silence } from '../../contract/rule.ts';
import { DAY } from '../../contract/time.ts';
import type { State } from '../state/state.ts';

const MAX = 500;
const KEPT = 7 * DAY;

export const silencesOf = (city: string): string => `silences:${city}`;

/** All that are kept, by id. */
export async function listSilences(state: State, city: string): Promise<{ id: string; silence: Silence }[]> {
  const items = await state.list(silencesOf(city), '', MAX);
  return items.map(({ id, value }) => ({ id, silence: value as unknown as Silence }));
}

/** Keeps a silence under an id; lets go of those that ended long ago. Gives false where there are too many. */
export async function putSilence(
  state: State,
  city: string,
  id: string,
  silence: Silence,
  now: number,
): Promise<boolean> {
  const all = await listSilences(state, city);
  for (const one of all) if (one.silence.to < now - KEPT) await state.drop(silencesOf(city), one.id);
  if (all.length >= MAX && !all.some((one) => one.id === id)) return false;
  await state.put(silencesOf(city), id, silence as never);
  return true;
}
