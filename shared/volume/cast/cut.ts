import type { Point2 } from '../../model/measurement.ts';
import type { Camera } from './camera.ts';

/** A region drawn on the picture and driven through the whole volume: what it holds, or what it leaves out, is gone. Plain data. */
export interface Cut {
  /** As the volume was looked at when it was drawn. */
  readonly camera: Camera;
  /** Pixels a side of `gone`. */
  readonly pixels: number;
  /** One byte a pixel: 1, nothing of it is shown. */
  readonly gone: Uint8Array;
  /** Outside of the picture. */
  readonly beyond: boolean;
}

/** @param outline pixel coordinates on a picture of so many pixels a side; closed by itself */
export function cutOf(camera: Camera, pixels: number, outline: readonly Point2[], away: 'inside' | 'outside'): Cut {
  const gone = new Uint8Array(pixels * pixels);
  for (let y = 0; y < pixels; y += 1) {
    const crossings: number[] = [];
    for (const [at, [x1, y1]] of outline.entries()) {
      const [x2, y2] = outline[(at + 1) % outline.length] ?? [x1, y1];
      if (y1 <= y !== y2 <= y) crossings.push(x1 + ((y - y1) * (x2 - x1)) / (y2 - y1));
    }
    crossings.sort((a, b) => a - b);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const from = Math.max(0, Math.ceil(crossings[pair] ?? 0));
      const to = Math.min(pixels - 1, Math.floor(crossings[pair + 1] ?? -1));
      if (to >= from) gone.fill(1, y * pixels + from, y * pixels + to + 1);
    }
  }
  if (away === 'outside') for (let at = 0; at < gone.length; at += 1) gone[at] = gone[at] === 1 ? 0 : 1;
  return { camera, pixels, gone, beyond: away === 'outside' };
}
