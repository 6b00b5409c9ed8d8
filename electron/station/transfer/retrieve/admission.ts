import { namesAgree } from '../../../../shared/dicom/person-name.ts';
import type { PersonName } from '../../../../shared/model/study.ts';
import type { ParsedObject } from '../../dicom/parsed-object.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { Statements } from '../../kernel/statements.ts';

/** Why an object that came is not what was asked for. */
export type StrayReason = 'other-study' | 'other-series' | 'other-object' | 'other-patient';

/** Who a study is about, as somebody says it. */
export interface SaidPatient {
  /** Null: nobody said; the site of the source stands for it. */
  readonly issuer: string | null;
  readonly patientId: string | null;
  readonly name: PersonName;
  readonly birthDate: string | null;
}

/** What an object must be in order to be let in. Null: whatever it says it is (a peer pushed it). */
export interface Asked {
  readonly studyUid: string;
  readonly seriesUid: string | null;
  readonly sopUids: ReadonlySet<string> | null;
  /** As the source's own answer to a query says; null where it was not asked. */
  readonly patient: SaidPatient | null;
}

interface PatientRow {
  readonly issuer: string;
  readonly patient_id: string | null;
  readonly name_alphabetic: string;
  readonly name_ideographic: string;
  readonly name_phonetic: string;
  readonly birth_date: string | null;
}

/**
 * Judges what came against what was asked for, before any of it is stored in a study: its UIDs, and that its patient is the one of
 * the study here. An identity is never decided here: what contradicts stays outside.
 * @param siteIssuer issuer of patient ids of files that name none
 */
export class Admission {
  readonly #db: Statements;
  readonly #siteId: string;
  readonly #siteIssuer: string;

  constructor(db: Db, siteId: string, siteIssuer: string) {
    this.#db = new Statements(db);
    this.#siteId = siteId;
    this.#siteIssuer = siteIssuer;
  }

  /** @param framed SOP Instance UID as the framing of the transfer said it; null where it did not. Null: it may come in. */
  judge(parsed: ParsedObject, framed: string | null, asked: Asked | null): StrayReason | null {
    if (framed !== null && parsed.sopUid !== framed) return 'other-object';
    if (asked !== null) {
      if (parsed.studyUid !== asked.studyUid) return 'other-study';
      if (asked.seriesUid !== null && parsed.seriesUid !== asked.seriesUid) return 'other-series';
      if (asked.sopUids !== null && !asked.sopUids.has(parsed.sopUid ?? '')) return 'other-object';
    }
    return this.#isOtherPatient(parsed, asked) ? 'other-patient' : null;
  }

  #isOtherPatient({ patient, studyUid }: ParsedObject, asked: Asked | null): boolean {
    const here = studyUid === null ? [] : this.#patientsOf(studyUid);
    if (here.length > 0) return !here.some((one) => agree(one, patient, this.#siteIssuer));
    const said = asked?.patient ?? null;
    if (said === null) return false;
    // Answers to queries leave ids out, and spell names in other ways than the files do.
    const patientId = said.patientId ?? patient.patientId;
    return !agree({ ...said, patientId, name: patient.name }, patient, this.#siteIssuer);
  }

  #patientsOf(studyUid: string): readonly SaidPatient[] {
    return this.#db
      .prepare<[string, string], PatientRow>(
        'SELECT patient.* FROM study JOIN patient USING (patient_key) WHERE study.study_uid = ? AND study.site_id = ?',
      )
      .all(studyUid, this.#siteId)
      .map((row) => ({
        issuer: row.issuer,
        patientId: row.patient_id,
        name: { alphabetic: row.name_alphabetic, ideographic: row.name_ideographic, phonetic: row.name_phonetic },
        birthDate: row.birth_date,
      }));
  }
}

/** One patient: the same id of the same issuer where both name one, and neither name nor birth date against it. */
export function agree(one: SaidPatient, other: SaidPatient, siteIssuer: string): boolean {
  if (one.patientId !== other.patientId) return false;
  // A file without an issuer and one that names it may lie in one study; two issuers may not.
  const issuers = [one.issuer, other.issuer].map((issuer) => (issuer === siteIssuer ? null : issuer));
  if (issuers[0] !== null && issuers[1] !== null && issuers[0] !== issuers[1]) return false;
  if (one.birthDate !== null && other.birthDate !== null && one.birthDate !== other.birthDate) return false;
  return namesAgree(one.name, other.name);
}
