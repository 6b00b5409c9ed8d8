const BITS = 11;
const BUCKETS = 1 << BITS;

/**
 * Places 0 to count - 1 in rising order of their keys, equal ones by place (radix sort from the last word up).
 * @param words of every key, the most significant first
 */
export function orderOf(words: readonly Uint32Array[], count: number): Uint32Array {
  let order = Uint32Array.from({ length: count }, (_, place) => place);
  let other = new Uint32Array(count);
  const starts = new Uint32Array(BUCKETS);
  for (const word of words.toReversed()) {
    for (let shift = 0; shift < 32; shift += BITS) {
      starts.fill(0);
      for (let place = 0; place < count; place += 1) {
        const digit = ((word[place] ?? 0) >>> shift) & (BUCKETS - 1);
        starts[digit] = (starts[digit] ?? 0) + 1;
      }
      if (starts.includes(count)) continue;
      let sum = 0;
      for (let digit = 0; digit < BUCKETS; digit += 1) {
        const here = starts[digit] ?? 0;
        starts[digit] = sum;
        sum += here;
      }
      for (const place of order) {
        const digit = ((word[place] ?? 0) >>> shift) & (BUCKETS - 1);
        const to = starts[digit] ?? 0;
        other[to] = place;
        starts[digit] = to + 1;
      }
      [order, other] = [other, order];
    }
  }
  return order;
}

/** Texts of characters below 128 as keys: four characters a word. Shorter texts come before those that begin with them. */
export function textWords(texts: readonly string[]): Uint32Array[] {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const words = Array.from({ length: Math.ceil(longest / 4) }, () => new Uint32Array(texts.length));
  for (const [place, text] of texts.entries()) {
    for (const [at, word] of words.entries()) {
      let key = 0;
      for (let next = at * 4; next < at * 4 + 4; next += 1) {
        key = (key << 8) | (next < text.length ? text.charCodeAt(next) : 0);
      }
      word[place] = key;
    }
  }
  return words;
}
