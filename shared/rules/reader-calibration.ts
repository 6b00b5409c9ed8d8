import { AppError } from '../errors/app-error.ts';
import type { SeriesCalibration } from '../model/calibration.ts';
import type { ImageInfo } from '../model/image.ts';
import type { Point2 } from '../model/measurement.ts';
import { imageKind } from './image-kind.ts';
import { spacingOf } from './spacing.ts';
import { hasRegions } from './ultrasound-regions.ts';

/** A known length is between a hair and a body, mm. */
const LEAST = 0.1;
const MOST = 2500;

/** What a calibration of the series makes of its pictures: the same pictures, with the reader's factor beside the header's. */
export function withCalibration(image: ImageInfo, calibration: SeriesCalibration | null): ImageInfo {
  const { reader: _before, ...spacing } = image.spacing;
  if (!calibration) return { ...image, spacing };
  const { factor, unit, columns, rows, byName } = calibration;
  return { ...image, spacing: { ...spacing, reader: { factor, unit, columns, rows, by: byName } } };
}

/**
 * Factor and unit from two points that are `known` mm apart.
 * @throws AppError measure/cannot-calibrate for a section or an ultrasound, which have their own scale, points at one place, and a
 *   length that nothing in a picture has
 */
export function calibrationFactor(
  image: ImageInfo,
  frame: number,
  [from, to]: readonly [Point2, Point2],
  known: number,
): Pick<SeriesCalibration, 'factor' | 'unit' | 'columns' | 'rows'> {
  const bare = withCalibration(image, null);
  const own = spacingOf(bare, frame);
  if (hasRegions(image, frame)) throw refused('ultrasound regions give the scale');
  if (imageKind(image) === 'cross-section' && own.unit === 'mm') throw refused('the spacing of a section is its own');
  if (!(known >= LEAST && known <= MOST)) throw refused('no such length');
  const measured = Math.hypot((to[0] - from[0]) * own.column, (to[1] - from[1]) * own.row);
  if (!(measured > 0) || !image.pixels) throw refused('the points lie at one place');
  const { columns, rows } = image.pixels;
  return { factor: known / measured, unit: own.unit, columns, rows };
}

function refused(message: string): AppError {
  return new AppError('measure/cannot-calibrate', message);
}
