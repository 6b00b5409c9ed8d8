import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { CalculatorFile } from '../../shared/calculators/calculator-file.ts';
import { Calculator } from '../../shared/calculators/calculator.ts';
import { AppError, asAppError } from '../../shared/errors/app-error.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { ReportId, StudyId } from '../../shared/model/ids.ts';
import type { AskedSite } from '../../shared/model/reconcile.ts';
import type { CheckFinding, OutputFormat, Report, ReportContent, ReportTemplate } from '../../shared/model/report.ts';
import type { Together } from '../../shared/model/together.ts';
import { withComputed } from '../../shared/report/computed-fields.ts';
import type { RuleFiles } from '../../shared/report/computed-fields.ts';
import { withFills } from '../../shared/report/field-fills.ts';
import { normaliseContent } from '../../shared/report/plain-text.ts';
import { signatureWords } from '../../shared/report/signature-words.ts';
import type { StationLink } from '../app/station-link.ts';

/** Milliseconds of quiet before a draft is written, the longest wait where the typing never stops, and the wait after a failure. */
const SAVE_AFTER = 250;
const SAVE_WITHIN = 500;
const RETRY_AFTER = 2000;

export interface ReportView {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly failure: unknown;
  /** Best match first. */
  readonly templates: readonly ReportTemplate[];
  /** Of the study, oldest first. */
  readonly reports: readonly Report[];
  /** The one on screen; null: choose a template. */
  readonly shown: Report | null;
  /** Of the draft on screen, as typed. */
  readonly content: ReportContent | null;
  readonly saving: 'saved' | 'typing' | 'failed' | 'conflict';
  /** UTC of the last write that the station acknowledged. */
  readonly savedAt: string | null;
  /** The stored PDF of the signed report on screen. */
  readonly pdf: 'unknown' | 'making' | 'ready' | 'missing';
}

const EMPTY: ReportView = {
  phase: 'loading',
  failure: null,
  templates: [],
  reports: [],
  shown: null,
  content: null,
  saving: 'saved',
  savedAt: null,
  pdf: 'unknown',
};

/** The report of one study as the window works on it: what is typed is journalled 250 ms later, one write at a time. */
export class ReportSession {
  readonly view: StoreApi<ReportView> = createStore<ReportView>(() => EMPTY);
  readonly #link: StationLink;
  readonly studyId: StudyId;
  readonly #bag = new DisposerBag();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> | null = null;
  /** Of the first edit that no write has taken yet, on the clock of performance.now(). */
  #typingSince: number | null = null;
  #revision = 0;
  /** Rule files that fields are computed by, as the station has them. */
  #rules: RuleFiles = () => null;
  /** Content of a write whose answer never came: when the station holds it, the write had worked. */
  #sent: ReportContent | null = null;

  constructor(link: StationLink, studyId: StudyId) {
    this.#link = link;
    this.studyId = studyId;
  }

  /** Loads, and follows what changes elsewhere, until the disposer is called; the last words are written then. */
  start(): Disposer {
    this.#bag.add(
      this.#link.on('report.changed', ({ studyId }) => {
        if (studyId === this.studyId) void this.#refresh();
      }),
    );
    this.#bag.add(this.#link.on('app.stationRestarted', () => this.#schedule(0)));
    this.#bag.add(
      this.#link.on('jobs.progress', ({ kind, state }) => {
        if (kind === 'report-pdf' && state !== 'running') void this.#lookForPdf();
      }),
    );
    void this.load();
    return () => {
      void this.flush().catch(() => undefined);
      this.#bag.dispose();
      if (this.#timer !== null) clearTimeout(this.#timer);
    };
  }

  async load(): Promise<void> {
    try {
      const studyId = this.studyId;
      const { templates } = await this.#link.call('report.templates', { studyId });
      const { reports } = await this.#link.call('report.forStudy', { studyId });
      const { calculators } = await this.#link.call('calculators.list', {});
      this.#rules = lazily(calculators);
      this.view.setState({ phase: 'ready', failure: null, templates, reports });
      this.show(reports.findLast((report) => report.state === 'draft') ?? reports.at(-1) ?? null);
    } catch (failure) {
      this.view.setState({ phase: 'failed', failure });
    }
  }

  /** Puts one report, or with null the choice of templates, on screen. */
  show(report: Report | null): void {
    this.#revision = report?.revision ?? 0;
    this.#sent = null;
    this.view.setState({
      shown: report,
      // What is about to be signed is only read.
      content: report?.state === 'draft' && report.waiting === undefined ? report.content : null,
      saving: 'saved',
      savedAt: report?.savedAt ?? null,
      pdf: 'unknown',
    });
    if (report !== null && report.state !== 'draft') void this.#lookForPdf();
  }

  async create(templateId: string): Promise<void> {
    const report = await this.#link.call('report.create', { studyId: this.studyId, templateId });
    // On screen at once: the list of reports follows.
    this.view.setState(({ reports }) => ({
      reports: [...reports.filter((one) => one.reportId !== report.reportId), report],
    }));
    this.show(report);
    await this.#refresh();
    await this.fill();
  }

  /** Puts what the station knows into the fields that want it; what the reader entered stays. */
  async fill(): Promise<void> {
    const { shown } = this.view.getState();
    if (shown === null || !shown.template.sections.some(({ fields }) => fields.some(({ fill }) => fill))) return;
    const { reportId, template } = shown;
    const { fills } = await this.#link.call('report.fills', { reportId });
    // Another report may stand there by now, and a field that holds what is known is no edit.
    const { shown: now, content } = this.view.getState();
    if (now?.reportId !== reportId || content === null) return;
    if (withFills(template, content, fills) !== content) this.edit((latest) => withFills(template, latest, fills));
  }

  edit(change: (content: ReportContent) => ReportContent): void {
    const { content } = this.view.getState();
    if (content === null) return;
    const { shown } = this.view.getState();
    const changed = change(content);
    const next = shown === null ? changed : withComputed(shown.template, changed, this.#rules);
    this.view.setState({ content: next, saving: 'typing' });
    const now = performance.now();
    this.#typingSince ??= now;
    this.#schedule(Math.max(0, Math.min(SAVE_AFTER, this.#typingSince + SAVE_WITHIN - now)));
  }

  /** What the report may be about beside its own study, and is. */
  together(reportId: ReportId): Promise<Together> {
    return this.#link.call('report.together', { reportId });
  }

  async setTogether(reportId: ReportId, studyIds: readonly StudyId[]): Promise<void> {
    await this.flush();
    await this.#link.call('report.setTogether', { reportId, studyIds: [...studyIds] });
    // The technique may have followed. What was dictated meanwhile is not thrown away: its write says that the draft changed elsewhere.
    if (this.#isDirty() || this.view.getState().shown?.reportId !== reportId) await this.#refresh();
    else await this.reload();
  }

  /** Resolves when everything typed is journalled; rejects when it could not be. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.#isDirty()) {
      await (this.#writing ?? this.#write());
      if (this.view.getState().saving === 'failed') {
        throw new AppError('request/bad', 'the draft could not be written', { retry: 'later' });
      }
    }
    // What the station holds is not what the reader sees: nothing may be checked or signed now.
    if (this.view.getState().saving === 'conflict')
      throw new AppError('reading/conflict', 'the draft changed elsewhere');
  }

  async check(): Promise<readonly CheckFinding[]> {
    await this.flush();
    return (await this.#link.call('report.check', { reportId: this.#shownId() })).findings;
  }

  /** What the site says now, within seconds; the findings with it. Changes nothing. */
  askSite(): Promise<{ readonly asked: AskedSite; readonly findings: readonly CheckFinding[] }> {
    return this.#link.call('report.askSite', { reportId: this.#shownId() });
  }

  /** The report, signed, or a draft that waits to be: for so many seconds at most. */
  async sign(
    acknowledged: readonly string[],
    zone: string,
    as: 'final' | 'preliminary' = 'final',
    undoSeconds = 0,
  ): Promise<Report> {
    await this.flush();
    const signed = await this.#link.call('report.sign', {
      reportId: this.#shownId(),
      acknowledged: [...acknowledged],
      zone,
      as,
      undoSeconds,
    });
    await this.#refresh();
    this.show(signed);
    return signed;
  }

  /** A report that waits to be signed: a draft again, or signed without waiting longer. */
  async endWait(how: 'report.takeBack' | 'report.signNow'): Promise<void> {
    const report = await this.#link.call(how, { reportId: this.#shownId() });
    await this.#refresh();
    this.show(report);
  }

  async amend(): Promise<void> {
    const draft = await this.#link.call('report.amend', { reportId: this.#shownId() });
    await this.#refresh();
    this.show(draft);
  }

  async finalise(): Promise<void> {
    const draft = await this.#link.call('report.finalise', { reportId: this.#shownId() });
    await this.#refresh();
    this.show(draft);
  }

  async correct(reason: string): Promise<void> {
    const draft = await this.#link.call('report.correct', { reportId: this.#shownId(), reason });
    await this.#refresh();
    this.show(draft);
  }

  async withdraw(reason: string, zone: string): Promise<void> {
    const withdrawn = await this.#link.call('report.withdraw', { reportId: this.#shownId(), reason, zone });
    await this.#refresh();
    this.show(withdrawn);
  }

  async discard(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#writing;
    const reportId = this.#shownId();
    await this.#link.call('report.discard', { reportId });
    await this.#refresh();
    this.show(this.view.getState().reports.at(-1) ?? null);
  }

  async verify(): Promise<{ readonly ok: boolean; readonly words: string }> {
    const { ok, signature } = await this.#link.call('report.verify', { reportId: this.#shownId() });
    return { ok, words: signatureWords(signature) };
  }

  /** Asks where to, then writes; null when the reader cancelled. */
  async export(format: OutputFormat): Promise<string | null> {
    const reportId = this.#shownId();
    const { token } = await this.#link.call('app.chooseExport', { suggestedName: `report.${EXTENSIONS[format]}` });
    if (token === null) return null;
    return (await this.#link.call('report.export', { reportId, format, token })).file;
  }

  /** Takes what the station holds in place of what is on screen. */
  async reload(): Promise<void> {
    const id = this.view.getState().shown?.reportId;
    await this.#refresh();
    this.show(this.view.getState().reports.find((report) => report.reportId === id) ?? null);
  }

  #schedule(after: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#isDirty() && this.#writing === null) void this.#write();
    }, after);
  }

  #isDirty(): boolean {
    const { content, saving } = this.view.getState();
    return content !== null && (saving === 'typing' || saving === 'failed');
  }

  #write(): Promise<void> {
    this.#writing = this.#writeOnce().finally(() => {
      this.#writing = null;
      const { saving } = this.view.getState();
      if (this.#timer === null && saving === 'typing') this.#schedule(SAVE_AFTER);
      if (this.#timer === null && saving === 'failed') this.#schedule(RETRY_AFTER);
    });
    return this.#writing;
  }

  async #writeOnce(): Promise<void> {
    const { content, shown } = this.view.getState();
    if (content === null || shown === null) return;
    this.#typingSince = null;
    try {
      const { savedAt, revision } = await this.#link.call('report.save', {
        reportId: shown.reportId,
        revision: this.#revision,
        content,
      });
      this.#wrote(shown.reportId, content, revision, savedAt);
    } catch (failure) {
      const { code } = asAppError(failure);
      if (code === 'reading/conflict' && (await this.#hadWorked(shown.reportId))) return this.#writeOnce();
      this.#sent = content;
      this.view.setState({ saving: code === 'reading/conflict' ? 'conflict' : 'failed', failure });
    }
  }

  #wrote(reportId: ReportId, content: ReportContent, revision: number, savedAt: string): void {
    if (this.view.getState().shown?.reportId !== reportId) return;
    this.#revision = revision;
    this.#sent = null;
    const isCurrent = this.view.getState().content === content;
    this.view.setState({ savedAt, failure: null, saving: isCurrent ? 'saved' : 'typing' });
  }

  /** A station that died after its commit never answered: then it holds exactly what was sent. */
  async #hadWorked(reportId: ReportId): Promise<boolean> {
    if (this.#sent === null) return false;
    const { reports } = await this.#link.call('report.forStudy', { studyId: this.studyId });
    const held = reports.find((report) => report.reportId === reportId);
    if (!held || JSON.stringify(held.content) !== JSON.stringify(normaliseContent(this.#sent))) return false;
    this.#revision = held.revision;
    this.#sent = null;
    return true;
  }

  async #refresh(): Promise<void> {
    try {
      const { reports } = await this.#link.call('report.forStudy', { studyId: this.studyId });
      this.view.setState({ reports });
      this.#follow(reports);
    } catch (failure) {
      this.view.setState({ failure });
    }
  }

  /** What was about to be signed is signed by now, or was taken back; what is said beside a signed report changes, as when more images come. */
  #follow(reports: readonly Report[]): void {
    const { shown } = this.view.getState();
    const now = reports.find(({ reportId }) => reportId === shown?.reportId);
    if (shown === null || now === undefined) return;
    if (shown.state !== 'draft') return this.view.setState({ shown: now });
    const isTakenBack = shown.waiting !== undefined && now.waiting === undefined;
    if (isTakenBack || (shown.waiting === undefined && now.waiting !== undefined)) this.show(now);
  }

  async #lookForPdf(): Promise<void> {
    const { shown } = this.view.getState();
    if (shown === null || shown.signed === null) return;
    try {
      const { jobId, ready } = await this.#link.call('report.pdf', { reportId: shown.reportId });
      this.view.setState({ pdf: ready ? 'ready' : jobId === null ? 'missing' : 'making' });
    } catch (failure) {
      this.view.setState({ pdf: 'missing', failure });
    }
  }

  #shownId(): ReportId {
    const id = this.view.getState().shown?.reportId;
    if (id === undefined) throw new AppError('report/unknown', 'no report is on screen');
    return id;
  }
}

const EXTENSIONS: Readonly<Record<OutputFormat, string>> = {
  sr: 'dcm',
  pdf: 'pdf',
  fhir: 'json',
  hl7: 'hl7',
  text: 'txt',
};

/** Each rule file is read when a field asks for it. */
function lazily(files: readonly CalculatorFile[]): RuleFiles {
  const read = new Map<string, Calculator>();
  return (id) => {
    const file = files.find((one) => one.id === id);
    if (!file) return null;
    const rule = read.get(id) ?? new Calculator(file);
    read.set(id, rule);
    return rule;
  };
}
