import { OutgoingId } from '../../../../shared/model/ids.ts';
import type { DestinationId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import { isOpen } from '../../../../shared/model/outbox.ts';
import type { StudyStatus } from '../../../../shared/model/outbox.ts';
import { newId } from '../../kernel/ids.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { studyFacts } from '../../reporting/study-facts.ts';
import type { Destinations } from './destinations.ts';
import type { OutboxTable } from './outbox-table.ts';
import { fhirStatus, hl7Status } from './status-message.ts';
import type { SaidStatus } from './status-message.ts';

export interface StatusParts {
  readonly table: OutboxTable;
  readonly destinations: Pick<Destinations, 'ofStudy'>;
  readonly isUrgent: (studyId: StudyId) => boolean;
  readonly person: { readonly id: PersonId; readonly name: string };
  readonly evaluation: boolean;
  /** Told inside the transaction: whoever hears it looks again when it has ended. */
  readonly seen?: (studyId: StudyId, what: 'signed' | 'held') => void;
  /** Told of every change inside its transaction, whether a destination wants to know or not: a site may keep claims as tasks. */
  readonly claims?: (db: Db, studyId: StudyId, status: StudyStatus, at: string) => void;
  /** Called later, when the transaction has ended. */
  readonly afterwards: () => void;
}

/** Tells the worklists of a site what becomes of a study, in the transaction of the act: only where a destination says so. */
export class QueueStatuses {
  readonly #parts: StatusParts;

  constructor(parts: StatusParts) {
    this.#parts = parts;
  }

  /** Somebody says that they read it, or does not any more. Whoever has begun said more than that. */
  claimed(db: Db, studyId: StudyId, claimed: boolean, at: string): void {
    const drafts = "SELECT 1 FROM report WHERE study_id = ? AND state = 'draft'";
    if (db.prepare(drafts).get(studyId) !== undefined) return;
    this.changed(db, studyId, claimed ? 'claimed' : 'released', at);
  }

  /** The first draft of it was begun, or the last was given up: it is still whose it was claimed by. */
  drafted(db: Db, studyId: StudyId, what: 'started' | 'released', at: string): void {
    this.changed(db, studyId, what === 'released' && isClaimed(db, studyId) ? 'claimed' : what, at);
  }

  /** @param at UTC, ISO 8601 */
  changed(db: Db, studyId: StudyId, status: StudyStatus, at: string): void {
    if (status.startsWith('read')) this.#parts.seen?.(studyId, 'signed');
    // Whoever looks at a case on hold does not take it up.
    if (!status.startsWith('read') && isOnHold(db, studyId)) return;
    this.#say(db, studyId, status, at);
  }

  /**
   * It waits for its site, or does not any more: then it is again what it was before. After the change of the hold itself.
   * @param hold null: it was taken up again
   */
  held(db: Db, studyId: StudyId, hold: SaidStatus['hold'] | null, at: string): { readonly told: number } {
    if (hold) this.#parts.seen?.(studyId, 'held');
    if (hold) return { told: this.#say(db, studyId, 'on-hold', at, hold) };
    const drafts = "SELECT 1 FROM report WHERE study_id = ? AND state = 'draft'";
    if (db.prepare(drafts).get(studyId) !== undefined) return { told: this.#say(db, studyId, 'started', at) };
    return { told: this.#say(db, studyId, isClaimed(db, studyId) ? 'claimed' : 'released', at) };
  }

  /** @returns to how many worklists it goes */
  #say(db: Db, studyId: StudyId, status: StudyStatus, at: string, hold?: SaidStatus['hold']): number {
    const { table, destinations, isUrgent, person, evaluation, afterwards, claims } = this.#parts;
    // Once it is read, whoever looks at it again does not make it unread.
    if (!status.startsWith('read') && isRead(db, studyId)) return 0;
    claims?.(db, studyId, status, at);
    const told = destinations
      .ofStudy(db, studyId)
      .filter(({ settings }) => (settings.kind === 'hl7' || settings.kind === 'fhir') && settings.status);
    if (told.length === 0) return 0;
    const facts = studyFacts(db, studyId);
    // MSH-10 holds at most 20 characters; the first two tell it from that of a report.
    const key = `NS${newId().slice(0, 18).toUpperCase()}`;
    const said = { key, status, facts, person, at, evaluation, ...(hold === undefined ? {} : { hold }) };
    const lineage = `status ${studyId}`;
    for (const { destinationId, settings } of told) {
      this.#supersede(db, destinationId, lineage, at);
      const isHl7 = settings.kind === 'hl7';
      const content = isHl7 ? hl7Status(said) : fhirStatus(said, facts.studyUid ?? '');
      if (!isHl7 && facts.studyUid === null) continue;
      const row = {
        ...{
          outgoingId: OutgoingId.parse(newId()),
          destinationId,
          studyId,
          reportId: null,
          reportState: null,
          lineage,
        },
        ...{ format: isHl7 ? ('hl7-status' as const) : ('fhir-status' as const), critical: isUrgent(studyId), key },
        status: { is: status, content },
      };
      table.insert(db, row, at);
    }
    setImmediate(() => afterwards());
    return told.length;
  }

  /** Only the last counts; what may be there is settled first. */
  #supersede(db: Db, destinationId: DestinationId, lineage: string, at: string): void {
    const { table } = this.#parts;
    for (const { outgoing_id: id, lineage: of, state } of table.open(destinationId)) {
      if (of === lineage && isOpen(state)) table.step(db, id, { kind: 'supersede' }, { takesOnce: true, at });
    }
  }
}

function isClaimed(db: Db, studyId: StudyId): boolean {
  const claims = "SELECT 1 FROM prefetch_pin JOIN study USING (study_uid) WHERE study_id = ? AND pin = 'claimed'";
  return db.prepare(claims).get(studyId) !== undefined;
}

export function isOnHold(db: Db, studyId: StudyId): boolean {
  return db.prepare('SELECT 1 FROM case_hold WHERE study_id = ? AND ended_at IS NULL').get(studyId) !== undefined;
}

export function isRead(db: Db, studyId: StudyId): boolean {
  const sql = `SELECT 1 FROM report WHERE signed IS NOT NULL AND (study_id = ?
    OR report_id IN (SELECT report_id FROM report_accession WHERE study_id = ?))`;
  return db.prepare(sql).get(studyId, studyId) !== undefined;
}
