/** How gauges are called and written wherever they are shown. Pure. */
import type { CityFace, GaugeFace } from '../../contract/city.ts';
import { count, DASH, number } from './format.ts';
import { WORDS, type Locale } from './text.ts';

/** What the profile says of a gauge; one that it does not name goes by its id. */
export const gaugeOf = (city: Pick<CityFace, 'gauges'>, id: string): GaugeFace =>
  city.gauges?.find((gauge) => gauge.id === id) ?? { id, names: { zh: id, en: id }, unit: '', decimals: 1 };

/** Its value without the unit; "—" where nothing was read. */
export const gaugeAmount = ({ decimals }: Pick<GaugeFace, 'decimals'>, value: number | undefined): string =>
  value === undefined ? DASH : decimals === 0 ? count(value) : number(value, decimals);

/** Its value in running text, with the unit. */
export function gaugeText(gauge: Pick<GaugeFace, 'decimals' | 'unit'>, value: number | undefined): string {
  const text = gaugeAmount(gauge, value);
  if (value === undefined || gauge.unit === '') return text;
  return gauge.unit === '%' ? `${text}%` : `${text} ${gauge.unit}`;
}

/** Whether a value is on the wrong side of its aim, or out of its usual range where it has no aim. */
export function astray({ aim, direction, usual }: GaugeFace, value: number | undefined): boolean {
  if (value === undefined) return false;
  if (aim !== undefined && direction) return direction === 'up' ? value < aim : value > aim;
  return usual !== undefined && (value < usual[0] || value > usual[1]);
}

/** What a value is to be held against, in a few words: its aim, else its usual range; empty where nothing is known. */
export function besides(gauge: GaugeFace, locale: Locale): string {
  const { aim, direction, usual, decimals } = gauge;
  const plain = (value: number): string => number(value, Number.isInteger(value) ? 0 : decimals);
  if (aim !== undefined)
    return `${WORDS.target[locale]} ${direction === 'down' ? '≤ ' : direction === 'up' ? '≥ ' : ''}${gaugeText({ ...gauge, decimals: Number.isInteger(aim) ? 0 : decimals }, aim)}`;
  return usual ? `${locale === 'zh' ? '常态' : 'usual'} ${plain(usual[0])}–${plain(usual[1])}` : '';
}
