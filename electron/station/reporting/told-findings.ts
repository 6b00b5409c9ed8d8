import type { Communication } from '../../../shared/model/communication.ts';
import { PersonId, ReportId, StudyId } from '../../../shared/model/ids.ts';
import type { ToldFinding } from '../../../shared/model/told-finding.ts';
import { toldFinding } from '../../../shared/report/told-section.ts';
import type { Db } from '../kernel/sqlite.ts';

/** A finding that somebody was told of after the report was signed. */
export interface ToldLater {
  /** Of which it was seen: the report's own, or another one that it is about. */
  readonly studyId: StudyId;
  /** The report about the study that was signed last. */
  readonly reportId: ReportId;
  readonly told: ToldFinding;
  /** Which telling of it this is, from 1. */
  readonly nth: number;
  /** The report has it under a heading of its own. */
  readonly inReport: boolean;
}

/** Sends what is told after a signature, inside the transaction of the act. */
export type SendTold = (db: Db, later: ToldLater) => void;

/** Tells outputs of findings that somebody was told of: with the report what was told before its signature, by itself what comes after. */
export class ToldFindings {
  readonly #send: SendTold;

  constructor(send: SendTold) {
    this.#send = send;
  }

  /** Inside the transaction in which a loop got its last event. */
  changed(db: Db, communication: Communication): void {
    if (communication.events.at(-1)?.kind !== 'communicated') return;
    const { studyId } = communication;
    const told = toldFinding(communication, (personId) => nameOf(db, personId));
    const reportId = db
      .prepare<[{ readonly studyId: StudyId }], string>(
        `SELECT report_id FROM report WHERE signed IS NOT NULL AND (study_id = @studyId
           OR report_id IN (SELECT report_id FROM report_accession WHERE study_id = @studyId))
         ORDER BY signed_at DESC, report_id DESC LIMIT 1`,
      )
      .pluck()
      .get({ studyId });
    // Nothing was signed yet: it goes with the report.
    if (told === null || reportId === undefined) return;
    this.#send(db, { studyId, reportId: ReportId.parse(reportId), told, nth: told.tellings.length, inReport: false });
  }

  /** Inside the transaction of a signature: what the report says itself, and is a resource of its own elsewhere. */
  signed(db: Db, reportId: ReportId, told: readonly ToldFinding[]): void {
    const seenOf = db
      .prepare<[string], string>('SELECT study_id FROM communication WHERE communication_id = ?')
      .pluck();
    for (const one of told) {
      const studyId = StudyId.parse(seenOf.get(one.communicationId));
      this.#send(db, { studyId, reportId, told: one, nth: one.tellings.length, inReport: true });
    }
  }
}

/** What was told of a study, for a report that is being signed. @param since of an addendum: what its report already had is left out */
export function toldOf(index: Db, all: readonly Communication[], since: string | null): readonly ToldFinding[] {
  return all.flatMap((one) => {
    const told = toldFinding(one, (personId) => nameOf(index, personId));
    if (told === null) return [];
    const isNew = since === null || told.tellings.some(({ at }) => at > since);
    return isNew ? [told] : [];
  });
}

function nameOf(index: Db, personId: PersonId): string {
  const name = index
    .prepare<[string], string>('SELECT name FROM person WHERE person_id = ?')
    .pluck()
    .get(PersonId.parse(personId));
  return name ?? 'somebody who is not known here any more';
}
