import type { ForgetPreview, ForgetTarget } from '../../../../shared/contract/keys.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { BlobId } from '../../../../shared/model/ids.ts';
import { lastBackup } from '../../kernel/backup/backup-job.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { reviewsOf } from './erase-reviews.ts';

/** Everything that is to be erased, by our ids. */
export interface Doomed {
  readonly studyIds: readonly string[];
  readonly studyKeyIds: readonly string[];
  /** Sites whose own key goes too. */
  readonly siteIds: readonly string[];
  readonly blobIds: readonly BlobId[];
  readonly reportIds: readonly string[];
  /** Cases of second reading. */
  readonly reviewIds: readonly string[];
  readonly objectIds: readonly string[];
  /** What came though it was not asked for, and is kept apart. */
  readonly strayIds: readonly string[];
  /** Sites of which nothing is kept, as the store or their orders name them. */
  readonly siteNames: readonly string[];
  /** Patients of whom nothing is kept, orders whose images never came neither. */
  readonly patients: readonly { readonly issuer: string; readonly patientId: string }[];
  readonly bytes: number;
}

/** Whose key a study key is: of what is kept apart, no row says it. */
export interface KeySites {
  siteOf(studyKeyId: string): string | null;
}

/** @throws AppError archive/unknown-study when there is nothing of it */
export function findDoomed(index: Db, target: ForgetTarget, keys: KeySites | null = null): Doomed {
  const studies = studiesOf(index, target);
  if (studies.length === 0) throw new AppError('archive/unknown-study', 'the store has nothing of it');
  const names = target.kind === 'site' ? [target.site] : [];
  return { ...doomedOf(index, studies, names, keys), patients: patientsOf(index, target) };
}

/** Everything that came from these sites, by their names in the store, whether or not a study of them is here. */
export function findDoomedSites(index: Db, names: readonly string[], keys: KeySites | null = null): Doomed {
  const studies = names.flatMap((site) => studiesOf(index, { kind: 'site', site }));
  return doomedOf(index, studies, names, keys);
}

function doomedOf(index: Db, named: readonly StudyRow[], siteNames: readonly string[], keys: KeySites | null): Doomed {
  const reviewIds = reviewsOf(index, { studyIds: named.map(({ studyId }) => studyId), siteNames });
  const studies = [...named, ...copiesOf(index, named, reviewIds)];
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
  const siteIds = index
    .prepare<[string], string>('SELECT site_id FROM site WHERE name IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(JSON.stringify(siteNames));
  const strays = straysOf(index, ids, siteNames).filter(
    ({ of, studyKeyId }) => of === 1 || siteIds.includes(keys?.siteOf(studyKeyId) ?? ''),
  );
  return {
    studyIds: studies.map(({ studyId }) => studyId),
    studyKeyIds: [...new Set([...studies, ...strays].map(({ studyKeyId }) => studyKeyId))],
    ...{ siteIds, siteNames, reportIds, reviewIds, patients: [] },
    blobIds: [...objects.map(({ blobId }) => blobId), ...outputs, ...strays.map(({ blobId }) => blobId)].map((id) =>
      BlobId.parse(id),
    ),
    objectIds: objects.map(({ objectId }) => objectId),
    strayIds: strays.map(({ strayId }) => strayId),
    bytes: objects.reduce((total, { bytes }) => total + bytes, 0),
  };
}

interface StrayRow {
  readonly strayId: string;
  readonly blobId: string;
  readonly studyKeyId: string;
  /** 1: it came with one of the studies, or from a source of one of the sites. */
  readonly of: 0 | 1;
}

/** All strays: those of a source that was removed say nothing of their site but by their key. */
function straysOf(index: Db, studyIds: string, siteNames: readonly string[]): readonly StrayRow[] {
  return index
    .prepare<[string, string], StrayRow>(
      `SELECT stray_id AS strayId, blob_id AS blobId, study_key_id AS studyKeyId,
         study_uid IN (SELECT study_uid FROM study WHERE study_id IN (SELECT value FROM json_each(?)))
         OR source_id IN (SELECT source_id FROM source WHERE ${SITE_OF_SOURCE} IN (SELECT lower(value) FROM json_each(?))) AS of
       FROM stray_object`,
    )
    .all(studyIds, JSON.stringify(siteNames));
}

/** Of a row of source, in small letters. */
export const SITE_OF_SOURCE = "lower(json_extract(source.settings, '$.site'))";

function patientsOf(index: Db, target: ForgetTarget): Doomed['patients'] {
  if (target.kind === 'patient-id') return [{ issuer: target.issuer, patientId: target.patientId }];
  if (target.kind !== 'patient') return [];
  return index
    .prepare<[string], { issuer: string; patientId: string }>(
      `SELECT issuer, patient_id AS patientId FROM patient WHERE patient_key = ? AND patient_id IS NOT NULL`,
    )
    .all(target.patientKey);
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

/** Copies without a name that were made, or came in a package, to be read blind: the pictures are the same person's. */
function copiesOf(index: Db, studies: readonly StudyRow[], reviewIds: readonly string[]): readonly StudyRow[] {
  const ids = studies.map(({ studyId }) => studyId);
  return index
    .prepare<[string, string], StudyRow>(
      `SELECT study.study_id AS studyId, study_key_id AS studyKeyId, site_id AS siteId
       FROM review_copy JOIN study USING (study_uid)
       WHERE of_study IN (SELECT value FROM json_each(?)) OR review_id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(ids), JSON.stringify(reviewIds))
    .filter(({ studyId }) => !ids.includes(studyId));
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
