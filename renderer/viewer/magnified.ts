import type { Point2 } from '../../shared/model/measurement.ts';

/** Six numbers of a canvas transform: a, b, c, d, e, f. */
export type Transform = readonly [number, number, number, number, number, number];

/**
 * How the picture's own pixels come onto the magnifier: turned, flipped and stretched as under it, larger, with the place under the pointer in
 * its middle. Pixel coordinates count from the centre of the first pixel, the picture's canvas from its corner: half a pixel between them.
 * @param glass width and height of the magnifier in its own pixels
 * @param grow magnifier pixels for a CSS pixel under it
 */
export function magnified(
  pixel: Point2,
  toCanvas: (pixel: Point2) => Point2 | null,
  glass: Point2,
  grow: number,
): Transform | null {
  const here = toCanvas(pixel);
  const right = toCanvas([pixel[0] + 1, pixel[1]]);
  const down = toCanvas([pixel[0], pixel[1] + 1]);
  if (!here || !right || !down) return null;
  const [a, b] = [(right[0] - here[0]) * grow, (right[1] - here[1]) * grow];
  const [c, d] = [(down[0] - here[0]) * grow, (down[1] - here[1]) * grow];
  const [x, y] = [pixel[0] + 0.5, pixel[1] + 0.5];
  return [a, b, c, d, glass[0] / 2 - a * x - c * y, glass[1] / 2 - b * x - d * y];
}
