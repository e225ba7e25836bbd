import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMIT, segmenter } from './segment.ts';

const texts = (tokens: { text: string }[]): string[] => tokens.map((token) => token.text);

describe('Chinese', () => {
  const zh = segmenter({ language: 'zh-CN', terms: ['魅力之城', '电梯困人', 'wifi 信号'] });

  it('keeps the words of the city and numbers with what they count whole', () => {
    const words = texts(zh.words('A7县泉塘街道魅力之城小区2栋电梯困人，A3区７号线'));
    expect(words).toEqual(expect.arrayContaining(['A7县', '魅力之城', '2栋', '电梯困人', 'A3区', '7号线']));
  });

  it('writes Latin letters in one case and full-width ones as plain ones', () => {
    expect(texts(zh.words('ｋ3县和K3县的App'))).toEqual(['K3县', 'K3县', 'APP']);
  });

  it('leaves out punctuation, words of the language and words of the field', () => {
    expect(texts(zh.words('尊敬的领导：请有关部门尽快解决我们小区停水的问题！'))).toEqual(['小区', '停水']);
  });

  it('takes a district word that goes on as it is', () => {
    expect(texts(zh.words('A3区政府大楼'))).toEqual(['A3', '区政府', '大楼']);
  });
});

describe('other languages', () => {
  const en = segmenter({ language: 'en', terms: ['street light', 'Street light outage'] });

  it('folds case and keeps terms of several words whole, the longest first', () => {
    expect(texts(en.words('Street Light outage on Main Road; STREET LIGHT dim'))).toEqual([
      'street light outage',
      'main',
      'road',
      'street light',
      'dim',
    ]);
  });
});

it('looks at a bounded part, the title first', () => {
  const zh = segmenter({ language: 'zh' });
  const { title, text } = zh.ticket('停水', '噪音扰民'.repeat(1000));
  expect(texts(title)).toEqual(['停水']);
  expect(text.at(-1)!.to).toBeLessThanOrEqual(LIMIT - 2);
  expect(text.length).toBeGreaterThan(LIMIT / 4);
  expect(zh.ticket('停水'.repeat(LIMIT), '噪音').text).toEqual([]);
  expect(zh.ticket(null, null)).toEqual({ title: [], text: [] });
});

it('says of every word where it stands, whatever is written', () => {
  const both = [segmenter({ language: 'zh', terms: ['魅力之城'] }), segmenter({ language: 'en', terms: ['a b'] })];
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('A3', '区', 'İ', '魅力之城', '７', 'a', ' b', '栋'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      for (const one of both) {
        let last = 0;
        for (const token of one.words(text)) {
          expect(token.from).toBeGreaterThanOrEqual(last);
          expect(token.to).toBeGreaterThan(token.from);
          const stands = one.fold(text).slice(token.from, token.to);
          if (one.language === 'zh') expect(stands).toBe(token.text);
          last = token.to;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});
