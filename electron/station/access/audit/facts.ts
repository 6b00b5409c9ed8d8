import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { auditKind } from '../../../../shared/audit/event-map.ts';
import type { AuditKind } from '../../../../shared/audit/event-map.ts';
import type { AuditRow } from '../../kernel/audit.ts';
import type { Db } from '../../kernel/sqlite.ts';

export interface StudyFacts {
  readonly studyId: string;
  readonly studyUid: string | null;
  readonly accession: string | null;
  readonly sopClasses: readonly { readonly uid: string; readonly instances: number }[];
  readonly patient: {
    /** Ours; says nothing of the patient. */
    readonly key: string;
    readonly patientId: string | null;
    readonly issuer: string;
    readonly name: string;
  };
}

/** One record of the trail with what its ids stand for in the store. */
export interface AuditFacts {
  readonly row: AuditRow;
  readonly kind: AuditKind;
  /** Null for a person that the store no longer knows. */
  readonly personName: string | null;
  /** Null where the record is about no study, or the store no longer has it. */
  readonly study: StudyFacts | null;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** What stands for the program itself in a message. */
export interface AuditSource {
  /** Names this station: the id of its key. */
  readonly stationId: string;
  readonly host: string;
  readonly version: string;
}

const StudyRow = z.object({
  study_uid: z.string().nullable(),
  accession: z.string().nullable(),
  patient_key: z.string(),
  patient_id: z.string().nullable(),
  issuer: z.string(),
  name_alphabetic: z.string(),
});
const SopClasses = z.array(z.object({ uid: z.string(), instances: z.number() }));
const Detail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
/** Studies whose facts are kept while a trail is walked. */
const KEPT_STUDIES = 200;

/** Looks up what records are about. One for a walk: what it looked up it does not ask again. */
export class FactsReader {
  readonly #index: Db;
  readonly #studies = new LRUCache<string, { readonly facts: StudyFacts | null }>({ max: KEPT_STUDIES });

  constructor(index: Db) {
    this.#index = index;
  }

  factsOf(row: AuditRow): AuditFacts {
    const kind = auditKind(row.command);
    const detail = Detail.parse(JSON.parse(row.detail));
    const studyId = this.studyOf(kind, row.subject, detail);
    return {
      row,
      kind,
      detail,
      personName:
        this.#index
          .prepare<[string], string>('SELECT name FROM person WHERE person_id = ?')
          .pluck()
          .get(row.person_id) ?? null,
      study: studyId === null ? null : this.#study(studyId),
    };
  }

  /** Our id of the study that a record is about; null where it is about none that is here. */
  studyOf(kind: AuditKind, subject: string, detail: AuditFacts['detail']): string | null {
    switch (kind.about) {
      case 'study':
        return subject;
      case 'report':
        // What goes out of a study and is of no report names the study.
        return (
          this.#one('SELECT study_id FROM report WHERE report_id = ?', subject) ??
          this.#one('SELECT study_id FROM study WHERE study_id = ?', subject)
        );
      case 'object':
        return this.#one('SELECT study_id FROM object JOIN series USING (series_id) WHERE object_id = ?', subject);
      case 'measurement':
        return typeof detail['study'] === 'string' ? detail['study'] : null;
      default:
        return null;
    }
  }

  #one(sql: string, subject: string): string | null {
    return this.#index.prepare<[string], string>(sql).pluck().get(subject) ?? null;
  }

  #study(studyId: string): StudyFacts | null {
    const known = this.#studies.get(studyId);
    if (known !== undefined) return known.facts;
    const facts = this.#readStudy(studyId);
    this.#studies.set(studyId, { facts });
    return facts;
  }

  #readStudy(studyId: string): StudyFacts | null {
    const found = this.#index
      .prepare(
        `SELECT study_uid, accession, patient_key, patient_id, issuer, name_alphabetic
         FROM study JOIN patient USING (patient_key) WHERE study_id = ?`,
      )
      .get(studyId);
    if (found === undefined) return null;
    const row = StudyRow.parse(found);
    const sopClasses = this.#index
      .prepare(
        `SELECT sop_class AS uid, count(*) AS instances FROM object JOIN series USING (series_id)
         WHERE study_id = ? AND sop_class IS NOT NULL GROUP BY sop_class ORDER BY sop_class`,
      )
      .all(studyId);
    return {
      studyId,
      studyUid: row.study_uid,
      accession: row.accession,
      sopClasses: SopClasses.parse(sopClasses),
      patient: {
        key: row.patient_key,
        patientId: row.patient_id,
        issuer: row.issuer,
        name: row.name_alphabetic,
      },
    };
  }
}
