import { z } from 'zod';
import { ColourMap } from '../rules/colour/colour-maps.ts';
import { Described } from './described.ts';
import { DeskPlane } from './desk-plane.ts';
import { DeskVolume } from './desk-volume.ts';
import { GlassPlace } from './desk-window.ts';
import { MeasurementId, ObjectId, PersonId, StudyId } from './ids.ts';
import { MaskItem, Orientation, Reformat, RowColumn, Vec3 } from './image.ts';
import { LossyGround } from './lossy.ts';
import { ComputedWay } from './registration.ts';
import { StackOrder } from './stack-order.ts';
import { NamedFrame } from './study-beside.ts';
import { KeptLinks } from './viewport-links.ts';

export const MeasureTool = z.enum([
  'length',
  'bidirectional',
  'angle',
  'cobb',
  'rectangle',
  'ellipse',
  'circle',
  'freehand',
  'probe',
  'arrow',
  'polyline',
  'open-angle',
  'perpendicular',
  'polygon',
  'cardiothoracic',
  'leg-axis',
  'doppler',
  'spine-label',
  'threshold',
  'threshold-volume',
  'calcium',
]);
export type MeasureTool = z.infer<typeof MeasureTool>;

/** Pixel coordinates [x to the right, y down] on the stored image; the centre of the first pixel is 0,0. */
export const Point2 = z.tuple([z.number(), z.number()]);
export type Point2 = z.infer<typeof Point2>;

/** Name in words ("length", "long axis", "mean" …); unit in UCUM ("mm", "mm2", "deg", "[hnsf'U]", "px"). */
export const MeasuredValue = z.strictObject({ name: z.string(), value: z.number(), unit: z.string() });
export type MeasuredValue = z.infer<typeof MeasuredValue>;

/** Where a reformat lies that was drawn on: centre of its first pixel, directions and spacing, mm LPS. */
export const MeasurementPlane = z.strictObject({
  seriesUid: z.string(),
  frameOfReference: z.string().nullable(),
  origin: Vec3,
  orientation: Orientation,
  spacing: RowColumn,
  slab: Reformat.shape.slab,
});
export type MeasurementPlane = z.infer<typeof MeasurementPlane>;

/** What a measurement says, and on what ground. `basis` is the label beside every number (rule 3.7). */
export const MeasureResult = z.strictObject({
  values: z.array(MeasuredValue),
  basis: z.string(),
  warnings: z.array(z.string()),
  /** The picture had lost something when it was measured; absent: nothing says so. */
  lossy: LossyGround.optional(),
});
export type MeasureResult = z.infer<typeof MeasureResult>;

/** Values between two bounds, both inside, in the unit that the statistics of the picture have. */
export const ValueRange = z.strictObject({ min: z.number(), max: z.number() });
export type ValueRange = z.infer<typeof ValueRange>;

/**
 * Kinds of standardised uptake value (DICOM CID 85): by body weight (126401), lean body mass after James (126405) and after
 * Janmahasatian (126406), body surface (126403), ideal body weight (126404).
 */
export const SuvKind = z.enum(['bw', 'lbm-james', 'lbm-janma', 'bsa', 'ibw']);
export type SuvKind = z.infer<typeof SuvKind>;

/**
 * Points by tool: length [a, b]; bidirectional [long a, long b, short a, short b]; angle [end, vertex, end]; cobb [a, b of one end
 * plate, c, d of the other]; rectangle [corner, opposite corner]; ellipse [left, right, top, bottom] ends of its axes; circle the
 * same, with a radius that is equal in mm; freehand: closed outline;
 * probe [point]; arrow [tip, tail]; polyline: its corners; open-angle [from, to of one line, from, to of the other]; perpendicular [a, b
 * of the line, the point beside it]; polygon: closed by straight edges; cardiothoracic [heart, heart, thorax, thorax]; leg-axis [hip, knee,
 * ankle]; doppler [peak, end of diastole]; spine-label [place], its text is the vertebra or rib; threshold: closed
 * outline, with a range; threshold-volume [where it grows from], with a range; calcium [a spot], its text is the vessel.
 */
/**
 * The picture is of another study of the patient, a prior that was read beside the case: the date of that study (DICOM DA), null where it
 * has none. The number is of that day, and is never said without it.
 */
export const OnPrior = z.strictObject({ studyDate: z.string().max(64).nullable() });
export type OnPrior = z.infer<typeof OnPrior>;

export const Measurement = z.strictObject({
  measurementId: MeasurementId,
  studyId: StudyId,
  objectId: ObjectId,
  /** From 1. */
  frame: z.number().int().positive(),
  tool: MeasureTool,
  points: z.array(Point2).min(1).max(4000),
  /** The same points in patient space, mm, LPS; null where the image has no geometry. */
  world: z.array(Vec3).nullable(),
  /** Drawn on a reformat: points are pixel coordinates there, and the object is only the stored picture nearest to it. */
  plane: MeasurementPlane.optional(),
  /**
   * Drawn on a sheet of slices before that was taken apart, over more than one of them: points are pixels of the sheet, and it is shown
   * on no slice.
   */
  onSheet: z.literal(true).optional(),
  text: z.string().max(2000),
  result: MeasureResult,
  prior: OnPrior.optional(),
  ...Described.shape,
  /** Which values count, for a threshold region. */
  range: ValueRange.optional(),
  /** Kind of SUV that stands beside that by body weight; absent: none. */
  suv: SuvKind.optional(),
  /** DICOM UID of our own root-free kind (2.25.…): stays the same through SR round trips. */
  trackingUid: z.string(),
  /** Order of drawing in the study: "M1", "M2" …, never reused. */
  ordinal: z.number().int().positive(),
  by: PersonId,
  /** UTC, ISO 8601. */
  at: z.string(),
  deleted: z.boolean(),
});
export type Measurement = z.infer<typeof Measurement>;

/** What the reader chose beside the points: which values count, which SUV is shown. */
export type MeasureChoices = Readonly<{ range?: ValueRange | undefined; suv?: SuvKind | undefined }>;

/**
 * Two frames of reference of which a reader said that one place is the same in both: an assumption. `offset`: mm along `normal` from
 * the place in the first to the place in the second.
 */
export const KeptLandmark = z.strictObject({
  from: z.strictObject({ studyId: z.string().min(1).max(64), frameOfReference: z.string().min(1).max(128) }),
  to: z.strictObject({ studyId: z.string().min(1).max(64), frameOfReference: z.string().min(1).max(128) }),
  normal: Vec3,
  offset: z.number().refine(Number.isFinite),
});
export type KeptLandmark = z.infer<typeof KeptLandmark>;

const DeskShare = z.number().min(0).max(1);
/** In shares of the picture area, from the top left. */
const DeskPlace = z.strictObject({
  viewportId: z.string(),
  x: DeskShare,
  y: DeskShare,
  width: z.number().positive().max(1),
  height: z.number().positive().max(1),
});

/** A series that lies over what a viewport shows. Scale null: the first of its own; its own ends null: its full range. */
const DeskFused = z.strictObject({
  over: z.strictObject({ studyId: StudyId, seriesUid: z.string(), stack: z.number().int().min(0) }),
  map: ColourMap,
  opacity: DeskShare,
  scale: z
    .strictObject({
      name: z.string().max(100),
      scale: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
    })
    .nullable(),
});

/** What is taken from the pictures of a viewport. Frames from 1; the shift of the mask down and left, in pixels. */
const DeskSubtracted = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mask'),
    /** Of a presentation state, in place of what the image says. */
    items: z.array(MaskItem).max(256).optional(),
    /** Averaged, and where they are moved to; null: as they say. */
    chosen: z
      .strictObject({
        masks: z.array(z.number().int().positive()).min(1).max(1000),
        shift: z.tuple([z.number(), z.number()]),
      })
      .nullable(),
  }),
  z.strictObject({
    kind: z.literal('series'),
    taken: z.strictObject({ studyId: StudyId, seriesUid: z.string(), stack: z.number().int().min(0) }),
  }),
]);

/** The hanging protocol by which a case was hung, and its stage. */
export const DeskHanging = z.strictObject({
  protocol: z.string().max(64).nullable(),
  version: z.number().int().min(1).nullable(),
  stage: z.string().max(40),
});
export type DeskHanging = z.infer<typeof DeskHanging>;

/** Key images in one viewport; more are cut off where a desk comes back. */
export const MOST_AMONG = 500;

/** How one window of the desk stands. */
export const WindowDesk = z.strictObject({
  landmarks: z.array(KeptLandmark).max(32).optional(),
  /** Registration objects that the reader links viewports by; the last one said comes first where several tie the same spaces. */
  registrations: z.array(ObjectId).max(8).optional(),
  /** What goes together; absent: everything, by place alone. */
  links: KeptLinks.optional(),
  /** Registrations that were computed here and are in use. */
  computed: z.array(ComputedWay).max(8).optional(),
  layout: z.strictObject({ rows: z.number().int().min(1).max(4), columns: z.number().int().min(1).max(4) }),
  /** Where the viewports lie, in shares of the picture area, where they are no rows and columns of equal ones. */
  places: z.array(DeskPlace).max(64).optional(),
  /** By what it hung; protocol null: by the built-in rules. Absent: nobody wrote it down. */
  hanging: DeskHanging.optional(),
  activeViewport: z.string().nullable(),
  viewports: z.array(
    z.strictObject({
      viewportId: z.string(),
      studyId: StudyId.nullable(),
      seriesUid: z.string().nullable(),
      objectId: ObjectId.nullable(),
      frame: z.number().int().nullable(),
      window: z.strictObject({ center: z.number(), width: z.number() }).nullable(),
      invert: z.boolean(),
      rotation: z.number(),
      flip: z.boolean(),
      zoom: z.number().nullable(),
      /** Image pixel at the middle of the viewport; null or absent: the middle of the image. */
      center: Point2.nullable().optional(),
      /** Name of the preset or curve chosen by hand; null or absent: none. */
      preset: z.string().nullable().optional(),
      /** Absent: grey. */
      colourMap: ColourMap.optional(),
      /** What lies over it; absent: nothing. */
      fused: DeskFused.optional(),
      /** What is taken from its pictures; absent: nothing. */
      subtracted: DeskSubtracted.optional(),
      /** The plane that stands in place of the slices; absent: the slices. */
      plane: DeskPlane.optional(),
      /** The volume that is seen from outside in place of the slices; absent: it is not. */
      volume: DeskVolume.optional(),
      /** In which order its pictures follow each other; absent: by position. */
      order: StackOrder.optional(),
      /** These pictures of the study alone: its key images. */
      among: z.array(NamedFrame).max(MOST_AMONG).optional(),
      /** Objects whose marks stand over it. */
      marked: z.array(ObjectId).max(64).optional(),
      /** The report of this study stands in place of pictures. */
      report: StudyId.optional(),
      /** While zoom is null: so many pixels fit into the viewport, for one scale of several. */
      room: z.strictObject({ width: z.number().positive(), height: z.number().positive() }).nullable().optional(),
      /** While center is null: the edge that the picture stands at. */
      justify: z.enum(['left', 'right', 'top', 'bottom']).nullable().optional(),
    }),
  ),
});
export type WindowDesk = z.infer<typeof WindowDesk>;

/** Where the reader was: comes back after a restart. What stood in the windows with pictures beside the desk's own. */
export const DeskState = WindowDesk.extend({
  glasses: z
    .array(z.strictObject({ place: GlassPlace, desk: WindowDesk }))
    .max(GlassPlace.options.length)
    .optional(),
});
export type DeskState = z.infer<typeof DeskState>;
