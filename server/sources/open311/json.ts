/** JSON as Open311 servers write it: the standard's own example has `006`, which is no number of JSON. */

/** A string, or a number that JSON does not know or that would lose digits. */
const ODD = /"(?:[^"\\]|\\.)*"|-?\b0\d+(?:\.\d+)?\b|-?\b\d{16,}\b/g;

/** Writes numbers with leading noughts, and those that are too long, as text. */
const mended = (text: string): string => text.replace(ODD, (part) => (part.startsWith('"') ? part : `"${part}"`));

/** The value. Throws Error with what is wrong, without a piece of the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(/[:[,]\s*-?\d{16,}/.test(text) ? mended(text) : text);
  } catch {
    try {
      return JSON.parse(mended(text));
    } catch {
      throw new Error('is not JSON that ends where it should');
    }
  }
}
