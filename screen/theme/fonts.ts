/** The faces of the wall. Canvas text does not repaint when a font arrives, so charts and the map wait for these. */
import '@fontsource-variable/noto-sans-sc/index.css';
import '@fontsource/barlow-condensed/latin-500.css';
import '@fontsource/barlow-condensed/latin-600.css';
import type { CityFace } from '../../contract/city.ts';

const DIGITS = '0123456789:.,%+−-×/— ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** A wall without its fonts is better than none: nobody waits longer than this, ms. */
const PATIENCE = 5000;

const textsOf = (value: unknown, into: Set<string>): Set<string> => {
  if (typeof value === 'string') for (const letter of value) into.add(letter);
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) textsOf(member, into);
  return into;
};

/** Settles when the faces hold every letter of the city's names and of these texts, or after five seconds. Never rejects. */
export function loadFonts(city: CityFace, texts: unknown, fonts: FontFaceSet = document.fonts): Promise<void> {
  const letters = [
    ...textsOf(
      [city.names, city.hotline, city.places, city.units, city.categories, city.feeds, city.scenes, texts],
      new Set(),
    ),
  ].join('');
  const faces = [
    fonts.load("500 16px 'Barlow Condensed'", DIGITS),
    fonts.load("600 16px 'Barlow Condensed'", DIGITS),
    fonts.load("400 16px 'Noto Sans SC Variable'", DIGITS + letters),
  ];
  return Promise.race([
    Promise.allSettled(faces).then(() => undefined),
    new Promise<void>((resolve) => void setTimeout(resolve, PATIENCE)),
  ]);
}
