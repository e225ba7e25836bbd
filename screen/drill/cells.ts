/** What stands in the cells of the list. */
import { number } from '../format.ts';
import { namedBy } from '../names.ts';
import { useWords } from './words.ts';
import type { AlertContent } from '../../contract/alert.ts';
import type { FactKind } from '../../contract/fact.ts';

const TIMES = new Set(['created', 'queued', 'published', 'raised', 'reported']);
const NUMERIC = new Set([
  'id',
  'created',
  'queued',
  'published',
  'raised',
  'reported',
  'value',
  'wait',
  'talk',
  'seat',
  'line',
]);

/** The tail of a long id is what tells tickets apart; the whole of it is in the title. */
export function shortId(id: string): string {
  const tail = id.split(/[-:/]/).at(-1)!;
  return tail.length >= 4 && tail.length <= 10 ? tail : id;
}

/** What an alert says, as its row holds it; undefined for any other row. */
export function contentOf({ content }: Record<string, unknown>): AlertContent | undefined {
  return typeof content === 'string' ? (JSON.parse(content) as AlertContent) : undefined;
}

export function useCells(fact: () => FactKind) {
  const { t, language, time, value, fieldName } = useWords();
  return {
    heading: (field: string): string =>
      fact() === 'mention' && field === 'title'
        ? t('field.headline')
        : fact() === 'gauge' && field === 'value'
          ? t('field.reading')
          : fieldName(field),
    /** Whether the column is of figures. */
    numeric: (field: string): boolean => NUMERIC.has(field),
    cell(row: Record<string, unknown>, field: string): string {
      const given = row[field];
      if (given === null || given === undefined) return '—';
      if (field === 'id') return shortId(String(given));
      if (TIMES.has(field)) return time(Number(given));
      if (field === 'wait' || field === 'talk') return `${number(Number(given) / 1000)} ${t('unit.seconds')}`;
      if (field === 'title') return contentOf(row)?.titles[language()] ?? String(given);
      return value(namedBy(fact(), field), given);
    },
  };
}
