import { z } from 'zod';
import { ObjectId } from './ids.ts';
import { RejectionReason } from './rejection.ts';

const Finite = z.number();
export const Vec3 = z.tuple([Finite, Finite, Finite]);
export type Vec3 = z.infer<typeof Vec3>;
/** Row direction cosines, then column direction cosines, patient LPS (0020,0037). */
export const Orientation = z.tuple([Finite, Finite, Finite, Finite, Finite, Finite]);
export type Orientation = z.infer<typeof Orientation>;
/** [between rows, between columns] in mm, in DICOM's order: row spacing first. */
export const RowColumn = z.tuple([Finite, Finite]);
export type RowColumn = z.infer<typeof RowColumn>;

/** One VOI window (0028,1050/1051/1055/1056), in modality units. */
export const VoiWindow = z.strictObject({ center: Finite, width: Finite, explanation: z.string().nullable() });
export type VoiWindow = z.infer<typeof VoiWindow>;
export const VoiFunction = z.enum(['LINEAR', 'LINEAR_EXACT', 'SIGMOID']);
export type VoiFunction = z.infer<typeof VoiFunction>;

/** A lookup table item (0028,3000 or 3010): `first` is the first value mapped, `bits` the depth of `data`. */
export const LookupTable = z.strictObject({
  first: z.number().int(),
  bits: z.number().int(),
  explanation: z.string().nullable(),
  data: z.array(z.number().int()),
});
export type LookupTable = z.infer<typeof LookupTable>;

/** What may differ from frame to frame (enhanced objects); shared values stand in every entry. */
export const FrameInfo = z.strictObject({
  position: Vec3.nullable(),
  orientation: Orientation.nullable(),
  pixelSpacing: RowColumn.nullable(),
  sliceThickness: Finite.nullable(),
  windows: z.array(VoiWindow),
  voiFunction: VoiFunction,
  rescale: z.strictObject({ slope: Finite, intercept: Finite, type: z.string().nullable() }).nullable(),
  /** Dimension index values or stack position, when an enhanced object says them; used for sorting. */
  stack: z.strictObject({ id: z.string().nullable(), position: z.number().int().nullable() }).nullable(),
  temporalPosition: z.number().nullable(),
});
export type FrameInfo = z.infer<typeof FrameInfo>;

/** One item of (0018,6011), Part 3 C.8.5.5. Places in pixels, deltas in the coded unit per pixel. */
export const UltrasoundRegion = z.strictObject({
  spatialFormat: z.number().int(),
  dataType: z.number().int(),
  flags: z.number().int(),
  minX: z.number().int(),
  minY: z.number().int(),
  maxX: z.number().int(),
  maxY: z.number().int(),
  referenceX: z.number().int().nullable(),
  referenceY: z.number().int().nullable(),
  unitsX: z.number().int(),
  unitsY: z.number().int(),
  referenceValueX: Finite.nullable(),
  referenceValueY: Finite.nullable(),
  deltaX: Finite,
  deltaY: Finite,
});
export type UltrasoundRegion = z.infer<typeof UltrasoundRegion>;

export const PixelFormat = z.strictObject({
  rows: z.number().int().nonnegative(),
  columns: z.number().int().nonnegative(),
  samplesPerPixel: z.number().int(),
  photometric: z.string(),
  bitsAllocated: z.number().int(),
  bitsStored: z.number().int(),
  highBit: z.number().int(),
  /** (0028,0103): true for two's complement. */
  signed: z.boolean(),
  /** (0028,0006): true when colour planes follow each other. */
  planar: z.boolean(),
  /** Byte of the file at which whole frames of plain grey follow each other; absent where only a decoder can tell. */
  nativeOffset: z.number().int().positive().optional(),
});
export type PixelFormat = z.infer<typeof PixelFormat>;

/** Everything section 10.7 of Part 3 needs to say how long a pixel is; spacings as [row, column] in mm. */
export const SpacingSource = z.strictObject({
  imagerPixelSpacing: RowColumn.nullable(),
  nominalScannedPixelSpacing: RowColumn.nullable(),
  pixelAspectRatio: RowColumn.nullable(),
  calibrationType: z.string().nullable(),
  calibrationDescription: z.string().nullable(),
  /** (0018,1114) Estimated Radiographic Magnification Factor. */
  magnification: Finite.nullable(),
  /** (0018,1110) and (0018,1111), mm. */
  sourceToDetector: Finite.nullable(),
  sourceToPatient: Finite.nullable(),
  ultrasoundRegions: z.array(UltrasoundRegion),
});
export type SpacingSource = z.infer<typeof SpacingSource>;

/** Inputs of the SUVbw rule; times as DICOM text. Null for anything but PET. */
export const PetInfo = z.strictObject({
  units: z.string().nullable(),
  suvType: z.string().nullable(),
  decayCorrection: z.string().nullable(),
  correctedImage: z.array(z.string()),
  seriesDate: z.string().nullable(),
  seriesTime: z.string().nullable(),
  acquisitionDate: z.string().nullable(),
  acquisitionTime: z.string().nullable(),
  radiopharmaceuticalStartDateTime: z.string().nullable(),
  radiopharmaceuticalStartTime: z.string().nullable(),
  totalDose: Finite.nullable(),
  halfLife: Finite.nullable(),
  patientWeight: Finite.nullable(),
});
export type PetInfo = z.infer<typeof PetInfo>;

/** Why an object has no picture: shown in its place, in words. */
export const NoPicture = z.enum([
  'no-pixel-data',
  'document',
  'report',
  'presentation-state',
  'segmentation',
  'waveform',
  'radiotherapy',
  'video',
  'unsupported-transfer-syntax',
  'unsupported-pixel-format',
]);
export type NoPicture = z.infer<typeof NoPicture>;

/** All that is needed to show, place and measure one stored object. Lengths in mm, angles in degrees. */
export const ImageInfo = z.strictObject({
  objectId: ObjectId,
  sopUid: z.string().nullable(),
  sopClass: z.string().nullable(),
  transferSyntax: z.string(),
  modality: z.string().nullable(),
  instanceNumber: z.number().int().nullable(),
  acquisitionNumber: z.number().int().nullable(),
  /** Frames that can be asked for; 0 when there is no picture. */
  frames: z.number().int().nonnegative(),
  picture: z.union([
    z.strictObject({ shown: z.literal(true) }),
    z.strictObject({ shown: z.literal(false), why: NoPicture }),
  ]),
  pixels: PixelFormat.nullable(),
  /** One entry for all frames, or one a frame. */
  perFrame: z.array(FrameInfo).min(1),
  spacing: SpacingSource,
  modalityLut: LookupTable.nullable(),
  voiLuts: z.array(LookupTable),
  presentationLutShape: z.string().nullable(),
  padding: z.strictObject({ value: z.number().int(), limit: z.number().int().nullable() }).nullable(),
  /** (0020,0020): directions of rows and of columns, as letters. */
  patientOrientation: z.tuple([z.string(), z.string()]).nullable(),
  /** (0020,0062) first, else (0020,0060). L, R, B, U or null when nobody said. */
  laterality: z.string().nullable(),
  viewPosition: z.string().nullable(),
  bodyPart: z.string().nullable(),
  frameOfReference: z.string().nullable(),
  imageType: z.array(z.string()),
  /** (0028,2110) is 01, or the transfer syntax is lossy. */
  lossy: z.strictObject({ ratio: Finite.nullable() }).nullable(),
  burnedIn: z.boolean(),
  /** Milliseconds a frame, from (0018,1063), (0018,1065) or (0018,0040). */
  frameTime: Finite.nullable(),
  acquisitionDate: z.string().nullable(),
  acquisitionTime: z.string().nullable(),
  pet: PetInfo.nullable(),
  /** Another object of the same SOP UID with other content exists. */
  conflict: z.boolean(),
  /** Why its site took it back; absent: it did not. */
  rejected: RejectionReason.optional(),
});
export type ImageInfo = z.infer<typeof ImageInfo>;

/** Frame entry for a frame number counted from 1. */
export function frameInfo(image: ImageInfo, frame: number): FrameInfo {
  const entry = image.perFrame.length === 1 ? image.perFrame[0] : image.perFrame[frame - 1];
  if (!entry) throw new RangeError('frame out of range');
  return entry;
}
