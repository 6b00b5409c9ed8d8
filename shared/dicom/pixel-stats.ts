/** Arrays that pixel values come in. */
export type PixelArray =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** Smallest and largest finite value; 0 and 0 where there is none. */
export function valueRange(values: PixelArray): ValueRange {
  if (values instanceof Float32Array || values instanceof Float64Array) return finiteRange(values);
  let min = values[0] ?? 0;
  let max = min;
  // Written out: a spread or a reduce over millions of values is slow or overflows the stack.
  for (let i = 1; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return { min, max };
}

function finiteRange(values: Float32Array | Float64Array): ValueRange {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min && value !== -Infinity) min = value;
    if (value > max && value !== Infinity) max = value;
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}

/** Running minimum, maximum and mean over many frames. */
export class RunningStats {
  #min = Infinity;
  #max = -Infinity;
  #sum = 0;
  #count = 0;

  /** Adds a frame. Values that are no numbers are left out of all three. */
  add(values: PixelArray, map?: (value: number) => number): void {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < values.length; i += 1) {
      const stored = values[i] ?? 0;
      const value = map ? map(stored) : stored;
      if (!Number.isFinite(value)) continue;
      if (value < this.#min) this.#min = value;
      if (value > this.#max) this.#max = value;
      sum += value;
      count += 1;
    }
    this.#sum += sum;
    this.#count += count;
  }

  result(): { readonly min: number; readonly max: number; readonly mean: number } {
    if (this.#count === 0) return { min: 0, max: 0, mean: 0 };
    return { min: this.#min, max: this.#max, mean: this.#sum / this.#count };
  }
}
