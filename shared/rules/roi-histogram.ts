import type { ImageInfo } from '../model/image.ts';
import type { Measurement, MeasureTool, Point2 } from '../model/measurement.ts';
import { drawingScale } from './drawing-scale.ts';
import { histogramOf } from './histogram.ts';
import type { Histogram } from './histogram.ts';
import { isWithin } from './measure-pixels.ts';
import { hasAmounts } from './modality.ts';
import type { Spacing } from './pixel-size.ts';
import { quantityOf } from './quantity.ts';
import { ellipseShape, freehandShape, rectangleShape } from './roi-shape.ts';
import type { RoiShape } from './roi-shape.ts';
import { roiValues } from './roi-statistics.ts';
import type { StoredPixels } from './stored-pixels.ts';

export type RoiHistogram = Histogram & { readonly unit: string };

/** Figure of a tool that goes around pixels; null for one that does not. */
export function shapeOf(tool: MeasureTool, points: readonly Point2[], spacing: Spacing): RoiShape | null {
  if (tool === 'rectangle') return rectangleShape(points, spacing);
  if (tool === 'ellipse' || tool === 'circle') return ellipseShape(points, spacing);
  const isOutline = tool === 'freehand' || tool === 'polygon' || tool === 'threshold';
  return isOutline ? freehandShape(points, spacing) : null;
}

/** How the values under a region are spread, in the unit of its statistics; null where there are none. */
export function roiHistogram(
  { tool, points, frame, range }: Pick<Measurement, 'tool' | 'points' | 'frame' | 'range'>,
  image: ImageInfo,
  pixels: StoredPixels,
): RoiHistogram | null {
  const shape = shapeOf(tool, points, drawingScale(image, frame, points).spacing);
  const isWhole = pixels.columns === image.pixels?.columns && pixels.rows === image.pixels.rows;
  if (!shape || !hasAmounts(image) || pixels.samples !== 1 || !isWhole) return null;
  const { map, unit } = quantityOf(image, frame);
  const { values } = roiValues(shape, image, pixels, map);
  const found = histogramOf(range ? values.filter((value) => isWithin(value, range)) : values);
  return found && { ...found, unit };
}
