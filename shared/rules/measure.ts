import { AppError } from '../errors/app-error.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { ImageInfo } from '../model/image.ts';
import type { MeasureChoices, MeasureResult, MeasureTool, Point2 } from '../model/measurement.ts';
import { areaUnit, drawingScale, physical, ULTRASOUND_REGION } from './drawing-scale.ts';
import type { DrawingScale } from './drawing-scale.ts';
import { lossyGround, lossyWarning } from './lossy.ts';
import { measureCardiothoracic, measureLegAxis } from './measure-body.ts';
import { measureDoppler } from './measure-doppler.ts';
import { measureAngle, measureBidirectional, measureCobb, measureLength, valueAt } from './measure-length.ts';
import { measureOpenAngle, measurePerpendicular, measurePolyline } from './measure-lines.ts';
import { measureProbe, measureStatistics } from './measure-pixels.ts';
import { at, checkPoints } from './measure-points.ts';
import { quantityOf } from './quantity.ts';
import { ellipseShape, freehandShape, rectangleShape } from './roi-shape.ts';
import type { RoiShape } from './roi-shape.ts';
import type { StoredPixels } from './stored-pixels.ts';

export type { StoredPixels } from './stored-pixels.ts';

export const NO_RANGE = 'no range of values was chosen';
const NEED_PIXELS: ReadonlySet<MeasureTool> = new Set<MeasureTool>([
  'rectangle',
  'ellipse',
  'circle',
  'freehand',
  'polygon',
  'threshold',
  'probe',
]);

/** Tools whose values come from pixels: the caller reads the frame first. */
export function needsPixels(tool: MeasureTool): boolean {
  return NEED_PIXELS.has(tool);
}

/**
 * Values of one drawing, with the ground they stand on.
 * @param points pixel coordinates in the order that `Measurement` gives for each tool
 * @param frame from 1
 * @param pixels stored values of that frame; null leaves statistics out and says so
 * @param choices the values that count, for a threshold region; the kind of SUV beside that by body weight
 * @throws AppError measure/bad-points, dicom/frame-out-of-range
 */
export function measureDrawing(
  tool: MeasureTool,
  points: readonly Point2[],
  image: ImageInfo,
  frame: number,
  pixels: StoredPixels | null,
  choices: MeasureChoices = {},
): MeasureResult {
  const result = measured(tool, points, image, frame, pixels, choices);
  if (image.lossy === null || result.values.length === 0) return result;
  const lossy = lossyGround(image.lossy);
  return { ...result, warnings: [...result.warnings, lossyWarning(lossy)], lossy };
}

function measured(
  tool: MeasureTool,
  points: readonly Point2[],
  image: ImageInfo,
  frame: number,
  pixels: StoredPixels | null,
  choices: MeasureChoices,
): MeasureResult {
  if (!Number.isInteger(frame) || frame < 1 || frame > image.frames) {
    throw new AppError('dicom/frame-out-of-range', 'no such frame', { context: { frame, frames: image.frames } });
  }
  checkPoints(tool, points);
  const scale = drawingScale(image, frame, points);
  const { spacing } = scale;
  const { basis } = spacing;
  switch (tool) {
    case 'length':
      return lengthResult(points, scale);
    case 'bidirectional':
      return { values: measureBidirectional(points, spacing), basis, warnings: [...spacing.warnings] };
    case 'angle':
      return { values: measureAngle(points, spacing), basis, warnings: angleWarnings(scale) };
    case 'cobb':
      return { values: measureCobb(points, spacing), basis, warnings: angleWarnings(scale) };
    case 'rectangle':
      return roiResult(rectangleShape(points, spacing), scale, image, frame, pixels, choices);
    case 'ellipse':
      return roiResult(ellipseShape(points, spacing), scale, image, frame, pixels, choices);
    case 'circle':
      return circleResult(points, scale, image, frame, pixels, choices);
    case 'freehand':
      return roiResult(freehandShape(points, spacing), scale, image, frame, pixels, choices);
    case 'probe':
      return probeResult(at(points, 0), scale, image, frame, pixels, choices);
    case 'polyline':
      return { values: measurePolyline(points, spacing), basis, warnings: [...spacing.warnings] };
    case 'open-angle':
      return { values: measureOpenAngle(points, spacing), basis, warnings: angleWarnings(scale) };
    case 'perpendicular':
      return { values: measurePerpendicular(points, spacing), basis, warnings: [...spacing.warnings] };
    case 'polygon':
      return roiResult(freehandShape(points, spacing), scale, image, frame, pixels, choices);
    case 'threshold':
      return thresholdResult(freehandShape(points, spacing), scale, image, frame, pixels, choices);
    case 'cardiothoracic':
      return { values: measureCardiothoracic(points, spacing), basis, warnings: [...spacing.warnings] };
    case 'leg-axis':
      return legResult(points, scale, image, frame);
    case 'doppler': {
      const { values, warnings } = measureDoppler(points, scale.region);
      return { values, basis: values.length > 0 ? ULTRASOUND_REGION : '', warnings: [...warnings] };
    }
    // What these say comes from the whole stack of pictures.
    case 'threshold-volume':
    case 'calcium':
    case 'spine-label':
    case 'arrow':
      return { values: [], basis: '', warnings: [] };
    default:
      return assertNever(tool);
  }
}

function lengthResult(points: readonly Point2[], scale: DrawingScale): MeasureResult {
  const { values, warnings } = measureLength(points, scale);
  return { values, basis: scale.region ? ULTRASOUND_REGION : scale.spacing.basis, warnings: [...warnings] };
}

function legResult(points: readonly Point2[], scale: DrawingScale, image: ImageInfo, frame: number): MeasureResult {
  const { values, warnings } = measureLegAxis(points, scale.spacing, image, frame);
  return { values, basis: scale.spacing.basis, warnings: [...scale.spacing.warnings, ...warnings] };
}

/** An angle needs the shape of a pixel only, so remarks on its size do not touch it. */
function angleWarnings(scale: DrawingScale): string[] {
  return scale.spacing.unit === 'px' ? [...scale.spacing.warnings] : [];
}

function roiResult(
  shape: RoiShape,
  { spacing }: DrawingScale,
  image: ImageInfo,
  frame: number,
  pixels: StoredPixels | null,
  choices: MeasureChoices,
): MeasureResult {
  const statistics = measureStatistics(shape, image, frame, pixels, choices);
  return {
    values: [
      { name: 'area', value: shape.area, unit: areaUnit(spacing) },
      { name: 'perimeter', value: shape.perimeter, unit: spacing.unit },
      ...statistics.values,
    ],
    basis: spacing.basis,
    warnings: [...spacing.warnings, ...shape.warnings, ...statistics.warnings],
  };
}

/** Pixels inside an outline whose values lie within a range: how many, their area, their statistics. */
function thresholdResult(
  shape: RoiShape,
  { spacing }: DrawingScale,
  image: ImageInfo,
  frame: number,
  pixels: StoredPixels | null,
  choices: MeasureChoices,
): MeasureResult {
  if (!choices.range) return { values: [], basis: '', warnings: [NO_RANGE] };
  const statistics = measureStatistics(shape, image, frame, pixels, choices);
  const count = statistics.values.find(({ name }) => name === 'pixel count')?.value;
  const area = { name: 'area', value: (count ?? 0) * spacing.row * spacing.column, unit: areaUnit(spacing) };
  return {
    values: count === undefined ? [] : [area, ...statistics.values],
    basis: spacing.basis,
    warnings: [...spacing.warnings, ...shape.warnings, ...statistics.warnings],
  };
}

function circleResult(
  points: readonly Point2[],
  scale: DrawingScale,
  image: ImageInfo,
  frame: number,
  pixels: StoredPixels | null,
  choices: MeasureChoices,
): MeasureResult {
  const result = roiResult(ellipseShape(points, scale.spacing), scale, image, frame, pixels, choices);
  const [left, right] = physical(points, scale.spacing);
  const diameter = left && right ? Math.hypot(right[0] - left[0], right[1] - left[1]) : 0;
  return { ...result, values: [{ name: 'diameter', value: diameter, unit: scale.spacing.unit }, ...result.values] };
}

/** A probe has no length, so its ground is how the value came about, not the pixel spacing. */
function probeResult(
  point: Point2,
  { region }: DrawingScale,
  image: ImageInfo,
  frame: number,
  pixels: StoredPixels | null,
  choices: MeasureChoices,
): MeasureResult {
  const level = region ? valueAt(point, region) : { values: [], warnings: [] };
  if (level.values.length > 0) return { values: level.values, basis: ULTRASOUND_REGION, warnings: [...level.warnings] };
  const probe = measureProbe(point, image, frame, pixels, choices);
  return {
    values: probe.values,
    basis: probe.values.length > 0 ? quantityOf(image, frame).basis : '',
    warnings: [...level.warnings, ...probe.warnings],
  };
}
