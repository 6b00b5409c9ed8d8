import { AppError } from '../../../shared/errors/app-error.ts';
import { PatientKey } from '../../../shared/model/ids.ts';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import { SamePersonAnswer } from '../../../shared/model/same-person.ts';
import type { SamePersonCandidate } from '../../../shared/model/same-person.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { isOffered, linkedWords, samePersonEvidence } from '../../../shared/rules/same-person.ts';
import type { Commands } from '../kernel/command.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import { Statements } from '../kernel/statements.ts';
import { findStudy } from './study-rows.ts';
import type { PatientColumns } from './patient-columns.ts';

/** Patients that one look offers. */
const MOST_OFFERED = 20;

export interface OtherIssuersOptions {
  readonly db: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly personName: string;
  /** Names of sites with which the site of a study agreed to share priors, in small letters; now. */
  readonly agreed: (site: string) => ReadonlySet<string>;
}

/** A patient of another issuer that a reader said is the same person. */
export interface LinkedPatient {
  readonly patientKey: PatientKey;
  /** Sites whose studies of it may be shown, in small letters. */
  readonly sites: ReadonlySet<string>;
  /** "other issuer, linked by …". */
  readonly words: string;
}

interface CandidateRow extends PatientColumns {
  readonly patient_key: string;
  readonly site: string;
  readonly studies: number;
  readonly newest: string | null;
}

interface LinkRow {
  readonly other: string;
  readonly answer: string;
  readonly said_at: string;
  readonly said_by_name: string;
}

/**
 * Priors under the id of another issuer: off but for sites that agreed to it, and then offered with what speaks for and against. What the
 * reader answers links the priors of two patients, merges nobody, and can be taken back.
 */
export class OtherIssuers {
  readonly #options: OtherIssuersOptions;
  readonly #db: Statements;

  constructor(options: OtherIssuersOptions) {
    this.#options = options;
    this.#db = new Statements(options.db);
  }

  /** @throws AppError archive/unknown-study */
  candidates(studyId: StudyId): SamePersonCandidate[] {
    const study = findStudy(this.#db, studyId);
    if (study === null) throw new AppError('archive/unknown-study', 'the store has no such study');
    const { patient } = study;
    const links = this.#links(patient.patientKey);
    return this.#rows(study)
      .map((row) => this.#candidate(study, row, links))
      .filter(({ evidence, answered }) => answered !== null || isOffered(evidence));
  }

  /** Patients whose studies are priors of a study since somebody said so, where that is agreed on still. */
  linked(study: WorklistRow): readonly LinkedPatient[] {
    const same = this.#links(study.patient.patientKey).filter(({ answer }) => answer === 'same');
    if (same.length === 0) return [];
    const sites = this.#options.agreed(study.site);
    return same.map((link) => ({
      patientKey: PatientKey.parse(link.other),
      sites,
      words: linkedWords(link.said_by_name, link.said_at),
    }));
  }

  /** @param answer null: what was answered is taken back. One audited command. @throws AppError archive/… when it is not offered */
  answer(studyId: StudyId, other: PatientKey, answer: SamePersonAnswer | null): SamePersonCandidate[] {
    if (!this.candidates(studyId).some(({ patientKey }) => patientKey === other)) {
      throw new AppError('archive/not-offered', 'no agreement of the sites offers this patient');
    }
    const own = findStudy(this.#db, studyId)?.patient.patientKey ?? '';
    const pair = [own, other].sort();
    const { commands, clock, personId, personName } = this.#options;
    const detail = { answer: answer ?? 'taken back', patients: pair.join(' ') };
    commands.run({ name: 'study.samePerson', personId, subject: studyId, detail }, (db) => {
      if (answer === null) db.prepare('DELETE FROM prior_link WHERE patient_key = ? AND other_key = ?').run(...pair);
      else {
        db.prepare('INSERT OR REPLACE INTO prior_link VALUES (?, ?, ?, ?, ?, ?)').run(
          ...[...pair, answer, clock.nowIso(), personId, personName],
        );
      }
    });
    return this.candidates(studyId);
  }

  #candidate(study: WorklistRow, row: CandidateRow, links: readonly LinkRow[]): SamePersonCandidate {
    const name = { alphabetic: row.name_alphabetic, ideographic: row.name_ideographic, phonetic: row.name_phonetic };
    const { patientId, birthDate, sex } = study.patient;
    const here = { patientId, name: study.patient.name, birthDate, sex };
    const there = { patientId: row.patient_id, name, birthDate: row.birth_date, sex: row.sex };
    const link = links.find(({ other }) => other === row.patient_key);
    return {
      ...{ patientKey: PatientKey.parse(row.patient_key), issuer: row.issuer, site: row.site, name },
      ...{ studies: row.studies, newest: row.newest, evidence: samePersonEvidence(here, there) },
      answered:
        link === undefined
          ? null
          : { answer: SamePersonAnswer.parse(link.answer), byName: link.said_by_name, at: link.said_at },
    };
  }

  /** Patients of other issuers with the same birth date, at sites that agreed to it. */
  #rows({ patient, site }: WorklistRow): readonly CandidateRow[] {
    const sites = [...this.#options.agreed(site)];
    if (sites.length === 0 || patient.birthDate === null) return [];
    return this.#db
      .prepare<[string, string, string, string], CandidateRow>(
        `SELECT patient.*, min(site.name) AS site, count(*) AS studies, max(study.study_date) AS newest
         FROM patient JOIN study USING (patient_key) JOIN site USING (site_id)
         WHERE patient.birth_date = ? AND patient.issuer <> ? AND patient.patient_key <> ?
           AND lower(site.name) IN (SELECT value FROM json_each(?))
         GROUP BY patient.patient_key ORDER BY newest DESC, patient.patient_key LIMIT ${MOST_OFFERED}`,
      )
      .all(patient.birthDate, patient.issuer, patient.patientKey, JSON.stringify(sites));
  }

  #links(patientKey: string): readonly LinkRow[] {
    return this.#db
      .prepare<[string, string], LinkRow>(
        `SELECT other_key AS other, answer, said_at, said_by_name FROM prior_link WHERE patient_key = ?
         UNION ALL SELECT patient_key, answer, said_at, said_by_name FROM prior_link WHERE other_key = ?`,
      )
      .all(patientKey, patientKey);
  }
}
