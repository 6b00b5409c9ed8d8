import { z } from 'zod';
import { picturesOf } from '../../kernel/pictures-sql.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { ShownFile } from './evidence.ts';

const SeriesRow = z.object({
  series_id: z.string(),
  series_uid: z.string(),
  modality: z.string().nullable(),
  number: z.number().nullable(),
});
const ObjectRow = z.object({
  object_id: z.string(),
  sop_uid: z.string().nullable(),
  sha256: z.string(),
  frames: z.number().int(),
});
const Frame = z.object({ frame: z.number().int(), at: z.string() });

/** Which frames of the study one reader had on the glass. Of this reader alone: what others saw may be review. */
export function shownBy(
  { index, journal }: { readonly index: Db; readonly journal: Db },
  personId: string,
  studyId: string,
): ShownFile {
  const series = index
    .prepare(
      'SELECT series_id, series_uid, modality, number FROM series WHERE study_id = ? ORDER BY number, series_uid',
    )
    .all(studyId)
    .map((row) => SeriesRow.parse(row));
  const objects = index.prepare(
    `SELECT object_id, sop_uid, sha256, ${picturesOf('object')} AS frames
     FROM object WHERE series_id = ? ORDER BY sort_key, object_id`,
  );
  const frames = journal.prepare('SELECT frame, at FROM seen WHERE person_id = ? AND object_id = ? ORDER BY frame');
  const aside = journal.prepare('SELECT 1 FROM series_aside WHERE person_id = ? AND study_id = ? AND series_uid = ?');
  return {
    reader: personId,
    series: series.map((one) => ({
      seriesUid: one.series_uid,
      modality: one.modality,
      number: one.number,
      aside: aside.get(personId, studyId, one.series_uid) !== undefined,
      objects: objects.all(one.series_id).map((found) => {
        const object = ObjectRow.parse(found);
        return {
          objectId: object.object_id,
          sopUid: object.sop_uid,
          sha256: object.sha256,
          frames: object.frames,
          shown: frames.all(personId, object.object_id).map((frame) => Frame.parse(frame)),
        };
      }),
    })),
  };
}
