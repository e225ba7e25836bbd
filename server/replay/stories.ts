/** Stories: replays that were saved under a name, with chapters. They are in the shared state, for all servers. */
import type { Story } from '../../contract/replay.ts';
import type { State } from '../state/state.ts';

export const storiesOf = (city: string): string => `stories:${city}`;
/** Stories of one city at most. */
export const STORIES_MAX = 200;

/** All stories of a city, by their names. */
export async function listStories(state: State, city: string): Promise<{ id: string; story: Story }[]> {
  const entries = await state.list(storiesOf(city));
  return entries
    .map(({ id, value }) => ({ id, story: value as unknown as Story }))
    .sort((a, b) => (a.story.names.zh < b.story.names.zh ? -1 : 1));
}
