/** JSON: an array of records, or an object somewhere in which there is one. Read record by record, never as a whole. */
import { BOUNDS, defineReader, FileError, type OpenFile, type ReadRow } from '../reader.ts';
import { decoded } from '../text.ts';

/**
 * Cuts a JSON text into the records of its first array of objects, however deep it stands. Fed piece by piece; gives the
 * texts of whole records. Throws FileError for a record that is too long.
 */
export function recordCutter(): { feed(text: string): string[]; found(): boolean } {
  /** Signs that are open: `{` and `[`. */
  const open: string[] = [];
  let inText = false;
  let escaped = false;
  /** An array was opened and nothing came yet. */
  let fresh = false;
  /** How many signs are open around a record; -1: its array was not found yet; -2: it is over. */
  let depth = -1;
  let record = '';
  /** A record that is being read. */
  let inside = false;

  const step = (sign: string): void => {
    if (inText) {
      if (escaped) escaped = false;
      else if (sign === '\\') escaped = true;
      else if (sign === '"') inText = false;
      return;
    }
    if (sign === '"') inText = true;
    if (fresh && sign.trim() !== '' && sign !== '{') fresh = false;
    if (sign === '{' || sign === '[') {
      if (sign === '{' && fresh && depth === -1) depth = open.length;
      fresh = sign === '[';
      if (sign === '{' && open.length === depth) inside = true;
      open.push(sign);
    } else if (sign === '}' || sign === ']') open.pop();
  };
  return {
    found: () => depth !== -1,
    feed(text) {
      const records: string[] = [];
      let from = 0;
      for (let i = 0; i < text.length && depth !== -2; i++) {
        const was = inside;
        step(text[i]!);
        if (inside && !was) from = i;
        if (inside && !inText && open.length === depth) {
          records.push(record + text.slice(from, i + 1));
          record = '';
          inside = false;
        } else if (depth >= 0 && open.length < depth) depth = -2;
      }
      if (inside) record += text.slice(from);
      if (record.length > BOUNDS.record) throw new FileError(`a record is longer than ${BOUNDS.record} characters`);
      return records;
    },
  };
}

async function* rowsOf(texts: AsyncGenerator<string>): AsyncGenerator<ReadRow> {
  const cutter = recordCutter();
  let row = 0;
  for await (const text of texts) {
    for (const record of cutter.feed(text)) {
      row++;
      try {
        yield { row, record: JSON.parse(record) as Record<string, unknown> };
      } catch {
        yield { row, bad: 'is not JSON' };
      }
    }
  }
  if (!cutter.found()) throw new FileError('holds no array of JSON objects');
}

export default defineReader({
  name: 'json',
  sniff: (head) => (/^[\ufeff\s]*[[{]/.test(head.toString('utf8', 0, 200)) ? 0.7 : 0),
  async open(source): Promise<OpenFile> {
    const found: Record<string, string> = { format: 'json' };
    const stream = source.stream();
    return {
      found,
      rows: rowsOf(decoded(stream, (encoding) => (found['encoding'] = encoding))),
      close: async () => void stream.destroy(),
    };
  },
});
