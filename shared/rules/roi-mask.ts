import type { ImageInfo } from '../model/image.ts';
import type { Measurement, Point2 } from '../model/measurement.ts';
import { isWithin } from './measure-pixels.ts';
import type { Spacing } from './pixel-size.ts';
import { quantityOf } from './quantity.ts';
import { ellipseShape, freehandShape, rectangleShape } from './roi-shape.ts';
import type { RoiShape } from './roi-shape.ts';
import { forEachPixel } from './roi-statistics.ts';
import type { StoredPixels } from './stored-pixels.ts';

/** Which pixels lie inside does not hang on how long they are. */
const PIXELS: Spacing = { row: 1, column: 1, unit: 'px', basis: 'px', warnings: [] };

/**
 * The pixels that a region covers, one byte each, 1 inside: the same ones that its statistics are of. Null for a drawing that is no
 * region, and for a threshold without its range.
 */
export function roiMask(
  { tool, points, frame, range }: Pick<Measurement, 'tool' | 'points' | 'frame' | 'range'>,
  image: ImageInfo,
  pixels: StoredPixels,
): Uint8Array | null {
  const shape = shapeOf(tool, points);
  if (shape === null || (tool === 'threshold' && !range)) return null;
  const mask = new Uint8Array(pixels.rows * pixels.columns);
  const { map } = quantityOf(image, frame);
  forEachPixel(shape, pixels, (index) => {
    const stored = pixels.data[index * pixels.samples] ?? 0;
    if (tool !== 'threshold' || (range !== undefined && isWithin(map(stored), range))) mask[index] = 1;
  });
  return mask;
}

function shapeOf(tool: Measurement['tool'], points: readonly Point2[]): RoiShape | null {
  switch (tool) {
    case 'rectangle':
      return rectangleShape(points, PIXELS);
    case 'ellipse':
    case 'circle':
      return ellipseShape(points, PIXELS);
    case 'freehand':
    case 'polygon':
    case 'threshold':
      return freehandShape(points, PIXELS);
    default:
      return null;
  }
}
