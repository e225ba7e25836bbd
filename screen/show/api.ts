/** What is asked of the server about walls and their screens. All reject with ApiError, or with what fetch rejects with. */
import type { Briefing, DeviceItem, DeviceReport, ShowChange, Wall, WallValue } from '../../contract/wall.ts';
import { ask } from '../api.ts';

export interface WallItem {
  id: string;
  wall: Wall;
}
export interface Place {
  wall: string;
  row: number;
  column: number;
  name: string;
}

/** The calls for one city. `token` gives a key, a presenter's code or a screen's token; null: none. */
export function wallApi(city: string, token: () => string | null) {
  const base = `/api/v1/cities/${encodeURIComponent(city)}`;
  const one = encodeURIComponent;
  const call = <T>(method: string, path: string, body?: unknown): Promise<T> =>
    ask<T>(base + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token() !== null && { authorization: `Bearer ${token()}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // A screen must not hang on an answer that never comes.
      signal: AbortSignal.timeout(10_000),
    });
  return {
    walls: () => call<{ walls: WallItem[] }>('GET', '/walls'),
    putWall: (id: string, wall: Wall) => call<WallItem>('PUT', `/walls/${one(id)}`, wall),
    dropWall: (id: string) => call<void>('DELETE', `/walls/${one(id)}`),
    change: (wall: string, change: ShowChange) => call<WallValue>('PATCH', `/walls/${one(wall)}/show`, change),
    present: (wall: string, by: string) =>
      call<{ token: string; id: string; until: number }>('POST', `/walls/${one(wall)}/presenters`, { by }),
    briefings: () => call<{ briefings: Briefing[] }>('GET', '/briefings'),
    devices: () => call<{ devices: DeviceItem[]; build: string; now: number }>('GET', '/devices'),
    claim: (code: string, place: Place, by: string) => call<void>('POST', '/devices', { code, ...place, by }),
    move: (id: string, change: Partial<Place>) => call<void>('PATCH', `/devices/${one(id)}`, change),
    reload: (id?: string) => call<void>('POST', '/devices/reload', id === undefined ? {} : { id }),
    revoke: (id: string) => call<void>('DELETE', `/devices/${one(id)}`),
    beginPairing: () => call<{ code: string; secret: string; until: number }>('POST', '/devices/pairing'),
    askPairing: (code: string, secret: string) =>
      call<{ state: 'waiting' } | { state: 'paired'; token: string; id: string; wall: string }>('POST', '/devices/pairing/ask', { code, secret }),
    /** The place of the screen whose token it is. */
    me: () => call<Place & { id: string; build: string }>('GET', '/devices/me'),
    report: (report: DeviceReport) => call<Place & { id: string; build: string }>('POST', '/devices/me', report),
  };
} // prettier-ignore
export type WallApi = ReturnType<typeof wallApi>;
