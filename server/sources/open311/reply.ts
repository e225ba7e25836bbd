/**
 * What an Open311 server answers, whatever it calls it: JSON or XML by what it is and not by what its header says, lists
 * that are wrapped or not, errors also under status 200. Pure.
 */
import { parseJson } from './json.ts';
import { parseXml } from './xml.ts';

export type Member = Record<string, unknown>;

export type Reply =
  | { kind: 'requests' | 'services'; records: unknown[] }
  | { kind: 'errors'; text: string }
  | { kind: 'definition' | 'discovery'; value: Member };

/** A reply that cannot be read. The message reads on after "the reply". */
export class UnreadableReply extends Error {}

/** Names under which lists are wrapped, from the outside. */
const WRAPS = [
  'service_requests',
  'serviceRequests',
  'requests',
  'request',
  'services',
  'service',
  'data',
  'results',
  'items',
];
const ERRORS = ['errors', 'error'];
const WRAPPED_MAX = 6;

const isMember = (value: unknown): value is Member =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const looksOf = (value: unknown, ...names: string[]): boolean => isMember(value) && names.some((name) => name in value);
const isRequest = (value: unknown): boolean => looksOf(value, 'service_request_id', 'token', 'requested_datetime');
const isService = (value: unknown): boolean => looksOf(value, 'service_code') && !isRequest(value);

/** Texts of errors, however deep. */
function errorTexts(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(errorTexts);
  if (!isMember(value)) return [];
  const { code, description, message } = value;
  const said = description ?? message;
  if (said !== undefined)
    return [[code, said].filter((one) => typeof one === 'string' || typeof one === 'number').join(' ')];
  return Object.values(value).flatMap(errorTexts);
}

const isError = (value: unknown): boolean =>
  looksOf(value, 'description', 'message') && looksOf(value, 'code') && !isRequest(value) && !isService(value);

/** The records under the wrapping. */
function unwrap(value: unknown, depth = 0): unknown[] {
  if (depth > WRAPPED_MAX) return [value];
  if (Array.isArray(value))
    return value.flatMap((one) => (isMember(one) || Array.isArray(one) ? unwrap(one, depth + 1) : [one]));
  if (value === null || value === '' || value === undefined) return [];
  if (!isMember(value) || isRequest(value) || isService(value)) return [value];
  const name = WRAPS.find((wrap) => wrap in value);
  return name === undefined ? [value] : unwrap(value[name], depth + 1);
}

/** Text of the body as a value: without a byte order mark, and without the status line that some write into it. */
function valueOf(text: string): { value: unknown; xml: boolean } {
  let body = text.replace(/^\ufeff/, '').trimStart();
  if (/^HTTP\/\d/.test(body)) body = body.slice(body.search(/\r?\n\s*\r?\n/)).trimStart();
  if (body === '') throw new UnreadableReply('is empty');
  try {
    if (body.startsWith('<')) return { value: parseXml(body), xml: true };
    return { value: parseJson(body), xml: false };
  } catch (error) {
    throw new UnreadableReply((error as Error).message, { cause: error });
  }
}

/** Reads a reply. `asked`: what an empty list is of. Throws UnreadableReply. */
export function readReply(text: string, asked: 'requests' | 'services' = 'requests'): Reply {
  const { value, xml } = valueOf(text);
  if (isMember(value)) {
    const root = ERRORS.find((name) => name in value && value[name] !== '' && !isRequest(value));
    if (root) return { kind: 'errors', text: errorTexts(value[root]).join('; ') };
    if (isError(value)) return { kind: 'errors', text: errorTexts(value).join('; ') };
    if ('service_definition' in value) return { kind: 'definition', value: value['service_definition'] as Member };
    if ('attributes' in value && 'service_code' in value) return { kind: 'definition', value };
    const discovery = 'discovery' in value ? value['discovery'] : value;
    if (looksOf(discovery, 'endpoints')) return { kind: 'discovery', value: discovery as Member };
  }
  if (Array.isArray(value) && value.length > 0 && value.every(isError))
    return { kind: 'errors', text: errorTexts(value).join('; ') };
  if (!Array.isArray(value) && !isMember(value)) throw new UnreadableReply('is neither a list nor an object');
  const records = unwrap(value);
  if (isMember(value) && records.length === 1 && records[0] === value && !isRequest(value) && !isService(value))
    throw new UnreadableReply(
      xml ? `has the root element ${Object.keys(value)[0]}` : 'holds no list of requests or services',
    );
  const services = xml && isMember(value) && 'services' in value;
  const kind =
    records.length === 0 ? (services ? 'services' : asked) : records.every(isService) ? 'services' : 'requests';
  return { kind, records };
}
