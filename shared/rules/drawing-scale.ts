import type { ImageInfo } from '../model/image.ts';
import type { Point2 } from '../model/measurement.ts';
import { pixelUnits } from './pixel-size.ts';
import type { Spacing } from './pixel-size.ts';
import { spacingOf } from './spacing.ts';
import { hasRegions, isDistance, regionFor } from './ultrasound-regions.ts';
import type { RegionScale } from './ultrasound-regions.ts';

export const ULTRASOUND_REGION = 'ultrasound region';
const NO_DISTANCE = 'this ultrasound region does not measure distances';

/** What the axes under one drawing mean. `region` is set only where an axis is time, velocity or frequency. */
export type DrawingScale = Readonly<{ spacing: Spacing; region: RegionScale | null }>;

/** Scale under all points of a drawing; an ultrasound drawing must lie in one region to have one. */
export function drawingScale(image: ImageInfo, frame: number, points: readonly Point2[]): DrawingScale {
  if (!hasRegions(image, frame)) return { spacing: spacingOf(image, frame), region: null };
  const choice = regionFor(image, frame, points);
  if (!choice.found) return { spacing: pixelUnits(image, choice.warnings), region: null };
  if (!isDistance(choice.scale)) return { spacing: pixelUnits(image, [NO_DISTANCE]), region: choice.scale };
  const { x, y } = choice.scale;
  const size = { row: Math.abs(y.perPixel), column: Math.abs(x.perPixel) };
  return { spacing: { ...size, unit: 'mm', basis: ULTRASOUND_REGION, warnings: choice.warnings }, region: null };
}

/** Points in the unit of the spacing, so that plain geometry holds on stretched pixels too. */
export function physical(points: readonly Point2[], spacing: Spacing): Point2[] {
  return points.map(([x, y]) => [x * spacing.column, y * spacing.row]);
}

export function areaUnit(spacing: Spacing): string {
  return spacing.unit === 'mm' ? 'mm2' : 'px2';
}
