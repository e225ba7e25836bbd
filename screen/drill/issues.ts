/** Titles of hot issues by their ids, asked of the server once each, so that a filter by one is told by its name. */
import { reactive } from 'vue';
import { ask } from '../api.ts';

/** Kept at once; a wall that runs for months meets thousands. */
const MOST = 500;
const titles = reactive(new Map<string, string>());

/** The title of an issue of a city (or of a replay of it); its id until the server has told it, or where it knows none. */
export function issueTitle(city: string, id: string): string {
  const key = `${city}/${id}`;
  const known = titles.get(key);
  if (known !== undefined) return known;
  if (titles.size >= MOST) titles.clear();
  titles.set(key, id);
  void ask<{ row: { title: string | null } }>(
    `/api/v1/cities/${encodeURIComponent(city)}/issues/${encodeURIComponent(id)}`,
  ).then(
    ({ row }) => titles.set(key, row.title ?? id),
    // It stays the id: asking again at once would ask without end.
    () => undefined,
  );
  return id;
}
