/** A mask of one byte a pixel as pairs of how many pixels are outside and how many inside; `is` says which value is inside. */
export function runsOf(mask: Uint8Array, is = 1): number[] {
  const runs: number[] = [];
  let [from, at] = [0, 0];
  while (at < mask.length) {
    while (at < mask.length && mask[at] !== is) at += 1;
    const start = at;
    while (at < mask.length && mask[at] === is) at += 1;
    if (at > start) {
      runs.push(start - from, at - start);
      from = at;
    }
  }
  return runs;
}

/** The pixels of runs, `inside` where they are. Runs that go beyond the picture end at its edge. */
export function alphaOf(runs: readonly number[], pixels: number, inside = 255): Uint8Array {
  const alpha = new Uint8Array(pixels);
  let at = 0;
  for (let pair = 0; pair + 1 < runs.length; pair += 2) {
    at += runs[pair] ?? 0;
    const count = runs[pair + 1] ?? 0;
    alpha.fill(inside, at, at + count);
    at += count;
  }
  return alpha;
}
