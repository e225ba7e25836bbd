import { createI18n } from 'vue-i18n';
import { describe, expect, it } from 'vitest';
import { ALERT_STATUSES } from '../../contract/alert.ts';
import { ISSUE_STATUSES } from '../../contract/issue.ts';
import { CHANNELS, MEDIA, NATURES, SATISFACTIONS, SENTIMENTS, URGENCIES } from '../../contract/event.ts';
import { CLOCK_STATES, FACT_FIELDS, STATUSES } from '../../contract/fact.ts';
import { ALERT_TYPES, EVENT_TYPES, ISSUE_TYPES, READ_TYPES } from '../../contract/event.ts';
import { MEASURES } from '../../contract/measure.ts';
import { FAMILIES, SIGNALS } from '../../contract/rule.ts';
import { WINDOWS } from '../../contract/time.ts';
import { messageCompiler } from './fill.ts';
import { firstLocale } from './index.ts';
import type { zh as wallZh } from './zh.ts';

/** All strings of a language: those of the wall, and by their names those that parts of the screen bring with them. */
const stringsOf = (files: Record<string, Record<string, object>>): Record<string, object> =>
  Object.assign(
    {},
    ...Object.entries(files).map(([file, exported]) => {
      const strings = Object.values(exported)[0]!;
      const name = file.split(/[./]/).at(-3);
      return name ? { [name]: strings } : strings;
    }),
  ) as Record<string, object>;
const zh = stringsOf(import.meta.glob(['./zh.ts', './*.zh.ts'], { eager: true })) as typeof wallZh;
const en = stringsOf(import.meta.glob(['./en.ts', './*.en.ts'], { eager: true }));

const leaves = (node: object, path = ''): [string, string][] =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(value as object, `${path}${key}.`),
  );
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();

describe('words of the screen', () => {
  it('are there in both languages, with the same holes', () => {
    const chinese = new Map(leaves(zh));
    const english = new Map(leaves(en));
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
    for (const [key, text] of chinese) {
      expect([key, holes(english.get(key)!)]).toEqual([key, holes(text)]);
      for (const one of [text, english.get(key)!]) expect([key, one.trim()]).not.toEqual([key, '']);
    }
    for (const part of ['console', 'edit', 'explore', 'replay', 'walls']) expect(Object.keys(zh)).toContain(part);
  });

  // The face of the wall is a Chinese one: it draws these as wide as a Chinese character.
  it('have apostrophes and quotation marks of ASCII in English', () => {
    for (const [key, text] of leaves(en)) expect([key, text]).toEqual([key, text.replaceAll(/[‘’“”]/g, '')]);
  });

  // The library's own compiler reads more signs than ours, which only fills holes: what both say alike means nothing else.
  it.each([
    ['the library', {}],
    ['the screen', { messageCompiler }],
  ])('are said by %s as they are written, with their holes filled', (_by, given) => {
    const options: Record<string, unknown> = { legacy: false, locale: 'zh', messages: { zh, en }, ...given };
    const { global } = (createI18n as (given: object) => { global: unknown })(options);
    const { t } = global as { t(key: string, values: object, options: object): string };
    for (const [locale, messages] of Object.entries({ zh, en })) {
      for (const [key, text] of leaves(messages)) {
        const values = Object.fromEntries(holes(text).map((hole) => [hole, `<${hole}>`]));
        expect([key, t(key, values, { locale })]).toEqual([key, text.replace(/\{(\w+)\}/g, '<$1>')]);
      }
    }
  });

  it('are those of the address, then those chosen before, then Chinese', () => {
    expect(firstLocale('?lang=en', 'zh')).toBe('en');
    expect(firstLocale('?lang=fr', 'en')).toBe('en');
    expect(firstLocale('', null)).toBe('zh');
  });

  it('name every value, field, event, unit and window of the contract', () => {
    const enums = {
      channel: CHANNELS,
      nature: NATURES,
      satisfaction: SATISFACTIONS,
      urgency: URGENCIES,
      medium: MEDIA,
      sentiment: SENTIMENTS,
      status: STATUSES,
      clock: CLOCK_STATES,
      alertStatus: ALERT_STATUSES,
      issueStatus: ISSUE_STATUSES,
      categoryBy: ['person', 'wall'],
      family: FAMILIES,
      signal: SIGNALS,
      level: ['1', '2', '3', '4'],
    };
    for (const [field, values] of Object.entries(enums)) {
      expect([field, ...Object.keys(zh.value[field as keyof typeof enums]).sort()]).toEqual([
        field,
        ...[...values].sort(),
      ]);
    }
    for (const fields of Object.values(FACT_FIELDS))
      expect(Object.keys(zh.field)).toEqual(expect.arrayContaining(Object.keys(fields)));
    const lives = { ticket: [...EVENT_TYPES, ...READ_TYPES], alert: ALERT_TYPES, issue: ISSUE_TYPES };
    for (const [fact, types] of Object.entries(lives)) {
      const prefix = `hotline.${fact}.`;
      const steps = types.filter((type) => type.startsWith(prefix)).map((type) => type.slice(prefix.length));
      expect(Object.keys(zh.happened[fact as keyof typeof zh.happened]).sort()).toEqual(steps.sort());
    }
    expect(Object.keys(zh.unit)).toEqual(
      expect.arrayContaining(Object.values(MEASURES).map((measure) => measure.unit)),
    );
    expect(Object.keys(zh.window)).toEqual([...WINDOWS]);
  });
});
