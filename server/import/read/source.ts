/** The bytes of an uploaded file: unpacked where they are gzip, bounded, and counted for the progress. */
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { BOUNDS, FileError, type FileSource } from './reader.ts';

export interface CountedSource extends FileSource {
  /** First bytes, unpacked. */
  head: Buffer;
  gzip: boolean;
  /** Bytes of the file as it lies, and how many of them were read. */
  bytes: number;
  done(): number;
  /** Removes what was unpacked beside it. */
  close(): Promise<void>;
}

const HEAD = 64 << 10;

/** Fails beyond so many bytes. */
function bounded(most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      bytes += chunk.length;
      if (bytes > most) next(new FileError(`has more than ${most} bytes when unpacked`));
      else next(null, chunk);
    },
  });
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** First bytes of a stream. */
async function first(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if ((bytes += chunk.length) >= HEAD) break;
  }
  stream.destroy();
  return Buffer.concat(chunks).subarray(0, HEAD);
}

/** Opens an uploaded file. Throws FileError for one that is empty or badly packed. */
export async function openSource(path: string): Promise<CountedSource> {
  const { size } = await stat(path);
  if (size === 0) throw new FileError('is empty');
  const packed = await headOf(path);
  const gzip = packed[0] === 0x1f && packed[1] === 0x8b;
  let reading: ReadStream | undefined;
  const stream = (): Readable => {
    const raw = (reading = createReadStream(path, { highWaterMark: 256 << 10 }));
    if (!gzip) return raw;
    const unpacked = createGunzip({ chunkSize: 256 << 10 });
    const checked = bounded(BOUNDS.file);
    raw.on('error', (error) => checked.destroy(error));
    unpacked.on('error', () => checked.destroy(new FileError('is broken off, or not gzip throughout')));
    checked.on('close', () => (raw.destroy(), unpacked.destroy()));
    return raw.pipe(unpacked).pipe(checked);
  };
  const beside = `${path}.unpacked`;
  return {
    head: gzip ? await first(stream()) : packed,
    gzip,
    bytes: size,
    done: () => reading?.bytesRead ?? 0,
    stream,
    async unpacked() {
      if (!gzip) return path;
      await pipeline(stream(), bounded(BOUNDS.workbook * 16), createWriteStream(beside));
      return beside;
    },
    close: () => rm(beside, { force: true }),
  };
}
