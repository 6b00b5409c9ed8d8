import type { ParsedRequest } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { ReportId } from '../../../shared/model/ids.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { CheckFinding, Report } from '../../../shared/model/report.ts';
import type { ReportedPicture } from '../../../shared/model/reported-picture.ts';
import { findingsAs, standing } from '../../../shared/report/checks.ts';
import { otherStudies } from '../../../shared/report/signed-document.ts';
import { isFinal, isSigned, nextState } from '../../../shared/report/state-machine.ts';
import type { SignedState } from '../../../shared/report/state-machine.ts';
import { isUid } from '../dicom/write/sr-measurements.ts';
import type { AuditDetail } from '../kernel/audit.ts';
import type { Db } from '../kernel/sqlite.ts';
import { newId } from '../kernel/ids.ts';
import { newUid } from '../kernel/uid.ts';
import { lesionNames } from '../reading/lesion-rows.ts';
import { reportSeenMap, seenMapBytes } from '../reading/report-seen-map.ts';
import type { SeenMap } from '../reading/seen-map.ts';
import { checkZone } from './check-request.ts';
import { withOutlines } from './grown-outlines.ts';
import { buildOutputs } from './outputs/build-outputs.ts';
import { receiverKeys } from './outputs/receiver-keys.ts';
import { lossyRead } from './lossy-read.ts';
import { keepOwnWords } from './report-words.ts';
import { NOTHING_GOES_OUT } from './outgoing-reports.ts';
import type { PdfOutputs } from './pdf-job.ts';
import type { Draft, NewOutput, ReportRow, ReportStore } from './report-store.ts';
import { reportedMeasurements, studyMeasurements } from './reported-measurements.ts';
import type { ReportingOptions } from './reporting-options.ts';
import { reportedPictures } from './reported-pictures.ts';
import { SignGate } from './sign-gate.ts';
import type { Signature } from './sign-gate.ts';
import { freezeReport } from './sign.ts';
import type { FrozenReport, SignInput } from './sign.ts';
import { takenBack } from './taken-back.ts';
import { storeBlobs } from './store-blobs.ts';
import { receivedObjects, studyFacts } from './study-facts.ts';
import { isUnchanged, orderNumbers, reportedStudies } from './reported-studies.ts';
import { chosenStudies, followStudies } from './together-rows.ts';

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
  | 'keys'
  | 'grow'
  | 'responses'
  | 'communications'
  | 'keyImages'
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

/** What is to be signed. */
interface Meant {
  readonly row: ReportRow;
  readonly state: SignedState;
  readonly draft: Draft;
  readonly acknowledged: readonly string[];
  readonly zone: string;
}

interface Kept extends Pick<Meant, 'row' | 'state' | 'draft'> {
  readonly as: Signature;
  readonly frozen: FrozenReport;
  /** It never was a draft: its row comes with the signature. */
  readonly isNew: boolean;
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
  async sign(request: ParsedRequest<'report.sign'>): Promise<Report> {
    const { reportId, acknowledged, zone, as = 'final' } = request;
    const { row, state, draft } = this.ready(request);
    const frozen = await this.#freeze({ row, state, draft, acknowledged, zone });
    const signed = await this.#store({ row, as, state, draft, frozen, isNew: false });
    this.#parts.store.removeDraft(reportId);
    return signed;
  }

  /** What a signature would be of now, where nothing stands in its way. @throws AppError report/…, access/recovery-not-shown */
  ready({
    reportId,
    acknowledged,
    zone,
    as = 'final',
  }: ParsedRequest<'report.sign'>): Pick<Meant, 'row' | 'state' | 'draft'> {
    const { store } = this.#parts;
    const row = store.row(reportId);
    const state = nextState(row.state, as === 'final' ? 'sign' : 'signPreliminary', store.following(row));
    if (!isSigned(state)) throw new AppError('internal/bug', 'a signature that signs nothing');
    checkZone(zone);
    this.#requireRecovery();
    this.#requireNotReplaced(row, state);
    this.#gate.require(reportId, row.study_id, as);
    for (const other of chosenStudies(this.#parts.index, reportId)) this.#gate.require(reportId, other, as);
    const draft = store.draft(reportId);
    const codes = standing(findingsAs(this.#parts.findings(row, draft), as), acknowledged);
    if (codes.length > 0) {
      const message = `checks stand in the way: ${codes.join(', ')}`;
      throw new AppError('report/checks-stand', message, { context: { codes } });
    }
    return { row, state, draft };
  }

  /** Outputs, then one transaction. */
  async #store(signing: Kept): Promise<Report> {
    const { row, frozen } = signing;
    const { report_id: reportId, study_id: studyId } = row;
    const { studyKeyId } = studyFacts(this.#parts.index, studyId);
    const made = [...buildOutputs(frozen.document, frozen.hash), this.#seenMap(row, frozen)];
    await storeBlobs(this.#parts, { studyKeyId, reportId }, made, (outputs) => this.#keep({ ...signing, outputs }));
    for (const id of [studyId, ...otherStudies(frozen.document).map((one) => one.studyId)])
      this.#parts.onChanged({ studyId: id, reportId });
    return this.#parts.store.report(this.#parts.store.row(reportId));
  }

  #requireRecovery(): void {
    if (this.#parts.recoveryConfirmed()) return;
    throw new AppError('access/recovery-not-shown', 'the recovery key was not confirmed yet');
  }

  /**
   * The whole line of a report was wrong: its newest text goes out once more, as withdrawn. Nothing is checked but who may.
   * @throws AppError report/…, access/recovery-not-shown
   */
  async withdraw({ reportId, reason, zone }: ParsedRequest<'report.withdraw'>): Promise<Report> {
    const { store, index } = this.#parts;
    checkZone(zone);
    this.#requireRecovery();
    const named = store.row(reportId);
    nextState(named.state, 'withdraw', store.following(named));
    const line = store.line(index, reportId);
    const newest = line.at(-1) ?? named;
    store.requireStanding(newest.report_id, true);
    const as = line.some(({ state }) => isFinal(state)) ? 'final' : 'preliminary';
    this.#gate.require(newest.report_id, newest.study_id, as);
    for (const one of line) await this.#parts.requireIntact(one);
    const before = store.document(newest);
    const { template, content } = before.document;
    const row = {
      ...newest,
      report_id: ReportId.parse(newId()),
      state: 'draft' as const,
      predecessor: newest.report_id,
    };
    const own = { ...row, intent: 'withdraw' as const, reason, author: this.#parts.personId };
    const draft = { template, content, revision: 0, savedAt: this.#parts.clock.nowIso() };
    const frozen = this.#freezeWith({ row: own, state: 'withdrawn', draft, acknowledged: [], zone }, before, {
      facts: studyFacts(index, newest.study_id),
      received: receivedObjects(index, newest.study_id),
      ...{ measurements: before.document.measurements, responses: null, lossy: null, keyImages: [] },
      studyUid: before.document.study.studyUid,
      accessions: before.document.accessions ?? [],
      taken: takenBack(store, line),
    });
    return this.#store({ row: own, as, state: 'withdrawn', draft, frozen, isNew: true });
  }

  /** What was on the glass of who signs: kept with this version, whatever is looked at later. */
  #seenMap({ report_id: reportId, study_id: studyId }: ReportRow, { document: { signer: by, at } }: FrozenReport) {
    const bytes = seenMapBytes(reportSeenMap(this.#parts, { reportId, studyId, by, at }));
    return { format: 'seen-map' as const, bytes, sopUid: null };
  }

  async #freeze(signing: Meant): Promise<FrozenReport> {
    const { row, draft } = signing;
    const { index, journal, store, grow, responses } = this.#parts;
    const facts = studyFacts(index, row.study_id);
    // As it was checked: what arrives while this goes on undoes the signature.
    const received = receivedObjects(index, row.study_id);
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
    return this.#freezeWith(signing, predecessor, {
      ...{ facts, received },
      measurements: await withOutlines({ index, grow }, named, measurements),
      responses: responses(row.study_id, named),
      lossy: lossyRead(index, { series, measurements, content: draft.content }),
      keyImages: this.#pictures(row),
      studyUid,
      accessions: reportedStudies(index, row, {
        studyUid,
        shown: (id) => this.#shown(id),
        before: predecessor?.document,
      }),
    });
  }

  /** Of its own study, then of the others that it is about. */
  #pictures({ report_id: reportId, study_id: studyId }: ReportRow): readonly ReportedPicture[] {
    const { index, keyImages } = this.#parts;
    if (keyImages === undefined) return [];
    return reportedPictures({ ...this.#parts, marks: keyImages }, [studyId, ...chosenStudies(index, reportId)]);
  }

  #freezeWith(
    { row, state, draft, acknowledged, zone }: Meant,
    predecessor: SignInput['predecessor'],
    made: Pick<
      SignInput,
      'facts' | 'received' | 'measurements' | 'responses' | 'lossy' | 'keyImages' | 'studyUid' | 'accessions' | 'taken'
    >,
  ): FrozenReport {
    const { clock, personId, personName, evaluation, communications } = this.#parts;
    const toldBefore = state === 'addendum' ? (predecessor?.document.at ?? null) : null;
    const about = [row.study_id, ...made.accessions.slice(1).map(({ studyId }) => studyId)];
    return freezeReport({
      ...made,
      row,
      state,
      template: draft.template,
      content: draft.content,
      shown: this.#shown(row.study_id),
      order: orderNumbers(this.#parts.index, row.study_id),
      communications: about.flatMap((id) => communications?.of(id, toldBefore) ?? []),
      predecessor,
      signer: { personId, name: personName },
      at: clock.nowIso(),
      zone,
      acknowledged,
      reason: row.reason,
      evaluation,
      newUid,
    });
  }

  /** One transaction: frozen text, outputs and the seen map, audit record, what goes out, and the job that makes the PDF. */
  #keep(signing: Kept & { readonly outputs: readonly NewOutput[] }): void {
    const { row, as, state, draft, frozen, outputs } = signing;
    const { store, pdf } = this.#parts;
    const { document, hash, json } = frozen;
    const signature = this.#parts.keys?.sign(json) ?? null;
    const detail = {
      ...(signature === null ? {} : { key: signature.keyId, signature: signature.signature }),
      hash,
      state,
      revision: draft.revision,
      received: document.objectsReceived,
      expected: document.objectsExpected,
      ...this.#shown(row.study_id),
      ...this.#gate.asked(row.study_id, as),
      predecessor: row.predecessor,
      ...(document.accessions === undefined ? {} : { studies: document.accessions.length }),
      before: document.predecessor?.hash ?? null,
      acknowledged: document.acknowledged.join(' '),
      ...Object.fromEntries(outputs.map((output) => [output.format, output.sha256])),
    };
    this.#parts.run('report.sign', row.report_id, detail, (db) => {
      // Storing took its time: what was saved or arrived meanwhile was not checked and not frozen.
      if (signing.isNew) {
        store.insert(db, row);
        followStudies(db, row.report_id, row.predecessor);
      } else this.#requireUnchanged(row, draft, frozen);
      this.#requireNotReplaced(row, state);
      store.freeze(db, row.report_id, state, { json, hash, at: document.at, signature });
      keepOwnWords(db, row.report_id);
      for (const output of outputs) store.insertOutput(db, row.report_id, output, document.at);
      const { report_id: reportId, study_id: studyId, predecessor } = row;
      const keys = receiverKeys(document, pdf.canPrint);
      const going = { reportId, studyId, state, predecessor, at: document.at, outputs: keys };
      (this.#parts.outgoing ?? NOTHING_GOES_OUT).signed(db, going);
      this.#parts.communications?.signed(db, reportId, document.communications ?? []);
      if (pdf.canPrint) pdf.enqueue(row.report_id);
    });
  }

  /** Two reports in the place of one would both claim to be the one that counts; nothing follows what was withdrawn. */
  #requireNotReplaced({ predecessor }: ReportRow, state: SignedState): void {
    if (predecessor === null) return;
    this.#parts.store.requireStanding(predecessor, state === 'addendum' || state === 'withdrawn');
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
    if (!isSameText || !isSameStudy || !isUnchanged(this.#parts.index, row.report_id, frozen.document)) {
      throw new AppError('reading/conflict', 'the draft or the study changed while it was signed', { retry: 'now' });
    }
  }
}
