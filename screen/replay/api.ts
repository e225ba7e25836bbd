/** What is asked of the server about replays and stories. All reject with ApiError, or with what fetch rejects with. */
import type { ReplayAsk, ReplayChange, ReplayState, ReplayTimeline, Story, StoryItem } from '../../contract/replay.ts';
import { ApiError, ask } from '../api.ts';

/** The calls for one city. `token` gives the key of a desk, for what needs one. */
export function replayApi(city: string, token: () => string | null) {
  const base = `/api/v1/cities/${encodeURIComponent(city)}`;
  const change = <T>(method: string, path: string, body?: unknown, keyed = false): Promise<T> => {
    const key = keyed ? token() : null;
    return ask<T>(`${base}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== null && { authorization: `Bearer ${key}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  };
  const one = (id: string): string => `/replays/${encodeURIComponent(id)}`;
  return {
    open: (given: ReplayAsk) => change<ReplayState>('POST', '/replays', given),
    /**
     * How a replay stands; ApiError 404 where it runs no longer. It is looked for among those that run: who follows one asks
     * until it has ended, and a browser would call each answer "there is none" an error of the page.
     */
    async state(id: string): Promise<ReplayState> {
      const { replays } = await ask<{ replays: ReplayState[] }>(`${base}/replays`);
      const found = replays.find((one) => one.id === id);
      if (!found) throw new ApiError(404, '/id', 'there is no such replay of this city');
      return found;
    },
    timeline: (id: string) => ask<ReplayTimeline>(`${base}${one(id)}/timeline`),
    change: (id: string, given: ReplayChange) =>
      change<ReplayState>('PATCH', one(id), given, given.everyone !== undefined),
    /** The key is sent along where there is one: a replay that all walls show ends by a desk only. */
    end: (id: string) => change<void>('DELETE', one(id), undefined, true),
    stories: () => ask<{ stories: StoryItem[] }>(`${base}/stories`),
    putStory: (id: string, story: Story) => change<StoryItem>('PUT', `/stories/${encodeURIComponent(id)}`, story, true),
  };
}
export type ReplayApi = ReturnType<typeof replayApi>;
