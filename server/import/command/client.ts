/** The calls of the import command to a server. */
import { open } from 'node:fs/promises';
import { PIECE_BYTES, type ImportJob } from '../../../contract/import.ts';

/** An answer that is no success. */
export class CallFailed extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const CALL_LIMIT = 90_000;

export interface Client {
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  text(path: string): Promise<string>;
  /** Sends a file in pieces; goes on where the server is after a break. */
  upload(path: string, id: string, bytes: number, onSent: (bytes: number) => void): Promise<void>;
}

/** Calls under `/api/v1/cities/<city>/imports`. Throws CallFailed, and Error where the server is not reached. */
export function client(server: string, city: string, key: string): Client {
  const base = `${server.replace(/\/+$/, '')}/api/v1/cities/${encodeURIComponent(city)}/imports`;
  const send = async (method: string, path: string, body?: unknown): Promise<string> => {
    const raw = body instanceof Uint8Array;
    let response: Response;
    try {
      response = await fetch(base + path, {
        method,
        signal: AbortSignal.timeout(CALL_LIMIT),
        headers: {
          authorization: `Bearer ${key}`,
          ...(body !== undefined && { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
        },
        ...(body !== undefined && { body: raw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
      });
    } catch (error) {
      throw new Error(`${server} is not reached: ${(error as Error).message}`, { cause: error });
    }
    const text = await response.text();
    if (response.ok) return text;
    let rule = text.slice(0, 300);
    try {
      const { error } = JSON.parse(text) as { error: { path: string; rule: string } };
      rule = `${error.path} ${error.rule}`.trim();
    } catch {
      // Not from the wall itself, such as from a proxy: told as it is.
    }
    throw new CallFailed(response.status, rule);
  };
  return {
    call: async <T>(method: string, path: string, body?: unknown) => {
      const text = await send(method, path, body);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    text: (path) => send('GET', path),
    async upload(path, id, bytes, onSent) {
      const file = await open(path, 'r');
      try {
        for (let from = 0; from < bytes;) {
          const { buffer, bytesRead } = await file.read(new Uint8Array(PIECE_BYTES), 0, PIECE_BYTES, from);
          if (bytesRead === 0) throw new Error(`${path} became shorter while it was sent`);
          const answer = await send('PUT', `/${id}/file?from=${from}`, buffer.subarray(0, bytesRead));
          from = (JSON.parse(answer) as ImportJob).received;
          onSent(from);
        }
      } finally {
        await file.close();
      }
    },
  };
}
