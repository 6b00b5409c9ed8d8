import { z } from 'zod';
import { MeasurementId, ObjectId, StudyId } from '../model/ids.ts';
import { SeriesCalibration } from '../model/calibration.ts';
import { SeriesValueMap } from '../model/value-map.ts';
import { KEY_NOTE, KeyImage, KeyTitle } from '../model/key-image.ts';
import { KeptVoi, KeyLook } from '../model/key-look.ts';
import { ObjectContent } from '../model/dicom-object.ts';
import { CalciumAnswer, CalciumPress, GrownFrame, GrownMask, MOST_GROWN_FRAMES } from '../model/grown.ts';
import { ShutterShape } from '../model/image.ts';
import { LesionFinding, LesionLedger, LesionNature, LesionRole } from '../model/lesion.ts';
import {
  DeskState,
  Measurement,
  MeasurementPlane,
  MeasureResult,
  MeasureTool,
  Point2,
  SuvKind,
  ValueRange,
} from '../model/measurement.ts';
import { OpenCases } from '../model/open-cases.ts';
import { RegistrationUse } from '../model/registration.ts';
import { Code } from '../model/report.ts';
import { MOST_BASELINE, TimeCurve } from '../model/time-curve.ts';
import { SEEN_FRAMES_A_CALL, SeenFrame, SeenLook, SeenLooks, SeenObject } from '../model/seen.ts';
import { call } from './define.ts';
import { CLINICAL, READING } from './roles.ts';

/** A key image with who marked it. */
export const ShownKeyImage = KeyImage.extend({ byName: z.string(), mine: z.boolean() });
export type ShownKeyImage = z.infer<typeof ShownKeyImage>;

const KeyImages = z.strictObject({ keyImages: z.array(ShownKeyImage) });

/** Places on a picture, in its pixels: more than any picture has, and within what its objects can hold (SL, IS). */
const FARTHEST = 1e8;
const Place = z.number().min(-FARTHEST).max(FARTHEST);
/** As many corners as one object takes in a value of 64 KiB. */
const MOST_CORNERS = 2000;

function isWritable(shape: ShutterShape): boolean {
  if (shape.shape === 'polygonal' && shape.vertices.length > MOST_CORNERS) return false;
  const { shape: _kind, ...places } = shape;
  return Object.values(places)
    .flat(2)
    .every((place) => Place.safeParse(place).success);
}

export const readingCalls = {
  'reading.load': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ measurements: z.array(Measurement), desk: DeskState.nullable() }),
    { roles: CLINICAL },
  ),
  /** Writes to the journal; answers after the commit. The same measurement again replaces it; deleted ones stay marked. */
  'reading.saveMeasurement': call(
    z.strictObject({ measurement: Measurement }),
    z.strictObject({ savedAt: z.string() }),
    { roles: READING },
  ),
  'reading.saveDesk': call(
    z.strictObject({ studyId: StudyId, desk: DeskState }),
    z.strictObject({ savedAt: z.string() }),
    { roles: READING },
  ),
  /** What this reader had on the desk and put aside, of the studies that are here still. */
  'reading.cases': call(z.strictObject({}), OpenCases, { roles: CLINICAL }),
  /** Journals it; answers after the commit. */
  'reading.keepCases': call(OpenCases, z.strictObject({ savedAt: z.string() }), { roles: CLINICAL }),
  /**
   * Calibrates a series by a line of a known length on one of its pictures, null: takes that back. Answers after the commit, with
   * all measurements of the study as they stand then.
   */
  'reading.calibrate': call(
    z.strictObject({
      studyId: StudyId,
      seriesUid: z.string().max(200),
      line: z
        .strictObject({
          objectId: ObjectId,
          frame: z.number().int().positive(),
          points: z.tuple([Point2, Point2]),
          /** mm. */
          known: z.number().positive(),
        })
        .nullable(),
    }),
    z.strictObject({ calibration: SeriesCalibration.nullable(), measurements: z.array(Measurement) }),
    { roles: READING },
  ),
  /** Reads the values of a series by a map of an object, null: by its header again. Answers after the commit; drawings are measured anew. */
  'reading.useValueMap': call(
    z.strictObject({
      studyId: StudyId,
      seriesUid: z.string().max(200),
      /** The object, and the place of the map in it. */
      choice: z.strictObject({ objectId: ObjectId, item: z.number().int().nonnegative().max(1000) }).nullable(),
    }),
    z.strictObject({ chosen: SeriesValueMap.nullable() }),
    { roles: READING },
  ),
  /**
   * Writes down that pictures are read by a registration from now on, or are no more: what ties two frames of reference is seen in what
   * was concluded. Answered before it is applied.
   */
  'reading.useRegistration': call(
    z.strictObject({ studyId: StudyId, registration: RegistrationUse, used: z.boolean() }),
    z.strictObject({}),
    { roles: READING },
  ),
  /** Values of one drawing, with statistics from the pixels where the tool has them. */
  'reading.measure': call(
    z.strictObject({
      objectId: ObjectId,
      frame: z.number().int().positive(),
      tool: MeasureTool,
      points: z.array(Point2).min(1).max(4000),
      range: ValueRange.optional(),
      suv: SuvKind.optional(),
    }),
    MeasureResult,
    { roles: CLINICAL },
  ),
  /** Calcium score of the spots that were pressed on, over the stack that the reader has before them; nothing is kept. */
  'reading.calcium': call(
    z.strictObject({
      studyId: StudyId,
      frames: z.array(GrownFrame).min(1).max(MOST_GROWN_FRAMES),
      presses: z.array(CalciumPress).max(500),
      /** mg of hydroxyapatite per ml and HU; null: no mass. */
      calibration: z.number().positive().nullable(),
    }),
    CalciumAnswer,
    { roles: CLINICAL },
  ),
  /** Volume of what hangs together with a press within a range of values, over a stack; nothing is kept. */
  'reading.growVolume': call(
    z.strictObject({
      studyId: StudyId,
      frames: z.array(GrownFrame).min(1).max(MOST_GROWN_FRAMES),
      at: GrownFrame.extend({ point: Point2 }),
      range: ValueRange,
    }),
    z.strictObject({ result: MeasureResult, masks: z.array(GrownMask) }),
    { roles: CLINICAL },
  ),
  /** A region or probe over the pictures that show its place at other times; nothing is kept. Ends with request/cancelled where it is stopped. */
  'reading.timeCurve': call(
    z.strictObject({
      askId: z.string().min(1).max(64),
      objectId: ObjectId,
      frame: z.number().int().positive(),
      tool: MeasureTool,
      points: z.array(Point2).min(1).max(4000),
      plane: MeasurementPlane.optional(),
      range: ValueRange.optional(),
      suv: SuvKind.optional(),
      /** Pictures from the first on that the baseline is the mean of. */
      baseline: z.number().int().min(1).max(MOST_BASELINE),
    }),
    TimeCurve,
    { roles: CLINICAL },
  ),
  /** A curve that was asked for by this name is not wanted any more. */
  'reading.stopTimeCurve': call(z.strictObject({ askId: z.string().min(1).max(64) }), z.strictObject({}), {
    roles: CLINICAL,
  }),
  /** A fresh id and tracking UID for a drawing, so that the window needs no rules about ids. */
  'reading.newMeasurement': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ measurementId: MeasurementId, trackingUid: z.string(), ordinal: z.number().int() }),
    { roles: READING },
  ),
  /** Pictures of the study that readers of this station marked. */
  'reading.keyImages': call(z.strictObject({ studyId: StudyId }), KeyImages, { roles: CLINICAL }),
  /** Marks a picture for this reader, says why, or takes the mark away; answers after the commit. */
  'reading.markImage': call(
    z.strictObject({
      studyId: StudyId,
      objectId: ObjectId,
      frame: z.number().int().positive(),
      title: KeyTitle,
      note: z.string().max(KEY_NOTE),
      marked: z.boolean(),
      /** How it stands on the glass; absent: not known, and what was known stays. */
      look: KeyLook.optional(),
    }),
    // `takenBack`: objects that were written of marks which stand no more; a note that rejects them goes where they went.
    KeyImages.extend({ savedAt: z.string(), takenBack: z.array(ObjectId) }),
    { roles: READING },
  ),
  /** The lesions of the patient of a study over all of the patient's studies that are here (RECIST 1.1). */
  'reading.lesions': call(z.strictObject({ studyId: StudyId }), LesionLedger, { roles: CLINICAL }),
  /**
   * Says what was found of a lesion in a study, or takes that back; answers after the commit, with the ledger of `about`. What a lesion is
   * can be changed while it stands in one study only.
   */
  'reading.markLesion': call(
    z.strictObject({
      /** The study of the pictures: the time point. */
      studyId: StudyId,
      /** Study whose ledger is wanted: a prior's lesions are marked from the case that is read. */
      about: StudyId,
      /** Null: a lesion that is not in the ledger yet. */
      trackingUid: z.string().max(64).nullable(),
      role: LesionRole,
      nature: LesionNature,
      organ: z.string().max(64),
      /** Null: nothing is entered for this study. */
      finding: LesionFinding.nullable(),
    }),
    z.strictObject({ savedAt: z.string(), trackingUid: z.string(), ledger: LesionLedger }),
    { roles: READING },
  ),
  /** Keeps what is on the glass as a presentation state of the study, and sends it where a destination takes such. */
  'reading.keepView': call(
    z.strictObject({
      studyId: StudyId,
      objectId: ObjectId,
      frame: z.number().int().positive(),
      /** What the reader calls it. */
      description: z.string().max(64),
      /** Null for colour. */
      voi: KeptVoi.nullable(),
      /** On top of what the picture asks for. */
      invert: z.boolean(),
      /** Degrees clockwise, after the flip. */
      rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
      flip: z.boolean(),
      /** Part of the picture on the glass, in its pixels; `left` and `top` are of the corner that stands top left. */
      area: z.strictObject({ left: Place, top: Place, right: Place, bottom: Place }),
      /** What hides a part of it; absent: the picture's own. */
      shutter: z.array(ShutterShape.refine(isWritable)).max(10).optional(),
      /** With the measurements on it. */
      measurements: z.boolean(),
    }),
    // What was read back of the stored object.
    z.strictObject({ objectId: ObjectId, sopUid: z.string(), content: ObjectContent }),
    { roles: READING },
  ),
  /**
   * Keeps closed regions as a segmentation object of the study, one bit a pixel on the pictures they were drawn on, and sends it where a
   * destination takes such. Regions of one segment are put together.
   */
  'reading.keepSegmentation': call(
    z.strictObject({
      studyId: StudyId,
      label: z.string().min(1).max(64),
      segments: z
        .array(
          z.strictObject({
            label: z.string().min(1).max(64),
            category: Code,
            type: Code,
            measurementIds: z.array(MeasurementId).min(1).max(200),
          }),
        )
        .min(1)
        .max(50),
    }),
    // What was read back of the stored object.
    z.strictObject({ objectId: ObjectId, sopUid: z.string(), content: ObjectContent }),
    { roles: READING },
  ),
  /**
   * Journals which frames the window really showed this reader, and when; of a frame that is known the first time stays. How long and
   * how large they stood there is added to what is known. Answers after the commit.
   */
  'reading.saveSeen': call(
    z.strictObject({ frames: z.array(SeenFrame).max(SEEN_FRAMES_A_CALL), looks: SeenLooks.optional() }),
    z.strictObject({ savedAt: z.string() }),
    { roles: READING },
  ),
  /** What this reader has seen of one study, and the series of it that were put aside. */
  'reading.seen': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ objects: z.array(SeenObject), aside: z.array(z.string()) }),
    { roles: CLINICAL },
  ),
  /** How long, how large and which parts of each picture of one study this reader had on the glass. */
  'reading.looks': call(z.strictObject({ studyId: StudyId }), z.strictObject({ looks: z.array(SeenLook) }), {
    roles: CLINICAL,
  }),
  /** Puts a series aside, or takes it up again: at signing it counts as decided on, not as unread. */
  'reading.setAside': call(
    z.strictObject({ studyId: StudyId, seriesUid: z.string().max(200), aside: z.boolean() }),
    z.strictObject({ savedAt: z.string() }),
    { roles: READING },
  ),
} as const;
