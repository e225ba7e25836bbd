/**
 * How alerts are read wherever they are shown: in which order, by which words, who has them, where they are, and what is
 * behind them. Pure.
 */
import { byNeed, type AlertCard } from '../../contract/alert.ts';
import type { CityFace } from '../../contract/city.ts';
import { MEASURE_IDS, type MeasureId } from '../../contract/measure.ts';
import type { TopicValues } from '../../contract/topic.ts';
import type { Drill } from '../../contract/widget.ts';
import { nameOf } from './names.ts';
import type { Locale } from './text.ts';

/** The four levels of the Emergency Response Law: a colour is never without its word. */
export const LEVEL_WORDS = {
  1: { zh: '红色', en: 'Red' },
  2: { zh: '橙色', en: 'Orange' },
  3: { zh: '黄色', en: 'Yellow' },
  4: { zh: '蓝色', en: 'Blue' },
} as const;

export type Entry = [id: string, card: AlertCard];

/** Cards in the order of need; their order in the value says nothing. */
export const inNeed = (cards: Readonly<Record<string, AlertCard>> | undefined): Entry[] =>
  Object.entries(cards ?? {}).sort(([idA, a], [idB, b]) => byNeed({ ...a, id: idA }, { ...b, id: idB }));

/** Whether nobody has it yet. */
export const waits = ({ status }: Pick<AlertCard, 'status'>): boolean => status === 'firing' || status === 'pending';

const HOLDER = {
  waits: { zh: '待签收', en: 'unclaimed' },
  claimed: { zh: '签收', en: 'claimed' },
  dispatched: { zh: '督办', en: 'supervised' },
  recovering: { zh: '恢复中', en: 'recovering' },
  resolved: { zh: '已解除', en: 'resolved' },
  lapsed: { zh: '未发出', en: 'lapsed' },
} as const;

/** Who has it, in words: 待签收, 签收：3 席, 督办：市住建局, 恢复中. */
export function holder(card: AlertCard, city: CityFace, locale: Locale): string {
  const { status, claimedBy, dispatchedTo } = card;
  if (waits(card)) return HOLDER.waits[locale];
  const who =
    status === 'claimed' ? claimedBy : status === 'dispatched' ? nameOf(city, 'unit', dispatchedTo, locale) : undefined;
  const word = HOLDER[status as Exclude<typeof status, 'pending' | 'firing'>][locale];
  return who === undefined ? word : `${word}${locale === 'zh' ? '：' : ': '}${who}`;
}

/** Where it is, from the wide to the narrow: the whole city where no place is named, nothing where it is about no place. */
export function placeOf({ place, keys }: Pick<AlertCard, 'place' | 'keys'>, city: CityFace, locale: Locale): string {
  const { district, street, community } = place;
  const parts = [
    district && nameOf(city, 'district', district, locale),
    street && nameOf(city, 'street', street, locale),
    community,
  ].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join(' · ');
  if (keys.unit !== undefined || keys.source !== undefined) return '';
  return locale === 'zh' ? '全市' : 'Whole city';
}

const known = (id: string | undefined): id is MeasureId =>
  (MEASURE_IDS as readonly (string | undefined)[]).includes(id);

/**
 * The facts behind a card, over the range that was looked at, so that its number is that of the list (rule M2). Null where
 * there are none: behind a silent source there is nothing, which is what is wrong with it.
 */
export function drillOf({ measure, filter, sight }: Pick<AlertCard, 'measure' | 'filter' | 'sight'>): Drill | null {
  if (!known(measure)) return null;
  const { from, to } = sight;
  return {
    measure,
    ...(filter && { filter }),
    ...(from !== undefined && to !== undefined && { range: { from, to } }),
  };
}

/** What was touched where cards are shown. */
export interface CardMark {
  kind: 'card';
  id: string;
}

/** The drill-down of a touched card, from the value in which it was shown. */
export function drillOfMark({ id }: CardMark, value: unknown): Drill | null {
  const card = (value as { cards?: Record<string, AlertCard> } | undefined)?.cards?.[id];
  return card ? drillOf(card) : null;
}

/** What is said of alerts beyond those shown, which are the first in the order of need; null where all are shown. */
export function moreThan(value: TopicValues['alerts'] | undefined, shown: number, locale: Locale): string | null {
  const left = (value?.open ?? 0) - shown;
  if (!value || left <= 0) return null;
  const waiting = Object.values(value.cards).filter(waits).length;
  const hidden = value.unclaimed - Math.min(waiting, shown);
  if (locale === 'zh') return `另有 ${left} 条预警${hidden > 0 ? `，其中 ${hidden} 条待签收` : ''}`;
  return `${left} more${hidden > 0 ? `, ${hidden} of them unclaimed` : ''}`;
}
