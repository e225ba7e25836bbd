/** The text with U+FFFD in place of each half of a surrogate pair, which UTF-8 cannot hold. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
