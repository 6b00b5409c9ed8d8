import { z } from 'zod';
import type { Statements } from '../kernel/statements.ts';

const Changes = z.array(z.object({ words: z.string() }));

/**
 * By study: what its sites changed since it came here, and what came for it that is of another patient, in words without a name.
 * Only the few that are there are read.
 */
export function siteNews(db: Statements, studyIds: string): ReadonlyMap<string, readonly string[]> {
  const news = new Map<string, string[]>();
  const say = (studyId: string, words: readonly string[]): void => {
    const known = news.get(studyId) ?? [];
    news.set(studyId, [...known, ...words.filter((one) => !known.includes(one))]);
  };
  const strays = db
    .prepare<[string], { study_id: string }>(
      `SELECT DISTINCT study.study_id FROM stray_object AS stray JOIN study USING (study_uid)
         LEFT JOIN site_study ON site_study.source_id = stray.source_id AND site_study.study_uid = stray.study_uid
         LEFT JOIN identity_answer AS answer ON answer.study_id = study.study_id
       WHERE stray.because = 'other-patient' AND study.study_id IN (SELECT value FROM json_each(?))
         AND stray.arrived_at > coalesce(answer.said_at, '') AND stray.arrived_at > coalesce(site_study.complete_at, '')`,
    )
    .all(studyIds);
  for (const { study_id: studyId } of strays) say(studyId, ['objects of another patient came for it, kept out of use']);
  const twice = db
    .prepare<[string], { study_id: string }>(
      `SELECT DISTINCT own.study_id FROM json_each(?) AS wanted JOIN study AS own ON own.study_id = wanted.value
         JOIN study AS other ON other.study_uid = own.study_uid AND other.site_id = own.site_id
           AND other.patient_key <> own.patient_key`,
    )
    .all(studyIds);
  for (const { study_id: studyId } of twice) say(studyId, ['it came under another patient as well']);
  const changed = db
    .prepare<[string], { study_id: string; changes: string }>(
      `SELECT study.study_id, site_study.changes FROM json_each(?) AS wanted JOIN study ON study.study_id = wanted.value
         JOIN site_study USING (study_uid) WHERE site_study.changes <> '[]' ORDER BY site_study.source_id`,
    )
    .all(studyIds);
  for (const { study_id: studyId, changes } of changed) {
    say(
      studyId,
      Changes.parse(JSON.parse(changes)).map(({ words }) => words),
    );
  }
  return news;
}
