import { frameInfo } from '../model/image.ts';
import type { ImageInfo } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { OVER_SLICES } from './sheet-drawing.ts';

/** Drawings that go around something: the others have no inside. */
const CLOSED: ReadonlySet<Measurement['tool']> = new Set([
  'rectangle',
  'ellipse',
  'circle',
  'freehand',
  'polygon',
  'threshold',
]);
/** Directions that differ by less are the same: headers round. */
const SAME_DIRECTION = 1e-3;
/** mm. */
const SAME_SPACING = 1e-3;

export function isClosedRegion({ tool }: Pick<Measurement, 'tool'>): boolean {
  return CLOSED.has(tool);
}

type Drawn = Pick<Measurement, 'tool' | 'plane' | 'onSheet' | 'deleted' | 'frame' | 'range'>;

/** Why a drawing cannot become part of a segmentation, in words; null: it can. */
export function segmentRefusal(drawn: Drawn, image: ImageInfo): string | null {
  if (drawn.deleted || !isClosedRegion(drawn)) return 'it is no closed region';
  if (drawn.plane !== undefined) return 'it was drawn on a reformat';
  if (drawn.onSheet === true) return OVER_SLICES;
  if (drawn.tool === 'threshold' && drawn.range === undefined) return 'it has no range of values';
  if (image.sopUid === null || image.sopClass === null) return 'its picture has no UID that can be named';
  const { position, orientation, pixelSpacing } = frameInfo(image, drawn.frame);
  if (image.frameOfReference === null || !position || !orientation || !pixelSpacing)
    return 'its picture does not say where it lies in the patient';
  return null;
}

/** Whether two pictures can hold frames of one segmentation: of one space, direction, spacing and size (Part 3, A.51). */
export function sameSegmentGrid(a: ImageInfo, frameOfA: number, b: ImageInfo, frameOfB: number): boolean {
  const [one, other] = [frameInfo(a, frameOfA), frameInfo(b, frameOfB)];
  const near = (left: readonly number[] | null, right: readonly number[] | null, most: number): boolean =>
    left !== null && right !== null && left.every((value, at) => Math.abs(value - (right[at] ?? NaN)) <= most);
  return (
    a.frameOfReference === b.frameOfReference &&
    a.pixels?.rows === b.pixels?.rows &&
    a.pixels?.columns === b.pixels?.columns &&
    near(one.orientation, other.orientation, SAME_DIRECTION) &&
    near(one.pixelSpacing, other.pixelSpacing, SAME_SPACING)
  );
}
