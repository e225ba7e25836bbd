/** Moving holidays of the Chinese calendar, by which the same days of two years are found. */
import chineseDays from 'chinese-days';
import type { Anchor, AnchorOf } from '../../contract/compare.ts';
import type { Text } from '../../contract/text.ts';
import { DAY } from '../../contract/time.ts';

/** Public holidays that move through the year: lunar month and day. */
const HOLIDAYS: readonly { day: string; names: Text }[] = [
  { day: '01-01', names: { zh: '春节', en: 'Spring Festival' } },
  { day: '05-05', names: { zh: '端午节', en: 'Dragon Boat Festival' } },
  { day: '08-15', names: { zh: '中秋节', en: 'Mid-Autumn Festival' } },
];
/** Lunar years that the calendar has tables for, with one before. */
const [FIRST, LAST] = [1902, 2099];

/** Local date of a holiday in a lunar year; of a month that comes twice, in the first. */
const dateOf = (year: number, day: string): string => chineseDays.getSolarDateFromLunar(`${year}-${day}`).date;

/** The moving holiday nearest to a date, of two as near the earlier one, with its date a lunar year before. */
export const lunarAnchor: AnchorOf = (date) => {
  const year = Number(date.slice(0, 4));
  if (!(year > FIRST && year < LAST)) return null;
  const at = Date.parse(date);
  let best: { anchor: Anchor; distance: number } | null = null;
  for (const lunarYear of [year - 1, year, year + 1]) {
    for (const { day, names } of HOLIDAYS) {
      const there = dateOf(lunarYear, day);
      const distance = Math.abs(Date.parse(there) - at) / DAY;
      if (!best || distance < best.distance)
        best = { anchor: { names, date: there, before: dateOf(lunarYear - 1, day) }, distance };
    }
  }
  return best!.anchor;
};
