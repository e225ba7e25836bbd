/** JSON, one record a line. */
import { BOUNDS, defineReader, FileError, type OpenFile, type ReadRow } from '../reader.ts';
import { decoded } from '../text.ts';

function read(line: string, row: number): ReadRow {
  try {
    const record = JSON.parse(line) as unknown;
    if (typeof record === 'object' && record !== null && !Array.isArray(record))
      return { row, record: record as Record<string, unknown> };
    return { row, bad: 'is not a JSON object' };
  } catch {
    return { row, bad: 'is not JSON' };
  }
}

async function* rowsOf(texts: AsyncGenerator<string>): AsyncGenerator<ReadRow> {
  let row = 0;
  let rest = '';
  const emit = function* (line: string): Generator<ReadRow> {
    if (line.trim() !== '') yield read(line, ++row);
  };
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield* emit(line);
    if (rest.length > BOUNDS.record) throw new FileError(`row ${row + 1} is longer than ${BOUNDS.record} characters`);
  }
  yield* emit(rest);
}

export default defineReader({
  name: 'ndjson',
  sniff(head) {
    const [first = '', second = ''] = head.toString('utf8').replace(/^\ufeff/, '').trimStart().split('\n', 2); // prettier-ignore
    if (!first.startsWith('{')) return 0;
    const isWhole = 'record' in read(first, 0);
    if (!isWhole || (second.trim() !== '' && !second.startsWith('{'))) return 0.1;
    // One object alone that holds a list of objects is a file of JSON on one line.
    return second.trim() === '' && /\[\s*\{/.test(first) ? 0.5 : 0.9;
  },
  async open(source): Promise<OpenFile> {
    const found: Record<string, string> = { format: 'ndjson' };
    const stream = source.stream();
    return {
      found,
      rows: rowsOf(decoded(stream, (encoding) => (found['encoding'] = encoding))),
      close: async () => void stream.destroy(),
    };
  },
});
