import { searchName } from '../../../shared/dicom/person-name.ts';
import { IMAGE_INFO_VERSION } from '../../../shared/model/image.ts';
import { storedFrames } from '../../../shared/rules/mosaic.ts';
import type { ParsedObject } from '../dicom/parsed-object.ts';
import type { Db, Statement } from '../kernel/sqlite.ts';
import type { Classification } from './classify.ts';
import type { PatientPlan, SeriesPlan, StudyPlan } from './identity.ts';
import { RejectionWriter } from './rejections.ts';

/** One object whose blob is durable, ready for its row. */
export interface RowToWrite {
  readonly objectId: string;
  readonly blobId: string;
  /** Of the file as it came, hex. */
  readonly sha256: string;
  readonly parsed: ParsedObject;
  readonly series: SeriesPlan;
  readonly classification: Classification;
}

const PATIENT = `INSERT INTO patient (patient_key, issuer, patient_id, name_alphabetic, name_ideographic, name_phonetic,
    name_search, birth_date, sex, identity_conflict)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (patient_key) DO NOTHING`;
const IN_DOUBT = 'UPDATE patient SET identity_conflict = 1 WHERE issuer = ? AND patient_id = ?';
const STUDY = `INSERT INTO study (study_id, patient_key, site_id, study_key_id, study_uid, folder_mark, study_date, study_time,
    patient_age, accession, description, referring, institution, arrived_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (study_id) DO NOTHING`;
const SERIES = `INSERT INTO series (series_id, study_id, series_uid, modality, number, description, body_part, laterality,
    protocol, frame_of_reference, series_date, series_time)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (series_id) DO NOTHING`;
const OBJECT = `INSERT INTO object (object_id, series_id, sop_uid, sop_class, transfer_syntax, instance_number, frames,
    sort_key, bytes, sha256, dataset_sha256, header_sha256, duplicate, duplicate_of, duplicate_detail, preamble_flag, blob_id,
    image, image_version, arrived_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Writes objects with the patient, study and series rows they need. */
export class RowWriter {
  readonly #patient: Statement<unknown[]>;
  readonly #inDoubt: Statement<unknown[]>;
  readonly #study: Statement<unknown[]>;
  readonly #series: Statement<unknown[]>;
  readonly #object: Statement<unknown[]>;
  readonly #rejections: RejectionWriter;

  constructor(db: Db) {
    this.#patient = db.prepare(PATIENT);
    this.#inDoubt = db.prepare(IN_DOUBT);
    this.#study = db.prepare(STUDY);
    this.#series = db.prepare(SERIES);
    this.#object = db.prepare(OBJECT);
    this.#rejections = new RejectionWriter(db);
  }

  /** Runs inside a transaction of the database. @param facts siteId: where the objects come from */
  write(rows: readonly RowToWrite[], facts: { readonly siteId: string; readonly now: string }): void {
    const known = new Set<string>();
    const once = (id: string, write: () => void): void => {
      if (known.has(id)) return;
      known.add(id);
      write();
    };
    for (const row of rows) {
      const { series } = row;
      const { study } = series;
      once(study.patient.patientKey, () => this.#writePatient(study.patient));
      once(study.studyId, () => this.#writeStudy(study, facts.now));
      once(series.seriesId, () => this.#writeSeries(series));
      this.#writeObject(row, facts.now);
      this.#writeRejection(row, facts);
    }
  }

  /** What its site took back of it, or what it takes back itself. */
  #writeRejection({ objectId, parsed, series }: RowToWrite, { siteId, now }: { siteId: string; now: string }): void {
    const { studyId, studyUid } = series.study;
    this.#rejections.arrived(objectId, parsed.sopUid, { studyId, studyUid });
    const { rejects } = parsed;
    if (rejects !== undefined) this.#rejections.said({ noteId: objectId, studyId, studyUid, siteId, rejects, now });
  }

  #writePatient(patient: PatientPlan): void {
    const { changes } = this.#patient.run(
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
    // The others of this id are in doubt from now on as well.
    if (changes > 0 && patient.conflict) this.#inDoubt.run(patient.issuer, patient.patientId);
  }

  #writeStudy(study: StudyPlan, now: string): void {
    this.#study.run(
      study.studyId,
      study.patient.patientKey,
      study.siteId,
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
      now,
    );
  }

  #writeSeries(series: SeriesPlan): void {
    const { facts } = series;
    this.#series.run(
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

  #writeObject(row: RowToWrite, now: string): void {
    const { parsed, classification } = row;
    const duplicate = classification.kind === 'duplicate' ? classification : null;
    this.#object.run(
      row.objectId,
      row.series.seriesId,
      parsed.sopUid,
      parsed.sopClass,
      parsed.transferSyntax,
      parsed.image.instanceNumber,
      storedFrames(parsed.image),
      parsed.image.instanceNumber,
      parsed.bytes,
      row.sha256,
      // Hashed when another object of this SOP UID comes: see KnownObjects.
      parsed.dataSetSha256 ?? '',
      parsed.headerSha256,
      duplicate?.duplicate ?? null,
      duplicate?.of ?? null,
      duplicate === null ? null : JSON.stringify(duplicate.detail),
      parsed.preambleSuspicious ? 1 : 0,
      row.blobId,
      JSON.stringify(parsed.image),
      IMAGE_INFO_VERSION,
      now,
    );
  }
}
