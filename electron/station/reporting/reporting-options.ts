import type { PersonId, ReportId, StudyId } from '../../../shared/model/ids.ts';
import type { KeyImage } from '../../../shared/model/key-image.ts';
import type { Letterhead } from '../../../shared/model/letterhead.ts';
import type { PointResponses } from '../../../shared/model/lesion.ts';
import type { ReportedMeasurement, ReportTemplate } from '../../../shared/model/report.ts';
import type { RuleFiles } from '../../../shared/report/computed-fields.ts';
import type { Fills } from '../../../shared/report/field-fills.ts';
import type { ReportSignature } from '../../../shared/model/report-signature.ts';
import type { LeavingWay } from '../../../shared/model/site-profile.ts';
import type { PriorInfo } from '../../../shared/model/study.ts';
import type { ToldFinding } from '../../../shared/model/told-finding.ts';
import type { SiteCheck } from '../../../shared/report/site-checks.ts';
import type { RuleBook } from '../../../shared/report/rule-book.ts';
import type { BlobStore } from '../kernel/blob-store.ts';
import type { Commands } from '../kernel/command.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Jobs } from '../kernel/jobs.ts';
import type { Clock, Log, PdfPrinter } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { PictureSource } from './draw-picture.ts';
import type { GrowAgain } from './grown-outlines.ts';
import type { OutgoingReports } from './outgoing-reports.ts';
import type { AskedPermission } from './sign-gate.ts';
import type { SignatureWaitParts } from './signature-wait.ts';

/** What the reporting room works with. */
export interface ReportingOptions {
  readonly index: Db;
  readonly journal: Db;
  readonly commands: Commands;
  readonly blobs: BlobStore;
  /** Not started yet: this room defines its kind of job. */
  readonly jobs: Jobs;
  readonly faults?: FaultPoints;
  readonly clock: Clock;
  readonly log: Log;
  readonly personId: PersonId;
  readonly personName: string;
  readonly storeDir: string;
  /** Those that count for who asks. */
  readonly templates: () => readonly ReportTemplate[];
  /** Procedures that the order of a study names, as "RPID22^RADLEX". */
  readonly ordered: (studyId: StudyId) => readonly string[];
  /** Rule files that fields are computed by. */
  readonly rules: RuleFiles;
  /** What the station knows of a study that a field may be filled with. */
  readonly fillsOf: (studyId: StudyId) => Promise<Fills>;
  /** Rules and words of the checks before a signature. */
  readonly ruleBook: RuleBook;
  /** What somebody was told of a study, in the words in which it was logged. */
  readonly told: (studyId: StudyId) => readonly string[];
  /** Findings that somebody was told of, for the report that is being signed. Absent: there are none. */
  readonly communications?: {
    /** @param since UTC: only what was told after it; null: all */
    of(studyId: StudyId, since: string | null): readonly ToldFinding[];
    /** Inside the transaction of the signature. */
    signed(db: Db, reportId: ReportId, told: readonly ToldFinding[]): void;
  };
  /** Folder of the fonts that a PDF is written with. */
  readonly fontsDir: string;
  readonly evaluation: boolean;
  readonly recoveryConfirmed: () => boolean;
  /** Earlier studies of the patient, the most relevant first. */
  readonly priors: (studyId: StudyId) => readonly PriorInfo[];
  readonly permission: (studyId: StudyId) => AskedPermission;
  /** How strongly the site of a study wants checks put; absent: as the program has them. */
  readonly siteChecks?: (studyId: StudyId) => readonly SiteCheck[];
  /** At the head of the page of a report, as its site says when it is made; null or absent: nothing. */
  readonly letterhead?: (studyId: StudyId) => Letterhead | null;
  /** Whether a monitor of this station was measured and found good, and that still counts; absent: nobody knows. */
  readonly displayMeasured?: () => boolean;
  /** Throws residency/… where the site keeps something of a study in, and records that. */
  readonly requireMayLeave: (studyId: StudyId, way: LeavingWay) => void;
  /** Nothing goes out where it is absent. */
  readonly outgoing?: OutgoingReports;
  readonly grow: GrowAgain;
  /** What the lesions of these measurements came to at the study; null: they are of none, or there is no response. */
  readonly responses: (studyId: StudyId, measured: readonly ReportedMeasurement[]) => PointResponses | null;
  /** Pictures of a study that readers marked; absent: there are none. */
  readonly keyImages?: (studyId: StudyId) => readonly KeyImage[];
  /** Where the pictures of a page come from; absent: none can be had, and the page says so. */
  readonly pictures?: PictureSource;
  /** Null where there is no shell. */
  readonly printer: PdfPrinter | null;
  /** Signs with the key of whoever is at work, and says which site knows a key as that person's; absent: reports bear no signature. */
  readonly keys?: {
    sign(text: string): ReportSignature;
    current(): Pick<ReportSignature, 'keyId' | 'publicKey'>;
    enrolledBy(studyId: StudyId, personId: PersonId, publicKey: string): string | null;
  };
  /** How long a report of the study may wait, unsigned, where its reader wants so many seconds; absent: not at all. */
  readonly undo?: (studyId: StudyId, wanted: number) => number;
  /** Asks the site once more, at the moment of the signature; never throws for what a peer does. */
  readonly askSite?: (studyId: StudyId) => Promise<unknown>;
  /** Of waits; absent: those of the computer. */
  readonly after?: SignatureWaitParts['after'];
  readonly onChanged: (change: { readonly studyId: StudyId; readonly reportId: ReportId }) => void;
}
