/** From bytes to text: UTF-8, UTF-16 with a mark, else GB18030 (which GBK and GB2312 are part of) or Windows-1252. */
import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

/** What a text may be encoded in. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1252';

const isAscii = (bytes: Buffer): boolean => bytes.every((byte) => byte < 0x80);

/** Bytes without the beginning of a character that the end cuts. */
function whole(bytes: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back);
    if (byte < 0x80) return bytes;
  }
  return bytes;
}

const HAN = /\p{Script=Han}/gu;
/** Signs that GB18030 makes out of what is not Chinese. */
const ODD = /[\ufffd\ue000-\uf8ff]/g;

/** The encoding of a sample that holds more than ASCII. */
export function encodingOf(sample: Buffer): Encoding {
  if (isUtf8(whole(sample))) return 'utf-8';
  const text = new TextDecoder('gb18030').decode(sample);
  const han = text.match(HAN)?.length ?? 0;
  const odd = text.match(ODD)?.length ?? 0;
  const high = sample.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0);
  // Chinese text is pairs of high bytes; an accent in Latin text stands alone and takes a letter with it.
  return han * 2 > high * 0.6 && odd * 20 <= han ? 'gb18030' : 'windows-1252';
}

function marked(bytes: Buffer): Encoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined;
}

/** Bytes that an encoding is judged by, from the first that is not ASCII. */
const SAMPLE = 256 << 10;

/**
 * The text of a stream, piece by piece, without its mark. The encoding is told by the first piece that is not ASCII, so
 * that a name far down in a file counts as well.
 */
export async function* decoded(stream: Readable, found: (encoding: Encoding) => void): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let held: Buffer[] = [];
  let bytes = 0;
  let begun = false;
  const decide = (encoding: Encoding): TextDecoder => {
    found(encoding);
    return (decoder = new TextDecoder(encoding));
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (!begun) {
      begun = true;
      const mark = marked(chunk);
      if (mark) decide(mark);
    }
    if (!decoder && bytes === 0 && isAscii(chunk)) {
      yield chunk.toString('latin1');
      continue;
    }
    if (decoder) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    held.push(chunk);
    if ((bytes += chunk.length) < SAMPLE) continue;
    const sample = Buffer.concat(held);
    held = [];
    yield decide(encodingOf(sample)).decode(sample, { stream: true });
  }
  if (bytes > 0 && !decoder) {
    const sample = Buffer.concat(held);
    yield decide(encodingOf(sample)).decode(sample, { stream: true });
  }
  if (!decoder) found('utf-8');
  yield decoder?.decode() ?? '';
}
