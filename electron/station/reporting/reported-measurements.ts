import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { describedOf } from '../../../shared/model/described.ts';
import { Measurement } from '../../../shared/model/measurement.ts';
import type { Inline, ReportContent, ReportedMeasurement } from '../../../shared/model/report.ts';
import { measurementWords } from '../../../shared/report/measurement-words.ts';
import { namedMeasurements } from '../../../shared/report/named-measurements.ts';
import { ontoSheet } from '../../../shared/rules/sheet-part.ts';
import type { Db } from '../kernel/sqlite.ts';
import { SHEET, sheetPicture } from './sheet-picture.ts';
import type { LesionName } from '../reading/lesion-rows.ts';

/** All measurements of a study, deleted ones too, in the order of drawing. */
export function studyMeasurements(journal: Db, studyId: StudyId): Measurement[] {
  return journal
    .prepare<[string], string>('SELECT value FROM measurement WHERE study_id = ? ORDER BY ordinal')
    .pluck()
    .all(studyId)
    .map((value) => Measurement.parse(JSON.parse(value)));
}

/** Words and link of one that still stands. Throws report/unknown-measurement. */
export function measurementInline(measurements: readonly Measurement[], name: string): Inline {
  const found = measurements.find((one) => !one.deleted && (one.measurementId === name || `M${one.ordinal}` === name));
  if (!found) throw new AppError('report/unknown-measurement', 'the study has no such measurement');
  return {
    kind: 'measurement',
    measurementId: found.measurementId,
    label: `M${found.ordinal}`,
    text: measurementWords(found),
  };
}

const ObjectRow = z.object({
  sop_uid: z.string().nullable(),
  sop_class: z.string().nullable(),
  frames: z.number(),
  /** Of a sheet of slices what places one of them on it. */
  sheet: z.string().nullable(),
  series_uid: z.string(),
  study_uid: z.string().nullable(),
});

/** A picture that is not here any more, as that of a prior that was let go: what was measured stands without it. */
const gone = (studyUid: string): z.infer<typeof ObjectRow> => ({
  ...{ sop_uid: null, sop_class: null, frames: 1, sheet: null, series_uid: '', study_uid: studyUid },
});

/** Of the measurements that the report stands on those that still stand on an image, in the order of first mention. */
export function reportedMeasurements(
  index: Db,
  content: ReportContent,
  measurements: readonly Measurement[],
  studyUid: string,
  lesions: ReadonlyMap<string, LesionName> = new Map(),
): ReportedMeasurement[] {
  const byId = new Map(measurements.map((entry) => [entry.measurementId, entry]));
  const named = content.sections.flatMap((section) => namedMeasurements(section));
  return [...new Set(named)].flatMap((measurementId) => {
    const measurement = byId.get(measurementId);
    return measurement === undefined || measurement.deleted
      ? []
      : [reported(index, measurement, studyUid, lesions.get(measurementId))];
  });
}

/**
 * As an object names it: with the UIDs of the picture it lies on.
 * @param lesion of the ledger that it measures: it is tracked under the lesion's UID, the same at every time point
 */
export function reported(
  index: Db,
  measurement: Measurement,
  studyUid: string,
  lesion?: LesionName,
): ReportedMeasurement {
  const row = ObjectRow.parse(
    index
      .prepare(
        `SELECT sop_uid, sop_class, frames, ${SHEET} AS sheet, series_uid, study_uid
           FROM object JOIN series USING (series_id) JOIN study USING (study_id) WHERE object_id = ?`,
      )
      .get(measurement.objectId) ?? gone(studyUid),
  );
  return {
    measurementId: measurement.measurementId,
    label: `M${measurement.ordinal}`,
    tool: measurement.tool,
    trackingUid: lesion?.trackingUid ?? measurement.trackingUid,
    ...(lesion === undefined ? {} : { trackingId: lesion.label }),
    objectId: measurement.objectId,
    sopUid: row.sop_uid,
    sopClass: row.sop_class,
    seriesUid: row.series_uid,
    // Of a prior: the study of its own picture.
    studyUid: row.study_uid ?? studyUid,
    frame: measurement.frame,
    frames: row.frames,
    points: pointsOfObject(row.sheet, measurement),
    text: measurement.text,
    result: measurement.result,
    ...(measurement.plane === undefined ? {} : { plane: measurement.plane }),
    ...(measurement.prior === undefined ? {} : { prior: measurement.prior }),
    ...describedOf(measurement),
  };
}

/** As the object of the picture counts them: one that names it knows nothing of the slices that its sheet was taken apart into. */
function pointsOfObject(sheet: string | null, measurement: Measurement): Measurement['points'] {
  const points = longAxisFirst(measurement);
  return measurement.plane === undefined ? ontoSheet(sheetPicture(sheet), measurement.frame, points) : points;
}

/**
 * The values of a bidirectional say the long axis first, however it was drawn; outputs pair values and lines by place. Lengths
 * are compared in patient space where there is one, because pixels need not be square.
 */
function longAxisFirst({ tool, points, world }: Measurement): Measurement['points'] {
  const [a, b, c, d] = points;
  if (tool !== 'bidirectional' || !a || !b || !c || !d) return points;
  const ends: readonly (readonly number[])[] = world !== null && world.length >= 4 ? world : points;
  const first = distance(ends[0], ends[1]);
  const second = distance(ends[2], ends[3]);
  return second > first ? [c, d, a, b] : points;
}

function distance(from: readonly number[] | undefined, to: readonly number[] | undefined): number {
  return Math.hypot(...(from ?? []).map((value, axis) => value - (to?.[axis] ?? value)));
}
