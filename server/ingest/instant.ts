/** Times as upstream systems write them. */

const digits = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
};
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const daysOf = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (MONTH_DAYS[month - 1] ?? 0);

/**
 * Unix ms of an RFC 3339 time with offset, such as `2026-01-31T08:00:00.5+08:00`; NaN when it is not one: no offset,
 * a date that does not exist, an hour 24, a leap second. Digits beyond the millisecond are cut.
 */
export function parseInstant(text: string): number {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  const t = text[10];
  const shaped = text[4] === '-' && text[7] === '-' && (t === 'T' || t === 't') && text[13] === ':' && text[16] === ':';
  if (!shaped || !(year >= 0 && day >= 1 && day <= daysOf(year, month) && hour <= 23 && minute <= 59 && second <= 59))
    return NaN;
  let at = 19;
  let ms = 0;
  if (text[at] === '.') {
    const from = ++at;
    while (text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at++;
    if (at === from) return NaN;
    ms = Number(text.slice(from, Math.min(at, from + 3)).padEnd(3, '0'));
  }
  const offset = offsetOf(text, at);
  // Date.UTC reads the years 0 to 99 as 1900 and more; they are far outside of what is taken anyway.
  return year < 100 ? NaN : Date.UTC(year, month - 1, day, hour, minute, second, ms) - offset * 60_000;
}

/** Minutes of the offset that must end the text at `at`. */
function offsetOf(text: string, at: number): number {
  const sign = text[at];
  if ((sign === 'Z' || sign === 'z') && text.length === at + 1) return 0;
  if ((sign !== '+' && sign !== '-') || text.length !== at + 6 || text[at + 3] !== ':') return NaN;
  const hours = digits(text, at + 1, at + 3);
  const minutes = digits(text, at + 4, at + 6);
  if (!(hours <= 23 && minutes <= 59)) return NaN;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes);
}
