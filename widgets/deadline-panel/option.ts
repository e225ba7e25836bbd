/** Pure: counts and open tickets to what the panel shows at a moment. */
import type { CityFace } from '../../contract/city.ts';
import { measureOf, valueOf } from '../../contract/measure.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { count, remaining } from '../shared/format.ts';
import { nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export const COUNTS = ['overdue', 'due_soon', 'open'] as const;
export interface Options {
  size: number;
}
export type Data = { counts: TopicValues['measures']; list: TopicValues['deadlines'] };
export interface StateMark {
  kind: 'state';
  measure: (typeof COUNTS)[number];
}
export interface TicketMark {
  kind: 'ticket';
  id: string;
}

const LABELS = {
  overdue: { zh: '已超期', en: 'overdue' },
  due_soon: { zh: '临期', en: 'due soon' },
  open: { zh: '在办', en: 'open' },
} as const;

/** The three numbers. `tone` colours only what asks for a person. */
export function counts(value: Data['counts'] | undefined, locale: Locale) {
  return COUNTS.map((measure) => {
    const number = value ? valueOf(measureOf(measure), value.cells[measure]) : null;
    const presses = number !== null && number > 0;
    const tone = !presses ? 'calm' : measure === 'overdue' ? 'red' : measure === 'due_soon' ? 'yellow' : 'calm';
    return { measure, label: LABELS[measure][locale], value: number, text: count(number), tone };
  });
}

export interface Pressing {
  id: string;
  title: string;
  unit: string;
  due: number;
  /** Time left at the clock; past the deadline with a minus, due soon with a word: never by colour alone. */
  left: string;
  tone: 'red' | 'yellow' | 'calm';
}

/** Tickets by deadline, the longest overdue first. */
export function pressing(list: Data['list'] | undefined, clock: number, city: CityFace, locale: Locale): Pressing[] {
  return Object.values(list?.tickets ?? {})
    .sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1))
    .map((ticket) => {
      const ms = ticket.due - clock;
      const tone = ms < 0 ? 'red' : ticket.clock === 'due_soon' ? 'yellow' : 'calm';
      const text = remaining(ms, locale);
      return {
        id: ticket.id,
        title: ticket.title,
        unit: ticket.unit === undefined ? '' : nameOf(city, 'unit', ticket.unit, locale),
        due: ticket.due,
        left: tone === 'yellow' ? `${locale === 'zh' ? '剩' : 'left'} ${text}` : text,
        tone,
      };
    });
}
