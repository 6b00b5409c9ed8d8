import { z } from 'zod';
import { ContrastInfo } from './contrast.ts';
import { ObjectId } from './ids.ts';
import { RejectionReason } from './rejection.ts';
import { Sheet } from './sheet.ts';

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

/**
 * What tells one picture of a series from another at the same place; only what was said is there. Times in ms but for
 * `temporalOffset` (s), b-values in s/mm², `gradient` a direction in patient space (LPS).
 */
export const FrameAcquired = z.strictObject({
  bValue: Finite.optional(),
  /** (0018,9075): NONE, DIRECTIONAL, ISOTROPIC, BMATRIX. */
  directionality: z.string().optional(),
  gradient: Vec3.optional(),
  echoTime: Finite.optional(),
  echoNumber: z.number().int().optional(),
  /** After the R wave: (0018,1060) or (0020,9153). */
  triggerTime: Finite.optional(),
  /** (0020,9241), percent of the cycle. */
  cardiacPhase: Finite.optional(),
  temporalOffset: Finite.optional(),
  /** (0020,9156). */
  acquisitionNumber: z.number().int().optional(),
  /** (0008,9007), of this frame. */
  frameType: z.array(z.string()).optional(),
  /** (0020,9072), of this frame: L, R, B or U. */
  laterality: z.string().optional(),
  anatomy: z.string().optional(),
  /** (0018,1120), degrees. */
  gantryTilt: Finite.optional(),
  /** (0018,9151) and (0018,9074), DICOM DT. */
  referenceDateTime: z.string().optional(),
  acquisitionDateTime: z.string().optional(),
});
export type FrameAcquired = z.infer<typeof FrameAcquired>;

/**
 * One shape of a display shutter (Part 3 C.7.6.11): what lies outside of it is hidden. Rows and columns count from 1, edges
 * are shown.
 */
export const ShutterShape = z.discriminatedUnion('shape', [
  z.strictObject({ shape: z.literal('rectangular'), left: Finite, right: Finite, upper: Finite, lower: Finite }),
  z.strictObject({ shape: z.literal('circular'), row: Finite, column: Finite, radius: Finite }),
  z.strictObject({ shape: z.literal('polygonal'), vertices: z.array(RowColumn).min(3) }),
]);
export type ShutterShape = z.infer<typeof ShutterShape>;

/** One overlay plane in group 60xx (Part 3 C.9.2): one bit a pixel, its bits come by the frame port. */
export const OverlayPlane = z.strictObject({
  /** 0 for group 6000, 1 for 6002 …: its bit in an overlay frame. */
  index: z.number().int().min(0).max(15),
  rows: z.number().int().positive(),
  columns: z.number().int().positive(),
  /** Of the image pixel under its first one, row then column, from 1; may lie outside. */
  origin: z.tuple([z.number().int(), z.number().int()]),
  /** G: graphics; R: region of interest. */
  kind: z.enum(['G', 'R']),
  label: z.string().nullable(),
  /** First image frame that it belongs to, from 1, and how many of its own there are; null: the same over every frame. */
  frames: z.strictObject({ first: z.number().int(), count: z.number().int().positive() }).nullable(),
});
export type OverlayPlane = z.infer<typeof OverlayPlane>;

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

/** One item of (0040,9096): stored values from `first` to `last` are a physical quantity. */
export const RealWorldMap = z.strictObject({
  first: Finite,
  last: Finite,
  slope: Finite,
  intercept: Finite,
  /** In place of slope and intercept. */
  lut: z.array(Finite).optional(),
  /** UCUM. */
  unit: z.string(),
  label: z.string().nullable(),
});
export type RealWorldMap = z.infer<typeof RealWorldMap>;

/** What may differ from frame to frame (enhanced objects); shared values stand in every entry. */
export const FrameInfo = z.strictObject({
  position: Vec3.nullable(),
  orientation: Orientation.nullable(),
  pixelSpacing: RowColumn.nullable(),
  sliceThickness: Finite.nullable(),
  windows: z.array(VoiWindow),
  voiFunction: VoiFunction,
  /** The frame's own curves, in place of those of the object. */
  voiLuts: z.array(LookupTable).optional(),
  rescale: z.strictObject({ slope: Finite, intercept: Finite, type: z.string().nullable() }).nullable(),
  /** Dimension index values or stack position, when an enhanced object says them; used for sorting. */
  stack: z.strictObject({ id: z.string().nullable(), position: z.number().int().nullable() }).nullable(),
  temporalPosition: z.number().nullable(),
  /** Regions of this frame alone; absent: those of the object. */
  ultrasoundRegions: z.array(UltrasoundRegion).optional(),
  /** Of this frame alone, in place of those of the object (enhanced X-ray); absent: those of the object. */
  imagerPixelSpacing: RowColumn.optional(),
  shutter: z.array(ShutterShape).optional(),
  /** Real world value maps; absent: none. */
  realWorld: z.array(RealWorldMap).optional(),
  acquired: FrameAcquired.optional(),
});
export type FrameInfo = z.infer<typeof FrameInfo>;

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

/** What a reader made of the spacing of the series; `by` the name that stands beside each number. */
export const ReaderCalibration = z.strictObject({
  factor: Finite,
  unit: z.enum(['mm', 'px']),
  columns: z.number().int(),
  rows: z.number().int(),
  by: z.string(),
});
export type ReaderCalibration = z.infer<typeof ReaderCalibration>;

/** Procedures and reasons that the study was asked for with, by code and scheme: "RPID22^RADLEX". */
export const AskedCodes = z.strictObject({ procedures: z.array(z.string()), reasons: z.array(z.string()) });
export type AskedCodes = z.infer<typeof AskedCodes>;

/** Raised whenever the same file gives another ImageInfo: what the index has of an older one is read again before it is shown. */
export const IMAGE_INFO_VERSION = 12;

/** One item of (0028,6100), Part 3 C.7.6.10: frames from 1; `masks` is (0028,6110), `offset` (0028,6120). */
export const MaskItem = z.strictObject({
  /** (0028,6101), as it stands: NONE, AVG_SUB, TID, REV_TID. */
  operation: z.string(),
  /** (0028,6102): first and last frame of each range; empty: all for which the operation has a mask. */
  ranges: z.array(z.tuple([z.number().int(), z.number().int()])),
  masks: z.array(z.number().int()),
  /** (0028,6112): contrast frames from the current one on that are averaged. */
  average: z.number().int().positive(),
  /** (0028,6114), pixels: of rows towards the last row, of columns towards the first column. */
  shift: RowColumn,
  offset: z.number().int(),
  /** Of single contrast frames, in place of `shift`: (0028,9415) by the item's (0028,9416). Absent: none has its own. */
  frameShifts: z.array(z.strictObject({ frame: z.number().int(), shift: RowColumn })).optional(),
});
export type MaskItem = z.infer<typeof MaskItem>;

/** What subtraction of a run of X-ray frames stands on. */
export const XrayRun = z.strictObject({
  masks: z.array(MaskItem),
  /** (0028,1040): LIN, LOG, DISP; null where nobody said. */
  intensity: z.string().nullable(),
  /** (0028,1090): SUB or NAT; null where nobody said. */
  recommended: z.string().nullable(),
});
export type XrayRun = z.infer<typeof XrayRun>;

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
  /** Of the series, by a reader here; never in the source. */
  reader: ReaderCalibration.optional(),
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
  /** (0010,1020), m, and (0010,0040), for the other kinds of SUV; absent: nobody said. */
  patientSize: Finite.optional(),
  patientSex: z.string().optional(),
});
export type PetInfo = z.infer<typeof PetInfo>;

/** How a CT was made, as far as its scores ask. */
export const CtInfo = z.strictObject({
  ...ContrastInfo.shape,
  /** (0018,0060), kV. */
  kvp: Finite.nullable(),
  /** (0018,1210). */
  kernel: z.string().nullable(),
  /** (0018,0022). */
  scanOptions: z.array(z.string()),
  /** A time after the R wave (0018,1060), an interval (0018,1062), or a technique (0018,9037) other than NONE. */
  triggered: z.boolean(),
});
export type CtInfo = z.infer<typeof CtInfo>;

/** What was lost of a picture, now or before it came. */
export const LossyFacts = z.strictObject({
  /** (0028,2112), n:1, the worst of all steps; null where nobody said. */
  ratio: Finite.nullable(),
  /** (0028,2114) of each step: "ISO_10918_1" … */
  methods: z.array(z.string()).optional(),
  /** n:1 of the code streams as they are stored here; absent where these lose nothing, null where it cannot be told. */
  storedRatio: Finite.nullable().optional(),
});
export type LossyFacts = z.infer<typeof LossyFacts>;

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

/** What a reformat is; thickness in mm. */
export const Reformat = z.strictObject({
  /** curved: laid straight along a path; volume: seen from outside. Neither has a place in the patient. */
  plane: z.enum(['axial', 'coronal', 'sagittal', 'oblique', 'curved', 'volume']),
  /** False: every pixel is a voxel. */
  interpolated: z.boolean(),
  slab: z.strictObject({ mode: z.enum(['mean', 'max', 'min']), thickness: Finite }).nullable(),
  /** What the reader has to know of it, in words. */
  remarks: z.array(z.string()),
});
export type Reformat = z.infer<typeof Reformat>;

/** What pictures that were made by subtracting are, in words, the first the weightiest. */
export const SubtractionMark = z.strictObject({ words: z.array(z.string()) });
export type SubtractionMark = z.infer<typeof SubtractionMark>;

/** How the frames of one object follow each other, as its Frame Increment Pointer (0028,0009) says. */
export const FrameCourse = z.strictObject({
  /** They differ by more than time: the tube, the table, or another view, detector or energy with each frame. */
  moves: z.enum(['tube', 'table', 'view']).optional(),
  /** ms from frame to frame: Frame Time (0018,1063). */
  every: Finite.optional(),
  /** ms after the first frame, one a frame: Frame Time Vector (0018,1065), or the phases (0054,0032) of a nuclear medicine study. */
  at: z.array(Finite).optional(),
});
export type FrameCourse = z.infer<typeof FrameCourse>;

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
  /** Absent: it is no sheet of slices. */
  sheet: Sheet.optional(),
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
  /** First item of (2050,0010); wins over the shape. */
  presentationLut: LookupTable.optional(),
  /** What lies inside every shape is shown. */
  shutter: z.array(ShutterShape).optional(),
  overlays: z.array(OverlayPlane).optional(),
  /** Its pixels were made from others by interpolation (a reformat). */
  resampled: z.literal(true).optional(),
  /** Made in the window out of a volume: a frame a plane. Never said by the station. */
  reformat: Reformat.optional(),
  /** Made in the window out of others by subtraction. Never said by the station. */
  subtraction: SubtractionMark.optional(),
  padding: z.strictObject({ value: z.number().int(), limit: z.number().int().nullable() }).nullable(),
  /** (0020,0020): directions of rows and of columns, as letters. */
  patientOrientation: z.tuple([z.string(), z.string()]).nullable(),
  /** (0020,0062) first, else (0020,0060). L, R, B, U or null when nobody said. */
  laterality: z.string().nullable(),
  /** (0018,5101), else the view code: "MLO", or its meaning in words. */
  viewPosition: z.string().nullable(),
  /** (0054,0222), in words: "magnification". */
  viewModifiers: z.array(z.string()).optional(),
  bodyPart: z.string().nullable(),
  frameOfReference: z.string().nullable(),
  imageType: z.array(z.string()),
  /** The header says so ((0028,2110), a ratio or a method), or the transfer syntax is lossy. */
  lossy: LossyFacts.nullable(),
  /** Of colour: sRGB by its profile or its word; another, by which it is shown; or one that is not applied: shown as if it were sRGB. */
  colourProfile: z.enum(['srgb', 'applied', 'not-applied']).optional(),
  burnedIn: z.boolean(),
  /** (0028,0301) is NO; absent: it is YES, or nobody said. */
  burnedInDenied: z.literal(true).optional(),
  /** Milliseconds a frame, from (0018,1063), (0018,1065), (0008,2144) or (0018,0040). */
  frameTime: Finite.nullable(),
  /** Played forwards and backwards in turns, (0018,1244); absent: from its beginning again. */
  sweeps: z.literal(true).optional(),
  /** Absent where nothing is said, and for one frame. */
  frameCourse: FrameCourse.optional(),
  acquisitionDate: z.string().nullable(),
  acquisitionTime: z.string().nullable(),
  pet: PetInfo.nullable(),
  /** Of CT alone, and of MR alone. */
  ct: CtInfo.optional(),
  contrast: ContrastInfo.optional(),
  /** Absent: the header has no code. */
  asked: AskedCodes.optional(),
  /** Of several frames of XA or RF; absent where nothing is said. */
  xray: XrayRun.optional(),
  /** Another object of the same SOP UID with other content exists. */
  conflict: z.boolean(),
  /** The map of another object that a reader chose for its values. Of the series, by the station; never in the source. */
  valueMap: z.strictObject({ map: RealWorldMap, words: z.string() }).optional(),
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
