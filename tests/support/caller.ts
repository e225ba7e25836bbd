/** Calls of the API of a city of which the refusals are looked at too. */
import type { TestServer } from './server.ts';

export interface Answer<T> {
  status: number;
  /** Of an empty answer: {}. */
  body: T & { error?: { path: string; rule: string } };
}

/** Calls a path of Wuxi on the server that there is at the time, with a key or (empty) without. */
export const caller =
  (server: () => TestServer) =>
  async <T = Record<string, unknown>>(method: string, path: string, token = '', body?: unknown): Promise<Answer<T>> => {
    const response = await fetch(`${server().address}/api/v1/cities/wuxi${path}`, {
      method,
      headers: {
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Answer<T>['body'] };
  };
