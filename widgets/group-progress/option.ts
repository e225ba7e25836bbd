/** Pure: demands by a field and what became of them to rows of three parts. */
import type { CityFace } from '../../contract/city.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { count, DASH, number } from '../shared/format.ts';
import { MISSING, nameOf } from '../shared/names.ts';
import type { Locale } from '../shared/text.ts';

export const FIELDS = ['community', 'street', 'district', 'category', 'unit'] as const;
export interface Options {
  by: (typeof FIELDS)[number];
  level?: number;
  window: string;
  top: number;
}
export type Data = { groups: TopicValues['group']; closed: TopicValues['group'] };

/** Of the dispatched: closed, or not. `direct`: never dispatched. */
export const PARTS = ['closed', 'open', 'direct'] as const;
export interface PartMark {
  kind: 'part';
  key: string;
  part: (typeof PARTS)[number] | 'all';
}

const NAMES = {
  closed: { zh: '已办结', en: 'closed' },
  open: { zh: '未办结', en: 'not closed' },
  direct: { zh: '未派单', en: 'not dispatched' },
} as const;
export const partName = (part: (typeof PARTS)[number], locale: Locale): string => NAMES[part][locale];

export interface Row {
  key: string;
  name: string;
  total: number;
  text: string;
  /** Closed of the dispatched. */
  rate: string;
  parts: { part: (typeof PARTS)[number]; value: number; share: number }[];
}

/** Rows with most demands first. Demands without a value in the field belong to no row. */
export function rows({ by, top }: Options, data: Partial<Data>, city: CityFace, locale: Locale): Row[] {
  const list = Object.entries(data.groups?.cells['accepted'] ?? {})
    .filter(([key, [n]]) => key !== MISSING && n > 0)
    .sort(([k, [a]], [l, [b]]) => b - a || (k < l ? -1 : 1))
    .slice(0, top);
  const largest = list[0]?.[1][0] ?? 1;
  return list.map(([key, [total]]) => {
    const [closed, dispatched] = data.closed?.cells['close_rate']?.[key] ?? [0, 0];
    const values = { closed, open: dispatched - closed, direct: Math.max(0, total - dispatched) };
    return {
      key,
      name: nameOf(city, by, key, locale),
      total,
      text: count(total),
      rate: !data.closed || dispatched === 0 ? DASH : `${number((closed / dispatched) * 100, 0)}%`,
      parts: PARTS.flatMap((part) =>
        values[part] > 0 ? [{ part, value: values[part], share: values[part] / largest }] : [],
      ),
    };
  });
}
