/** Identity cards (18 or 15 digits) and bank cards (16 to 19), also written in groups. */

/** From here to there (not included); of its signs so many at the beginning stay, and four at the end. */
export interface LongNumber {
  from: number;
  to: number;
  head: number;
  /** An identity card; else a bank card. */
  identity: boolean;
}

const isDigit = (sign: string | undefined): boolean => sign !== undefined && sign >= '0' && sign <= '9';

/** Finds them in their order. Linear: each look goes 19 digits far. */
export function longNumbers(plain: string): LongNumber[] {
  const found: LongNumber[] = [];
  for (let start = 0; start < plain.length; start++) {
    if (!isDigit(plain[start]) || isDigit(plain[start - 1])) continue;
    const one = longFrom(plain, start);
    if (!one) continue;
    found.push(one);
    start = one.to - 1;
  }
  return found;
}

/** The long number that begins here: the longest that is one. */
function longFrom(plain: string, from: number): LongNumber | undefined {
  let number = '';
  let found: LongNumber | undefined;
  for (let i = from; i < plain.length && number.length < 19; i++) {
    const sign = plain[i]!;
    if (isDigit(sign)) number += sign;
    else if ((sign === 'X' || sign === 'x') && number.length === 17) {
      return IDENTITY.test(`${number}X`) ? { from, to: i + 1, head: 6, identity: true } : found;
    } else if ((sign === ' ' || sign === '-') && isDigit(plain[i + 1])) continue;
    else break;
    if (isDigit(plain[i + 1])) continue;
    if (IDENTITY.test(number) || IDENTITY_OLD.test(number)) found = { from, to: i + 1, head: 6, identity: true };
    else if (number.length >= 16 && /^[3-9]/.test(number) && luhn(number))
      found = { from, to: i + 1, head: 4, identity: false };
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
