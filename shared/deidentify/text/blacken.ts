import { z } from 'zod';

/** Pixels of a frame, from its upper left corner; what is outside of the frame does not count. */
export const Rect = z.strictObject({
  x: z.number().int().nonnegative(),
  y: z.number().int().nonnegative(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type Rect = z.infer<typeof Rect>;

/** What of a frame becomes black: all but `keep`, and each of `masks` whatever is kept. */
export interface Blackening {
  /** Null: all of it is kept. */
  readonly keep: readonly Rect[] | null;
  readonly masks: readonly Rect[];
}

interface Frame {
  readonly columns: number;
  readonly rows: number;
  readonly samples: number;
  /** Samples of a pixel stand together. Written to. */
  readonly values: { [index: number]: number; readonly length: number };
}

export function isBlackening({ keep, masks }: Blackening): boolean {
  return keep !== null || masks.length > 0;
}

/** Writes `black` wherever the frame is not to be seen. */
export function blacken({ columns, rows, samples, values }: Frame, { keep, masks }: Blackening, black: number): void {
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      if ((keep === null || isIn(keep, x, y)) && !isIn(masks, x, y)) continue;
      const at = (y * columns + x) * samples;
      for (let sample = 0; sample < samples; sample += 1) values[at + sample] = black;
    }
  }
}

function isIn(rects: readonly Rect[], x: number, y: number): boolean {
  return rects.some((rect) => x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height);
}
