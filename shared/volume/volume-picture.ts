import type { SeriesFrame } from '../dicom/sort-frames.ts';
import type { ObjectId } from '../model/ids.ts';
import type { ImageInfo, Orientation } from '../model/image.ts';
import type { PlaneStack } from './plane-stack.ts';
import { reformatImage } from './reformat-image.ts';

/** A picture of a volume that is no plane of the patient. */
export interface VolumePictureFacts {
  readonly kind: 'curved' | 'volume';
  readonly columns: number;
  readonly rows: number;
  readonly count: number;
  /** mm of a pixel, where lengths on it are true in some direction; null: none are. */
  readonly size: number | null;
  /** Where its rows and columns point, for the letters at its edges; null where that differs from place to place. */
  readonly orientation: Orientation | null;
  readonly colour: boolean;
  readonly padding: number;
  readonly remarks: readonly string[];
}

/**
 * Its header: as that of a plane of the volume, but it has no place in the patient, so that nothing takes its pixels for places (measuring,
 * links, lines of reference).
 */
export function volumePicture(
  objectId: ObjectId,
  frames: readonly SeriesFrame[],
  facts: VolumePictureFacts,
): ImageInfo {
  const { kind, columns, rows, count, size, orientation, colour, remarks, padding } = facts;
  const nowhere: PlaneStack = { ...NOWHERE, columns, rows, count };
  const plane = reformatImage(objectId, frames, { stack: nowhere, slab: null, padding, remarks });
  const { pixels } = plane;
  return {
    ...plane,
    perFrame: plane.perFrame.map((info) => ({
      ...info,
      position: null,
      orientation,
      pixelSpacing: size === null ? null : [size, size],
    })),
    pixels: pixels && colour ? { ...pixels, samplesPerPixel: 3, photometric: 'RGB', ...EIGHT_BITS } : pixels,
    padding: colour ? null : plane.padding,
    frameOfReference: null,
    reformat: { plane: kind, interpolated: true, slab: null, remarks: [...remarks] },
  };
}

/** Puts nothing anywhere: places are taken out again. */
const NOWHERE = {
  name: 'oblique',
  spacing: [1, 1],
  origin: [0, 0, 0],
  row: [1, 0, 0],
  column: [0, 1, 0],
  onward: [0, 0, 1],
  step: 1,
  walk: null,
} satisfies Partial<PlaneStack>;
const EIGHT_BITS = { bitsAllocated: 8, bitsStored: 8, highBit: 7, signed: false } as const;
