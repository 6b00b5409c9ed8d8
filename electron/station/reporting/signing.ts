import type { ParsedRequest } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ReportId, StudyId } from '../../../shared/model/ids.ts';
import type { CheckFinding, Report } from '../../../shared/model/report.ts';
import { findingsAs, standing } from '../../../shared/report/checks.ts';
import { isSigned, nextState } from '../../../shared/report/state-machine.ts';
import type { SignedState } from '../../../shared/report/state-machine.ts';
import { isUid } from '../dicom/write/sr-measurements.ts';
import type { AuditDetail } from '../kernel/audit.ts';
import type { Db } from '../kernel/sqlite.ts';
import { newUid } from '../kernel/uid.ts';
import { lesionNames } from '../reading/lesion-rows.ts';
import { reportSeenMap, seenMapBytes } from '../reading/report-seen-map.ts';
import type { SeenMap } from '../reading/seen-map.ts';
import { checkZone } from './check-request.ts';
import { withOutlines } from './grown-outlines.ts';
import { buildOutputs } from './outputs/build-outputs.ts';
import { receiverKeys } from './outputs/receiver-keys.ts';
import { lossyRead } from './lossy-read.ts';
import { NOTHING_GOES_OUT } from './outgoing-reports.ts';
import type { PdfOutputs } from './pdf-job.ts';
import type { Draft, NewOutput, ReportRow, ReportStore } from './report-store.ts';
import { reportedMeasurements, studyMeasurements } from './reported-measurements.ts';
import type { ReportingOptions } from './reporting-options.ts';
import { SignGate } from './sign-gate.ts';
import type { Signature } from './sign-gate.ts';
import { freezeReport } from './sign.ts';
import type { FrozenReport } from './sign.ts';
import { storeBlobs } from './store-blobs.ts';
import { receivedObjects, studyFacts } from './study-facts.ts';

export interface SigningParts extends Pick<
  ReportingOptions,
  | 'index'
  | 'journal'
  | 'blobs'
  | 'faults'
  | 'log'
  | 'clock'
  | 'personId'
  | 'personName'
  | 'evaluation'
  | 'permission'
  | 'recoveryConfirmed'
  | 'onChanged'
  | 'outgoing'
  | 'grow'
  | 'responses'
> {
  readonly store: ReportStore;
  readonly pdf: PdfOutputs;
  readonly seen: SeenMap;
  readonly findings: (row: ReportRow, draft: Draft) => readonly CheckFinding[];
  /** Throws report/tampered. */
  readonly requireIntact: (row: ReportRow) => Promise<void>;
  /** One audited command. */
  readonly run: (name: string, subject: ReportId, detail: AuditDetail, work: (db: Db) => void) => void;
}

/** Makes a signed report of a draft: asks who may, checks, freezes, and stores all outputs with the record. */
export class Signing {
  readonly #parts: SigningParts;
  readonly #gate: SignGate;

  constructor(parts: SigningParts) {
    this.#parts = parts;
    this.#gate = new SignGate(parts.permission, (...act) => parts.run(...act, () => undefined));
  }

  /** @throws AppError report/…, access/recovery-not-shown, reading/conflict */
  async sign({ reportId, acknowledged, zone, as = 'final' }: ParsedRequest<'report.sign'>): Promise<Report> {
    const { store } = this.#parts;
    const row = store.row(reportId);
    const state = nextState(row.state, as === 'final' ? 'sign' : 'signPreliminary', store.stateBefore(row));
    if (!isSigned(state)) throw new AppError('internal/bug', 'a signature that signs nothing');
    checkZone(zone);
    if (!this.#parts.recoveryConfirmed()) {
      throw new AppError('access/recovery-not-shown', 'the recovery key was not confirmed yet');
    }
    this.#requireNotReplaced(row, state);
    this.#gate.require(reportId, row.study_id, as);
    const draft = store.draft(reportId);
    const codes = standing(findingsAs(this.#parts.findings(row, draft), as), acknowledged);
    if (codes.length > 0) {
      const message = `checks stand in the way: ${codes.join(', ')}`;
      throw new AppError('report/checks-stand', message, { context: { codes } });
    }
    const frozen = await this.#freeze({ row, state, draft, acknowledged, zone });
    const { studyKeyId } = studyFacts(this.#parts.index, row.study_id);
    const made = [...buildOutputs(frozen.document, frozen.hash), this.#seenMap(row, frozen)];
    await storeBlobs(this.#parts, { studyKeyId, reportId }, made, (outputs) =>
      this.#keep({ row, as, state, draft, frozen, outputs }),
    );
    store.removeDraft(reportId);
    this.#parts.onChanged({ studyId: row.study_id, reportId });
    return store.report(store.row(reportId));
  }

  /** What was on the glass of who signs: kept with this version, whatever is looked at later. */
  #seenMap({ report_id: reportId, study_id: studyId }: ReportRow, { document: { signer: by, at } }: FrozenReport) {
    const bytes = seenMapBytes(reportSeenMap(this.#parts, { reportId, studyId, by, at }));
    return { format: 'seen-map' as const, bytes, sopUid: null };
  }

  async #freeze(signing: {
    readonly row: ReportRow;
    readonly state: SignedState;
    readonly draft: Draft;
    readonly acknowledged: readonly string[];
    readonly zone: string;
  }): Promise<FrozenReport> {
    const { row, state, draft, acknowledged, zone } = signing;
    const { index, journal, clock, personId, personName, evaluation, store, grow, responses } = this.#parts;
    const facts = studyFacts(index, row.study_id);
    const before = row.predecessor === null ? null : store.row(row.predecessor);
    if (before !== null) await this.#parts.requireIntact(before);
    const predecessor = before === null ? null : store.document(before);
    // A study without a usable UID gets one of ours in the outputs; what follows a report keeps the one of that.
    const own = facts.studyUid !== null && isUid(facts.studyUid) ? facts.studyUid : null;
    const studyUid = own ?? predecessor?.document.study.studyUid ?? newUid();
    const series = this.#parts.seen.reading(row.study_id);
    const measurements = studyMeasurements(journal, row.study_id);
    const lesions = lesionNames(
      journal,
      measurements.map((one) => one.measurementId),
    );
    const named = reportedMeasurements(index, draft.content, measurements, studyUid, lesions);
    return freezeReport({
      row,
      state,
      template: draft.template,
      content: draft.content,
      facts,
      received: receivedObjects(index, row.study_id),
      measurements: await withOutlines({ index, grow }, named, measurements),
      responses: responses(row.study_id, named),
      lossy: lossyRead(index, { series, measurements, content: draft.content }),
      studyUid,
      predecessor,
      signer: { personId, name: personName },
      at: clock.nowIso(),
      zone,
      acknowledged,
      evaluation,
      newUid,
    });
  }

  /** One transaction: frozen text, outputs and the seen map, audit record, what goes out, and the job that makes the PDF. */
  #keep(signing: {
    readonly row: ReportRow;
    readonly as: Signature;
    readonly state: SignedState;
    readonly draft: Draft;
    readonly frozen: FrozenReport;
    readonly outputs: readonly NewOutput[];
  }): void {
    const { row, as, state, draft, frozen, outputs } = signing;
    const { store, pdf } = this.#parts;
    const { document, hash, json } = frozen;
    const detail = {
      hash,
      state,
      revision: draft.revision,
      received: document.objectsReceived,
      expected: document.objectsExpected,
      ...this.#shown(row.study_id),
      ...this.#gate.asked(row.study_id, as),
      predecessor: row.predecessor,
      before: document.predecessor?.hash ?? null,
      acknowledged: document.acknowledged.join(' '),
      ...Object.fromEntries(outputs.map((output) => [output.format, output.sha256])),
    };
    this.#parts.run('report.sign', row.report_id, detail, (db) => {
      // Storing took its time: what was saved or arrived meanwhile was not checked and not frozen.
      this.#requireUnchanged(row, draft, frozen);
      this.#requireNotReplaced(row, state);
      store.freeze(db, row.report_id, state, { json, hash, at: document.at });
      for (const output of outputs) store.insertOutput(db, row.report_id, output, document.at);
      const { report_id: reportId, study_id: studyId, predecessor } = row;
      const keys = receiverKeys(document, pdf.canPrint);
      const going = { reportId, studyId, state, predecessor, at: document.at, outputs: keys };
      (this.#parts.outgoing ?? NOTHING_GOES_OUT).signed(db, going);
      if (pdf.canPrint) pdf.enqueue(row.report_id);
    });
  }

  /** Two reports in the place of one preliminary report would both claim to be the one that counts. */
  #requireNotReplaced({ predecessor }: ReportRow, state: SignedState): void {
    if (predecessor !== null && state !== 'addendum') this.#parts.store.requireNewest(predecessor);
  }

  /** Pictures of the study, and how many of them were on the glass of who signs. */
  #shown(studyId: StudyId): { readonly pictures: number; readonly shown: number } {
    const total = { pictures: 0, shown: 0 };
    for (const { pictures, seen } of this.#parts.seen.reading(studyId)) {
      total.pictures += pictures;
      total.shown += seen;
    }
    return total;
  }

  #requireUnchanged(row: ReportRow, draft: Draft, frozen: FrozenReport): void {
    const isSameText = this.#parts.store.draft(row.report_id).revision === draft.revision;
    const isSameStudy = receivedObjects(this.#parts.index, row.study_id).hash === frozen.document.objectsHash;
    if (!isSameText || !isSameStudy) {
      throw new AppError('reading/conflict', 'the draft or the study changed while it was signed', { retry: 'now' });
    }
  }
}
