/** Turns coded colour (Part 3 C.7.6.3.1.2) into interleaved 8-bit RGB. Pure functions on arrays. */

/** Planes one after another to samples beside each other. */
export function interleavePlanes(data: Uint8Array, samples: number, bytesPerSample: number): Uint8Array {
  const pixels = Math.floor(data.length / (samples * bytesPerSample));
  const out = new Uint8Array(data.length);
  for (let sample = 0; sample < samples; sample += 1) {
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const from = (sample * pixels + pixel) * bytesPerSample;
      const to = (pixel * samples + sample) * bytesPerSample;
      for (let byte = 0; byte < bytesPerSample; byte += 1) out[to + byte] = data[from + byte] ?? 0;
    }
  }
  return out;
}

/**
 * Native YBR_FULL_422: two luminance values, then one of each chrominance, for every pair of pixels along a row. Both pixels of
 * a pair get the pair's chrominance.
 * @param pixels rows times columns; the columns are even in this coding
 */
export function expand422(data: Uint8Array, pixels: number): Uint8Array {
  const out = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const pair = (pixel >> 1) * 4;
    out[3 * pixel] = data[pair + (pixel & 1)] ?? 0;
    out[3 * pixel + 1] = data[pair + 2] ?? 0;
    out[3 * pixel + 2] = data[pair + 3] ?? 0;
  }
  return out;
}

/** YBR_FULL to RGB (ITU-R BT.601, full range), 8 bits, interleaved. */
export function ybrFullToRgb(ybr: Uint8Array): Uint8Array {
  const out = new Uint8ClampedArray(ybr.length);
  for (let i = 0; i + 2 < ybr.length; i += 3) {
    const y = ybr[i] ?? 0;
    const cb = (ybr[i + 1] ?? 0) - 128;
    const cr = (ybr[i + 2] ?? 0) - 128;
    out[i] = y + 1.402 * cr;
    out[i + 1] = y - 0.344136 * cb - 0.714136 * cr;
    out[i + 2] = y + 1.772 * cb;
  }
  return new Uint8Array(out.buffer);
}

/** YBR_PARTIAL_422 and _420, already expanded: luminance 16 to 235, chrominance 16 to 240 (ITU-R BT.601). */
export function ybrPartialToRgb(ybr: Uint8Array): Uint8Array {
  const out = new Uint8ClampedArray(ybr.length);
  for (let i = 0; i + 2 < ybr.length; i += 3) {
    const y = (255 / 219) * ((ybr[i] ?? 0) - 16);
    const cb = (255 / 224) * ((ybr[i + 1] ?? 0) - 128);
    const cr = (255 / 224) * ((ybr[i + 2] ?? 0) - 128);
    out[i] = y + 1.402 * cr;
    out[i + 1] = y - 0.344136 * cb - 0.714136 * cr;
    out[i + 2] = y + 1.772 * cb;
  }
  return new Uint8Array(out.buffer);
}

/** The upper 8 bits of samples of `bits` bits. */
export function toEightBits(values: ArrayLike<number>, bits: number): Uint8Array {
  const out = new Uint8Array(values.length);
  // Not a shift: values of 32 bits would turn negative.
  const divisor = 2 ** Math.max(0, bits - 8);
  for (let i = 0; i < values.length; i += 1) out[i] = Math.floor((values[i] ?? 0) / divisor);
  return out;
}

/** One channel of a palette, 8 bits an entry; `first` is the stored value of entry 0. */
export interface PaletteTable {
  readonly first: number;
  readonly entries: Uint8Array;
}

/** Stored values to RGB. Values below and above the table take its first and last entry (Part 3 C.7.6.3.1.5). */
export function paletteToRgb(
  indices: ArrayLike<number>,
  palette: readonly [PaletteTable, PaletteTable, PaletteTable],
): Uint8Array {
  const out = new Uint8Array(indices.length * 3);
  for (let channel = 0; channel < 3; channel += 1) {
    const table = palette[channel];
    if (!table) continue;
    const last = table.entries.length - 1;
    for (let i = 0; i < indices.length; i += 1) {
      const at = Math.min(last, Math.max(0, (indices[i] ?? 0) - table.first));
      out[3 * i + channel] = table.entries[at] ?? 0;
    }
  }
  return out;
}

/**
 * Expands segmented palette data (Part 3 C.7.9.2): 0 discrete, 1 linear, 2 indirect. Null when the segments are damaged.
 * @param numbers of the segments, each as wide as an entry
 * @param entries number of entries that the descriptor promises; nothing is written past it
 * @param width of a number in bytes: what offsets count in, and how many numbers an offset of four bytes takes
 */
export function expandSegments(numbers: ArrayLike<number>, entries: number, width: 1 | 2 = 2): Uint16Array | null {
  const out = new Uint16Array(entries);
  const filled = writeSegments({ numbers, width }, { from: 0, count: Infinity }, { out, at: 0 }, true);
  return filled === entries ? out : null;
}

interface Segments {
  readonly numbers: ArrayLike<number>;
  readonly width: 1 | 2;
}

interface Target {
  readonly out: Uint16Array;
  at: number;
}

function writeSegments(
  segments: Segments,
  { from, count }: { readonly from: number; readonly count: number },
  target: Target,
  indirect: boolean,
): number | null {
  const { numbers, width } = segments;
  let at = from;
  for (let done = 0; done < count && at + 1 < numbers.length && target.at < target.out.length; done += 1) {
    const code = numbers[at] ?? 0;
    const length = numbers[at + 1] ?? 0;
    if (code === 0) {
      if (at + 2 + length > numbers.length || target.at + length > target.out.length) return null;
      for (let i = 0; i < length; i += 1) target.out[target.at + i] = numbers[at + 2 + i] ?? 0;
      target.at += length;
      at += 2 + length;
    } else if (code === 1) {
      if (target.at === 0 || at + 2 >= numbers.length || target.at + length > target.out.length) return null;
      writeLine(target, length, numbers[at + 2] ?? 0);
      at += 3;
    } else if (code === 2 && indirect && at + 1 + 4 / width < numbers.length) {
      const place = { from: offset(segments, at + 2), count: length };
      // An indirect segment may not point at another.
      if (!Number.isInteger(place.from) || writeSegments(segments, place, target, false) === null) return null;
      at += 2 + 4 / width;
    } else {
      return null;
    }
  }
  return target.at;
}

/** Four bytes, the least significant first: bytes from the start of the data, as a place in `numbers`. */
function offset({ numbers, width }: Segments, at: number): number {
  let bytes = 0;
  for (let i = 4 / width - 1; i >= 0; i -= 1) bytes = bytes * 256 ** width + (numbers[at + i] ?? 0);
  return bytes / width;
}

function writeLine(target: Target, length: number, end: number): void {
  const start = target.out[target.at - 1] ?? 0;
  for (let i = 1; i <= length; i += 1) {
    target.out[target.at] = Math.round(start + ((end - start) * i) / length);
    target.at += 1;
  }
}
