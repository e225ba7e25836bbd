/** Keys of the console. Pure. */

/** What an event of a key is about: which key, what is held with it, and where it was pressed. */
export interface Pressed {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  defaultPrevented: boolean;
  target: EventTarget | null;
}

const TYPED_INTO = new Set(['INPUT', 'TEXTAREA', 'SELECT']);

/** The key where it is a command: pressed alone, and not into a field. Else null. */
export function plainKey({ key, ctrlKey, altKey, metaKey, defaultPrevented, target }: Pressed): string | null {
  if (ctrlKey || altKey || metaKey || defaultPrevented) return null;
  const { tagName = '', isContentEditable = false } = (target ?? {}) as Partial<HTMLElement>;
  if (isContentEditable || TYPED_INTO.has(tagName)) return null;
  return key;
}

/** All of them, for the help: the keys as they are written, and what they do. */
export const HELP = [
  ['j k', 'move'],
  ['c', 'claim'],
  ['d', 'dispatch'],
  ['m', 'comment'],
  ['s', 'silence'],
  ['r', 'resolve'],
  ['Enter', 'enter'],
  ['Esc', 'leave'],
  ['?', 'help'],
] as const;
