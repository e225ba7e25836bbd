/** Declared forms of times: `MM/DD/YYYY hh:mm:ss A`, and the named ones. Pure. */
import { NAMED_FORMATS } from '../../../contract/mapping.ts';
import type { Zone } from '../../../contract/time.ts';
import { hourOf, monthOf, offsetOf, recognise } from './recognise.ts';
import { fullYear, isSerial, momentOf, serialMoment, type Moment } from './wall.ts';

/** Reads one form: the moment, or undefined when the text is not of it. */
export type Format = (text: string, tz: Zone) => Moment | undefined;

const TOKENS: Record<string, string> = {
  YYYY: '(\\d{4})',
  YY: '(\\d{2})',
  MMMM: '([A-Za-z]{3,9})\\.?',
  MMM: '([A-Za-z]{3,9})\\.?',
  MM: '(\\d{1,2})',
  M: '(\\d{1,2})',
  DD: '(\\d{1,2})',
  D: '(\\d{1,2})',
  HH: '(\\d{1,2})',
  H: '(\\d{1,2})',
  hh: '(\\d{1,2})',
  h: '(\\d{1,2})',
  mm: '(\\d{1,2})',
  m: '(\\d{1,2})',
  ss: '(\\d{1,2})',
  s: '(\\d{1,2})',
  SSS: '(\\d{1,9})',
  A: '([AaPp]\\.?[Mm]\\.?|上午|下午|中午|凌晨|早上|晚上)',
  a: '([AaPp]\\.?[Mm]\\.?|上午|下午|中午|凌晨|早上|晚上)',
  Z: '(Z|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?)',
};
const PIECE = /\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|HH|H|hh|h|mm|m|SSS|ss|s|A|a|Z|\s+|./gs;

/** What a group of the compiled pattern is. */
type Part = 'year' | 'name' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction' | 'half' | 'zone';
const PARTS: Record<string, Part> = { YYYY: 'year', YY: 'year', MMMM: 'name', MMM: 'name', MM: 'month', M: 'month', DD: 'day', D: 'day', HH: 'hour', H: 'hour', hh: 'hour', h: 'hour', mm: 'minute', m: 'minute', ss: 'second', s: 'second', SSS: 'fraction', A: 'half', a: 'half', Z: 'zone' }; // prettier-ignore

/** Compiles a form. Throws Error that says what it lacks. */
export function format(pattern: string): Format {
  const named = NAMED.get(pattern);
  if (named) return named;
  const parts: Part[] = [];
  let source = '';
  for (const [piece, literal] of pattern.matchAll(PIECE)) {
    const part = literal === undefined ? PARTS[piece] : undefined;
    if (part !== undefined) {
      if (parts.includes(part)) throw new Error(`must not have the ${part} twice`);
      parts.push(part);
      source += TOKENS[piece];
    } else if (literal === undefined && piece.trim() === '') source += '\\s+';
    else source += (literal ?? piece).replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`);
  }
  if (!parts.includes('year') || !parts.includes('day') || !(parts.includes('month') || parts.includes('name')))
    throw new Error(`must have a year, a month and a day, or be one of ${NAMED_FORMATS.join(', ')}`);
  const whole = new RegExp(`^${source}$`);
  const precision = parts.includes('second') ? 'second' : parts.includes('hour') ? 'minute' : 'day';
  return (text, tz) => {
    const match = whole.exec(text.trim());
    if (!match) return undefined;
    const said = Object.fromEntries(parts.map((part, i) => [part, match[i + 1]!])) as Partial<Record<Part, string>>;
    const month = said.name === undefined ? Number(said.month) : monthOf(said.name);
    return momentOf(
      {
        year: fullYear(Number(said.year)),
        month,
        day: Number(said.day),
        hour: hourOf(Number(said.hour ?? 0), said.half ?? ''),
        minute: Number(said.minute ?? 0),
        second: Number(said.second ?? 0),
        ms: Number((said.fraction ?? '').slice(0, 3).padEnd(3, '0')),
        precision,
        offset: said.zone === undefined ? null : offsetOf(said.zone),
      },
      tz,
    );
  };
}

const epoch =
  (scale: number): Format =>
  (text) => {
    const value = Number(text);
    return text.trim() === '' || !Number.isFinite(value)
      ? undefined
      : { at: Math.floor(value * scale), precision: 'second' };
  };
/** Recognised, but only what begins with a year. */
const yearFirst: Format = (text, tz) => {
  if (!/^\d{4}\D|^\d{8}T/.test(text.trim())) return undefined;
  const read = recognise(text, tz);
  return 'why' in read ? undefined : read;
};
const NAMED = new Map<string, Format>([
  ['iso', yearFirst],
  ['chinese', yearFirst],
  ['epoch', epoch(1000)],
  ['epoch-ms', epoch(1)],
  [
    'excel',
    (text, tz) => {
      const value = Number(text);
      return text.trim() !== '' && isSerial(value) ? serialMoment(value, tz) : undefined;
    },
  ],
]);
