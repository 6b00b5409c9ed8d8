/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Draws from distributions by one seed. */
export class Draw {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seeded(seed);
  }

  share(): number {
    return this.#next();
  }

  isTrue(probability: number): boolean {
    return this.#next() < probability;
  }

  /** Whole number from 0 up to below n. */
  below(n: number): number {
    return Math.floor(this.#next() * n);
  }

  /** One of a list that is not empty. */
  one<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new RangeError('nothing to draw from');
    return found;
  }

  /** By weight. */
  weighted<T extends { readonly weight: number }>(list: readonly T[]): T {
    let at = this.#next() * list.reduce((sum, { weight }) => sum + weight, 0);
    const found = list.find(({ weight }) => (at -= weight) < 0);
    return found ?? this.one(list);
  }

  /** Standard normal (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#next())) * Math.cos(2 * Math.PI * this.#next());
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.#next());
  }

  poisson(mean: number): number {
    let count = 0;
    for (let product = this.#next(); product > Math.exp(-mean); product *= this.#next()) count += 1;
    return count;
  }
}
