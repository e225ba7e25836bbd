/** Degrees out of cells: what says nothing of a place, or of none on earth, is left out and said. Pure. */
import gcoord from 'gcoord';
import type { Mapping } from '../../contract/mapping.ts';
import type { Said } from './refusal.ts';

export interface Degrees {
  lng: number;
  lat: number;
}

/** Coordinates of which neither has so many decimals are rounded. */
export const LEAST_DECIMALS = 2;

const NUMBER = /^[+-]?\d{1,3}(?:[.,]\d+)?$/;
const degrees = (text: string): number => (NUMBER.test(text) ? Number(text.replace(',', '.')) : NaN);
const decimals = (text: string): number => /[.,](\d*?)0*$/.exec(text)?.[1]?.length ?? 0;

/** Both texts of `(39.3, -76.6)`, `POINT (-76.6 39.3)`, `120.3,31.5`, or an object with them: [lng, lat]. */
export function pointTexts(text: string): [string, string] | undefined {
  const named = /"?lat(?:itude)?"?\s*[:=]\s*"?(-?[\d.]+)/i.exec(text)?.[1];
  const other = /"?(?:lng|lon|long|longitude)"?\s*[:=]\s*"?(-?[\d.]+)/i.exec(text)?.[1];
  if (named !== undefined && other !== undefined) return [other, named];
  const found = text.match(/[+-]?\d{1,3}(?:\.\d+)?/g);
  if (found?.length !== 2) return undefined;
  const [a, b] = found as [string, string];
  const lngFirst = /point|coordinates/i.test(text) || Math.abs(Number(a)) > 90;
  return lngFirst ? [a, b] : [b, a];
}

/** The place of two texts, WGS-84, or what is said of them. */
export function placeOf(lngText: string, latText: string, mapping: Mapping): Degrees | Said {
  const [lng, lat] = [degrees(lngText), degrees(latText)];
  if (Number.isNaN(lng) || Number.isNaN(lat))
    return { path: '/lat', rule: 'or lng is not a number of degrees: no place' };
  if (Math.abs(lat) > 90 || Math.abs(lng) > 180) return { path: '/lat', rule: 'or lng is not on earth: no place' };
  if (lat === 0 && lng === 0) return { path: '/lat', rule: 'and lng are 0: no place' };
  const least = mapping.leastDecimals ?? LEAST_DECIMALS;
  if (Math.max(decimals(lngText), decimals(latText)) < least)
    return { path: '/lat', rule: `and lng are rounded to fewer than ${least} decimals: no place` };
  if (mapping.coordinates === undefined || mapping.coordinates === 'wgs84') return { lng, lat };
  const from = mapping.coordinates === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09;
  const [x, y] = gcoord.transform<[number, number]>([lng, lat], from, gcoord.WGS84);
  return { lng: Number(x.toFixed(6)), lat: Number(y.toFixed(6)) };
}
