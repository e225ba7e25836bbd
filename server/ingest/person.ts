/** What of a person goes on: free text masked, the requester as a keyed hash. */
import { createHmac, createSecretKey } from 'node:crypto';
import { maskText } from './mask.ts';
import { RAW_BYTES } from '../state/state.ts';

/** Hash of a requester or caller: 22 characters, the same for the same value and secret. */
export type PersonHash = (value: string) => string;

/** HMAC-SHA-256 with this secret. */
export function personHash(secret: string | Buffer): PersonHash {
  const key = createSecretKey(typeof secret === 'string' ? Buffer.from(secret) : secret);
  return (value) => createHmac('sha256', key).update(value).digest('base64url').slice(0, 22);
}

/** Marks a hash in the quarantine, so that a retry knows it from a number and does not hash it again. */
const MARK = 'hmac:';
const MARKED = /^hmac:([A-Za-z0-9_-]{22})$/;

/** The hash that stands for a value; with `marked` (a retry by a person), one from the quarantine stays as it is. */
export const hashOnce = (hash: PersonHash, value: string, marked: boolean): string =>
  (marked && MARKED.exec(value)?.[1]) || hash(value);

const PERSONS = new Set(['requester', 'caller']);
const DEPTH = 8;

/** A copy of any JSON value without personal numbers, no deeper and no longer than what is kept of it anyway. */
function withoutPersons(value: unknown, hash: PersonHash, marked: boolean): { value: unknown; whole: boolean } {
  let left = RAW_BYTES;
  let whole = true;
  const walk = (one: unknown, depth: number): unknown => {
    left -= 2;
    if (left < 0 || depth > DEPTH) {
      whole = false;
      return '…';
    }
    if (typeof one === 'string') {
      left -= one.length;
      if (one.length > RAW_BYTES) whole = false;
      return maskText(one.slice(0, RAW_BYTES));
    }
    if (typeof one === 'number') {
      const text = String(one);
      const masked = maskText(text);
      return masked === text ? one : masked;
    }
    if (typeof one !== 'object' || one === null) return one;
    if (Array.isArray(one)) {
      const items: unknown[] = [];
      for (const item of one) {
        items.push(walk(item, depth + 1));
        if (left < 0) break;
      }
      if (items.length < one.length) whole = false;
      return items;
    }
    // No prototype: a member named __proto__ stays a member.
    const copy = Object.create(null) as Record<string, unknown>;
    for (const name in one) {
      if (!Object.hasOwn(one, name)) continue;
      left -= name.length;
      if (left < 0) {
        whole = false;
        break;
      }
      const member = (one as Record<string, unknown>)[name];
      const person = PERSONS.has(name) && (typeof member === 'string' || typeof member === 'number');
      copy[maskText(name)] = person ? MARK + hashOnce(hash, String(member).trim(), marked) : walk(member, depth + 1);
    }
    return copy;
  };
  return { value: walk(value, 0), whole };
}

/** A refused event as it is kept in the quarantine. */
export function rawOfValue(value: unknown, hash: PersonHash, marked = false): { raw: string; whole: boolean } {
  const clean = withoutPersons(value, hash, marked);
  return cut(JSON.stringify(clean.value), clean.whole);
}

/** The same of a text that is no JSON. A quoted member may be cut short by what broke the text. */
export function rawOfText(text: string, hash: PersonHash): { raw: string; whole: boolean } {
  const whole = text.length <= RAW_BYTES;
  const readable = text.slice(0, RAW_BYTES).replace(/\p{Surrogate}|\0/gu, '\ufffd');
  const hashed = readable.replace(
    /("(?:requester|caller)"\s*:\s*)("?)([^",}\]\r\n]*)("?)/g,
    (_all, name: string, open: string, value: string, end: string) =>
      value.trim() === '' ? name + open + value + end : `${name}${open}${MARK}${hash(value.trim())}${end}`,
  );
  return cut(maskText(hashed), whole);
}

function cut(raw: string, whole: boolean): { raw: string; whole: boolean } {
  const bytes = Buffer.from(raw);
  if (bytes.length <= RAW_BYTES) return { raw, whole };
  return { raw: bytes.toString('utf8', 0, RAW_BYTES - 3).replace(/\ufffd+$/, ''), whole: false };
}
