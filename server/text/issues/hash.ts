/** FNV-1a over UTF-16 units, 32 bits, signed: the engine keeps such numbers without a box. `salt` keeps kinds of things apart that are spelled alike. */
export function hash32(text: string, salt = 0): number {
  let h = 0x811c9dc5 ^ salt;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    h = Math.imul(h ^ (unit & 0xff), 0x01000193);
    h = Math.imul(h ^ (unit >>> 8), 0x01000193);
  }
  return mix32(h);
}

/** The key of a word: 29 bits of its hash, so that a key and three flags are one small number (`key * 8 + flags`). */
export const keyOf = (word: string): number => hash32(word) >> 3;

/** The last steps of murmur3: low bits of FNV alone are poor, and tables are indexed by them. */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
