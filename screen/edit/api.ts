/** What the editor asks of the server. All reject with ApiError, or with what fetch rejects with. */
import type { KeptScene, Scene, ScenesAnswer, SceneVersion } from '../../contract/scene.ts';
import { ask } from '../api.ts';

/** The calls for one city; `token` gives the key of the desk for those that change something. */
export function sceneApi(city: string, token: () => string | null) {
  const base = `/api/v1/cities/${encodeURIComponent(city)}/scenes`;
  const call = <T>(method: string, path: string, body?: unknown): Promise<T> =>
    ask<T>(base + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token() !== null && { authorization: `Bearer ${token()}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
  const one = encodeURIComponent;
  return {
    scenes: () => call<ScenesAnswer>('GET', ''),
    versions: (scene: string) => call<{ versions: SceneVersion[] }>('GET', `/${one(scene)}/versions`),
    version: (scene: string, version: number) => call<KeptScene>('GET', `/${one(scene)}/versions/${version}`),
    make: (scene: Scene, by: string, comment: string) => call<SceneVersion>('POST', '', { by, comment, scene }),
    save: (scene: Scene, base: number, by: string, comment: string) =>
      call<SceneVersion>('POST', `/${one(scene.id)}/versions`, { base, by, comment, scene }),
    back: (scene: string, base: number, to: number, by: string) =>
      call<SceneVersion>('POST', `/${one(scene)}/rollback`, { base, by, to }),
    remove: (scene: string, base: number, by: string) =>
      call<SceneVersion>('POST', `/${one(scene)}/delete`, { base, by }),
    hide: (scene: string, base: number, by: string) => call<SceneVersion>('POST', `/${one(scene)}/hide`, { base, by }),
  };
}
export type SceneApi = ReturnType<typeof sceneApi>;
