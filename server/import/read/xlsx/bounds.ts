/** How large a ZIP file says that it is when unpacked: a workbook is read as a whole, so that is looked at before. */
import { open } from 'node:fs/promises';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** The end record with the longest comment. */
const TAIL = 22 + 0xffff;

/** Bytes of all members, unpacked, and their names; null where it is no ZIP file that can be judged. */
export async function zipContents(path: string): Promise<{ bytes: number; names: string[] } | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, TAIL));
    await file.read(tail, 0, tail.length, size - tail.length);
    let at = tail.length - 22;
    while (at >= 0 && tail.readUInt32LE(at) !== END) at--;
    if (at < 0) return null;
    const length = tail.readUInt32LE(at + 12);
    const offset = tail.readUInt32LE(at + 16);
    if (offset + length > size || length > 16 << 20) return null;
    const directory = Buffer.alloc(length);
    await file.read(directory, 0, length, offset);
    let bytes = 0;
    const names: string[] = [];
    for (let i = 0; i + 46 <= length && directory.readUInt32LE(i) === ENTRY;) {
      bytes += directory.readUInt32LE(i + 24);
      const name = directory.readUInt16LE(i + 28);
      names.push(directory.toString('utf8', i + 46, i + 46 + name));
      i += 46 + name + directory.readUInt16LE(i + 30) + directory.readUInt16LE(i + 32);
    }
    return { bytes, names };
  } finally {
    await file.close();
  }
}
