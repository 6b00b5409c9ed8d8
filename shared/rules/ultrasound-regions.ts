import { frameInfo } from '../model/image.ts';
import type { ImageInfo, UltrasoundRegion } from '../model/image.ts';
import type { Point2 } from '../model/measurement.ts';

export type AxisUnit = 'mm' | 's' | 'cm/s' | 'Hz' | null;
/** One axis of a region: signed physical size of a pixel in `unit`; null where the axis is not calibrated. */
export type AxisScale = Readonly<{ perPixel: number; unit: AxisUnit }>;
export type RegionScale = Readonly<{ region: UltrasoundRegion; x: AxisScale; y: AxisScale }>;
export type RegionChoice =
  | Readonly<{ found: true; scale: RegionScale; warnings: readonly string[] }>
  | Readonly<{ found: false; warnings: readonly string[] }>;

export const REGION_OUTSIDE = 'an ultrasound region lies outside the image: its scale is not used';
export const NOT_ONE_REGION = 'not inside one ultrasound region';
export const NOT_CALIBRATED = 'the ultrasound region has no usable scale';

/** Region Flags bit 0: pixels of the region have high priority where regions overlap. */
const HIGH_PRIORITY = 1;
const CM = 3;
const MM_PER_CM = 10;
/** Physical Units X/Y Direction (0018,6024/6026); all other codes have no use in a distance, time or velocity. */
const UNITS: ReadonlyMap<number, { unit: AxisUnit; factor: number }> = new Map([
  [CM, { unit: 'mm', factor: MM_PER_CM }],
  [4, { unit: 's', factor: 1 }],
  [5, { unit: 'Hz', factor: 1 }],
  [7, { unit: 'cm/s', factor: 1 }],
]);

/** Regions of one frame: its own where they change from frame to frame, else those of the object. */
export function regionsOf(image: ImageInfo, frame: number): readonly UltrasoundRegion[] {
  return frameInfo(image, frame).ultrasoundRegions ?? image.spacing.ultrasoundRegions;
}

export function hasRegions(image: ImageInfo, frame: number): boolean {
  return regionsOf(image, frame).length > 0;
}

/** Scale of both axes of a region; lengths in mm. */
export function regionScale(region: UltrasoundRegion): RegionScale {
  return { region, x: axis(region.unitsX, region.deltaX), y: axis(region.unitsY, region.deltaY) };
}

/**
 * The region that holds all `points` (rule 3.6). In overlaps the high priority region wins; regions of the same scale
 * count as one. A region that reaches outside the image means that the picture was scaled or cut after the region was
 * written, so that no region of it can be trusted.
 */
export function regionFor(image: ImageInfo, frame: number, points: readonly Point2[]): RegionChoice {
  const regions = regionsOf(image, frame);
  if (regions.some((region) => !fits(region, image))) return { found: false, warnings: [REGION_OUTSIDE] };
  const owners = points.map((point) => ownersOf(regions, point));
  const all = owners.flat();
  const first = all[0];
  if (!first || owners.some((held) => held.length === 0)) return { found: false, warnings: [NOT_ONE_REGION] };
  const common = regions.find((region) => points.every((point) => holds(region, point)));
  if (!common || !all.every((region) => region === first || sameScale(region, first))) {
    return { found: false, warnings: [NOT_ONE_REGION] };
  }
  const scale = regionScale(first);
  if (scale.x.unit === null && scale.y.unit === null) return { found: false, warnings: [NOT_CALIBRATED] };
  return { found: true, scale, warnings: [] };
}

/** The one tissue scale of an image without a place asked for: all regions in cm agree. Null otherwise. */
export function onlyDistanceScale(image: ImageInfo, frame: number): RegionScale | null {
  const regions = regionsOf(image, frame);
  if (regions.some((region) => !fits(region, image))) return null;
  const distances = regions.filter((region) => isDistance(regionScale(region)));
  const first = distances[0];
  return first && distances.every((region) => sameScale(region, first)) ? regionScale(first) : null;
}

/** Both axes in mm. */
export function isDistance(scale: RegionScale): boolean {
  return scale.x.unit === 'mm' && scale.y.unit === 'mm';
}

/**
 * Physical value on the y axis of a spectral region at an image row, in the unit of that axis:
 * reference value + (row − (region top + reference row)) × delta. Null without a reference row.
 */
export function valueOnY(scale: RegionScale, row: number): number | null {
  const { region } = scale;
  if (region.referenceY === null) return null;
  return (region.referenceValueY ?? 0) + (row - (region.minY + region.referenceY)) * scale.y.perPixel;
}

/** Regions that own a point: those of high priority, else all that hold it. */
function ownersOf(regions: readonly UltrasoundRegion[], point: Point2): readonly UltrasoundRegion[] {
  const holding = regions.filter((region) => holds(region, point));
  const high = holding.filter((region) => (region.flags & HIGH_PRIORITY) !== 0);
  return high.length > 0 ? high : holding;
}

/** Edges are whole pixels: the last one reaches half a pixel beyond its centre. */
function holds(region: UltrasoundRegion, [x, y]: Point2): boolean {
  return x >= region.minX - 0.5 && x <= region.maxX + 0.5 && y >= region.minY - 0.5 && y <= region.maxY + 0.5;
}

/** Writers are known to give the number of columns as the last column: one pixel over is let through. */
function fits(region: UltrasoundRegion, image: ImageInfo): boolean {
  const { columns, rows } = image.pixels ?? { columns: 0, rows: 0 };
  const inOrder = region.maxX > region.minX && region.maxY > region.minY;
  return inOrder && region.minX >= 0 && region.minY >= 0 && region.maxX <= columns && region.maxY <= rows;
}

function sameScale(a: UltrasoundRegion, b: UltrasoundRegion): boolean {
  return (
    a.unitsX === b.unitsX &&
    a.unitsY === b.unitsY &&
    nearlyEqual(a.deltaX, b.deltaX) &&
    nearlyEqual(a.deltaY, b.deltaY) &&
    // Without a distance on both axes the reference counts too: two velocity scales may differ in their baseline.
    (isDistance(regionScale(a)) ||
      (a.minY + (a.referenceY ?? 0) === b.minY + (b.referenceY ?? 0) && a.referenceValueY === b.referenceValueY))
  );
}

function nearlyEqual(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
}

function axis(code: number, delta: number): AxisScale {
  const known = UNITS.get(code);
  if (!known || !Number.isFinite(delta) || delta === 0) return { perPixel: 1, unit: null };
  return { perPixel: delta * known.factor, unit: known.unit };
}
