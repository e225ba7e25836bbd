/** The one way in which notices leave by HTTP: bounded in time and size, and never led elsewhere by a redirect. */
import { errorOf } from './unreached.ts';

export interface HttpRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface HttpAnswer {
  status: number;
  /** The first bytes of the body, as text. */
  body: string;
  /** Seconds of a Retry-After header, if there was one. */
  retryAfter?: number;
}

/** Posts. Rejects with NoAnswer. */
export type SendHttp = (request: HttpRequest) => Promise<HttpAnswer>;

/** No answer came. `perhaps`: the request may have arrived all the same. */
export class NoAnswer extends Error {
  constructor(
    message: string,
    readonly perhaps: boolean,
  ) {
    super(message);
  }
}

export interface HttpOptions {
  /** For the whole exchange, ms. */
  timeout?: number;
  /** Bytes of an answer that are read; what is longer is cut. */
  maxBytes?: number;
}

const TIMEOUT = 10_000;
const MAX_BYTES = 64 << 10;

async function beginning(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string> {
  if (!body) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest.
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(parts).toString('utf8', 0, maxBytes);
}

/** A sender by POST. */
export function httpSender({ timeout = TIMEOUT, maxBytes = MAX_BYTES }: HttpOptions = {}): SendHttp {
  return async ({ url, headers, body }) => {
    try {
      const signal = AbortSignal.timeout(timeout);
      const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
      const after = Number(answer.headers.get('retry-after') ?? Number.NaN);
      return {
        status: answer.status,
        body: await beginning(answer.body, maxBytes),
        ...(Number.isFinite(after) && after >= 0 && { retryAfter: after }),
      };
    } catch (error) {
      if ((error as Error).name === 'TimeoutError') throw new NoAnswer(`no answer within ${timeout} ms`, true);
      const { said, perhaps } = errorOf(error);
      throw new NoAnswer(said, perhaps);
    }
  };
}
