/** Asks an Open311 server: bounded in time, size and tries, in the format that it has. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../../contract/time.ts';
import type { Open311Source } from '../../../contract/source.ts';
import { SourceFault } from '../source.ts';
import { readReply, UnreadableReply, type Reply } from './reply.ts';

export interface ClientParts {
  settings: Pick<Open311Source, 'url' | 'jurisdiction' | 'query' | 'format' | 'timeout'>;
  apiKey?: string;
  random(): number;
  /** Bytes of a reply. */
  maxBytes?: number;
  /** Before the second try, ms; twice as long before the third. */
  pause?: number;
}

export interface Client {
  /** Requests made so far. */
  readonly asked: number;
  /** The records of a resource. Rejects with SourceFault; ends with the reason of `signal` when that is aborted. */
  list(resource: 'requests' | 'services', params: Record<string, string>, signal: AbortSignal): Promise<unknown[]>;
}

const TIMEOUT = 30;
const MAX_BYTES = 16 << 20;
const TRIES = 3;
const PAUSE = 500;
/** A wait that the server asks for is waited within a poll up to this, ms; else the poll ends. */
const SHORT_WAIT = 5 * SECOND;
/** Answers after which the other format is tried. */
const NO_SUCH_FORMAT = new Set([400, 404, 406, 415, 501]);
const SAID_MAX = 200;

const shortened = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, SAID_MAX);

/** Text of a body by the encoding that its header or itself names, else UTF-8, else what most servers mean that are not. */
export function decode(bytes: Uint8Array, contentType: string | null): string {
  const named =
    /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? '')?.[1] ??
    /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)/i.exec(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))?.[1];
  const read = (label: string, fatal: boolean): string | null => {
    try {
      return new TextDecoder(label, { fatal }).decode(bytes);
    } catch {
      return null;
    }
  };
  // What is UTF-8 throughout is UTF-8, whatever its header says.
  return read('utf-8', true) ?? (named ? read(named, false) : null) ?? read('windows-1252', false)!;
}

async function bodyOf(answer: Response, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (answer.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    // Leaving the loop cancels the rest.
    if (bytes > maxBytes) throw new SourceFault(`the reply has more than ${maxBytes} bytes`, 413);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function retryAfterOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * SECOND : Date.parse(header) - Date.now();
  return ms > 0 ? ms : undefined;
}

/** What a server says in the body of an error, in a few words. */
function saidIn(text: string): string {
  try {
    const reply = readReply(text);
    return reply.kind === 'errors' ? `: ${shortened(reply.text)}` : '';
  } catch {
    return '';
  }
}

export function openClient(parts: ClientParts): Client {
  const { settings, apiKey, random, maxBytes = MAX_BYTES, pause = PAUSE } = parts;
  const timeout = (settings.timeout ?? TIMEOUT) * SECOND;
  const formats = settings.format ? [settings.format] : (['json', 'xml'] as const);
  let format = 0;
  /** Whether a reply in the present format was read: it is kept to then. */
  let proven = false;
  let asked = 0;

  const addressOf = (resource: string, params: Record<string, string>): URL => {
    const url = new URL(settings.url);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/${resource}.${formats[format]!}`;
    const all = {
      ...(settings.jurisdiction && { jurisdiction_id: settings.jurisdiction }),
      ...settings.query,
      ...params,
      ...(apiKey && { api_key: apiKey }),
    };
    for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
    return url;
  };

  /** One request. `where`: how it is named in words, without its parameters, which may be secret. */
  const once = async (
    resource: 'requests' | 'services',
    params: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Reply> => {
    const url = addressOf(resource, params);
    const where = `${url.host}${url.pathname}`;
    const within = AbortSignal.timeout(timeout);
    asked++;
    try {
      const answer = await fetch(url, {
        headers: { accept: 'application/json, text/xml, application/xml;q=0.9', 'user-agent': 'hotline-wall' },
        redirect: 'manual',
        signal: AbortSignal.any([signal, within]),
      });
      if (answer.status >= 300 && answer.status < 400) {
        await answer.body?.cancel();
        // Not followed: a key would go with it to wherever it leads.
        const [to] = (answer.headers.get('location') ?? 'nowhere').split('?');
        throw new SourceFault(`${where} leads on to ${shortened(to!)}: name that in the profile`, answer.status);
      }
      const text = decode(await bodyOf(answer, maxBytes), answer.headers.get('content-type'));
      if (!answer.ok) {
        const after = retryAfterOf(answer.headers.get('retry-after'));
        throw new SourceFault(`${where} answers ${answer.status}${saidIn(text)}`, answer.status, after);
      }
      const reply = readReply(text, resource);
      if (reply.kind === 'errors') throw new SourceFault(`${where} answers with an error: ${shortened(reply.text)}`);
      return reply;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof SourceFault) throw error;
      if (error instanceof UnreadableReply) throw new SourceFault(`the reply of ${where} ${error.message}`);
      if (within.aborted) throw new SourceFault(`${where} does not answer within ${timeout / SECOND} s`);
      const { message, cause } = error as Error;
      throw new SourceFault(`${where} cannot be reached: ${(cause as Error | undefined)?.message ?? message}`);
    }
  };

  const mayPass = (fault: SourceFault): boolean =>
    fault.status === undefined ||
    fault.status === 408 ||
    (fault.status === 429 && fault.retryAfter !== undefined) ||
    fault.status >= 500;

  const patiently = async (
    resource: 'requests' | 'services',
    params: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Reply> => {
    for (let left = TRIES - 1, wait = pause; ; left--, wait *= 2) {
      try {
        return await once(resource, params, signal);
      } catch (error) {
        if (!(error instanceof SourceFault) || left === 0 || !mayPass(error) || (error.retryAfter ?? 0) > SHORT_WAIT)
          throw error;
        await sleep(Math.max(error.retryAfter ?? 0, wait * (0.5 + random())), undefined, { signal });
      }
    }
  };

  return {
    get asked() {
      return asked;
    },
    async list(resource, params, signal) {
      let reply: Reply;
      try {
        reply = await patiently(resource, params, signal);
      } catch (error) {
        const other =
          !proven && error instanceof SourceFault && NO_SUCH_FORMAT.has(error.status ?? 0) && formats.length > 1;
        if (!other) throw error;
        format = 1 - format;
        // What the first format said is more to the point than that there is no other.
        reply = await patiently(resource, params, signal).catch((second: unknown) => {
          format = 1 - format;
          throw signal.aborted ? second : error;
        });
      }
      proven = true;
      if (!('records' in reply)) throw new SourceFault(`the reply is no list of ${resource} but a ${reply.kind}`);
      if (reply.kind !== resource && reply.records.length > 0)
        throw new SourceFault(`the reply is a list of ${reply.kind} and not of ${resource}`);
      return reply.records;
    },
  };
}
