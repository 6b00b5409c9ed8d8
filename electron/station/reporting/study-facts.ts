import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import type { ObjectReference, SignedDocument } from '../../../shared/report/signed-document.ts';
import { isUid } from '../dicom/write/sr-measurements.ts';
import type { Db } from '../kernel/sqlite.ts';
import { sha256Hex } from '../kernel/sha256.ts';

const StudyRow = z.object({
  study_uid: z.string().nullable(),
  study_key_id: z.string(),
  study_date: z.string().nullable(),
  study_time: z.string().nullable(),
  accession: z.string().nullable(),
  description: z.string().nullable(),
  referring: z.string().nullable(),
  institution: z.string().nullable(),
  reason: z.string().nullable(),
  expected: z.number().nullable(),
  issuer: z.string(),
  patient_id: z.string().nullable(),
  name_alphabetic: z.string(),
  name_ideographic: z.string(),
  name_phonetic: z.string(),
  birth_date: z.string().nullable(),
  sex: z.string().nullable(),
});

const SeriesRow = z.object({
  modality: z.string().nullable(),
  body_part: z.string().nullable(),
  laterality: z.string().nullable(),
});

const ObjectRow = z.object({
  series_uid: z.string(),
  sop_uid: z.string().nullable(),
  sop_class: z.string().nullable(),
  sha256: z.string(),
});

/** What reporting has to know of a study, as it stands in the index now. */
export interface StudyFacts {
  readonly studyUid: string | null;
  readonly studyKeyId: string;
  readonly patient: SignedDocument['patient'];
  readonly study: Omit<SignedDocument['study'], 'studyUid'>;
  readonly reason: string | null;
  readonly bodyParts: readonly string[];
  readonly lateralities: readonly string[];
  readonly expected: number | null;
}

/** Throws archive/unknown-study. */
export function studyFacts(index: Db, studyId: StudyId): StudyFacts {
  const found = index.prepare('SELECT * FROM study JOIN patient USING (patient_key) WHERE study_id = ?').get(studyId);
  if (found === undefined) throw new AppError('archive/unknown-study', 'the store has no such study');
  const row = StudyRow.parse(found);
  const series = index
    .prepare(
      'SELECT modality, body_part, laterality FROM series WHERE study_id = ? AND made_at IS NULL ORDER BY number, series_uid',
    )
    .all(studyId)
    .map((entry) => SeriesRow.parse(entry));
  return {
    studyUid: row.study_uid,
    studyKeyId: row.study_key_id,
    patient: {
      patientId: row.patient_id,
      issuer: row.issuer,
      name: { alphabetic: row.name_alphabetic, ideographic: row.name_ideographic, phonetic: row.name_phonetic },
      birthDate: row.birth_date,
      sex: row.sex,
    },
    study: {
      date: row.study_date,
      time: row.study_time,
      accession: row.accession,
      description: row.description,
      referring: row.referring,
      institution: row.institution,
      modalities: distinct(series.map((entry) => entry.modality)),
    },
    reason: row.reason,
    bodyParts: distinct(series.map((entry) => entry.body_part)),
    lateralities: distinct(series.map((entry) => entry.laterality)),
    expected: row.expected,
  };
}

/** Patient and study as an object of ours names them; null where the study has no UID to be named by. */
export function namedStudy(index: Db, studyId: StudyId): Pick<SignedDocument, 'patient' | 'study'> | null {
  const { studyUid, patient, study } = studyFacts(index, studyId);
  return studyUid === null || !isUid(studyUid) ? null : { patient, study: { studyUid, ...study } };
}

/** The study with a UID; null when the store has none. The newest arrival where sites share one. */
export function studyIdOf(index: Db, studyUid: string): StudyId | null {
  const found = index
    .prepare<[string], string>('SELECT study_id FROM study WHERE study_uid = ? ORDER BY arrived_at DESC')
    .pluck()
    .get(studyUid);
  return found === undefined ? null : StudyId.parse(found);
}

export interface ReceivedObjects {
  readonly count: number;
  /** SHA-256, hex, over the sorted hashes of all files, so that another set of objects is another hash. */
  readonly hash: string;
  /** The same for each series, in series order. */
  readonly series: readonly { readonly seriesUid: string; readonly files: number; readonly hash: string }[];
  /** Those with the UIDs to be named, each SOP instance once, in series order. */
  readonly references: readonly ObjectReference[];
}

/** Objects of the study that came here and that its site did not take back: what a report is made from. Copies that differ from a first one count as one. */
export function receivedObjects(index: Db, studyId: StudyId): ReceivedObjects {
  const rows = index
    .prepare(
      `SELECT series_uid, sop_uid, sop_class, sha256 FROM object JOIN series USING (series_id)
       WHERE study_id = ? AND object.rejected IS NULL AND series.made_at IS NULL ORDER BY series.number, series_uid, sort_key, instance_number, object_id`,
    )
    .all(studyId)
    .map((entry) => ObjectRow.parse(entry));
  const references = new Map<string, ObjectReference>();
  for (const { series_uid, sop_uid, sop_class } of rows) {
    if (sop_uid === null || sop_class === null || !isUid(sop_uid) || !isUid(sop_class) || !isUid(series_uid)) continue;
    if (!references.has(sop_uid))
      references.set(sop_uid, { seriesUid: series_uid, sopUid: sop_uid, sopClass: sop_class });
  }
  const unnamed = rows.filter((row) => row.sop_uid === null).length;
  const named = new Set(rows.flatMap((row) => (row.sop_uid === null ? [] : [row.sop_uid]))).size;
  const hashes = rows.map((row) => row.sha256).sort();
  return {
    count: named + unnamed,
    hash: sha256Hex(hashes.join('\n')),
    series: seriesHashes(rows),
    references: [...references.values()],
  };
}

function seriesHashes(rows: readonly z.infer<typeof ObjectRow>[]): ReceivedObjects['series'] {
  const bySeries = new Map<string, string[]>();
  for (const { series_uid: uid, sha256 } of rows) {
    const hashes = bySeries.get(uid);
    if (hashes === undefined) bySeries.set(uid, [sha256]);
    else hashes.push(sha256);
  }
  return [...bySeries].map(([seriesUid, hashes]) => ({
    ...{ seriesUid, files: hashes.length },
    hash: sha256Hex(hashes.sort().join('\n')),
  }));
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null && value !== ''))].filter((value) => value !== null);
}
