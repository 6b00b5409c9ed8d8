import type { ForgetPreview, ForgetTarget } from '../../../../shared/contract/keys.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { BlobId } from '../../../../shared/model/ids.ts';
import { lastBackup } from '../../kernel/backup/backup-job.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** Everything that is to be erased, by our ids. */
export interface Doomed {
  readonly studyIds: readonly string[];
  readonly studyKeyIds: readonly string[];
  /** Sites whose own key goes too. */
  readonly siteIds: readonly string[];
  readonly blobIds: readonly BlobId[];
  readonly reportIds: readonly string[];
  readonly objectIds: readonly string[];
  readonly bytes: number;
}

/** @throws AppError archive/unknown-study when there is nothing of it */
export function findDoomed(index: Db, target: ForgetTarget): Doomed {
  const studies = studiesOf(index, target);
  if (studies.length === 0) throw new AppError('archive/unknown-study', 'the store has nothing of it');
  return doomedOf(index, studies, target.kind === 'site');
}

/** Everything that came from these sites, by their names in the store. */
export function findDoomedSites(index: Db, names: readonly string[]): Doomed {
  const studies = names.flatMap((site) => studiesOf(index, { kind: 'site', site }));
  return doomedOf(index, studies, true);
}

function doomedOf(index: Db, studies: readonly StudyRow[], wholeSites: boolean): Doomed {
  const ids = JSON.stringify(studies.map(({ studyId }) => studyId));
  const objects = index
    .prepare<[string], { objectId: string; blobId: string; bytes: number }>(
      `SELECT object_id AS objectId, blob_id AS blobId, bytes FROM object JOIN series USING (series_id)
       WHERE study_id IN (SELECT value FROM json_each(?))`,
    )
    .all(ids);
  const reportIds = index
    .prepare<[string], string>('SELECT report_id FROM report WHERE study_id IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(ids);
  const outputs = index
    .prepare<[string], string>('SELECT blob_id FROM report_output WHERE report_id IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(JSON.stringify(reportIds));
  return {
    studyIds: studies.map(({ studyId }) => studyId),
    studyKeyIds: [...new Set(studies.map(({ studyKeyId }) => studyKeyId))],
    siteIds: wholeSites ? [...new Set(studies.map(({ siteId }) => siteId))] : [],
    blobIds: [...objects.map(({ blobId }) => blobId), ...outputs].map((id) => BlobId.parse(id)),
    reportIds,
    objectIds: objects.map(({ objectId }) => objectId),
    bytes: objects.reduce((total, { bytes }) => total + bytes, 0),
  };
}

export function previewOf(index: Db, journal: Db, doomed: Doomed): ForgetPreview {
  const inReports = JSON.stringify(doomed.reportIds);
  const count = (db: Db, sql: string, ids: string): number =>
    db.prepare<[string], number>(`SELECT count(*) FROM ${sql} IN (SELECT value FROM json_each(?))`).pluck().get(ids) ??
    0;
  return {
    studies: doomed.studyIds.length,
    objects: doomed.objectIds.length,
    bytes: doomed.bytes,
    signedReports: count(index, 'report WHERE signed IS NOT NULL AND report_id', inReports),
    drafts: count(journal, 'draft WHERE report_id', inReports),
    measurements: count(journal, 'measurement WHERE study_id', JSON.stringify(doomed.studyIds)),
    lastBackup: lastBackup(index),
  };
}

interface StudyRow {
  readonly studyId: string;
  readonly studyKeyId: string;
  readonly siteId: string;
}

function studiesOf(index: Db, target: ForgetTarget): readonly StudyRow[] {
  const find = (where: string, ...values: string[]): readonly StudyRow[] =>
    index
      .prepare<string[], StudyRow>(
        `SELECT study_id AS studyId, study_key_id AS studyKeyId, study.site_id AS siteId
         FROM study JOIN site USING (site_id) WHERE ${where} ORDER BY study_id`,
      )
      .all(...values);
  switch (target.kind) {
    case 'study':
      return find('study_id = ?', target.studyId);
    case 'study-uid':
      return find('study_uid = ?', target.studyUid);
    case 'patient':
      return find('patient_key = ?', target.patientKey);
    case 'patient-id':
      return find(
        'patient_key IN (SELECT patient_key FROM patient WHERE issuer = ? AND patient_id = ?)',
        target.issuer,
        target.patientId,
      );
    case 'site':
      return find('site.name = ?', target.site);
  }
}
