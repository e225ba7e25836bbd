/** A city clock for whole-system tests: it runs like any other but never meets midnight, where "today" starts anew. */
export interface Afternoon {
  /** Arguments that start a server, also a second time, with this clock. */
  args(): string[];
  /** Now, Unix ms. */
  now(): number;
}

/** Half past two in the afternoon of China at the moment of the call. */
export function afternoon(): Afternoon {
  const begun = Date.now();
  const start = Date.parse('2026-11-21T14:30:00+08:00');
  const now = (): number => start + (Date.now() - begun);
  return { now, args: () => ['--now', new Date(now()).toISOString()] };
}
