/** The words of chips, values and times in the drawer. */
import { useI18n } from 'vue-i18n';
import { measureOf } from '../../contract/measure.ts';
import type { FieldTest } from '../../contract/condition.ts';
import { WINDOWS, windowRange, type Range } from '../../contract/time.ts';
import { moment, rangeWords, stretch, timeOfDay } from '../format.ts';
import type { Locale } from '../i18n/index.ts';
import { useLive } from '../live/useTopics.ts';
import { namedBy, nameOf, type Translate } from '../names.ts';
import { useCity } from '../wall/city.ts';
import { issueTitle } from './issues.ts';
import type { Chip, DrillState } from './state.ts';

const COMPARE = { lt: '<', le: '≤', gt: '>', ge: '≥' } as const;

export function useWords() {
  const { t: translate, locale } = useI18n();
  const { city, tz } = useCity();
  const live = useLive();
  const t = translate as unknown as Translate;
  const language = (): Locale => locale.value as Locale;
  /** The city's clock, or this machine's until it is known. */
  const now = (): number => live.clock.value || Date.now();
  const value = (field: string, given: unknown): string =>
    field === 'issue' && typeof given === 'string' && given !== '-'
      ? issueTitle(city.id, given)
      : nameOf(city, field, given, language(), t);
  const fieldName = (field: string): string => t(`field.${field}`);

  const flagged = (field: string, yes: boolean): string =>
    yes ? fieldName(field) : t('value.not', { name: fieldName(field) });
  const bound = (field: string, given: number | string): string =>
    typeof given === 'string'
      ? fieldName(given)
      : given > 1e11
        ? moment(tz, given, now())
        : `${field === 'wait' ? given / 1000 : given}`;

  /** A field test in a few words. */
  function testWords(field: string, test: string | number | boolean | FieldTest): string {
    if (typeof test === 'boolean') return flagged(field, test);
    if (typeof test !== 'object') return value(field, test);
    const words: string[] = [];
    if (test.in) words.push(test.in.map((one) => value(field, one)).join('、'));
    if (test.not) words.push(t('value.not', { name: test.not.map((one) => value(field, one)).join('、') }));
    if (test.set !== undefined) words.push(test.set ? fieldName(field) : `${fieldName(field)}: ${t('drill.missing')}`);
    if (test.under !== undefined) words.push(value(field, test.under));
    // Parts of a compound are joined by a sign that nobody sees.
    if (test.has !== undefined) words.push(test.has.replaceAll('\u2060', ''));
    if (test.contains !== undefined) words.push(`“${test.contains}”`);
    for (const name of ['gt', 'ge', 'lt', 'le'] as const) {
      const limit = test[name];
      if (limit !== undefined) words.push(`${fieldName(field)} ${COMPARE[name]} ${bound(field, limit)}`);
    }
    return words.join(' · ');
  }

  /** A window by its name while it is that window, by its ends when time has moved on. */
  function windowWords(range: Range): string {
    const named = WINDOWS.find((window) => {
      const { from, to } = windowRange(tz, window, now());
      return from === range.from && to === range.to;
    });
    return named ? t(`window.${named}`) : rangeWords(tz, range, now());
  }

  function chip(state: DrillState, one: Chip): string {
    switch (one.kind) {
      case 'city':
        return city.names[language()];
      case 'measure':
        return measureOf(state.measure).names[language()];
      case 'any':
        return t('drill.any');
      case 'field':
        return testWords(namedBy(measureOf(state.measure).fact, one.field), one.test);
      default:
        return one.range ? windowWords(one.range) : t('drill.allTime');
    }
  }
  return {
    t,
    tz,
    city,
    /** What stands for the city in queries: itself, or the replay that is shown. */
    asked: (): string => live.replay.value ?? city.id,
    past: (): boolean => live.replay.value !== null,
    now,
    language,
    chip,
    value,
    fieldName,
    time: (at: number): string => moment(tz, at, now()),
    exact: (at: number): string => timeOfDay(tz, at),
    stretch: (ms: number): string => stretch(ms, t('duration.day')),
  };
}
