/** The server's questions and answers, typed by the contract. */
import type { CityFace } from '../contract/city.ts';
import type { CountAnswer, CountQuery, ListAnswer, ListQuery, TicketAnswer } from '../contract/query.ts';
import type { ScenesAnswer } from '../contract/scene.ts';
import type { Text } from '../contract/text.ts';

/** What went wrong with a request: the server's own path and rule, or the status where it gave none. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly path: string,
    readonly rule: string,
  ) {
    super(path ? `${path}: ${rule}` : rule);
  }
}

/** Asks the server. An answer without a body is undefined. */
export async function ask<T>(url: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(url, { ...init, headers: { accept: 'application/json', ...init.headers } });
  if (response.status === 204) return undefined as T;
  if (response.ok) return (await response.json()) as T;
  const body = (await response.json().catch(() => null)) as { error?: { path?: string; rule?: string } } | null;
  throw new ApiError(response.status, body?.error?.path ?? '', body?.error?.rule ?? `HTTP ${response.status}`);
}

const post = <T>(url: string, body: unknown, signal?: AbortSignal): Promise<T> =>
  ask<T>(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' }, signal });

/** All methods reject with ApiError, or with what fetch rejects with (no connection, aborted). */
export const api = {
  cities: () => ask<{ id: string; names: Text }[]>('/api/v1/cities'),
  city: (id: string) => ask<CityFace>(`/api/v1/cities/${encodeURIComponent(id)}`),
  scenes: (city: string) =>
    ask<ScenesAnswer>(`/api/v1/cities/${encodeURIComponent(city)}/scenes`, { signal: AbortSignal.timeout(10_000) }),
  count: (query: CountQuery, signal?: AbortSignal) => post<CountAnswer>('/api/v1/query/count', query, signal),
  list: (query: ListQuery, signal?: AbortSignal) => post<ListAnswer>('/api/v1/query/list', query, signal),
  ticket: (city: string, id: string, signal?: AbortSignal) =>
    ask<TicketAnswer>(`/api/v1/cities/${encodeURIComponent(city)}/tickets/${encodeURIComponent(id)}`, { signal }),
};
export type Api = typeof api;
