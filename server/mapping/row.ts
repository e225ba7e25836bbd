/** One row while it is read: its words and times by target, and what is said of it. */
import type { Mapping, Target, TimeTarget, WordTarget } from '../../contract/mapping.ts';
import type { Zone } from '../../contract/time.ts';
import { RowRefused, quoted, type Said } from './refusal.ts';
import type { SourceRecord, Taker } from './take.ts';
import type { Format } from './times/format.ts';
import { recognise } from './times/recognise.ts';
import type { Moment } from './times/wall.ts';
import { isChoice, meaningOf, valuesOf, type ChoiceTarget } from './words.ts';

/** What reading needs of a mapping, worked out once. */
export interface Reading {
  mapping: Mapping;
  tz: Zone;
  takers: ReadonlyMap<Target, Taker>;
  /** Forms of a time target, if they are declared. */
  formats(target: TimeTarget): readonly Format[] | undefined;
}

export interface RowReader {
  refused: Said[];
  remarks: Said[];
  /** Text of a word target, or undefined when blank; longer than `max` it is cut, and that is said. */
  word(target: WordTarget, max: number): string | undefined;
  /** Value of a choice; what is not known is refused, or with `lenient` said. */
  choice(target: ChoiceTarget, lenient?: boolean): string | undefined;
  time(target: TimeTarget): Moment | undefined;
  /** Raw text of any target. */
  raw(target: Target): string;
}

/** Cuts without leaving half of a character. */
const cut = (text: string, max: number): string => text.slice(0, max).replace(/[\ud800-\udbff]$/, '');

/** Control signs that no store keeps, but for line ends and tabs. */
// oxlint-disable-next-line no-control-regex
const ODD = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
const clean = (text: string): string => text.replaceAll(ODD, '').replaceAll(/\p{Surrogate}/gu, '\ufffd');

export function rowReader({ mapping, tz, takers, formats }: Reading, record: SourceRecord): RowReader {
  const refused: Said[] = [];
  const remarks: Said[] = [];
  const raw = (target: Target): string => takers.get(target)?.raw(record) ?? '';

  return {
    refused,
    remarks,
    raw,
    word(target, max) {
      const taker = takers.get(target);
      if (!taker) return undefined;
      const text = taker.raw(record);
      const known = taker.told(text);
      const value = clean(known ?? (taker.spec.values && text !== '' ? (taker.spec.default ?? text) : text)).trim();
      if (value === '') return undefined;
      if (value.length <= max) return value;
      remarks.push({ path: `/${target}`, rule: `has more than ${max} characters, and is cut` });
      return cut(value, max);
    },
    choice(target, lenient = false) {
      const taker = takers.get(target);
      if (!taker) return undefined;
      const text = taker.raw(record);
      const told = taker.told(text) ?? (text === '' ? '' : (meaningOf(target, text) ?? taker.spec.default));
      if (told === '') return undefined;
      if (told !== undefined && valuesOf(target).includes(told)) return told;
      const known = `must be one of ${valuesOf(target).join(', ')}`;
      const rule = isChoice(target) && told === undefined ? `${known}, or a word in the mapping's values` : known;
      if (lenient) remarks.push({ path: `/${target}`, rule: 'is a word that the mapping does not know' });
      else refused.push({ path: `/${target}`, rule: `${rule}; is ${quoted(told ?? text)}` });
      return undefined;
    },
    time(target) {
      const taker = takers.get(target);
      if (!taker) return undefined;
      const text = taker.raw(record);
      const value = taker.told(text) ?? text;
      if (value === '') return undefined;
      const declared = formats(target);
      for (const format of declared ?? []) {
        const moment = format(value, tz);
        if (moment) return moment;
      }
      if (declared) {
        const forms = (taker.spec.formats ?? mapping.times ?? []).join(' or ');
        refused.push({ path: `/${target}`, rule: `must be a time that exists, as ${forms}; is ${quoted(value)}` });
        return undefined;
      }
      const read = recognise(value, tz, mapping.dateOrder);
      if (!('why' in read)) return read;
      refused.push({ path: `/${target}`, rule: `${read.why}; is ${quoted(value)}` });
      return undefined;
    },
  };
}

/** The value, or the row is refused. */
export function needed<T>(value: T | undefined, path: string, rule: string): T {
  if (value === undefined) throw new RowRefused(path, rule);
  return value;
}
