/** The segmenter of a city: its language, its lexicon and its places, from the profile. */
import type { City } from '../../contract/city.ts';
import { segmenter, type Segmenter } from '../text/segment.ts';

type Profile = Pick<City, 'language' | 'places' | 'lexicon'>;
/** A dictionary takes half a second to read and some tens of megabytes: one a profile. */
const made = new WeakMap<Profile, Segmenter>();

/** Places and terms of more than one character are words. */
export function segmenterOf(city: Profile): Segmenter {
  const known = made.get(city);
  if (known) return known;
  const { language = 'zh-CN', places, lexicon } = city;
  const name = language.startsWith('zh') ? 'zh' : 'en';
  const terms = [
    ...lexicon.terms.flatMap(({ term, also = [] }) => [term, ...also]),
    ...places.flatMap((district) => [district.names[name], ...district.streets.map((street) => street.names[name])]),
  ];
  const fresh = segmenter({ language, terms: terms.filter((term) => term.length > 1) });
  made.set(city, fresh);
  return fresh;
}
