/**
 * Text in which what stood there before is not written again, so that a network of many equal layers makes a short link. The same
 * text always becomes the same bytes, in every browser. A repetition is three bytes, which begin where JSON in UTF-8 has none,
 * below 32: how far back it begins, less 1 (the high part plus 1, the low part), and its length less 4.
 *
 * The idea is that of J. Ziv and A. Lempel, “A Universal Algorithm for Sequential Data Compression”, 1977.
 */

const shortest = 4;
const longest = shortest + 255;
const farthest = 31 * 256;
/** So many places of the same beginning are tried, the nearest first. */
const tries = 8;

/** JSON without control characters, in UTF-8, written short. */
export function withoutRepeats(bytes: Uint8Array): Uint8Array {
  const short: number[] = [];
  /** The last place where four bytes stood, and for every place the one before it. */
  const last = new Map<number, number>();
  const before: number[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0, done = 0; at < bytes.length; at++) {
    const key = at + shortest <= bytes.length ? view.getUint32(at) : -1;
    let [length, back] = [0, 0];
    let place = at < done ? undefined : last.get(key);
    for (let i = 0; place !== undefined && at - place <= farthest && i < tries; i++, place = before[place]) {
      let same = 0;
      while (same < longest && at + same < bytes.length && bytes[place + same] === bytes[at + same]) same++;
      if (same > length) [length, back] = [same, at - place - 1];
    }
    if (length >= shortest) short.push((back >> 8) + 1, back & 255, length - shortest);
    else if (at >= done) short.push(bytes[at]);
    done = Math.max(done, at + length);
    if (key < 0) continue;
    before[at] = last.get(key) as number;
    last.set(key, at);
  }
  return Uint8Array.from(short);
}

/** What was written short; null for what cannot have been, and for more bytes than `most`. */
export function withRepeats(short: Uint8Array, most: number): Uint8Array | null {
  const bytes: number[] = [];
  for (let at = 0; at < short.length; at++) {
    const sign = short[at];
    if (sign >= 32) bytes.push(sign);
    else {
      const from = bytes.length - 1 - (sign - 1) * 256 - short[++at];
      const end = from + short[++at] + shortest;
      if (sign === 0 || !(from >= 0 && end > 0)) return null;
      for (let i = from; i < end && bytes.length <= most; i++) bytes.push(bytes[i]);
    }
    if (bytes.length > most) return null;
  }
  return Uint8Array.from(bytes);
}
