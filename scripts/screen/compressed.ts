/** Compresses the built screen once, at build time, so that the server need not do it for every wall. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Text only: fonts are compressed already. */
const TEXT = /\.(?:js|css|svg|json)$/;
/** Below this a file fits one packet either way, bytes. */
const LEAST = 1024;
/** Of 11: as small within a few percent, ten times as fast. */
const QUALITY = 9;

/** Writes `<file>.br` and `<file>.gz` beside every text file under this folder that is worth it. Rejects where it cannot be written. */
export async function compressIn(dir: string): Promise<void> {
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !TEXT.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const plain = await readFile(path);
    if (plain.length < LEAST) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY };
    await writeFile(`${path}.br`, await promisify(brotliCompress)(plain, { params }));
    await writeFile(`${path}.gz`, await promisify(gzip)(plain, { level: 9 }));
  }
}

export const compressed = (): Plugin => ({
  name: 'compressed',
  apply: 'build',
  writeBundle: { order: 'post', handler: ({ dir }) => compressIn(dir!) },
});
