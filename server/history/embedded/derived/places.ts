/**
 * Places of rows as bytes: what the index keeps of each gram. A piece begins with where it begins (in windows) and with k,
 * then come the distances from place to place in the code of Golomb and Rice, lowest bits first: distance − 1 divided by
 * 2^k as so many zeros and a one, then the k bits that remain. With k = 0 that is a bit for each row. Pure.
 */

/** What is longer is cut: the engine puts longer values into blocks of their own, and most of these stay empty. */
const PIECE = 4000;
/** Rows of a piece of what is cut: a bit each, they are shorter than PIECE. A multiple of 32. */
const WINDOW = 30_720;
const HEAD = 2;

/** Bits that these places take with this k. */
function bitsOf(places: Uint32Array, base: number, k: number): number {
  let bits = places.length * (k + 1);
  let before = base - 1;
  for (const place of places) {
    bits += (place - before - 1) >>> k;
    before = place;
  }
  return bits;
}

/** The k that makes distances of this mean shortest, if they are spread as by chance (Golomb 1966). */
const shortest = (mean: number): number => Math.max(0, Math.floor(Math.log2(mean * Math.LN2)));

function piece(places: Uint32Array, window: number, k: number, bits: number): Uint8Array {
  const bytes = new Uint8Array(HEAD + Math.ceil(bits / 8));
  bytes[0] = window;
  bytes[1] = k;
  const mask = (1 << k) - 1;
  let at = HEAD * 8;
  let before = window * WINDOW - 1;
  for (const place of places) {
    const distance = place - before - 1;
    before = place;
    at += distance >>> k;
    bytes[at >> 3]! |= 1 << (at & 7);
    at++;
    const rest = distance & mask;
    for (let done = 0; done < k;) {
      const free = 8 - (at & 7);
      bytes[at >> 3]! |= (rest >>> done) << (at & 7);
      const taken = Math.min(free, k - done);
      done += taken;
      at += taken;
    }
  }
  return bytes;
}

/** Places, upwards, in one piece or several, each with how many it holds. */
export function* encode(places: Uint32Array): Generator<{ count: number; bytes: Uint8Array }> {
  const { length } = places;
  const k = shortest((places[length - 1]! + 1) / length);
  const bits = bitsOf(places, 0, k);
  if (bits <= (PIECE - HEAD) * 8) return yield { count: length, bytes: piece(places, 0, k, bits) };
  for (let from = 0; from < length;) {
    const window = Math.floor(places[from]! / WINDOW);
    const base = window * WINDOW;
    let to = from;
    while (to < length && places[to]! < base + WINDOW) to++;
    const some = places.subarray(from, to);
    // Where they are not spread as by chance, a bit for each row may be shorter.
    const spread = shortest(WINDOW / some.length);
    const [long, plain] = [bitsOf(some, base, spread), bitsOf(some, base, 0)];
    const best = long < plain ? spread : 0;
    yield { count: some.length, bytes: piece(some, window, best, Math.min(long, plain)) };
    from = to;
  }
}

/** A piece that is read, behind two bytes, so that its code begins with a word, with zeros behind it. */
const words = new Int32Array(PIECE / 4 + 4);
const scratch = new Uint8Array(words.buffer);

/** Sets the bits of the places of a piece. `bits` has one for every row of the segment. Throws on what is longer than a piece. */
export function decodeInto(bits: Uint32Array, bytes: Uint8Array): void {
  const base = bytes[0]! * WINDOW;
  const k = bytes[1]!;
  scratch.set(bytes, HEAD);
  scratch.fill(0, HEAD + bytes.length, HEAD + bytes.length + 8);
  const end = (HEAD + bytes.length) * 8;
  if (k === 0) {
    const first = (base >> 5) - 1;
    for (let i = 1; i * 32 < end; i++) bits[first + i]! |= words[i]!;
    return;
  }
  const mask = (1 << k) - 1;
  let place = base - 1;
  for (let at = 32; at < end;) {
    let i = at >> 5;
    let word = (words[i]! >>> (at & 31)) | 0;
    let zeros = 0;
    if (word === 0) {
      zeros = 32 - (at & 31);
      for (i++; (word = words[i]!) === 0 && i * 32 < end; i++) zeros += 32;
      // Only the bits that fill up the last byte are left.
      if (word === 0) return;
    }
    zeros += 31 - Math.clz32(word & -word);
    at += zeros + 1;
    i = at >> 5;
    const shift = at & 31;
    const rest = shift + k > 32 ? (words[i]! >>> shift) | (words[i + 1]! << (32 - shift)) : words[i]! >>> shift;
    place += 1 + (zeros << k) + (rest & mask);
    at += k;
    bits[place >> 5]! |= 1 << (place & 31);
  }
}

/** How many bits are set. */
export function cardinality(bits: Uint32Array): number {
  let sum = 0;
  for (let word of bits) {
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    sum += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return sum;
}
