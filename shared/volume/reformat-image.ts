import type { ObjectId } from '../model/ids.ts';
import { frameInfo } from '../model/image.ts';
import type { FrameInfo, ImageInfo } from '../model/image.ts';
import type { SeriesFrame } from '../dicom/sort-frames.ts';
import { planeOrigin } from './plane-stack.ts';
import type { PlaneStack } from './plane-stack.ts';
import type { Slab } from './render-plane.ts';

export interface ReformatFacts {
  readonly stack: PlaneStack;
  readonly slab: Slab | null;
  /** Stands where nothing is known. */
  readonly padding: number;
  /** What the reader has to know, beside what the plane itself says. */
  readonly remarks: readonly string[];
}

/**
 * A header for planes that were worked out: one object, a frame a plane. Units, windows and the side of the body are those of the
 * middle slice; places, directions and spacing are the plane's. Pixels hold modality values.
 */
export function reformatImage(objectId: ObjectId, frames: readonly SeriesFrame[], facts: ReformatFacts): ImageInfo {
  const middle = frames[Math.floor(frames.length / 2)];
  if (!middle) throw new RangeError('a volume has slices');
  const { stack, slab } = facts;
  const source = middle.image;
  const { windows, voiFunction, rescale } = frameInfo(source, middle.frame);
  const perFrame = Array.from({ length: stack.count }, (_unused, index): FrameInfo => ({
    position: planeOrigin(stack, index),
    orientation: [...stack.row, ...stack.column],
    pixelSpacing: stack.spacing,
    sliceThickness: slab?.thickness ?? null,
    windows,
    voiFunction,
    // The unit stays; values are modality values already.
    rescale: rescale ? { slope: 1, intercept: 0, type: rescale.type } : null,
    stack: null,
    temporalPosition: null,
  }));
  return {
    objectId,
    sopUid: null,
    sopClass: source.sopClass,
    transferSyntax: source.transferSyntax,
    modality: source.modality,
    instanceNumber: null,
    acquisitionNumber: null,
    frames: stack.count,
    picture: { shown: true },
    pixels: {
      rows: stack.rows,
      columns: stack.columns,
      samplesPerPixel: 1,
      photometric: source.pixels?.photometric ?? 'MONOCHROME2',
      bitsAllocated: 32,
      bitsStored: 32,
      highBit: 31,
      signed: true,
      planar: false,
    },
    perFrame,
    spacing: {
      imagerPixelSpacing: null,
      nominalScannedPixelSpacing: null,
      pixelAspectRatio: null,
      calibrationType: null,
      calibrationDescription: null,
      magnification: null,
      sourceToDetector: null,
      sourceToPatient: null,
      ultrasoundRegions: [],
    },
    modalityLut: null,
    voiLuts: source.voiLuts,
    presentationLutShape: source.presentationLutShape,
    ...(source.presentationLut ? { presentationLut: source.presentationLut } : {}),
    ...(stack.walk === null || slab !== null ? { resampled: true as const } : {}),
    padding: { value: facts.padding, limit: null },
    patientOrientation: null,
    laterality: common(frames, ({ image }) => image.laterality),
    viewPosition: null,
    bodyPart: source.bodyPart,
    frameOfReference: source.frameOfReference,
    imageType: ['DERIVED', 'SECONDARY', 'REFORMATTED'],
    lossy: frames.find(({ image }) => image.lossy !== null)?.image.lossy ?? null,
    burnedIn: false,
    frameTime: null,
    acquisitionDate: source.acquisitionDate,
    acquisitionTime: source.acquisitionTime,
    pet: source.pet,
    conflict: frames.some(({ image }) => image.conflict),
    reformat: {
      plane: stack.name,
      interpolated: stack.walk === null || slab !== null,
      slab: slab ? { mode: slab.mode, thickness: slab.thickness } : null,
      remarks: [...facts.remarks],
    },
  };
}

/** What all slices say alike; null where they differ. */
function common<T>(frames: readonly SeriesFrame[], of: (frame: SeriesFrame) => T): T | null {
  const [first] = frames;
  if (!first) return null;
  const value = of(first);
  return frames.every((frame) => of(frame) === value) ? value : null;
}
