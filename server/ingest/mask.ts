/**
 * Personal numbers in free text. Digits in the middle become `*`; what stays (`138****5678`) lets a person recognise
 * a number they already have, and nobody else find it.
 *
 * Not masked, because they name no person: ticket ids (they begin with a year), dates, amounts, house numbers and short
 * service numbers such as 12345 or 110.
 */

/** Hides the character at this place. */
type Hide = (place: number) => void;

/** The shortest personal number has seven digits (of a passport), so written that only these signs stand between them. */
const SHORTEST = 7;
const joins = (c: number): boolean => c === 32 || c === 45 || c === 40 || c === 41 || c === 43 || c === 46;

/** One cheap look at each character decides that most texts hold nothing. */
export function maskText(text: string): string {
  let run = 0;
  let longest = 0;
  let at = false;
  let wide = false;
  let capital = false;
  for (let i = 0; i < text.length; i++) {
    let c = text.charCodeAt(i);
    if (c >= 0x80) {
      const n = narrowed(c);
      if (n !== c) wide = true;
      c = n;
    }
    if (c >= 48 && c <= 57) {
      if (++run > longest) longest = run;
    } else if (!joins(c)) {
      run = 0;
      if (c === 64) at = true;
      else if (c >= 65 && c <= 90) capital = true;
    }
  }
  const plate = capital && PLATE_HINT.test(text);
  if (longest < SHORTEST && !at && !plate) return text;
  return mask(text, wide ? narrow(text) : text, longest, at, plate);
}

/** The plain sign that a full-width one or a typographic dash stands for. */
function narrowed(c: number): number {
  if (c >= 0xff01 && c <= 0xff5e) return c - 0xfee0;
  if (c === 0x3000 || c === 0xa0) return 32;
  return (c >= 0x2010 && c <= 0x2015) || c === 0x2212 ? 45 : c;
}

/** The text with full-width signs as plain ones, place by place. */
const narrow = (text: string): string =>
  text.replace(/[\u00a0\u2010-\u2015\u2212\u3000\uff01-\uff5e]/g, (sign) =>
    String.fromCharCode(narrowed(sign.charCodeAt(0))),
  );

/** `longest`: digits of the longest run of them. */
function mask(text: string, plain: string, longest: number, at: boolean, plate: boolean): string {
  const hidden: number[] = [];
  const hide: Hide = (place) => hidden.push(place);
  if (at) hideMails(plain, hide);
  if (longest >= 15) hideLong(plain, hide);
  if (longest >= 10) {
    // Longer numbers went first: what they hid is no part of a telephone number any more.
    const rest = hidden.length > 0 ? starred(plain, hidden) : plain;
    hideKept(rest, MOBILE, 3, 4, hide);
    hideKept(rest, LANDLINE, 0, 4, hide);
  }
  if (longest >= SHORTEST) hideKept(plain, PASSPORT, 1, 3, hide);
  if (plate) hideKept(plain, PLATE, 2, 2, hide);
  return hidden.length === 0 ? text : starred(text, hidden);
}

/** The text with these places hidden. */
function starred(text: string, places: number[]): string {
  places.sort((a, b) => a - b);
  let result = '';
  let from = 0;
  for (const place of places) {
    if (place < from) continue;
    result += `${text.slice(from, place)}*`;
    from = place + 1;
  }
  return result + text.slice(from);
}

const MOBILE = /(?<!\d|\d\.)(?:(?:\+|00)?86[ -]{0,2})?(?<number>1[ -]?[3-9](?:[ -]{0,2}\d){9})(?!\d)/g;
const LANDLINE =
  /(?<!\d)(?:(?:\+|00)?86[ -]{0,2}\(?0?[1-9]\d{1,2}|\(?0[1-9]\d{1,2})\)?[ -]{0,3}(?<number>[2-8](?:[ -]?\d){6,7})(?!\d)/g;
const PASSPORT = /(?<![A-Za-z0-9])(?<number>(?:[EGDSP]\d{8}|[EDS][A-Z]\d{7}|[HM]\d{8}))(?![A-Za-z0-9])/g;
const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const PLATE_HINT = new RegExp(`[${PROVINCES}][A-Z\uff21-\uff3a]`);
const PLATE = new RegExp(
  `(?<number>[${PROVINCES}][A-Z][·• .-]?(?=[A-Z0-9]*\\d)[A-HJ-NP-Z0-9]{5,6})(?![A-Za-z0-9])`,
  'g',
);
const MAIL = /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;

/** Hides the number of each match but for its first `head` and last `tail` signs that are letters or digits. */
function hideKept(plain: string, pattern: RegExp, head: number, tail: number, hide: Hide): void {
  for (const match of plain.matchAll(pattern)) {
    const number = match.groups!.number!;
    const from = match.index + match[0].lastIndexOf(number);
    hideMiddle(plain, from, from + number.length, head, tail, hide);
  }
}

function hideMiddle(plain: string, from: number, to: number, head: number, tail: number, hide: Hide): void {
  const places: number[] = [];
  for (let i = from; i < to; i++) if (!/[ ·•.-]/.test(plain[i]!)) places.push(i);
  for (const place of places.slice(head, places.length - tail)) hide(place);
}

function hideMails(plain: string, hide: Hide): void {
  for (const match of plain.matchAll(MAIL)) {
    const end = match.index + match[0].indexOf('@');
    for (let place = match.index + 1; place < end; place++) hide(place);
  }
}

const isDigit = (sign: string | undefined): boolean => sign !== undefined && sign >= '0' && sign <= '9';

/** Identity cards (18 or 15 digits) and bank cards (16 to 19), also in groups. */
function hideLong(plain: string, hide: Hide): void {
  for (let start = 0; start < plain.length; start++) {
    if (!isDigit(plain[start]) || isDigit(plain[start - 1])) continue;
    const found = longFrom(plain, start);
    if (!found) continue;
    hideMiddle(plain, start, found.end, found.head, 4, hide);
    start = found.end - 1;
  }
}

/** The long number that begins here: the longest that is one. */
function longFrom(plain: string, start: number): { end: number; head: number } | undefined {
  let number = '';
  let found: { end: number; head: number } | undefined;
  for (let i = start; i < plain.length && number.length < 19; i++) {
    const sign = plain[i]!;
    if (isDigit(sign)) number += sign;
    else if ((sign === 'X' || sign === 'x') && number.length === 17) {
      return IDENTITY.test(`${number}X`) ? { end: i + 1, head: 6 } : found;
    } else if ((sign === ' ' || sign === '-') && isDigit(plain[i + 1])) continue;
    else break;
    if (isDigit(plain[i + 1])) continue;
    if (IDENTITY.test(number) || IDENTITY_OLD.test(number)) found = { end: i + 1, head: 6 };
    else if (number.length >= 16 && /^[3-9]/.test(number) && luhn(number)) found = { end: i + 1, head: 4 };
  }
  return found;
}

/** Province, place, date of birth, serial, check sign. The check is not computed: a mistyped number is personal too. */
const PROVINCE = '(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])';
const MONTH_DAY = '(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])';
const IDENTITY = new RegExp(`^${PROVINCE}\\d{4}(?:19|20)\\d{2}${MONTH_DAY}\\d{3}[\\dX]$`);
const IDENTITY_OLD = new RegExp(`^${PROVINCE}\\d{4}\\d{2}${MONTH_DAY}\\d{3}$`);

function luhn(number: string): boolean {
  let sum = 0;
  for (let i = 0; i < number.length; i++) {
    const digit = number.charCodeAt(number.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
