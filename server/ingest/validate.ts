/** Whether an event is one of the contract's, and if not, why. */
import { Compile, type Validator } from 'typebox/compile';
import { Set as setFormat } from 'typebox/format';
import { WALL } from '../../contract/alert.ts';
import { EVENTS, EVENT_TYPES, type EventType, type HotlineEvent } from '../../contract/event.ts';
import { DAY } from '../../contract/time.ts';
import { parseInstant } from './instant.ts';
import type { Refusal } from './refusal.ts';
import { maskText } from './mask.ts';

// The library's own format also takes times without offset and with suffixes.
setFormat('date-time', (text: string) => !Number.isNaN(parseInstant(text)));

const EARLIEST = Date.UTC(2000, 0, 1);
const PATH_MAX = 200;
const MEMBERS_MAX = 100;
const validators = new Map<string, Validator>();

/** Compiled at its first use: a city uses a few of the types. */
function validatorOf(type: string): Validator | undefined {
  let validator = validators.get(type);
  if (!validator && Object.hasOwn(EVENTS, type)) {
    validator = Compile(EVENTS[type as EventType]) as unknown as Validator;
    validators.set(type, validator);
  }
  return validator;
}

/**
 * The event, or the first reason against it. `now` is the city's clock, Unix ms. `odd` asks for a search for characters
 * that cannot be kept.
 */
export function validate(value: unknown, now: number, odd = true): { event: HotlineEvent } | { refusal: Refusal } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('', 'must be an event, a JSON object');
  const { type } = value as { type?: unknown };
  if (typeof type !== 'string') return refuse('/type', type === undefined ? 'is required' : 'must be a string');
  const validator = validatorOf(type);
  if (!validator) return refuse('/type', `must be one of ${EVENT_TYPES.join(', ')}`);
  if (!validator.Check(value)) return { refusal: reasonOf(validator, value) };
  const event = value as unknown as HotlineEvent;
  const at = parseInstant(event.time);
  if (at < EARLIEST) return refuse('/time', 'must not be before the year 2000');
  if (at > now + DAY) return refuse('/time', "must not be more than a day ahead of the city's clock");
  for (const name of ['source', 'id', 'subject'] as const)
    if (isBlank(event[name])) return refuse(`/${name}`, 'must not be blank');
  if (event.source.startsWith(WALL)) return refuse('/source', `must not begin with ${WALL}: that is the wall itself`);
  const { unit } = event.data as { unit?: string };
  if (unit !== undefined && event.type.startsWith('hotline.ticket.') && isBlank(unit))
    return refuse('/data/unit', 'must not be blank');
  const path = odd ? pathOfUnkeepable(event) : undefined;
  return path === undefined
    ? { event }
    : refuse(path, 'must hold neither the character U+0000 nor half of a surrogate pair');
}

const refuse = (path: string, rule: string): { refusal: Refusal } => ({ refusal: { path, rule } });
const isBlank = (text: string): boolean => text.charCodeAt(0) <= 32 && text.trim() === '';

/** Where a string holds a lone surrogate or U+0000. What is searched passed its schema: it is small and shallow. */
function pathOfUnkeepable(value: object): string | undefined {
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'string' && /\p{Surrogate}|\0/u.test(member)) return `/${name}`;
    // Only data goes further down; extensions of the envelope are not kept.
    const below =
      typeof member === 'object' && member !== null && (name === 'data' || name === 'place')
        ? pathOfUnkeepable(member as object)
        : undefined;
    if (below !== undefined) return `/${name}${below}`;
  }
  return undefined;
}

interface SchemaError {
  keyword: string;
  instancePath: string;
  params: Record<string, unknown>;
  message: string;
}

function reasonOf(validator: Validator, value: object): Refusal {
  // A body of a million unknown members would make a million errors.
  const { data } = value as { data?: unknown };
  if (typeof data === 'object' && data !== null && Object.keys(data).length > MEMBERS_MAX) {
    return { path: '/data', rule: `must not have more than ${MEMBERS_MAX} members` };
  }
  const [error] = validator.Errors(value) as unknown as SchemaError[];
  if (!error) return { path: '', rule: 'is not valid' };
  const missing = error.keyword === 'required' ? (error.params.requiredProperties as string[])[0] : undefined;
  const path = missing === undefined ? error.instancePath : `${error.instancePath}/${missing}`;
  return { path: maskText(path.slice(0, PATH_MAX).replace(/\p{Surrogate}|\0/gu, '\ufffd')), rule: ruleOf(error) };
}

const TYPES: Record<string, string> = { object: 'an object', array: 'an array', integer: 'a whole number' };

function ruleOf({ keyword, params, message }: SchemaError): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'boolean':
    case 'additionalProperties':
      return 'is not a known member';
    case 'enum':
      return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}`;
    case 'type':
      return `must be ${TYPES[String(params.type)] ?? `a ${String(params.type)}`}`;
    case 'format':
      return 'must be a time that exists, with offset, such as 2026-01-31T08:00:00+08:00';
    case 'minLength':
      return params.limit === 1 ? 'must not be empty' : `must have at least ${String(params.limit)} characters`;
    case 'maxLength':
      return `must have at most ${String(params.limit)} characters`;
    case 'minimum':
      return `must be at least ${String(params.limit)}`;
    case 'maximum':
      return `must be at most ${String(params.limit)}`;
    default:
      return message;
  }
}
