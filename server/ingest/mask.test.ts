import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskText } from './mask.ts';

/** Digits of a text, full-width ones too. */
const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');
const wide = (text: string): string => text.replace(/[0-9+-]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
const digits = (n: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }).map((all) => all.join(''));
const padded = (min: number, max: number, n: number) =>
  fc.integer({ min, max }).map((value) => String(value).padStart(n, '0'));

function withLuhn(body: string): string {
  for (let check = 0; check < 10; check++) {
    const number = body + String(check);
    const sum = Array.from(number, Number)
      .reverse()
      .reduce((total, digit, i) => total + (i % 2 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit), 0);
    if (sum % 10 === 0) return number;
  }
  return body;
}

const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), digits(9)).map(([second, rest]) => `1${second}${rest}`);
const date = fc.tuple(padded(1, 12, 2), padded(1, 28, 2)).map((parts) => parts.join(''));
const identity = fc
  .tuple(
    fc.constantFrom('11', '32', '37', '44', '65'),
    digits(4),
    fc.integer({ min: 1930, max: 2020 }),
    date,
    digits(3),
    fc.constantFrom(...'0123456789Xx'),
  )
  .map(([province, place, year, day, serial, check]) => province + place + String(year) + day + serial + check);
const identityOld = fc
  .tuple(fc.constantFrom('11', '32', '37'), digits(4), padded(30, 99, 2), date, digits(3))
  .map((parts) => parts.join(''));
const card = fc
  .tuple(fc.constantFrom('62', '4', '5', '35', '95'), fc.integer({ min: 16, max: 19 }), digits(19))
  .map(([head, length, rest]) => withLuhn((head + rest).slice(0, length - 1)));
const landline = fc
  .tuple(fc.constantFrom('010', '0510', '0536', '021'), fc.integer({ min: 2, max: 8 }), digits(7))
  .map(([area, first, rest]) => [area, String(first) + rest] as const);

/** How people write numbers. */
const written = fc.oneof(
  mobile,
  mobile.map((n) => `${n.slice(0, 3)} ${n.slice(3, 7)} ${n.slice(7)}`),
  mobile.map((n) => `${n.slice(0, 3)}-${n.slice(3, 7)}-${n.slice(7)}`),
  mobile.map((n) => Array.from(n).join(' ')),
  mobile.map((n) => `+86${n}`),
  mobile.map((n) => `+86 ${n.slice(0, 3)}-${n.slice(3)}`),
  mobile.map((n) => `0086-${n}`),
  mobile.map((n) => wide(n)),
  mobile.map((n) => wide(`+86-${n}`)),
  identity,
  identity.map((n) => `${n.slice(0, 6)} ${n.slice(6, 14)} ${n.slice(14)}`),
  identity.map((n) => wide(n)),
  identityOld,
  card,
  card.map((n) => n.replace(/(\d{4})(?=\d)/g, '$1 ')),
  card.map((n) => n.replace(/(\d{4})(?=\d)/g, '$1-')),
  landline.map(([area, n]) => `${area}-${n}`),
  landline.map(([area, n]) => `(${area})${n}`),
  landline.map(([area, n]) => wide(`${area}-${n}`)),
  landline.map(([area, n]) => `${area} ${n.slice(0, 4)} ${n.slice(4)}`),
  landline.map(([area, n]) => area + n),
);
const around = fc
  .array(
    fc.constantFrom(
      '小区',
      '电话',
      '，',
      '。',
      'tel',
      ':',
      '：',
      '（',
      '）',
      '3号楼',
      '😀',
      '王',
      '\n',
      '万元',
      '2026年3月2日',
      '12345',
      'No.',
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''));
const endsInDigit = (text: string): boolean => /[0-9]$/.test(text);
const startsWithDigit = (text: string): boolean => /^[0-9]/.test(text);

describe('masking', () => {
  it('planted numbers never survive', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(around, written), { minLength: 1, maxLength: 3 }), around, (parts, end) => {
        const glue = (a: string, b: string): string =>
          endsInDigit(a.normalize('NFKC')) && startsWithDigit(b.normalize('NFKC')) ? `${a}、${b}` : a + b;
        let text = '';
        for (const [before, number] of parts) text = glue(glue(text, before), number);
        text = glue(text, end);
        const masked = maskText(text);
        expect(masked.length).toBe(text.length);
        for (const [, number] of parts) expect(digitsOf(masked)).not.toContain(digitsOf(number));
      }),
      { numRuns: 3_000 },
    );
  });

  it('leaves texts without numbers as they are, and its own work too', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }).filter((text) => !/[0-9０-９@＠]/.test(text)),
          around,
        ),
        (text) => {
          expect(maskText(text)).toBe(text);
        },
      ),
    );
    fc.assert(
      fc.property(around, written, (before, number) => {
        const once = maskText(`${before}、${number}`);
        expect(maskText(once)).toBe(once);
      }),
    );
  });

  it.each([
    ['13812345678', '138****5678'],
    ['联系人电话13812345678。', '联系人电话138****5678。'],
    ['+86 138-1234-5678', '+86 138-****-5678'],
    ['１３８１２３４５６７８', '１３８****５６７８'],
    ['两个：13812345678，13987654321', '两个：138****5678，139****4321'],
    ['0510-82345678', '0510-****5678'],
    ['(0536)8234567', '(0536)***4567'],
    ['+86-510-82345678', '+86-510-****5678'],
    ['身份证110101199003071234', '身份证110101********1234'],
    ['11010119900307123x', '110101********123x'],
    ['卡号6222 0212 3456 7894', '卡号6222 **** **** 7894'],
    ['邮箱zhang.san@example.com', '邮箱z********@example.com'],
    ['护照E12345678', '护照E*****678'],
    ['车牌苏B12345乱停', '车牌苏B***45乱停'],
    ['苏B·D12345 占道', '苏B·****45 占道'],
  ])('%s → %s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it.each([
    'WX2026112100012',
    '工单20261121000123已办',
    '20261121083000123456',
    '2026-11-21 08:30:00',
    '2026年11月21日8时30分',
    '金额1234567.89元',
    '欠薪12000000元',
    '金城路123-4567号',
    '3幢2单元1502室',
    '拨打12345、12348、110、96511',
    '编号TV-2026-0000123',
    '面积1000000平方米',
    '坐标120.301234,31.574567',
    '第1次、第2次、第3次、第4次',
    '每月15日、16日、17日、18日',
    '8:00-12:00 14:00-18:00',
    '10-15万',
    '@所有人',
    'a@b',
  ])('leaves %s', (text) => {
    expect(maskText(text)).toBe(text);
  });
});
