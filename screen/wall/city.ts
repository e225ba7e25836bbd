/** The city shown, with its time zone. */
import { inject, provide, type InjectionKey } from 'vue';
import type { CityFace } from '../../contract/city.ts';
import { zone, type Zone } from '../../contract/time.ts';

export interface Shown {
  city: CityFace;
  tz: Zone;
}
const CITY: InjectionKey<Shown> = Symbol('city');

export const provideCity = (city: CityFace): void => provide(CITY, { city, tz: zone(city.timeZone) });

/** The city shown. Throws outside of the wall. */
export function useCity(): Shown {
  const shown = inject(CITY);
  if (!shown) throw new Error('no city here');
  return shown;
}
