/** What stands in the cells of the list. */
import { number } from '../format.ts';
import { useWords } from './words.ts';
import type { FactKind } from '../../contract/fact.ts';

const TIMES = new Set(['created', 'queued', 'published']);
const NUMERIC = new Set(['id', 'created', 'queued', 'published', 'wait', 'talk', 'seat', 'line']);

/** The tail of a long id is what tells tickets apart; the whole of it is in the title. */
export function shortId(id: string): string {
  const tail = id.split(/[-:/]/).at(-1)!;
  return tail.length >= 4 && tail.length <= 10 ? tail : id;
}

export function useCells(fact: () => FactKind) {
  const { t, time, value, fieldName } = useWords();
  return {
    heading: (field: string): string =>
      fact() === 'mention' && field === 'title' ? t('field.headline') : fieldName(field),
    /** Whether the column is of figures. */
    numeric: (field: string): boolean => NUMERIC.has(field),
    cell(row: Record<string, unknown>, field: string): string {
      const given = row[field];
      if (given === null || given === undefined) return '—';
      if (field === 'id') return shortId(String(given));
      if (TIMES.has(field)) return time(Number(given));
      if (field === 'wait' || field === 'talk') return `${number(Number(given) / 1000)} ${t('unit.seconds')}`;
      return field === 'title' ? String(given) : value(field, given);
    },
  };
}
