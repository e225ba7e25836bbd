/** The wall that every city has, also where nobody configured one. */
export const MAIN = 'main';
