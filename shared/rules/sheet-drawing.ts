import { frameInfo } from '../model/image.ts';
import type { ImageInfo, Vec3 } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { worldOf } from './geometry.ts';
import { ON_A_MOSAIC } from './mosaic.ts';
import { fromSheet } from './sheet-part.ts';

/** Said of a drawing that lies on no slice. */
export const OVER_SLICES =
  'it was drawn on the whole sheet, over more than one of its slices: shown on none, and not measured anew';
/** mm: more than headers round. */
const SAME_PLACE = 0.01;

/**
 * A drawing from before its sheet of slices was taken apart: it counts the pixels of the sheet, and what is now slice 1 had that number.
 * It goes to the slice that it lies on, at the same pixels of the object, so that its values hold; one that no slice holds is marked, and
 * keeps the pixels of the sheet. It is known by its place in the patient: a sheet has none, a slice always one.
 * @returns null where there is nothing to change
 */
export function offSheet(drawn: Measurement, image: ImageInfo): Measurement | null {
  const { sheet, frames } = image;
  if (sheet?.apart !== true || drawn.frame !== 1 || drawn.plane !== undefined || drawn.onSheet === true) return null;
  if (isPlacedOn(drawn, image)) return null;
  const warnings = drawn.result.warnings.filter((words) => words !== ON_A_MOSAIC);
  const found = sliceOf(drawn, image);
  if (found === null) {
    return { ...drawn, onSheet: true, world: null, result: { ...drawn.result, warnings: [...warnings, OVER_SLICES] } };
  }
  const said = `drawn on the whole sheet before its slices were taken apart: it lies on slice ${found.frame} of ${frames}`;
  const world = worldOf(frameInfo(image, found.frame), found.points);
  return { ...drawn, ...found, world, result: { ...drawn.result, warnings: [...warnings, said] } };
}

function isPlacedOn({ world, points }: Measurement, image: ImageInfo): boolean {
  const here = worldOf(frameInfo(image, 1), points);
  if (world === null || here === null) return here === null;
  const isNear = (place: Vec3, at: number): boolean =>
    place.every((value, axis) => Math.abs(value - (here[at]?.[axis] ?? NaN)) <= SAME_PLACE);
  return world.every(isNear);
}

function sliceOf({ points }: Measurement, image: ImageInfo): Pick<Measurement, 'frame' | 'points'> | null {
  for (let frame = 1; frame <= image.frames; frame += 1) {
    const here = fromSheet(image, frame, points);
    if (here !== null) return { frame, points: here };
  }
  return null;
}
