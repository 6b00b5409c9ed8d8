/** Arrays that pixel values come in. */
export type PixelArray =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** Smallest and largest finite value; 0 and 0 where there is none. */
export function valueRange(values: PixelArray): ValueRange {
  if (values instanceof Uint16Array || values instanceof Int16Array) return wordRange(values);
  let min = Infinity;
  let max = -Infinity;
  // Written out: a spread or a reduce over millions of values is slow or overflows the stack.
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (value < min && value !== -Infinity) min = value;
    if (value > max && value !== Infinity) max = value;
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}

/** Most frames are 16-bit words: no value among them is anything but a number, and a loop of their own is several times faster. */
function wordRange(values: Uint16Array | Int16Array): ValueRange {
  if (values.length === 0) return { min: 0, max: 0 };
  let min = 65535;
  let max = -32768;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
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
