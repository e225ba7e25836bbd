/** Codes that people read and type, and tokens of screens: made here, kept as hashes, compared in constant time. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { CODE_ALPHABET } from '../../contract/wall.ts';

/** Where chance comes from. */
export interface Chance {
  bytes(count: number): Buffer;
  /** A whole number from 0 to below `limit`, each as likely as the others. */
  below(limit: number): number;
}
export const systemChance: Chance = { bytes: randomBytes, below: (limit) => randomInt(limit) };

/** So many characters that cannot be mistaken for one another. */
export const code = (chance: Chance, length: number): string =>
  Array.from({ length }, () => CODE_ALPHABET[chance.below(CODE_ALPHABET.length)]!).join('');

/** SHA-256, hex. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Whether a text has this hash; takes the same time however much of it is right. */
export function fits(text: string, hash: string): boolean {
  const [given, kept] = [Buffer.from(hashOf(text), 'hex'), Buffer.from(hash, 'hex')];
  return kept.length === given.length && timingSafeEqual(given, kept);
}
