import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ReportId, StudyId } from '../../../shared/model/ids.ts';
import type { Report } from '../../../shared/model/report.ts';
import type { ReportRow, ReportStore } from './report-store.ts';
import type { ReportingOptions } from './reporting-options.ts';
import { SignatureWait } from './signature-wait.ts';
import type { Waiting } from './signature-wait.ts';
import type { Signing } from './signing.ts';
import { studyFacts } from './study-facts.ts';
import { chosenStudies } from './together-rows.ts';

export interface LaterSigningParts extends Pick<
  ReportingOptions,
  'index' | 'journal' | 'clock' | 'log' | 'personId' | 'faults' | 'after' | 'undo' | 'askSite' | 'onChanged'
> {
  readonly store: ReportStore;
  readonly signing: Signing;
}

/** Signs at once, or after the time in which the reader can take it back; either way everything is asked when it is signed. */
export class LaterSigning {
  readonly #parts: LaterSigningParts;
  readonly #wait: SignatureWait;

  constructor(parts: LaterSigningParts) {
    this.#parts = parts;
    this.#wait = new SignatureWait({
      ...parts,
      isDraft: (reportId) => this.#isDraft(reportId),
      sign: (waiting) => this.#signWaiting(waiting),
    });
  }

  /** The report, signed, or still a draft that says until when it waits. */
  async sign(request: ParsedRequest<'report.sign'>): Promise<Report> {
    const { reportId, acknowledged, zone, as = 'final', undoSeconds: wanted = 0 } = request;
    const { store, signing, clock, undo, index } = this.#parts;
    const row = store.row(reportId);
    // Of several studies the most urgent says how long.
    const about = [row.study_id, ...chosenStudies(index, reportId)];
    const seconds = wanted === 0 ? 0 : Math.min(...about.map((studyId) => undo?.(studyId, wanted) ?? 0));
    if (seconds === 0) {
      this.#wait.drop(reportId);
      return signing.sign(request);
    }
    const { draft } = signing.ready(request);
    const since = clock.nowIso();
    const until = new Date(Date.parse(since) + seconds * 1000).toISOString();
    const wish = { as, since, until, revision: draft.revision, acknowledged, zone };
    this.#wait.begin({ reportId, studyId: row.study_id, wish });
    return this.report(row);
  }

  /** The report as windows see it, with its wait. */
  report(row: ReportRow): Report {
    const report = this.#parts.store.report(row);
    const waiting = row.state === 'draft' ? this.#wait.of(row.report_id) : null;
    if (waiting === null) return report;
    const { as, since, until } = waiting.wish;
    return { ...report, waiting: { as, since, until } };
  }

  /** It is written on, or given up: it is not to be signed as it was. */
  drop(reportId: ReportId): void {
    this.#wait.drop(reportId);
  }

  takeBack({ reportId }: ParsedRequest<'report.takeBack'>): Response<'report.takeBack'> {
    const row = this.#parts.store.row(reportId);
    if (row.state !== 'draft') throw new AppError('report/not-a-draft', 'the report is signed already');
    this.#wait.drop(reportId);
    return this.report(row);
  }

  async signNow({ reportId }: ParsedRequest<'report.signNow'>): Promise<Response<'report.signNow'>> {
    this.#parts.store.row(reportId);
    await this.#wait.now(reportId);
    return this.report(this.#parts.store.row(reportId));
  }

  waiting(): Response<'report.waiting'> {
    return {
      waiting: this.#wait.waiting().map(({ reportId, studyId, wish: { as, since, until } }) => ({
        ...{ reportId, studyId, ...this.#named(studyId) },
        ...{ as, since, until },
      })),
      unsigned: this.#wait.unsigned().map((one) => ({ ...one, ...this.#named(one.studyId) })),
    };
  }

  seenUnsigned({ reportId }: ParsedRequest<'report.seenUnsigned'>): Response<'report.seenUnsigned'> {
    if (this.#wait.unsigned().some((one) => one.reportId === reportId)) this.#wait.drop(reportId);
    return {};
  }

  /** The desk is left. */
  interrupt(): void {
    this.#wait.interrupt();
  }

  close(): void {
    this.#wait.close();
  }

  /** Everything is asked once more: the site, the permission, the checks; what was answered stays answered. */
  async #signWaiting({ reportId, studyId, wish }: Waiting): Promise<void> {
    const { store, signing, askSite, index } = this.#parts;
    if (askSite !== undefined) {
      await Promise.all([studyId, ...chosenStudies(index, reportId)].map((about) => askSite(about)));
    }
    if (store.draft(reportId).revision !== wish.revision) {
      throw new AppError('reading/conflict', 'the draft changed while it waited to be signed');
    }
    const { as, acknowledged, zone } = wish;
    await signing.sign({ reportId, acknowledged, zone, as });
  }

  #isDraft(reportId: ReportId): boolean {
    const sql = "SELECT 1 FROM report WHERE report_id = ? AND state = 'draft'";
    return this.#parts.index.prepare(sql).get(reportId) !== undefined;
  }

  #named(studyId: StudyId): { readonly patientName: string; readonly description: string | null } {
    const { patient, study } = studyFacts(this.#parts.index, studyId);
    return { patientName: patient.name.alphabetic, description: study.description };
  }
}
