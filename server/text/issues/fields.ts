/**
 * What the fields of two tickets say for and against their being of one issue, in log-odds beside what their words say.
 *
 * A category and a place that a source or a person has set tell more than words do: the same matter in the same compound is
 * one issue however it is told, and another matter in the same compound is none. The figures are set by hand: nobody has grouped
 * tickets with fields yet. Where a field is missing on either side it says nothing.
 */
import type { Fields } from './sketch.ts';

/** Categories by how far their paths agree. */
const CATEGORY = { whole: 1.4, second: 0.6, first: -2.5, none: -4.5 } as const;
/** Places by how near they are. */
const PLACE = { community: 2.2, otherCommunity: -5, street: 0.3, otherStreet: -3 } as const;
/** The same compound and the same matter, beside what each of them says. */
const BOTH = 2.6;
/** How much of the distance a name that both tell makes up for: streets have shops of the same name. */
const REACH = 0.6;

/** How far two paths agree; null where one of them is missing. */
function agreement(a: readonly number[], b: readonly number[]): keyof typeof CATEGORY | null {
  if (a.length === 0 || b.length === 0) return null;
  const least = Math.min(a.length, b.length);
  let same = 0;
  while (same < least && a[same] === b[same]) same++;
  if (same === least) return 'whole';
  return same === 0 ? 'none' : same === 1 ? 'first' : 'second';
}

/**
 * Log-odds of the fields. `named` (0 to 1) says how surely both name the same thing in their words: a project or an organisation
 * reaches beyond one street.
 */
export function fieldOdds(a: Fields, b: Fields, named: number): number {
  const category = agreement(a.category, b.category);
  let odds = category === null ? 0 : CATEGORY[category];
  if (a.community !== 0 && b.community !== 0) {
    if (a.community !== b.community) return odds + PLACE.otherCommunity;
    // Neighbours have many matters: that they are neighbours tells of one matter only where nothing says that it is another.
    if (category === 'first' || category === 'none') return odds;
    odds += PLACE.community;
    return category === null ? odds : odds + BOTH;
  }
  const apart = PLACE.otherStreet * (1 - REACH * named);
  if (a.street !== 0 && b.street !== 0) odds += a.street === b.street ? PLACE.street : apart;
  else if (a.district !== 0 && b.district !== 0 && a.district !== b.district) odds += apart;
  return odds;
}
