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
  if (values instanceof Uint16Array) return wordRange(values, 0);
  if (values instanceof Int16Array) {
    return wordRange(new Uint16Array(values.buffer, values.byteOffset, values.length), SIGN);
  }
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

/** How whole numbers lie in bytes, little endian. */
export type IntegerType = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32';
type NumberType = IntegerType | 'float32' | 'float64';

/** Smallest and largest of the numbers in some bytes, which begin where such a number may begin in memory. */
export function integerRange(bytes: Uint8Array, type: IntegerType): ValueRange {
  return valueRange(numbersOf(bytes, type));
}

/** The numbers in some bytes, little endian, which begin where such a number may begin in memory. */
export function numbersOf({ buffer, byteOffset, byteLength }: Uint8Array, type: NumberType): PixelArray {
  switch (type) {
    case 'uint8':
      return new Uint8Array(buffer, byteOffset, byteLength);
    case 'int8':
      return new Int8Array(buffer, byteOffset, byteLength);
    case 'uint16':
      return new Uint16Array(buffer, byteOffset, byteLength / 2);
    case 'int16':
      return new Int16Array(buffer, byteOffset, byteLength / 2);
    case 'uint32':
      return new Uint32Array(buffer, byteOffset, byteLength / 4);
    case 'int32':
      return new Int32Array(buffer, byteOffset, byteLength / 4);
    case 'float32':
      return new Float32Array(buffer, byteOffset, byteLength / 4);
    case 'float64':
      return new Float64Array(buffer, byteOffset, byteLength / 8);
  }
}

/** Turns a signed 16-bit word into an unsigned one of the same order. */
const SIGN = 0x8000;

/**
 * Most frames are 16-bit words. The engine compiles a loop over one kind of array five times faster than one that has met
 * several, so signed words come in as unsigned ones.
 */
function wordRange(words: Uint16Array, sign: 0 | typeof SIGN): ValueRange {
  if (words.length === 0) return { min: 0, max: 0 };
  let min = 0xffff;
  let max = 0;
  for (let i = 0; i < words.length; i += 1) {
    const word = (words[i] as number) ^ sign;
    if (word < min) min = word;
    if (word > max) max = word;
  }
  return { min: min - sign, max: max - sign };
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
