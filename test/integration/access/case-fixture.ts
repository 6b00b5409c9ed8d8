import type { Access } from '../../../electron/station/access/access.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { BlobId } from '../../../shared/model/ids.ts';

const at = '2026-11-22T00:00:00.000Z';

export interface Case {
  readonly studyUid: string;
  readonly studyId: string;
  readonly patientKey: string;
  readonly blobId: BlobId;
}

/** A study of one object with a report, a drawing and a finished import, as the rooms write them, all of it naming `name`. */
export async function addCase(access: Access, site: string, name: string): Promise<Case> {
  const { index, journal, commands, blobs, ring, personId } = access.requireStore();
  const known = index.prepare<[string], string>('SELECT site_id FROM site WHERE name = ?').pluck().get(site);
  const siteId = known ?? newId();
  const studyKeyId = ring.newStudyKey(siteId);
  const bytes = Buffer.from(`pixels of ${name}`);
  const [stored] = await blobs.put([{ source: { bytes }, expectedBytes: bytes.length, studyKeyId }]);
  if (stored === undefined || stored instanceof AppError) throw stored ?? new Error('nothing stored');
  const [studyId, patientKey, seriesId, reportId] = [newId(), newId(), newId(), newId()];
  const studyUid = `1.2.${Math.floor(Math.random() * 1e9)}`;
  commands.run({ name: 'archive.ingest', personId, subject: studyId, detail: {} }, (db) => {
    if (known === undefined) db.prepare('INSERT INTO site VALUES (?, ?, ?)').run(siteId, site, at);
    db.prepare(
      `INSERT INTO patient (patient_key, issuer, patient_id, name_alphabetic, name_ideographic, name_phonetic, name_search)
       VALUES (?, ?, ?, ?, '', '', ?)`,
    ).run(patientKey, site, name, name, name);
    db.prepare(
      `INSERT INTO study (study_id, patient_key, site_id, study_key_id, study_uid, description, arrived_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ).run(studyId, patientKey, siteId, studyKeyId, studyUid, name, at);
    db.prepare('INSERT INTO series (series_id, study_id, series_uid) VALUES (?, ?, ?)').run(seriesId, studyId, '1.3');
    db.prepare(
      `INSERT INTO object (object_id, series_id, transfer_syntax, frames, bytes, sha256, dataset_sha256, header_sha256, blob_id,
         image, arrived_at) VALUES (?, ?, '1.2', 1, ?, ?, '', '', ?, '{}', ?)`,
    ).run(newId(), seriesId, bytes.length, stored.sha256, stored.blobId, at);
    db.prepare(
      `INSERT INTO report (report_id, study_id, template_id, template_name, state, author, created_at, signed)
       VALUES (?, ?, 't', 't', 'final', ?, ?, ?)`,
    ).run(reportId, studyId, personId, at, name);
    db.prepare(
      `INSERT INTO job (job_id, kind, payload, state, priority, max_attempts, created_by, created_at, updated_at)
       VALUES (?, 'import', ?, 'done', 1, 1, ?, ?, ?)`,
    ).run(newId(), JSON.stringify({ paths: [`/media/${name}`] }), personId, at, at);
  });
  journal.prepare('INSERT INTO measurement VALUES (?, ?, 1, ?, ?)').run(newId(), studyId, name, at);
  journal.prepare('INSERT INTO draft VALUES (?, 1, ?, ?)').run(reportId, name, at);
  return { studyUid, studyId, patientKey, blobId: stored.blobId };
}
