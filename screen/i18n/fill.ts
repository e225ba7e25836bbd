/**
 * Messages are plain text with holes, `{name}`. That is all of the library's message language that the screen uses, so its
 * compiler is left out of the wall's first script and this one stands in its place. Pure.
 */
import type { MessageCompiler } from 'vue-i18n';

/** What is handed to a message by the library: the values of its holes, and how they are written. */
interface Values {
  named(name: string): unknown;
  interpolate(value: unknown): string;
  normalize(parts: string[]): string;
}

/** A message as a function of its values; a hole without a value is empty. */
export function fill(text: string): (values: Values) => string {
  // Text and names of holes by turns.
  const parts = text.split(/\{(\w+)\}/);
  return ({ named, interpolate, normalize }) =>
    normalize(parts.map((part, i) => (i % 2 === 0 ? part : interpolate(named(part)))));
}

/** The same as the library takes it. */
export const messageCompiler = ((message: unknown) => fill(String(message))) as unknown as MessageCompiler;
