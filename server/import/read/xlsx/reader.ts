/** Workbooks of Excel and WPS: the first sheet that holds a table. Read as a whole, hence bounded. */
import readExcelFile from 'read-excel-file/node';
import { BOUNDS, columnNames, defineReader, FileError, headerAt, HEADER_WITHIN, recordOf, type OpenFile, type ReadRow } from '../reader.ts'; // prettier-ignore
import { zipContents } from './bounds.ts';

/** A cell as text. Dates of a workbook are on the wall of whoever wrote it, so they have no offset. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (!(value instanceof Date)) return String(value as string | number | boolean);
  if (Number.isNaN(value.getTime())) return '';
  // Serial numbers are not exact to the second.
  const text = new Date(Math.round(value.getTime() / 1000) * 1000).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19);
}

async function* rowsOf(sheet: readonly (readonly unknown[])[]): AsyncGenerator<ReadRow> {
  const at = headerAt(sheet.slice(0, HEADER_WITHIN).map((cells) => cells.map(cellOf)));
  const names = columnNames((sheet[at] ?? []).map(cellOf));
  let row = 0;
  for (const cells of sheet.slice(at + 1)) {
    row++;
    if (cells.every((cell) => cell === null || cell === '')) continue;
    yield recordOf(names, cells.map(cellOf), row);
  }
}

export default defineReader({
  name: 'xlsx',
  sniff: (head) => (head.toString('latin1', 0, 4) === 'PK\u0003\u0004' ? 1 : 0),
  async open(source): Promise<OpenFile> {
    const path = await source.unpacked();
    const contents = await zipContents(path);
    if (!contents?.names.includes('xl/workbook.xml'))
      throw new FileError('is a ZIP file and no workbook: unpack it first');
    if (contents.bytes > BOUNDS.workbook)
      throw new FileError(`is a workbook of more than ${BOUNDS.workbook >> 20} MiB when unpacked: save it as CSV`);
    // Numbers as they are written: a number of 18 digits is an id.
    const sheets = await readExcelFile(path, { parseNumber: (text: string) => text } as never).catch((error: Error) => {
      throw new FileError(`is a workbook that cannot be read: ${error.message}`);
    });
    const all = sheets as unknown as { sheet: string; data: unknown[][] }[];
    const chosen = all.find(({ data }) => data.length > 1) ?? all[0];
    if (!chosen || chosen.data.length === 0) throw new FileError('is a workbook without a table');
    return {
      found: { format: 'xlsx', sheet: chosen.sheet },
      rows: rowsOf(chosen.data),
      total: chosen.data.length,
      close: async () => undefined,
    };
  },
});
