/**
 * XML as Open311 servers write it: elements with text, no attributes that matter. Everything stays text (`006` is no
 * number), no entity is ever looked up, and what is cut off is no document.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Elements within one another. */
const DEPTH = 20;

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: true,
  removeNSPrefix: true,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: DEPTH,
});

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi;

/** Characters written as references; those of which nothing is known stay as they are written. */
function decoded(text: string): string {
  return text.replace(REFERENCE, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}

function walk(value: unknown): unknown {
  if (typeof value === 'string') return decoded(value);
  if (Array.isArray(value)) return value.map(walk);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member)]));
}

/** The document as objects: its root element is the only member. Throws Error with what is wrong. */
export function parseXml(text: string): Record<string, unknown> {
  // A document type may define entities and name files to read. Nothing here needs one.
  const begin = text.slice(0, 4096);
  if (/<!DOCTYPE\s+html/i.test(begin) || /^\s*<html/i.test(begin)) throw new Error('is a web page');
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new Error('must not have a document type');
  // A bare & is what servers forget to write as one.
  const mended = text.replace(/&(?!(?:[a-z]+|#\d+|#x[\da-f]+);)/gi, '&amp;');
  const valid = XMLValidator.validate(mended);
  if (valid !== true) throw new Error(`is not XML that ends where it should: line ${valid.err.line}: ${valid.err.msg}`);
  return walk(parser.parse(mended)) as Record<string, unknown>;
}
