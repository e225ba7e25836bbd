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

/** Sets the bits of the places of a piece. `bits` has one for every row of the segment. */
export function decodeInto(bits: Uint32Array, bytes: Uint8Array): void {
  const base = bytes[0]! * WINDOW;
  const k = bytes[1]!;
  if (k === 0) {
    const first = base >> 5;
    for (let i = HEAD; i < bytes.length; i++) bits[first + ((i - HEAD) >> 2)]! |= bytes[i]! << (((i - HEAD) & 3) * 8);
    return;
  }
  const mask = (1 << k) - 1;
  const end = bytes.length * 8;
  /** At least 25 bits from a place on; zeros behind the end. */
  const read = (at: number): number => {
    const i = at >> 3;
    return (
      ((bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)) >>> (at & 7)) & 0x1ffffff
    );
  };
  let place = base - 1;
  for (let at = HEAD * 8; at < end;) {
    let zeros = 0;
    let word = read(at);
    while (word === 0 && at < end) {
      zeros += 25;
      at += 25;
      word = read(at);
    }
    // Only the bits that fill up the last byte are left.
    if (word === 0) return;
    const more = 31 - Math.clz32(word & -word);
    at += more + 1;
    place += 1 + ((zeros + more) << k) + (read(at) & mask);
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
