/**
 * Personal numbers and names in free text. What stands in the middle becomes `*`; what stays (`138****5678`, `陈**`) lets
 * a person recognise what they already have, and nobody else find it. The length of a text stays as it is, and masking
 * what is masked changes nothing.
 *
 * Not masked, because they name no person: ticket ids (they begin with a year, or stand behind 编号 and the like), dates,
 * amounts, house numbers, public service numbers such as 12345, 110 or 400-…; roads, shops, and holders of an office
 * (王局长), who act in public. Names are found by what stands around them only (`names/`).
 */
import { hideEnglishNames, mayNameInEnglish } from './names/en.ts';
import { hideChineseNames, isNameHint } from './names/zh.ts';
import { longNumbers } from './mask-long.ts';

/** Hides the character at this place. */
type Hide = (place: number) => void;

/** The shortest personal number has seven digits (of a passport), so written that only these signs stand between them. */
const SHORTEST = 7;
const joins = (c: number): boolean => c === 32 || c === 45 || c === 40 || c === 41 || c === 43 || c === 46;

export interface MaskOptions {
  /** Also names of persons. Numbers are always masked. */
  names: boolean;
}
const ALL: MaskOptions = { names: true };

/** One cheap look at each character decides that most texts hold nothing. */
export function maskText(text: string, { names }: MaskOptions = ALL): string {
  let run = 0;
  let longest = 0;
  let at = false;
  let wide = false;
  let capital = false;
  let small = false;
  let named = false;
  let wechat = false;
  for (let i = 0; i < text.length; i++) {
    let c = text.charCodeAt(i);
    if (c >= 0x80) {
      const n = narrowed(c);
      if (n !== c) wide = true;
      else if (isNameHint(c, text.charCodeAt(i + 1))) named = true;
      else if (c === WECHAT) wechat = true;
      c = n;
    }
    if (c >= 48 && c <= 57) {
      if (++run > longest) longest = run;
    } else if (!joins(c)) {
      run = 0;
      if (c === 64) at = true;
      else if (c >= 65 && c <= 90) capital = true;
      else if (c >= 97 && c <= 122) small = true;
    }
  }
  const found: Found = {
    longest,
    at,
    plate: capital && PLATE_HINT.test(text),
    account: (capital || small || wechat) && longest >= ACCOUNT_LEAST && ACCOUNT_HINT.test(text),
    named: names && (named || longest >= 10),
    latin: names && small && mayNameInEnglish(text),
  };
  if (longest < SHORTEST && !at && !found.plate && !found.named && !found.latin && !found.account) return text;
  return mask(text, wide ? narrow(text) : text, found);
}

/** What a text may hold. */
interface Found {
  /** Digits of the longest run of them. */
  longest: number;
  at: boolean;
  plate: boolean;
  account: boolean;
  /** Chinese names, and names in Latin letters. */
  named: boolean;
  latin: boolean;
}

/** The plain sign that a full-width one or a typographic dash stands for. */
function narrowed(c: number): number {
  if (c >= 0xff01 && c <= 0xff5e) return c - 0xfee0;
  if (c === 0x3000 || c === 0xa0) return 32;
  return (c >= 0x2010 && c <= 0x2015) || c === 0x2212 ? 45 : c;
}

/** The text with full-width signs as plain ones, place by place. In pieces: a call takes so many arguments. */
function narrow(text: string): string {
  let plain = '';
  for (let from = 0; from < text.length; from += 4096) {
    const units = new Uint16Array(Math.min(4096, text.length - from));
    for (let i = 0; i < units.length; i++) units[i] = narrowed(text.charCodeAt(from + i));
    plain += String.fromCharCode.apply(null, units as unknown as number[]);
  }
  return plain;
}

function mask(text: string, plain: string, { longest, at, plate, account, named, latin }: Found): string {
  const hidden: number[] = [];
  /** Where numbers begin that belong to one person. */
  const persons: number[] = [];
  const hide: Hide = (place) => hidden.push(place);
  if (at) hideMails(plain, hide);
  if (longest >= 15)
    for (const { from, to, head, identity } of longNumbers(plain)) {
      if (isReference(plain, from)) continue;
      if (identity) persons.push(from);
      hideMiddle(plain, from, to, head, 4, hide);
    }
  if (longest >= 10) {
    // Longer numbers went first: what they hid is no part of a telephone number any more.
    const rest = hidden.length > 0 ? starred(plain, hidden) : plain;
    hideKept(rest, MOBILE, 3, 4, hide, persons);
    hideKept(rest, LANDLINE, 0, 4, hide);
    hideKept(rest, AMERICAN, 0, 4, hide);
  }
  if (longest >= 9) hideKept(plain, SOCIAL, 0, 4, hide);
  if (longest >= SHORTEST) hideKept(plain, PASSPORT, 1, 3, hide);
  if (plate) hideKept(plain, PLATE, 2, 2, hide);
  if (account) hideKept(plain, ACCOUNT, 1, 2, hide);
  if (named) hideChineseNames(plain, persons, hide);
  if (latin) hideEnglishNames(plain, hide);
  return hidden.length === 0 ? text : starred(text, hidden);
}

/** Words for numbers that count things: what stands behind them is no person's. */
const REFERENCE =
  /(?:(?:工单|订单|受理|流水|快递|运单|案)(?:编)?号|(?<!证件?)编号|单号|户号|房号|[Tt]icket|[Oo]rder|[Cc]ase|[Rr]ef(?:erence)?)(?: ?(?:[Nn]o\.?|[Nn]umber|#|ID))?[:#为是 ]{0,3}[A-Z]{0,4}$/;
const isReference = (plain: string, from: number): boolean => REFERENCE.test(plain.slice(Math.max(0, from - 24), from));

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

const MOBILE = /(?<!\d|\d\.)(?:(?:\+|00)?86[ -]{0,2})?(?<number>1 ?[3-9](?:[ -]{0,2}\d){9})(?!\d)/g;
const LANDLINE =
  /(?<!\d)(?:(?:\+|00)?86[ -]{0,2}\(?0?[1-9]\d{1,2}|\(?0[1-9]\d{1,2})\)?[ -]{0,3}(?<number>[2-8](?:[ -]?\d){6,7})(?!\d)/g;
/** North America: area, exchange and number kept apart; toll-free ones, and China's 400, are nobody's own. */
const AMERICAN =
  /(?<![\d*]|\d\.)(?:\+?1[ .-]{0,2})?(?<number>\(?(?!400|800|833|844|855|866|877|888|900)[2-9]\d{2}\)?[ .-]{1,2}[2-9]\d{2}[ .-]\d{4})(?!\d|[.-]\d)/g;
/** A social security number of the United States. */
const SOCIAL = /(?<![\d-])(?<number>\d{3}-\d{2}-\d{4})(?![\d-])/g;
/** QQ and WeChat accounts, behind their name only. */
const WECHAT = '微'.charCodeAt(0);
const ACCOUNT_LEAST = 3;
const ACCOUNT_HINT = /QQ|qq|微信|ＱＱ/;
const ACCOUNT =
  /(?:[Qq]{2}|微信)(?:账?号码?)?(?:群)?[:为是 ]{0,3}(?<number>(?=[A-Za-z_-]*\d{3})[A-Za-z0-9][A-Za-z0-9_-]{4,19})(?![A-Za-z0-9*])/g;
const PASSPORT = /(?<![A-Za-z0-9])(?<number>(?:[EGDSP]\d{8}|[EDS][A-Z]\d{7}|[HM]\d{8}))(?![A-Za-z0-9])/g;
const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const PLATE_HINT = new RegExp(`[${PROVINCES}][A-Z\uff21-\uff3a]`);
const PLATE = new RegExp(
  `(?<number>[${PROVINCES}][A-Z][·• .-]?(?=[A-Z0-9]*\\d)[A-HJ-NP-Z0-9]{5,6})(?![A-Za-z0-9])`,
  'g',
);
const MAIL = /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;

/**
 * Hides the number of each match but for its first `head` and last `tail` signs that are letters or digits, and notes in
 * `persons` where each match begins.
 */
function hideKept(
  plain: string,
  pattern: RegExp,
  head: number,
  tail: number,
  hide: Hide,
  persons: number[] = [],
): void {
  for (const match of plain.matchAll(pattern)) {
    if (isReference(plain, match.index)) continue;
    persons.push(match.index);
    const number = match.groups!.number!;
    const from = match.index + match[0].lastIndexOf(number);
    hideMiddle(plain, from, from + number.length, head, tail, hide);
  }
}

function hideMiddle(plain: string, from: number, to: number, head: number, tail: number, hide: Hide): void {
  const places: number[] = [];
  for (let i = from; i < to; i++) if (!/[ ·•.()-]/.test(plain[i]!)) places.push(i);
  for (const place of places.slice(head, places.length - tail)) hide(place);
}

function hideMails(plain: string, hide: Hide): void {
  for (const match of plain.matchAll(MAIL)) {
    const end = match.index + match[0].indexOf('@');
    for (let place = match.index + 1; place < end; place++) hide(place);
  }
}
