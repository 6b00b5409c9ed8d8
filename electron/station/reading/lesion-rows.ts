import type { MeasurementId, StudyId } from '../../../shared/model/ids.ts';
import { LesionEntry } from '../../../shared/model/lesion.ts';
import type { Db } from '../kernel/sqlite.ts';

/** What a measurement is called in objects that travel: the lesion that it is of, the same in every study. */
export type LesionName = Pick<LesionEntry, 'trackingUid' | 'label'>;

/** Entries of these studies that stand. */
export function lesionEntries(journal: Db, studyIds: readonly StudyId[]): LesionEntry[] {
  return journal
    .prepare<[string], string>(
      `SELECT value FROM lesion WHERE standing = 1 AND study_id IN (SELECT value FROM json_each(?))
       ORDER BY study_id, tracking_uid`,
    )
    .pluck()
    .all(JSON.stringify(studyIds))
    .map(parsed);
}

/** Numbers that were ever given in these studies: one that was taken back is not given again. */
export function labelsEverGiven(journal: Db, studyIds: readonly StudyId[]): string[] {
  return journal
    .prepare<[string], string>('SELECT value FROM lesion WHERE study_id IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(JSON.stringify(studyIds))
    .map((text) => parsed(text).label);
}

/** By measurement, wherever the pictures are. */
export function lesionNames(journal: Db, measurementIds: readonly MeasurementId[]): ReadonlyMap<string, LesionName> {
  const found = journal
    .prepare<[string], { id: string; value: string }>(
      `SELECT one.value AS id, lesion.value AS value FROM lesion,
         json_each(lesion.value, '$.finding.measurements') AS one
       WHERE standing = 1 AND one.value IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(measurementIds));
  return new Map(found.map(({ id, value }) => [id, parsed(value)]));
}

export function saveLesion(journal: Db, entry: LesionEntry, savedAt: string, standing = true): void {
  journal
    .prepare(
      `INSERT INTO lesion (study_id, tracking_uid, value, saved_at, standing) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (study_id, tracking_uid) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at,
           standing = excluded.standing`,
    )
    .run(entry.studyId, entry.trackingUid, JSON.stringify(entry), savedAt, standing ? 1 : 0);
}

function parsed(text: string): LesionEntry {
  return LesionEntry.parse(JSON.parse(text));
}
