/**
 * Text of others in messages: titles may hold words of a profile or of citizens, and none of it may become a link, a
 * mention or markup of the message that the wall sends in its own name. Pure.
 */

/** Characters that are not seen or that turn the direction of what follows. */
// oxlint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** One line without control characters, at most `max` characters long. */
export function oneLine(text: string, max: number): string {
  const line = text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= max ? line : `${characters.slice(0, max - 1).join('')}…`;
}

/** Characters that begin markup within a line, in any of the dialects. */
const ACTIVE = /[\\`*_[\]<>|~&]/g;
const FULL_WIDTH = 0xfee0;

/**
 * Text that is only text in the markdown of robots, within a line that begins with something else. Active characters
 * become their full-width forms: neither DingTalk nor WeCom says how one is escaped, and their clients differ. Addresses
 * are broken as well, since clients make links of them.
 */
export const inMarkdown = (text: string): string =>
  text
    .replace(ACTIVE, (character) => String.fromCharCode(character.charCodeAt(0) + FULL_WIDTH))
    .replaceAll('://', '：//');

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that is only text in HTML, also within a quoted attribute. */
export const inHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
