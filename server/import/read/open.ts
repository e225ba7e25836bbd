/** Finds the reader of a file by how the file begins, and opens it. */
import { readdir } from 'node:fs/promises';
import { MODULE } from '../../worker.ts';
import { FileError, type OpenFile, type Reader } from './reader.ts';
import { openSource } from './source.ts';

/** A file that is being read, with its progress. */
export interface Reading extends OpenFile {
  /** Bytes as it lies, and how many of them were read. What is read as a whole says all of them at once. */
  bytes: number;
  done(): number;
}

/** All readers: the folders beside this file. */
export async function findReaders(): Promise<Map<string, Reader>> {
  const here = new URL('.', import.meta.url);
  const readers = new Map<string, Reader>();
  for (const entry of await readdir(here, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const module = (await import(new URL(`${entry.name}/reader${MODULE}`, here).href)) as { default: Reader };
    if (module.default.name !== entry.name)
      throw new Error(`read/${entry.name} declares the name ${module.default.name}`);
    readers.set(entry.name, module.default);
  }
  return readers;
}

const OLD_EXCEL = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** Opens the file at `path`; `name` is what it was called. Throws FileError. */
export async function openFile(readers: ReadonlyMap<string, Reader>, path: string, name: string): Promise<Reading> {
  const source = await openSource(path);
  try {
    if (source.head.subarray(0, 4).equals(OLD_EXCEL))
      throw new FileError('is a workbook of the old form (.xls): save it as .xlsx or CSV');
    const sure = [...readers.values()].map((reader) => ({ reader, score: reader.sniff(source.head, name) }));
    const [best] = sure.toSorted((a, b) => b.score - a.score);
    if (!best || best.score === 0) throw new FileError(`is none of ${[...readers.keys()].join(', ')}`);
    const file = await best.reader.open(source);
    if (source.gzip) file.found['packed'] = 'gzip';
    return {
      ...file,
      bytes: source.bytes,
      done: () => source.done(),
      async close() {
        await file.close();
        await source.close();
      },
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}
