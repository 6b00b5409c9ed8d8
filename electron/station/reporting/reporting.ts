import path from 'node:path';
import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { ReportId } from '../../../shared/model/ids.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { CheckFinding, Inline, Report, ReportContent, ReportTemplate } from '../../../shared/model/report.ts';
import type { DraftIntent } from '../../../shared/model/report-state.ts';
import type { ReportSignature } from '../../../shared/model/report-signature.ts';
import { addendumTemplate } from '../../../shared/report/addendum-template.ts';
import { checkReport } from '../../../shared/report/checks.ts';
import { comparisonOf } from '../../../shared/report/comparison.ts';
import { withComputed } from '../../../shared/report/computed-fields.ts';
import { draftContent } from '../../../shared/report/draft.ts';
import { normaliseContent } from '../../../shared/report/plain-text.ts';
import { isFinal, isSigned, nextState } from '../../../shared/report/state-machine.ts';
import { rankTemplates } from '../../../shared/report/template.ts';
import { takenBackObjects } from '../archive/study-rejections.ts';
import type { AuditDetail } from '../kernel/audit.ts';
import { exportFiles } from '../kernel/export-files.ts';
import { newId } from '../kernel/ids.ts';
import { sha256Hex } from '../kernel/sha256.ts';
import type { Db } from '../kernel/sqlite.ts';
import { readSeenMap } from '../reading/report-seen-map.ts';
import { SeenMap } from '../reading/seen-map.ts';
import { checkShape } from './check-request.ts';
import { LaterSigning } from './later-signing.ts';
import { lossyRead } from './lossy-read.ts';
import { PdfOutputs } from './pdf-job.ts';
import { ReportStore } from './report-store.ts';
import type { ReportingOptions } from './reporting-options.ts';
import type { Draft, OutputRow, ReportRow } from './report-store.ts';
import { MacroBook } from './macros/macro-book.ts';
import { macroFacts } from './macros/macro-facts.ts';
import { measurementInline, studyMeasurements } from './reported-measurements.ts';
import { Signing } from './signing.ts';
import { receivedObjects, studyFacts, studyIdOf } from './study-facts.ts';
import { templateSubject } from './templates/template-subject.ts';
import { Together } from './together.ts';
import { chosenStudies, followStudies, permissionOfAll } from './together-rows.ts';
import { techniqueSeries } from './technique-series.ts';
import { reportDamage, signatureOf } from './verify-report.ts';
import { wordFacts } from './word-facts.ts';

/** Templates, drafts, checks, signing and outputs. One a reader and open store. */
export class Reporting {
  /** Of the reader, with those that ship. */
  readonly macros: MacroBook;
  readonly #options: ReportingOptions;
  readonly #store: ReportStore;
  readonly #pdf: PdfOutputs;
  readonly #seen: SeenMap;
  readonly #signing: Signing;
  /** Signatures that wait until they cannot be taken back. */
  readonly later: LaterSigning;
  /** One report about several studies. */
  readonly together: Together;

  constructor(options: ReportingOptions) {
    this.#options = options;
    this.macros = new MacroBook({ ...options, macrosDir: path.join(options.fontsDir, '..', 'macros') });
    this.#store = new ReportStore(options.index, options.journal, options.faults, options.personId);
    this.#pdf = new PdfOutputs({ ...options, store: this.#store });
    this.#seen = new SeenMap(options);
    this.#signing = new Signing({
      ...options,
      store: this.#store,
      pdf: this.#pdf,
      seen: this.#seen,
      findings: (row, draft) => this.#findings(row, draft),
      requireIntact: (row) => this.#requireIntact(row),
      run: (...act) => this.#run(...act),
    });
    this.later = new LaterSigning({ ...options, store: this.#store, signing: this.#signing });
    this.together = new Together({
      ...{ ...options, store: this.#store, seen: this.#seen },
      run: (...act) => this.#run(...act),
      drop: (reportId) => this.later.drop(reportId),
      drafted: (...act) => options.outgoing?.drafted?.(...act),
    });
  }

  get evaluation(): boolean {
    return this.#options.evaluation;
  }

  /** Null for a report that is not there. */
  studyOfReport(reportId: ReportId): StudyId | null {
    return this.#store.studyOf(reportId);
  }

  /** Throws archive/unknown-study. */
  studyOf(studyUid: string): StudyId {
    const studyId = studyIdOf(this.#options.index, studyUid);
    if (studyId === null) throw new AppError('archive/unknown-study', 'the store has no such study');
    return studyId;
  }

  templates({ studyId }: ParsedRequest<'report.templates'>): Response<'report.templates'> {
    const { index, templates, ordered, personId, personName } = this.#options;
    const reader = [personId, personName];
    return {
      templates: rankTemplates(templates(), templateSubject(index, studyId, { ordered: ordered(studyId), reader })),
    };
  }

  macrosFor(studyId: StudyId): Response<'macros.list'> {
    const { macros } = this;
    return { own: macros.own(), shipped: [...macros.shipped], facts: macroFacts(this.#options.index, studyId) };
  }

  forStudy({ studyId }: ParsedRequest<'report.forStudy'>): Response<'report.forStudy'> {
    return { reports: this.#store.rowsOf(studyId).map((row) => this.later.report(row)) };
  }

  get(reportId: ReportId): Report {
    return this.#store.report(this.#store.row(reportId));
  }

  /** A measurement of the study by its label ("M1") or id, as the text of a report names it. */
  measurementInline(studyId: StudyId, name: string): Inline {
    return measurementInline(studyMeasurements(this.#options.journal, studyId), name);
  }

  create({ studyId, templateId }: ParsedRequest<'report.create'>): Response<'report.create'> {
    const template = this.#options.templates().find((entry) => entry.templateId === templateId);
    if (!template)
      throw new AppError('report/unknown-template', 'there is no such template', { context: { templateId } });
    const { reason, study, bodyParts } = studyFacts(this.#options.index, studyId);
    const begun = draftContent(template, {
      reason,
      study: { description: study.description, bodyParts },
      series: techniqueSeries(this.#options.index, studyId),
      prior: comparisonOf(this.#options.priors(studyId), study),
    });
    const content = withComputed(template, begun, this.#options.rules);
    return this.#newDraft('report.create', { studyId, template, content, predecessor: null });
  }

  save({ reportId, revision, content }: ParsedRequest<'report.save'>): Response<'report.save'> {
    const row = this.#store.row(reportId);
    nextState(row.state, 'save', this.#store.following(row));
    const { template, study } = this.#store.draft(reportId);
    checkShape(template, content);
    const clean = withComputed(template, normaliseContent(content), this.#options.rules);
    this.later.drop(reportId);
    const savedAt = this.#options.clock.nowIso();
    return {
      savedAt,
      revision: this.#store.replaceDraft(reportId, revision, { template, content: clean, study }, savedAt),
    };
  }

  async fills({ reportId }: ParsedRequest<'report.fills'>): Promise<Response<'report.fills'>> {
    return { fills: await this.#options.fillsOf(this.#store.row(reportId).study_id) };
  }

  discard({ reportId }: ParsedRequest<'report.discard'>): Response<'report.discard'> {
    const row = this.#store.row(reportId);
    const state = nextState(row.state, 'discard', this.#store.following(row));
    const { revision, content } = this.#store.draft(reportId);
    const detail = { revision, before: sha256Hex(JSON.stringify(content)) };
    this.#run('report.discard', reportId, detail, (db) => {
      this.#store.setState(db, reportId, state);
      if (this.#isBegun(db, row.study_id, reportId)) return;
      const at = this.#options.clock.nowIso();
      for (const studyId of [row.study_id, ...chosenStudies(db, row.report_id)])
        this.#options.outgoing?.drafted?.(db, studyId, 'released', at);
    });
    this.later.drop(reportId);
    this.#store.removeDraft(reportId);
    this.#changed(row);
    return {};
  }

  check({ reportId }: ParsedRequest<'report.check'>): Response<'report.check'> {
    const row = this.#store.row(reportId);
    if (row.state !== 'draft') throw new AppError('report/not-a-draft', 'a signed report is not checked again');
    return { findings: this.#findings(row, this.#store.draft(reportId)) };
  }

  sign(request: ParsedRequest<'report.sign'>): Promise<Response<'report.sign'>> {
    return this.later.sign(request);
  }

  /** The open addendum of this reader when there is one: two addenda at once would not know of each other. */
  amend({ reportId }: ParsedRequest<'report.amend'>): Promise<Response<'report.amend'>> {
    return this.#follow('amend', reportId, (row) => {
      const template = addendumTemplate(this.#store.document(row).document.template.title);
      return { template, content: draftContent(template, NO_FACTS) };
    });
  }

  /** A draft with the text of a preliminary report, or the one that this reader has begun. Throws report/superseded. */
  finalise({ reportId }: ParsedRequest<'report.finalise'>): Promise<Response<'report.finalise'>> {
    return this.#follow('finalise', reportId, (row) => this.#store.document(row).document);
  }

  /** A draft with the text of a signed report, to be changed, or the one that this reader has begun. Throws report/superseded. */
  correct({ reportId, reason }: ParsedRequest<'report.correct'>): Promise<Response<'report.correct'>> {
    return this.#follow('correct', reportId, (row) => this.#store.document(row).document, reason);
  }

  /** Takes a report back, with everything that follows and precedes it: signed at once, what it says is that it was wrong. */
  withdraw(request: ParsedRequest<'report.withdraw'>): Promise<Response<'report.withdraw'>> {
    return this.#signing.withdraw(request);
  }

  /** A draft that names a signed report, or the one of its kind that this reader has begun already. */
  async #follow(
    move: 'amend' | 'finalise' | 'correct',
    reportId: ReportId,
    begin: (row: ReportRow) => Pick<Draft, 'template' | 'content'>,
    reason: string | null = null,
  ): Promise<Report> {
    const row = this.#store.row(reportId);
    nextState(row.state, move, this.#store.following(row));
    this.#store.requireStanding(reportId, move === 'amend');
    await this.#requireIntact(row);
    const intent = move === 'correct' ? move : null;
    const open = this.#store.openFollowing(reportId, this.#options.personId, intent);
    if (open !== null) return this.#store.report(open);
    const { template, content } = begin(row);
    const draft = { studyId: row.study_id, template, content, predecessor: reportId, intent, reason };
    return this.#newDraft(`report.${move}`, draft);
  }

  async verify({ reportId }: ParsedRequest<'report.verify'>): Promise<Response<'report.verify'>> {
    const row = this.#store.row(reportId);
    if (!isSigned(row.state)) throw new AppError('report/not-signed', 'the report is not signed');
    const damage = await reportDamage(row, { ...this.#options, store: this.#store });
    if (damage !== null) this.#options.log.error('report.damaged', { reportId, damage });
    const signature = damage === null ? signatureOf(row) : null;
    if (signature === null) return { ok: damage === null };
    const { keyId, publicKey } = signature;
    const { signer } = this.#store.document(row).document;
    const enrolledBy = this.#options.keys?.enrolledBy(row.study_id, signer.personId, publicKey) ?? null;
    return { ok: true, signature: { keyId, publicKey, enrolledBy } };
  }

  /** The public key with which whoever is at work signs, for a site to enrol; made now where there is none. */
  signatureKey(): Pick<ReportSignature, 'keyId' | 'publicKey'> {
    const { keys } = this.#options;
    if (keys === undefined) throw new AppError('internal/bug', 'nobody signs with a key here');
    return keys.current();
  }

  /** What was on the glass of who signed it, as frozen with this version; null for a report from before that was kept. */
  async seenMap({ reportId }: ParsedRequest<'report.seenMap'>): Promise<Response<'report.seenMap'>> {
    const row = this.#store.row(reportId);
    if (!isSigned(row.state)) throw new AppError('report/not-signed', 'the report is not signed');
    await this.#requireIntact(row);
    const kept = this.#store.output(reportId, 'seen-map');
    return { map: kept === null ? null : readSeenMap(await this.#options.blobs.read(kept.blob_id)) };
  }

  /**
   * Writes one output to `file`. With `sr`, the measurements lie beside it as "<name>-measurements.dcm" where there are any.
   * Refuses report/…, residency/…, request/bad (inside the store), disk/exists.
   */
  async export(
    { reportId, format, file }: ParsedRequest<'report.exportFile'>,
    { replace = false }: { readonly replace?: boolean } = {},
  ): Promise<Response<'report.exportFile'>> {
    const row = this.#store.row(reportId);
    if (!isSigned(row.state)) throw new AppError('report/not-signed', 'the report is not signed');
    this.#options.requireMayLeave(row.study_id, 'report');
    const output = format === 'pdf' ? await this.#pdf.ensure(reportId) : this.#store.output(reportId, format);
    if (output === null) throw new AppError('report/tampered', 'an output of the report is missing');
    await this.#requireIntact(row);
    const files = [{ file, bytes: await this.#options.blobs.read(output.blob_id) }];
    const beside = format === 'sr' ? this.#store.output(reportId, 'sr-measurements') : null;
    if (beside !== null) {
      files.push({ file: measurementsFile(file), bytes: await this.#options.blobs.read(beside.blob_id) });
    }
    const detail = { format, sha256: output.sha256, bytes: output.bytes, ...besideDetail(beside) };
    const { storeDir, faults } = this.#options;
    await exportFiles(storeDir, files, {
      replace,
      ...(faults === undefined ? {} : { faults }),
      record: () => this.#run('report.export', reportId, detail, () => undefined),
    });
    // What was sent to nobody has gone somewhere now.
    this.#changed(row);
    return { file, bytes: output.bytes, sha256: output.sha256 };
  }

  /** Looks after the PDF too: where its job failed or never was, and a window can print, a new one is stored. */
  pdf({ reportId }: ParsedRequest<'report.pdf'>): Response<'report.pdf'> {
    const row = this.#store.row(reportId);
    if (!isSigned(row.state)) throw new AppError('report/not-signed', 'the report is not signed');
    if (this.#store.output(reportId, 'pdf') !== null) return { jobId: null, ready: true };
    const pending = this.#pdf.pending(reportId);
    if (pending !== null || !this.#pdf.canPrint) return { jobId: pending, ready: false };
    return { jobId: this.#pdf.enqueue(reportId), ready: false };
  }

  /** Whether there is a draft or a report of a study beside this one, anybody's. */
  #isBegun(db: Db, studyId: StudyId, beside: ReportId): boolean {
    const others = "SELECT 1 FROM report WHERE study_id = ? AND report_id <> ? AND state <> 'discarded'";
    return db.prepare(others).get(studyId, beside) !== undefined;
  }

  #newDraft(
    act: 'report.create' | 'report.amend' | 'report.finalise' | 'report.correct',
    draft: {
      readonly studyId: StudyId;
      readonly template: ReportTemplate;
      readonly content: ReportContent;
      readonly predecessor: ReportId | null;
      readonly intent?: DraftIntent | null;
      readonly reason?: string | null;
    },
  ): Report {
    const { studyId, template, content, predecessor, intent = null, reason = null } = draft;
    const reportId = ReportId.parse(newId());
    const now = this.#options.clock.nowIso();
    // The journal first: a draft without a row is never seen, a row without a draft could not be opened.
    const { count: objects, hash } = receivedObjects(this.#options.index, studyId);
    this.#store.insertDraft(reportId, { template, content, study: { objects, hash } }, now);
    const detail = { template: template.templateId, version: template.version, predecessor };
    this.#run(act, reportId, detail, (db) => {
      this.#store.insert(db, {
        report_id: reportId,
        study_id: studyId,
        template_id: template.templateId,
        template_name: template.name,
        predecessor,
        ...{ intent, reason },
        author: this.#options.personId,
        created_at: now,
      });
      followStudies(db, reportId, predecessor);
      if (!this.#isBegun(db, studyId, reportId)) this.#options.outgoing?.drafted?.(db, studyId, 'started', now);
    });
    const row = this.#store.row(reportId);
    this.#changed(row);
    return this.#store.report(row);
  }

  #findings(row: ReportRow, draft: Draft): CheckFinding[] {
    const facts = studyFacts(this.#options.index, row.study_id);
    const received = receivedObjects(this.#options.index, row.study_id);
    const before = draft.study;
    const measurements = studyMeasurements(this.#options.journal, row.study_id);
    const series = this.#seen.reading(row.study_id);
    const others = chosenStudies(this.#options.index, row.report_id);
    return checkReport({
      template: draft.template,
      content: draft.content,
      isAddendum: row.intent === null && isFinal(this.#store.stateBefore(row)),
      measurements,
      recomputed: withComputed(draft.template, draft.content, this.#options.rules),
      objectsReceived: received.count,
      objectsBefore: before === undefined || before.hash === received.hash ? null : before.objects,
      objectsExpected: facts.expected,
      lateralities: facts.lateralities,
      series,
      lossy: lossyRead(this.#options.index, { series, measurements, content: draft.content }),
      rejected: takenBackObjects(this.#options.index, row.study_id),
      words: { facts: wordFacts(this.#options, row.study_id, facts, others), book: this.#options.ruleBook },
      mammogram: {
        modalities: facts.study.modalities,
        measured: this.#options.displayMeasured?.() ?? false,
        evaluation: this.evaluation,
      },
      siteChecks: this.#options.siteChecks?.(row.study_id) ?? [],
      together: this.together.facts(row),
      permission: permissionOfAll(this.#options, row.study_id, others),
    });
  }

  async #requireIntact(row: ReportRow): Promise<void> {
    const damage = await reportDamage(row, { ...this.#options, store: this.#store });
    if (damage === null) return;
    throw new AppError('report/tampered', 'the report is not what was signed', {
      context: { reportId: row.report_id, damage },
    });
  }

  #run(name: string, subject: ReportId, detail: AuditDetail, work: (db: Db) => void): void {
    this.#options.commands.run({ name, personId: this.#options.personId, subject, detail }, work);
  }

  #changed(row: ReportRow): void {
    this.#options.onChanged({ studyId: row.study_id, reportId: row.report_id });
  }
}

const NO_FACTS = { reason: null, study: { description: null, bodyParts: [] }, series: [], prior: null } as const;

/** The file for the measurement object beside an exported report: "a.dcm" gives "a-measurements.dcm". */
export function measurementsFile(file: string): string {
  return `${file.replace(/\.dcm$/i, '')}-measurements.dcm`;
}

function besideDetail(beside: OutputRow | null): Readonly<Record<string, string>> {
  return beside === null ? {} : { measurements: beside.sha256 };
}
