/**
 * Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): four words of 32 bits from a
 * counter of 128 bits and a key of 64. Whatever number is wanted is computed without those before it.
 */
export function philox(counter: readonly number[], key: readonly number[]): readonly [number, number, number, number] {
  let [c0, c1, c2, c3] = [counter[0] ?? 0, counter[1] ?? 0, counter[2] ?? 0, counter[3] ?? 0];
  let [k0, k1] = [key[0] ?? 0, key[1] ?? 0];
  for (let round = 0; round < 10; round += 1) {
    const high0 = highWord(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    const high1 = highWord(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** The upper 32 bits of a product of two words. */
function highWord(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + Math.floor(middle / 0x10000) + (carry >>> 16);
}

/** What a lot is for: lots of one kind are not those of another. */
export type LotKind = 'report' | 'reviewer' | 'heap' | 'pair';
const STREAM: Readonly<Record<LotKind, number>> = { report: 0, reviewer: 1, heap: 2, pair: 3 };

/**
 * Lots below 1, of 53 bits: the counter is (place, stream, 0, 0), the key the seed with its lower word first. A lot is the upper 27 bits
 * of the first word and the upper 26 of the second.
 */
export function lotsOf(seed: string): (kind: LotKind, place: number) => number {
  const key = [Number.parseInt(seed.slice(8), 16), Number.parseInt(seed.slice(0, 8), 16)];
  return (kind, place) => {
    const [first, second] = philox([place, STREAM[kind], 0, 0], key);
    return ((first >>> 5) * 0x4000000 + (second >>> 6)) / 0x20000000000000;
  };
}
