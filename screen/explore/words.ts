/** The words of the explore scene: its own strings, brought in with it, and names of what is counted. */
import type { FactKind } from '../../contract/fact.ts';
import { measureOf, valueOf, type Cell, type MeasureId } from '../../contract/measure.ts';
import type { ExploreAnswer, ExploreQuery, ExploreWords } from '../../contract/explore.ts';
import { changeOf } from '../../contract/explore.ts';
import { amount, MINUS, unitOf, withUnit } from '../../widgets/shared/format.ts';
import { rangeWords } from '../format.ts';
import { i18n } from '../i18n/index.ts';
import { exploreEn } from '../i18n/explore.en.ts';
import { exploreZh } from '../i18n/explore.zh.ts';
import { zh } from '../i18n/zh.ts';
import { namedBy } from '../names.ts';
import { useWords } from '../drill/words.ts';
import { DAY } from '../../contract/time.ts';

const { global } = i18n as unknown as { global: { mergeLocaleMessage(locale: string, messages: object): void } };
global.mergeLocaleMessage('zh', { explore: exploreZh });
global.mergeLocaleMessage('en', { explore: exploreEn });

/** Fields whose values the screen has words for. */
const enumerated = (): [string, string[]][] =>
  Object.entries(zh.value).flatMap(([field, values]) =>
    typeof values === 'object' ? [[field, Object.keys(values)] as [string, string[]]] : [],
  );

export function useExploreWords() {
  const words = useWords();
  const { t, tz, now, language, value, fieldName } = words;
  const factOf = (query: Pick<ExploreQuery, 'measures'>): FactKind => measureOf(query.measures[0]!).fact;
  const signed = (text: string, n: number): string => (n > 0 ? `+${text}` : text.replace('-', MINUS));
  /** Name of a group's value. */
  const keyName = (query: Pick<ExploreQuery, 'measures'>, field: string, key: string | null): string =>
    value(namedBy(factOf(query), field), key);
  return {
    ...words,
    keyName,
    fieldWords: (query: Pick<ExploreQuery, 'measures'>, field: string): string =>
      fieldName(namedBy(factOf(query), field) === 'alertStatus' ? 'alertStatus' : field),
    measureName: (id: MeasureId): string => measureOf(id).names[language()],
    unit: (id: MeasureId): string => unitOf(measureOf(id), language()),
    /** A cell without its unit; "—" where there is none. */
    cell(id: MeasureId, cell: Cell | null | undefined): string {
      const measure = measureOf(id);
      return amount(measure, cell ? valueOf(measure, cell) : null);
    },
    /** A cell with its unit, in running text. */
    said(id: MeasureId, cell: Cell | null | undefined): string {
      const measure = measureOf(id);
      return withUnit(measure, cell ? valueOf(measure, cell) : null, language());
    },
    /** How a cell changed, with its sign; empty where that is not known. */
    change(id: MeasureId, cell: Cell | undefined, before: Cell | null | undefined): string {
      const measure = measureOf(id);
      const change = changeOf(measure, cell ? valueOf(measure, cell) : null, before ? valueOf(measure, before) : null);
      if (change === null) return '';
      const text = signed(change.toFixed(1), Number(change.toFixed(1)));
      return measure.unit === 'percent' ? t('explore.points', { n: text }) : `${text}%`;
    },
    /** The name of a row's group, all its fields together. */
    groupName: (query: ExploreQuery, key: readonly (string | null)[]): string =>
      key.map((one, i) => keyName(query, query.by![i]!, one)).join(' · '),
    /** When a bucket begins, as short as the range of the answer allows. */
    bucketWords(query: ExploreQuery, answer: ExploreAnswer, at: number): string {
      const date = tz.date(at);
      const year = tz.date(answer.range.from).slice(0, 4) !== tz.date(answer.range.to - 1).slice(0, 4);
      if (query.step === 'day') return year ? date : date.slice(5);
      const { hour, minute } = tz.parts(at);
      const clock = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
      return answer.range.to - answer.range.from <= DAY ? clock : `${date.slice(5)} ${clock}`;
    },
    rangeText: (range: { from: number; to: number }): string => rangeWords(tz, range, now()),
    /** What a download calls things. */
    downloadWords(query: ExploreQuery): ExploreWords {
      const fields = Object.fromEntries(Object.keys(zh.field).map((field) => [field, fieldName(field)]));
      const values = Object.fromEntries(
        enumerated().map(([field, codes]) => [
          field,
          Object.fromEntries(codes.map((code) => [code, value(field, code)])),
        ]),
      );
      const alert = factOf(query) === 'alert';
      return { fields, values: alert && values['alertStatus'] ? { ...values, status: values['alertStatus'] } : values };
    },
  };
}
export type ExploreWordsOf = ReturnType<typeof useExploreWords>;
