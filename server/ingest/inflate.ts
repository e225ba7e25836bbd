/** Unpacks gzip bodies within bounds. */
import { createGunzip } from 'node:zlib';
import { Refused } from './refusal.ts';

/**
 * The unpacked body. Throws Refused 413 beyond `maxBytes` (nothing beyond it is unpacked), 400 for what is not gzip.
 * `grow` is told of every further piece of memory before it is kept, and may throw.
 */
export async function gunzip(packed: Buffer, maxBytes: number, grow: (bytes: number) => void): Promise<Buffer> {
  const stream = createGunzip({ chunkSize: 64 << 10 });
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.end(packed);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Refused(413, '', `the unpacked body must have at most ${maxBytes} bytes`);
      grow(chunk.length);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(400, '', 'the body is not gzip');
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks, bytes);
}
