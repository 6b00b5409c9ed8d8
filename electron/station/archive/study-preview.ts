import { ObjectId } from '../../../shared/model/ids.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { SeriesInfo } from '../../../shared/model/study.ts';
import { picturesOf } from '../kernel/pictures-sql.ts';
import type { Statements } from '../kernel/statements.ts';
import { seriesOfStudy } from './study-rows.ts';

/** The series of a study, each with a picture that stands for it; no header is read, so that a list can ask at every row. */
export function previewSeries(db: Statements, studyId: StudyId): SeriesInfo[] {
  const count = db
    .prepare<[string], number>('SELECT count(*) FROM object WHERE series_id = ? AND frames > 0 AND rejected IS NULL')
    .pluck();
  const middle = db.prepare<[string, number], { object_id: string; frames: number }>(
    `SELECT object_id, ${picturesOf('object')} AS frames FROM object WHERE series_id = ? AND object.frames > 0 AND rejected IS NULL
     ORDER BY sort_key, object_id LIMIT 1 OFFSET ?`,
  );
  return seriesOfStudy(db, studyId).map((series) => {
    const pictures = count.get(series.seriesId) ?? 0;
    const row = middle.get(series.seriesId, Math.floor(Math.max(0, pictures - 1) / 2));
    const thumbnail = row ? { objectId: ObjectId.parse(row.object_id), frame: Math.ceil(row.frames / 2) } : null;
    return { ...series, thumbnail };
  });
}
