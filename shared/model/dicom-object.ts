import { z } from 'zod';
import { KeyObject } from './key-image.ts';
import { ReadMeasurement } from './measurement-report.ts';
import { PresentationState } from './presentation-state.ts';
import { Registration } from './registration.ts';
import { Code } from './report.ts';
import { Segmentation } from './segmentation.ts';
import { ValueMaps } from './value-map.ts';

/** Most of everything that one object may bring; what is beyond is left out whole, and the content says so. */
export const OBJECT_CAPS = {
  lines: 20_000,
  /** Letters of all lines together. */
  letters: 2_000_000,
  marks: 5000,
  /** Of one mark. */
  points: 10_000,
  contours: 50_000,
  /** Numbers of all contours together. */
  coordinates: 1_500_000,
  /** Values of all waveforms together. */
  samples: 1_500_000,
  channels: 64,
  /** Bytes of a document that is read as text. */
  document: 8 * 1024 * 1024,
} as const;

/** Images, or other objects, that a content names; no frames: the whole object. */
export const ObjectLink = z.strictObject({
  sopUid: z.string(),
  sopClass: z.string(),
  frames: z.array(z.number().int().positive()),
});
export type ObjectLink = z.infer<typeof ObjectLink>;

/** One line of a document as it is read: text of a stranger, never markup. */
export const DocumentLine = z.strictObject({
  depth: z.number().int().nonnegative(),
  heading: z.boolean(),
  name: z.string().nullable(),
  /** May have line ends. */
  text: z.string().nullable(),
  links: z.array(ObjectLink),
});
export type DocumentLine = z.infer<typeof DocumentLine>;

export const RegionShape = z.enum(['POINT', 'MULTIPOINT', 'POLYLINE', 'POLYGON', 'CIRCLE', 'ELLIPSE', 'ELLIPSOID']);
export type RegionShape = z.infer<typeof RegionShape>;

/**
 * A region of a structured report (Part 3, C.18.6 and C.18.9). In an image: x, y, from 0,0 at the corner of the first pixel; in space:
 * x, y, z in mm of its frame of reference.
 */
export const RegionMark = z.strictObject({
  shape: RegionShape,
  label: z.string(),
  place: z.discriminatedUnion('in', [
    z.strictObject({ in: z.literal('image'), image: ObjectLink }),
    z.strictObject({ in: z.literal('space'), frameOfReference: z.string() }),
  ]),
  points: z.array(z.number()),
  /** Of which finding of a detection program, by its place in their list; null: of none. */
  finding: z.number().int().nonnegative().nullable(),
});
export type RegionMark = z.infer<typeof RegionMark>;

/** One figure of a dose report, in the unit it was written in. */
export const DoseFigure = z.strictObject({
  kind: z.enum(['ctdi', 'dlp', 'dap', 'reference-point', 'glandular', 'fluoroscopy', 'activity']),
  value: z.number(),
  unit: z.string(),
  /** Of which breast, plane, organ or agent, where that is said. */
  of: z.string().nullable(),
  /** Of a CTDIvol, as written; values of different phantoms cannot be set against each other. Null: nobody said, or no CTDIvol. */
  phantom: z.string().nullable(),
});
export type DoseFigure = z.infer<typeof DoseFigure>;

export const Algorithm = z.strictObject({ name: z.string(), version: z.string().nullable() });
export type Algorithm = z.infer<typeof Algorithm>;

/** "Certainty of Finding", "78 %". */
const DetectionFigure = z.strictObject({ name: z.string(), text: z.string() });

/** One finding of a detection program that has regions and that its program wants, or allows, to be shown (Part 16, CID 6034). */
export const Detection = z.strictObject({
  label: z.string(),
  /** The program leaves it to the reader: Presentation Optional. */
  optional: z.boolean(),
  /** Probability of cancer, else certainty, as the program counts it. */
  certainty: DetectionFigure.nullable(),
  /** What else it measured. */
  figures: z.array(DetectionFigure),
  algorithm: Algorithm.nullable(),
});
export type Detection = z.infer<typeof Detection>;

/** Whether the program could do its work (Part 16, CID 6042 and 6047). Only `done` lets "no finding" mean that there is none. */
export const DetectionOutcome = z.enum(['done', 'partly', 'failed', 'not-attempted', 'unsaid']);
export type DetectionOutcome = z.infer<typeof DetectionOutcome>;

/** What a detection program says of its own work (TID 4000, 4100, 4120). */
export const DetectionReport = z.strictObject({
  /** Every one that the object names; at least one. */
  algorithms: z.array(Algorithm),
  outcome: DetectionOutcome,
  /** Detections and analyses that failed, by name. */
  failures: z.array(z.string()),
  findings: z.array(Detection),
  /** Findings with regions that are not for presentation. */
  withheld: z.number().int().nonnegative(),
});
export type DetectionReport = z.infer<typeof DetectionReport>;

export const ReportContent = z.strictObject({
  kind: z.literal('report'),
  title: z.string(),
  code: Code.nullable(),
  /** COMPLETE or PARTIAL, VERIFIED or UNVERIFIED, as written. */
  completion: z.string().nullable(),
  verification: z.string().nullable(),
  lines: z.array(DocumentLine),
  marks: z.array(RegionMark),
  /** What a program found; null: no computer-aided detection. */
  detection: DetectionReport.nullable(),
  dose: z.array(DoseFigure),
  /** Its words where a program wrote them and no person stands for them; absent: somebody does, or nobody says that it was a program. */
  draft: z
    .strictObject({ program: Algorithm, sections: z.array(z.strictObject({ title: z.string(), text: z.string() })) })
    .optional(),
  /** Measurement groups (TID 1500), as far as they are understood; the lines have all of them. */
  measurements: z.array(ReadMeasurement).optional(),
  /** Something was beyond a cap and left out. */
  cut: z.boolean(),
});
export type ReportContent = z.infer<typeof ReportContent>;

export const Contour = z.strictObject({
  /** CLOSED_PLANAR, OPEN_PLANAR, POINT … as written. */
  type: z.string(),
  /** x, y, z, mm, patient. */
  points: z.array(z.number()),
  images: z.array(z.string()),
});
export type Contour = z.infer<typeof Contour>;

export const Structure = z.strictObject({
  number: z.number().int(),
  name: z.string(),
  /** 0 to 255. */
  rgb: z.tuple([z.number().int(), z.number().int(), z.number().int()]).nullable(),
  /** Of (3006,00A4): ORGAN, PTV … */
  role: z.string().nullable(),
  /** AUTOMATIC, SEMIAUTOMATIC or MANUAL. */
  algorithm: z.string().nullable(),
  frameOfReference: z.string().nullable(),
  contours: z.array(Contour),
});
export type Structure = z.infer<typeof Structure>;

export const ContoursContent = z.strictObject({
  kind: z.literal('contours'),
  title: z.string(),
  structures: z.array(Structure),
  cut: z.boolean(),
});
export type ContoursContent = z.infer<typeof ContoursContent>;

export const WaveformChannel = z.strictObject({
  label: z.string(),
  /** As written, UCUM where the object says so; null: nobody said. */
  unit: z.string().nullable(),
  /** In `unit`; null: padding. */
  values: z.array(z.number().nullable()),
});
export type WaveformChannel = z.infer<typeof WaveformChannel>;

export const WaveformGroup = z.strictObject({
  label: z.string(),
  /** Samples a second. */
  frequency: z.number().positive(),
  channels: z.array(WaveformChannel),
});
export type WaveformGroup = z.infer<typeof WaveformGroup>;

export const WaveformContent = z.strictObject({
  kind: z.literal('waveform'),
  title: z.string(),
  groups: z.array(WaveformGroup),
  lines: z.array(DocumentLine),
  cut: z.boolean(),
});
export type WaveformContent = z.infer<typeof WaveformContent>;

export const DocumentContent = z.strictObject({
  kind: z.literal('document'),
  title: z.string(),
  mime: z.string(),
  bytes: z.number().int().nonnegative(),
  /** Null where this program does not read the format. */
  lines: z.array(DocumentLine).nullable(),
  cut: z.boolean(),
});
export type DocumentContent = z.infer<typeof DocumentContent>;

export const SegmentationContent = z.strictObject({
  kind: z.literal('segmentation'),
  title: z.string(),
  segmentation: Segmentation,
});
export type SegmentationContent = z.infer<typeof SegmentationContent>;

export const KeyImagesContent = z.strictObject({
  kind: z.literal('key-images'),
  title: z.string(),
  keyObject: KeyObject,
});
export type KeyImagesContent = z.infer<typeof KeyImagesContent>;

export const PresentationContent = z.strictObject({
  kind: z.literal('presentation'),
  title: z.string(),
  state: PresentationState,
});
export type PresentationContent = z.infer<typeof PresentationContent>;

/** How places of one frame of reference lie in another. */
export const RegistrationContent = z.strictObject({
  kind: z.literal('registration'),
  title: z.string(),
  registration: Registration,
});
export type RegistrationContent = z.infer<typeof RegistrationContent>;

/** What stored values of other images mean. */
export const ValueMapsContent = z.strictObject({
  kind: z.literal('value-maps'),
  title: z.string(),
  valueMaps: ValueMaps,
});
export type ValueMapsContent = z.infer<typeof ValueMapsContent>;

/** Listed, kept and carried through untouched. */
export const OtherContent = z.strictObject({ kind: z.literal('other'), title: z.string() });
export type OtherContent = z.infer<typeof OtherContent>;

/** What an object without a picture of its own says, by kind. */
export const ObjectContent = z.discriminatedUnion('kind', [
  ReportContent,
  ContoursContent,
  WaveformContent,
  DocumentContent,
  SegmentationContent,
  KeyImagesContent,
  PresentationContent,
  RegistrationContent,
  ValueMapsContent,
  OtherContent,
]);
export type ObjectContent = z.infer<typeof ObjectContent>;

/** Which patient, study, images and places in space an object speaks of: checked against what it is opened with. */
export const ObjectReferences = z.strictObject({
  studies: z.array(z.string()),
  images: z.array(z.string()),
  framesOfReference: z.array(z.string()),
});
export type ObjectReferences = z.infer<typeof ObjectReferences>;

export const ReadObject = z.strictObject({ content: ObjectContent, references: ObjectReferences });
export type ReadObject = z.infer<typeof ReadObject>;
