import { describe, expect, it } from 'vitest';
import { wallsEn } from '../i18n/walls.en.ts';
import { wallsZh } from '../i18n/walls.zh.ts';

const leaves = (node: object, path = ''): [string, string][] =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value as object, `${path}${key}.`),
  );
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();

describe('words of walls', () => {
  it('are there in both languages, with the same holes and without signs that mean something to the compiler', () => {
    const english = new Map(leaves(wallsEn));
    expect([...english.keys()]).toEqual(leaves(wallsZh).map(([key]) => key));
    for (const [key, text] of leaves(wallsZh)) {
      expect([key, holes(english.get(key)!)]).toEqual([key, holes(text)]);
      for (const one of [text, english.get(key)!]) {
        expect(one.trim()).not.toBe('');
        expect([key, /[@|]/.test(one.replaceAll(/\{\w+\}/g, ''))]).toEqual([key, false]);
      }
    }
  });
});
