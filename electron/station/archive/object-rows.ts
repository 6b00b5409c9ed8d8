import { searchName } from '../../../shared/dicom/person-name.ts';
import type { ParsedObject } from '../dicom/parsed-object.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { Classification } from './classify.ts';
import type { PatientPlan, SeriesPlan, StudyPlan } from './identity.ts';

/** One object whose blob is durable, ready for its row. */
export interface RowToWrite {
  readonly objectId: string;
  readonly blobId: string;
  readonly parsed: ParsedObject;
  readonly series: SeriesPlan;
  readonly classification: Classification;
}

/** Writes objects with the patient, study and series rows they need. Runs inside a command's transaction. */
export function writeRows(
  db: Db,
  rows: readonly RowToWrite[],
  facts: { readonly siteId: string; readonly now: string },
): void {
  const known = new Set<string>();
  const once = (id: string, write: () => void): void => {
    if (known.has(id)) return;
    known.add(id);
    write();
  };
  for (const row of rows) {
    const { series } = row;
    const { study } = series;
    once(study.patient.patientKey, () => writePatient(db, study.patient));
    once(study.studyId, () => writeStudy(db, study, facts));
    once(series.seriesId, () => writeSeries(db, series));
    writeObject(db, row, facts.now);
  }
}

function writePatient(db: Db, patient: PatientPlan): void {
  const { changes } = db
    .prepare(
      `INSERT INTO patient (patient_key, issuer, patient_id, name_alphabetic, name_ideographic, name_phonetic, name_search,
         birth_date, sex, identity_conflict)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (patient_key) DO NOTHING`,
    )
    .run(
      patient.patientKey,
      patient.issuer,
      patient.patientId,
      patient.name.alphabetic,
      patient.name.ideographic,
      patient.name.phonetic,
      searchName(patient.name),
      patient.birthDate,
      patient.sex,
      patient.conflict ? 1 : 0,
    );
  if (changes === 0 || !patient.conflict) return;
  // The others of this id are in doubt from now on as well.
  db.prepare('UPDATE patient SET identity_conflict = 1 WHERE issuer = ? AND patient_id = ?').run(
    patient.issuer,
    patient.patientId,
  );
}

function writeStudy(db: Db, study: StudyPlan, facts: { readonly siteId: string; readonly now: string }): void {
  db.prepare(
    `INSERT INTO study (study_id, patient_key, site_id, study_key_id, study_uid, folder_mark, study_date, study_time,
       patient_age, accession, description, referring, institution, arrived_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (study_id) DO NOTHING`,
  ).run(
    study.studyId,
    study.patient.patientKey,
    facts.siteId,
    study.studyKeyId,
    study.studyUid,
    study.folderMark,
    study.facts.date,
    study.facts.time,
    study.facts.age,
    study.facts.accession,
    study.facts.description,
    study.facts.referring,
    study.facts.institution,
    facts.now,
  );
}

function writeSeries(db: Db, series: SeriesPlan): void {
  const { facts } = series;
  db.prepare(
    `INSERT INTO series (series_id, study_id, series_uid, modality, number, description, body_part, laterality, protocol,
       frame_of_reference, series_date, series_time)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (series_id) DO NOTHING`,
  ).run(
    series.seriesId,
    series.study.studyId,
    series.seriesUid,
    facts.modality,
    facts.number,
    facts.description,
    facts.bodyPart,
    facts.laterality,
    facts.protocol,
    facts.frameOfReference,
    facts.date,
    facts.time,
  );
}

function writeObject(db: Db, row: RowToWrite, now: string): void {
  const { parsed, classification } = row;
  const duplicate = classification.kind === 'duplicate' ? classification : null;
  db.prepare(
    `INSERT INTO object (object_id, series_id, sop_uid, sop_class, transfer_syntax, instance_number, frames, sort_key, bytes,
       sha256, dataset_sha256, header_sha256, duplicate, duplicate_of, duplicate_detail, preamble_flag, blob_id, image,
       arrived_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row.objectId,
    row.series.seriesId,
    parsed.sopUid,
    parsed.sopClass,
    parsed.transferSyntax,
    parsed.image.instanceNumber,
    parsed.image.frames,
    parsed.image.instanceNumber,
    parsed.bytes,
    parsed.sha256,
    parsed.dataSetSha256,
    parsed.headerSha256,
    duplicate?.duplicate ?? null,
    duplicate?.of ?? null,
    duplicate === null ? null : JSON.stringify(duplicate.detail),
    parsed.preambleSuspicious ? 1 : 0,
    row.blobId,
    JSON.stringify(parsed.image),
    now,
  );
}
