/** Units found by part of their name. Pure. */
import type { Unit } from '../../contract/city.ts';
import type { Locale } from '../i18n/index.ts';

const MOST = 8;

/** Units whose name or id holds what was typed, those that begin with it first; all of them, up to a few, for nothing. */
export function unitsLike(units: readonly Unit[], typed: string, locale: Locale): Unit[] {
  const wanted = typed.trim().toLowerCase();
  const place = ({ id, names }: Unit): number => {
    const at = [names[locale], names.zh, names.en, id].map((name) => name.toLowerCase().indexOf(wanted));
    const found = at.filter((one) => one >= 0);
    return found.length === 0 ? -1 : Math.min(...found);
  };
  return units
    .map((unit) => ({ unit, at: place(unit) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => Number(a.at > 0) - Number(b.at > 0))
    .slice(0, MOST)
    .map(({ unit }) => unit);
}
