/** One sample a pixel, row by row. */
export interface GreyField {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

/** Half the side of the square that a stroke fits through, less its middle: strokes of letters are thinner than nine pixels. */
const HALF = 4;

/** How much each pixel stands out of the widest thing that holds the square and is no brighter: a white top hat. */
export function standingOut({ columns, rows, values }: GreyField): Float32Array {
  // The greatest around each pixel is the least of all turned over.
  const opened = leastAround(turned(leastAround(values, columns, rows)), columns, rows);
  const out = new Float32Array(values.length);
  for (let at = 0; at < out.length; at += 1) out[at] = (values[at] ?? 0) + (opened[at] ?? 0);
  return out;
}

function turned(values: Float32Array): Float32Array {
  const out = new Float32Array(values.length);
  for (let at = 0; at < out.length; at += 1) out[at] = -(values[at] ?? 0);
  return out;
}

/** The least of the square around each pixel; beyond an edge there is nothing. */
function leastAround(values: Float32Array, columns: number, rows: number): Float32Array {
  const across = Float32Array.from(values);
  for (let y = 0; y < rows; y += 1) {
    const row = y * columns;
    for (let by = 1; by <= HALF; by += 1) {
      for (let x = by; x < columns; x += 1) {
        const near = values[row + x - by] ?? 0;
        if (near < (across[row + x] ?? 0)) across[row + x] = near;
        const here = values[row + x] ?? 0;
        if (here < (across[row + x - by] ?? 0)) across[row + x - by] = here;
      }
    }
  }
  const both = Float32Array.from(across);
  for (let by = 1; by <= HALF; by += 1) {
    const shift = by * columns;
    for (let at = shift; at < both.length; at += 1) {
      const near = across[at - shift] ?? 0;
      if (near < (both[at] ?? 0)) both[at] = near;
      const here = across[at] ?? 0;
      if (here < (both[at - shift] ?? 0)) both[at - shift] = here;
    }
  }
  return both;
}

/** Half as large, each pixel the mean of four. */
export function halved({ columns, rows, values }: GreyField): GreyField {
  const across = Math.floor(columns / 2);
  const down = Math.floor(rows / 2);
  const out = new Float32Array(across * down);
  for (let y = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1) {
      const at = 2 * y * columns + 2 * x;
      out[y * across + x] =
        ((values[at] ?? 0) + (values[at + 1] ?? 0) + (values[at + columns] ?? 0) + (values[at + columns + 1] ?? 0)) / 4;
    }
  }
  return { columns: across, rows: down, values: out };
}
