import { namesAgree, searchName } from '../../../shared/dicom/person-name.ts';
import { RecentMap } from '../../../shared/lib/recent-map.ts';
import type { PersonName } from '../../../shared/model/study.ts';
import type { ParsedObject } from '../dicom/parsed-object.ts';
import { newId } from '../kernel/ids.ts';
import type { KeyRing } from '../kernel/key-ring.ts';
import type { Db, Statement } from '../kernel/sqlite.ts';
import type { PatientColumns } from './patient-columns.ts';

export interface PatientPlan {
  readonly patientKey: string;
  readonly issuer: string;
  readonly patientId: string | null;
  readonly name: PersonName;
  readonly birthDate: string | null;
  readonly sex: string | null;
  /** Another patient has the same issuer and id, with another name or birth date. */
  readonly conflict: boolean;
}

export interface StudyPlan {
  readonly studyId: string;
  /** The site under whose key it lies: the one that made it known. */
  readonly siteId: string;
  readonly studyKeyId: string;
  readonly studyUid: string | null;
  readonly folderMark: string | null;
  readonly patient: PatientPlan;
  /** Of the object that made the study known. */
  readonly facts: ParsedObject['study'] & { readonly age: string | null };
}

export interface SeriesPlan {
  readonly seriesId: string;
  readonly seriesUid: string;
  readonly study: StudyPlan;
  readonly facts: ParsedObject['series'];
}

interface PatientRow extends PatientColumns {
  readonly patient_key: string;
  readonly identity_conflict: number;
}

interface StudyRow {
  readonly study_id: string;
  readonly site_id: string;
  readonly study_key_id: string;
}

interface SeriesRow {
  readonly series_id: string;
  readonly series_uid: string;
}

/**
 * Of each kind. What was not used by the last ten thousand is stored: that many objects are never in hand at once (batches of some
 * dozens, a few ways at a time). It is decided again from what is stored.
 */
const MOST_REMEMBERED = 10_000;

/**
 * What was decided and is not stored yet, by whichever way it comes: shared by all resolvers of one store.
 * @param most of each kind
 */
export class IdentityMemory {
  /** By issuer and id. */
  readonly patients: RecentMap<string, readonly PatientPlan[]>;
  readonly studies: RecentMap<string, StudyPlan>;
  readonly series: RecentMap<string, SeriesPlan>;
  /** By folder: its files come one after the other. */
  readonly folderMarks: RecentMap<string, string>;
  /** Patients with an id, by all that was said of them: the files of a study say the same. */
  readonly decided: RecentMap<string, PatientPlan>;

  constructor(most = MOST_REMEMBERED) {
    this.patients = new RecentMap(most);
    this.studies = new RecentMap(most);
    this.series = new RecentMap(most);
    this.folderMarks = new RecentMap(most);
    this.decided = new RecentMap(most);
  }

  /** Something that is remembered was erased, and more may have been. */
  clear(): void {
    for (const one of [this.patients, this.studies, this.series, this.folderMarks, this.decided]) one.clear();
  }
}

export interface IdentityOptions {
  readonly db: Db;
  readonly ring: Pick<KeyRing, 'planStudyKey' | 'hasStudyKey'>;
  readonly memory: IdentityMemory;
  readonly siteId: string;
  /** Issuer of patient ids of files that name none. */
  readonly issuer: string;
}

/**
 * Decides which patient, study and series an object of one site belongs to. Patient: (issuer, id), checked by name and
 * birth date; another name or birth date is another patient, and both are flagged. No id: one patient a study. No study
 * UID: one study a folder and patient. No series UID: one series a modality. What is decided here and not yet stored is
 * remembered; the keys it plans and the rows are written by whoever stores the objects.
 */
export class IdentityResolver {
  readonly #options: IdentityOptions;
  readonly #memory: IdentityMemory;
  readonly #patientsOfId: Statement<[string, string], PatientRow>;

  constructor(options: IdentityOptions) {
    this.#options = options;
    this.#memory = options.memory;
    this.#patientsOfId = options.db.prepare(
      'SELECT * FROM patient WHERE issuer = ? AND patient_id = ? ORDER BY patient_key',
    );
  }

  /** @param folder where the file lies; only for objects without study UID, and never stored */
  resolve(parsed: ParsedObject, folder: string): SeriesPlan {
    return this.#resolve(parsed, folder, false);
  }

  /** @param isFresh nothing is remembered that could be of before an erasure */
  #resolve(parsed: ParsedObject, folder: string, isFresh: boolean): SeriesPlan {
    const mark = parsed.studyUid === null ? this.#markOf(folder) : null;
    const patient = this.#patientOf(parsed, mark);
    const study = this.#studyOf(parsed, mark, patient);
    if (!isFresh && !this.#options.ring.hasStudyKey(study.studyKeyId)) {
      this.#memory.clear();
      return this.#resolve(parsed, folder, true);
    }
    return this.#seriesOf(parsed, study);
  }

  #markOf(folder: string): string {
    const mark = this.#memory.folderMarks.get(folder) ?? newId();
    this.#memory.folderMarks.set(folder, mark);
    return mark;
  }

  #patientOf(parsed: ParsedObject, mark: string | null): PatientPlan {
    const { patientId, name, birthDate } = parsed.patient;
    if (patientId === null) return this.#decide(parsed, mark);
    const issuer = parsed.patient.issuer ?? this.#options.issuer;
    const said = JSON.stringify([issuer, patientId, name, birthDate]);
    const plan = this.#memory.decided.get(said) ?? this.#decide(parsed, mark);
    // A patient that only does not contradict is one until another comes that fits as well.
    if (isExact(plan, name, birthDate)) this.#memory.decided.set(said, plan);
    return plan;
  }

  #decide(parsed: ParsedObject, mark: string | null): PatientPlan {
    const { patientId, name, birthDate, sex } = parsed.patient;
    const issuer = parsed.patient.issuer ?? this.#options.issuer;
    const candidates = patientId === null ? this.#nameless(parsed.studyUid, mark) : this.#known(issuer, patientId);
    const match = bestMatch(candidates, name, birthDate);
    if (match) return match;
    const plan: PatientPlan = {
      patientKey: newId(),
      issuer,
      patientId,
      name,
      birthDate,
      sex,
      conflict: patientId !== null && candidates.length > 0,
    };
    if (patientId !== null) this.#remember(plan, idKey(issuer, patientId));
    return plan;
  }

  /** Patients of an id: stored ones, then those that are not stored yet. */
  #known(issuer: string, patientId: string): readonly PatientPlan[] {
    const rows = this.#patientsOfId.all(issuer, patientId);
    return withPending(rows, this.#memory.patients.get(idKey(issuer, patientId)) ?? []);
  }

  /** A patient without id is the patient of one study. */
  #nameless(studyUid: string | null, mark: string | null): readonly PatientPlan[] {
    const rows = this.#options.db
      .prepare<[string | null, string | null], PatientRow>(
        `SELECT patient.* FROM study JOIN patient USING (patient_key)
         WHERE patient.patient_id IS NULL AND (study.study_uid = ? OR study.folder_mark = ?)`,
      )
      .all(studyUid, mark);
    const pending = [...this.#memory.studies.values()].filter(
      (study) =>
        study.patient.patientId === null &&
        (studyUid === null ? study.folderMark === mark : study.studyUid === studyUid),
    );
    const plans = new Map(pending.map(({ patient }) => [patient.patientKey, patient]));
    return withPending(rows, [...plans.values()]);
  }

  #remember(plan: PatientPlan, key: string): void {
    this.#memory.patients.set(key, [...(this.#memory.patients.get(key) ?? []), plan]);
  }

  #studyOf(parsed: ParsedObject, mark: string | null, patient: PatientPlan): StudyPlan {
    const key = `${patient.patientKey} ${parsed.studyUid ?? ''} ${mark ?? ''}`;
    const known = this.#memory.studies.get(key);
    if (known) return known;
    const row = this.#options.db
      .prepare<[string, string | null, string | null], StudyRow>(
        'SELECT study_id, site_id, study_key_id FROM study WHERE patient_key = ? AND (study_uid = ? OR folder_mark = ?)',
      )
      .get(patient.patientKey, parsed.studyUid, mark);
    const plan: StudyPlan = {
      studyId: row?.study_id ?? newId(),
      siteId: row?.site_id ?? this.#options.siteId,
      studyKeyId: row?.study_key_id ?? this.#options.ring.planStudyKey(this.#options.siteId),
      studyUid: parsed.studyUid,
      folderMark: mark,
      patient,
      facts: { ...parsed.study, age: parsed.patient.age },
    };
    this.#memory.studies.set(key, plan);
    return plan;
  }

  #seriesOf(parsed: ParsedObject, study: StudyPlan): SeriesPlan {
    const prefix = `${NO_SERIES}${parsed.series.modality ?? ''}:`;
    const key = `${study.studyId} ${parsed.seriesUid ?? prefix}`;
    const known = this.#memory.series.get(key);
    if (known) return known;
    const sql = 'SELECT series_id, series_uid FROM series WHERE study_id = ?';
    const { db } = this.#options;
    const row =
      parsed.seriesUid !== null
        ? db.prepare<[string, string], SeriesRow>(`${sql} AND series_uid = ?`).get(study.studyId, parsed.seriesUid)
        : db
            .prepare<[string, number, string], SeriesRow>(`${sql} AND substr(series_uid, 1, ?) = ?`)
            .get(study.studyId, prefix.length, prefix);
    const seriesId = row?.series_id ?? newId();
    const seriesUid = row?.series_uid ?? parsed.seriesUid ?? `${prefix}${seriesId}`;
    const plan = { seriesId, seriesUid, study, facts: parsed.series };
    this.#memory.series.set(key, plan);
    return plan;
  }
}

/** Begins the name of a series, and of a study, that the files give no UID for. Never mistaken for a UID. */
export const NO_SERIES = 'none:';

function withPending(rows: readonly PatientRow[], pending: readonly PatientPlan[]): readonly PatientPlan[] {
  const stored = rows.map(patientOfRow);
  const keys = new Set(stored.map((plan) => plan.patientKey));
  return [...stored, ...pending.filter((plan) => !keys.has(plan.patientKey))];
}

function idKey(issuer: string, patientId: string): string {
  return JSON.stringify([issuer, patientId]);
}

function patientOfRow(row: PatientRow): PatientPlan {
  return {
    patientKey: row.patient_key,
    issuer: row.issuer,
    patientId: row.patient_id,
    name: { alphabetic: row.name_alphabetic, ideographic: row.name_ideographic, phonetic: row.name_phonetic },
    birthDate: row.birth_date,
    sex: row.sex,
    conflict: row.identity_conflict === 1,
  };
}

/**
 * The patient that these demographics fit: an exact one first, else the only one that does not contradict. Two that fit
 * equally well are told apart by nobody, so neither is taken.
 */
function bestMatch(candidates: readonly PatientPlan[], name: PersonName, birthDate: string | null): PatientPlan | null {
  const fitting = candidates.filter(
    (plan) =>
      namesAgree(plan.name, name) && (plan.birthDate === null || birthDate === null || plan.birthDate === birthDate),
  );
  return fitting.find((plan) => isExact(plan, name, birthDate)) ?? (fitting.length === 1 ? (fitting[0] ?? null) : null);
}

function isExact(plan: PatientPlan, name: PersonName, birthDate: string | null): boolean {
  return plan.birthDate === birthDate && searchName(plan.name) === searchName(name);
}
