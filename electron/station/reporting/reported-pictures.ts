import { z } from 'zod';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import type { KeyImage, KeyTitle } from '../../../shared/model/key-image.ts';
import type { PictureDrawing, ReportedPicture } from '../../../shared/model/reported-picture.ts';
import type { Measurement } from '../../../shared/model/measurement.ts';
import { measurementWords } from '../../../shared/report/measurement-words.ts';
import { picturesOf } from '../kernel/pictures-sql.ts';
import type { Db } from '../kernel/sqlite.ts';
import { studyMeasurements } from './reported-measurements.ts';

/** Titles of marks that are about the patient's care; those for teaching, research and review of colleagues are nobody else's business. */
const OF_CARE: ReadonlySet<KeyTitle> = new Set<KeyTitle>([
  ...(['of-interest', 'referring', 'surgery', 'therapy', 'patient'] as const),
  ...(['best-in-set', 'printing', 'attachment', 'frames'] as const),
]);

const Row = z.object({
  sop_uid: z.string().nullable(),
  sop_class: z.string().nullable(),
  instance_number: z.number().nullable(),
  pictures: z.number(),
  series_uid: z.string(),
  study_uid: z.string().nullable(),
  modality: z.string().nullable(),
  number: z.number().nullable(),
  description: z.string().nullable(),
  study_date: z.string().nullable(),
});

interface Parts {
  readonly index: Db;
  readonly journal: Db;
  readonly marks: (studyId: StudyId) => readonly KeyImage[];
  /** Who signs: their mark counts where several marked one picture. */
  readonly personId: PersonId;
}

/** The key images of the studies of a report as they stand, each picture once, in the order in which they were marked. */
export function reportedPictures(parts: Parts, studyIds: readonly StudyId[]): ReportedPicture[] {
  return studyIds.flatMap((studyId) => {
    const marks = parts.marks(studyId).filter(({ title }) => OF_CARE.has(title));
    if (marks.length === 0) return [];
    const standing = studyMeasurements(parts.journal, studyId).filter(({ deleted }) => !deleted);
    const places = new Map<string, KeyImage[]>();
    for (const mark of marks) {
      const place = `${mark.objectId} ${mark.frame}`;
      places.set(place, [...(places.get(place) ?? []), mark]);
    }
    return [...places.values()].flatMap((of) => picture(parts, of, standing));
  });
}

function picture(
  { index, personId }: Parts,
  of: readonly KeyImage[],
  standing: readonly Measurement[],
): ReportedPicture[] {
  const mark = of.find(({ by }) => by === personId) ?? of[0];
  if (mark === undefined) return [];
  const { objectId, frame, title } = mark;
  const found = Row.safeParse(
    index
      .prepare(
        `SELECT sop_uid, sop_class, instance_number, ${picturesOf('object')} AS pictures, series_uid, study_uid,
           series.modality, series.number, series.description, study_date
         FROM object JOIN series USING (series_id) JOIN study USING (study_id) WHERE object_id = ?`,
      )
      .get(objectId),
  );
  // What was erased with its study has no mark; an object alone is never taken away.
  const row = found.success ? found.data : null;
  return [
    {
      ...{ objectId, frame, frames: Math.max(frame, row?.pictures ?? 1), title },
      ...{ studyUid: row?.study_uid ?? '', seriesUid: row?.series_uid ?? '' },
      ...{ sopUid: row?.sop_uid ?? null, sopClass: row?.sop_class ?? null, modality: row?.modality ?? null },
      ...{ seriesNumber: row?.number ?? null, seriesDescription: row?.description ?? null },
      ...{ instanceNumber: row?.instance_number ?? null, studyDate: row?.study_date ?? null },
      note: [...new Set(of.map(({ note }) => note.trim()))].filter((note) => note !== '').join('; '),
      look: mark.look ?? of.find(({ look }) => look !== undefined)?.look ?? null,
      drawings: standing.flatMap((one) => drawingOn(one, mark)),
    },
  ];
}

/** Of a reformat or a sheet of slices the points are of another picture. */
function drawingOn(measurement: Measurement, { objectId, frame }: KeyImage): PictureDrawing[] {
  const { tool, points, ordinal, plane, onSheet } = measurement;
  if (measurement.objectId !== objectId || measurement.frame !== frame) return [];
  if (plane !== undefined || onSheet !== undefined) return [];
  return [{ tool, points: points.map(([x, y]) => [x, y]), label: `M${ordinal}`, words: measurementWords(measurement) }];
}
