/** What the robots of group chats have in common: their answers are JSON that says by a code whether they took it. Pure. */
import { oneLine } from './escape.ts';
import type { HttpAnswer } from './http.ts';
import type { Verdict } from './channel.ts';
import { MINUTE } from '../../../contract/time.ts';

/** A robot that refused for its rate is left alone for at least so long, ms. All of them count by the minute. */
const LIMITED = MINUTE;
/** Characters of an answer that are kept. */
export const SAID = 300;

/** The body as an object; empty where it is none. */
export function objectOf(body: string): Record<string, unknown> {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/**
 * What an answer means: good only where the status is 2xx and the code is 0, since robots refuse with status 200 as well.
 * `limited` says whether it refused for its rate alone.
 */
export function judged(answer: HttpAnswer, code: unknown, limited: boolean): Verdict {
  const ok = answer.status >= 200 && answer.status < 300 && code === 0;
  const said = oneLine(answer.body, SAID);
  if (ok) return { ok, status: answer.status, said };
  const tooFast = limited || answer.status === 429;
  const wait = Math.max(LIMITED, (answer.retryAfter ?? 0) * 1000);
  return { ok, status: answer.status, said, ...(tooFast && { wait }) };
}

/** Headers of what is sent as JSON. */
export const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' } as const;
