import type { ReportId, StudyId } from '../../../shared/model/ids.ts';
import type { SignedState } from '../../../shared/report/state-machine.ts';
import type { Db } from '../kernel/sqlite.ts';

/** A report at the moment of its signature, and what was made of it. */
export interface OutgoingReport {
  readonly reportId: ReportId;
  readonly studyId: StudyId;
  readonly state: SignedState;
  /** The signed report that it follows. */
  readonly predecessor: ReportId | null;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly outputs: readonly {
    readonly format: 'sr' | 'sr-measurements' | 'pdf' | 'hl7' | 'fhir';
    /** SOP Instance UID, message control id (MSH-10) or identifier: what a receiver knows it by, however often it comes. */
    readonly key: string;
    /** Where the form has several. */
    readonly sopClass?: string;
    /** Of a report of several studies: the one that this is for; absent: its own, or all of them. */
    readonly studyId?: StudyId;
  }[];
}

/** What goes out when a report is signed. Called inside the transaction of the signature; what it throws undoes that. */
export interface OutgoingReports {
  signed(db: Db, report: OutgoingReport): void;
  /** A first draft of a study was begun, or the last one of it was given up: its site may want to know. Inside the transaction. */
  drafted?(db: Db, studyId: StudyId, what: 'started' | 'released', at: string): void;
}

/** Where nothing goes out. */
export const NOTHING_GOES_OUT: OutgoingReports = { signed: () => undefined };
