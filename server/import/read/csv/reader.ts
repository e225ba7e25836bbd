/** Tables of text: commas, semicolons, tabs or bars, in quotes or not, with titles above the header or without. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { BOUNDS, columnNames, defineReader, FileError, headerAt, HEADER_WITHIN, recordOf, type OpenFile, type ReadRow } from '../reader.ts'; // prettier-ignore
import { decoded } from '../text.ts';

const DELIMITERS = [',', ';', '\t', '|', '，'];
/** Text that a delimiter is told by. */
const SAMPLE = 32 << 10;

/** The delimiter of a table: the one that stands equally often, and most often, in its lines. */
export function delimiterOf(text: string): string {
  const lines = unquoted(text).split(/\r\n|\n|\r/).filter((line) => line.trim() !== '').slice(0, 30); // prettier-ignore
  const score = (delimiter: string): number => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const usual = counts.toSorted((a, b) => a - b)[counts.length >> 1] ?? 0;
    return usual === 0 ? 0 : usual * counts.filter((count) => count === usual).length;
  };
  const scores = DELIMITERS.map((delimiter) => ({ delimiter, score: score(delimiter) }));
  return scores.toSorted((a, b) => b.score - a.score)[0]!.delimiter;
}

/** Without what stands in quotes. */
const unquoted = (text: string): string => text.replaceAll(/"(?:[^"]|"")*"/g, '""');

/** The first text, and all of it. */
async function peek(texts: AsyncGenerator<string>): Promise<{ head: string; all: AsyncGenerator<string> }> {
  let head = '';
  for (;;) {
    const { value, done } = await texts.next();
    if (done) break;
    head += value;
    if (head.length >= SAMPLE) break;
  }
  return {
    head,
    all: (async function* () {
      yield head;
      yield* texts;
    })(),
  };
}

interface Parsed {
  record: string[];
}

async function* rowsOf(parser: AsyncIterable<Parsed>): AsyncGenerator<ReadRow> {
  let names: string[] | undefined;
  let first: string[][] = [];
  let row = 0;
  const begin = function* (): Generator<ReadRow> {
    const at = headerAt(first);
    names = columnNames(first[at] ?? []);
    for (const cells of first.slice(at + 1)) yield recordOf(names, cells, ++row);
    first = [];
  };
  try {
    for await (const { record } of parser) {
      if (names) yield recordOf(names, record, ++row);
      else if (first.push(record) === HEADER_WITHIN) yield* begin();
    }
    if (!names) yield* begin();
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const rule = error.code === 'CSV_MAX_RECORD_SIZE' ? `is longer than ${BOUNDS.record} characters: is a quote not closed?` : error.message; // prettier-ignore
    throw new FileError(`row ${row + 1} ${rule}`, { cause: error });
  }
}

export default defineReader({
  name: 'csv',
  sniff: (head, name) => (head.includes(0) && head[0] !== 0xff && head[0] !== 0xfe ? 0 : /\.(csv|tsv|txt)(\.gz)?$/i.test(name) ? 0.6 : 0.3), // prettier-ignore
  async open(source): Promise<OpenFile> {
    const found: Record<string, string> = { format: 'csv' };
    const stream = source.stream();
    const { head, all } = await peek(decoded(stream, (encoding) => (found['encoding'] = encoding)));
    if (head.trim() === '') throw new FileError('is empty');
    const delimiter = delimiterOf(head.slice(0, SAMPLE));
    found['delimiter'] = delimiter === '\t' ? 'tab' : delimiter;
    const parser = Readable.from(all, { objectMode: false }).pipe(
      parse({
        delimiter,
        info: true,
        bom: true,
        relax_quotes: true,
        relax_column_count: true,
        skip_empty_lines: true,
        max_record_size: BOUNDS.record,
      }),
    );
    stream.on('error', (error) => parser.destroy(error));
    return {
      found,
      rows: rowsOf(parser as AsyncIterable<Parsed>),
      async close() {
        parser.destroy();
        stream.destroy();
      },
    };
  },
});
