import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { JobId, ReportId } from '../../../shared/model/ids.ts';
import type { Letterhead } from '../../../shared/model/letterhead.ts';
import { renderPrint } from '../../../shared/report/render-print.ts';
import type { BlobStore } from '../kernel/blob-store.ts';
import type { Commands } from '../kernel/command.ts';
import type { Jobs, Json } from '../kernel/jobs.ts';
import type { Clock, Log, PdfPrinter } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import { drawPictures } from './draw-picture.ts';
import type { PictureSource } from './draw-picture.ts';
import { printFonts } from './print-fonts.ts';
import { storeBlobs } from './store-blobs.ts';
import type { OutputRow, ReportStore } from './report-store.ts';
import { studyFacts } from './study-facts.ts';

export const PDF_JOB = 'report-pdf';

export interface PdfJobOptions {
  readonly index: Db;
  readonly jobs: Jobs;
  readonly blobs: BlobStore;
  readonly commands: Commands;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: ReportStore;
  readonly personId: PersonId;
  readonly printer: PdfPrinter | null;
  /** Of the site of a study; absent: no site has one. */
  readonly letterhead?: (studyId: StudyId) => Letterhead | null;
  /** Absent: no pixels can be had here. */
  readonly pictures?: PictureSource;
  /** Folder of the fonts that a PDF is written with. */
  readonly fontsDir: string;
}

/** The PDF of a signed report: rendered once by a stored job, then kept; its hash freezes it. */
export class PdfOutputs {
  readonly #options: PdfJobOptions;

  constructor(options: PdfJobOptions) {
    this.#options = options;
    options.jobs.define(PDF_JOB, {
      payload: z.strictObject({ reportId: ReportId }),
      maxAttempts: 3,
      run: async ({ signal }, { reportId }) => this.#print(reportId, signal),
    });
  }

  get canPrint(): boolean {
    return this.#options.printer !== null;
  }

  /** Inside a transaction the job becomes part of it. */
  enqueue(reportId: ReportId): JobId {
    return this.#options.jobs.enqueue(PDF_JOB, { reportId }, { personId: this.#options.personId, priority: 50 });
  }

  /** The job that is making it or will; null when none is. */
  pending(reportId: ReportId): JobId | null {
    const found = this.#options.index
      .prepare<[string, string], string>(
        `SELECT job_id FROM job WHERE kind = ? AND json_extract(payload, '$.reportId') = ? AND state IN ('waiting', 'running')
         ORDER BY seq DESC`,
      )
      .pluck()
      .get(PDF_JOB, reportId);
    return found === undefined ? null : JobId.parse(found);
  }

  /** The stored PDF, made now when it is not there yet. Without a shell: report/pdf-needs-runtime. */
  async ensure(reportId: ReportId): Promise<OutputRow> {
    const { store, jobs } = this.#options;
    const ready = store.output(reportId, 'pdf');
    if (ready !== null) return ready;
    if (!this.canPrint) throw needsRuntime();
    await jobs.wait(this.pending(reportId) ?? this.enqueue(reportId));
    const made = store.output(reportId, 'pdf');
    if (made === null) throw new AppError('internal/bug', 'the PDF job ended without a PDF');
    return made;
  }

  /** Safe to begin again: a PDF that is there stays as it is. */
  async #print(reportId: ReportId, signal: AbortSignal): Promise<Json> {
    const { store, printer, commands, clock, index, personId } = this.#options;
    const done = store.output(reportId, 'pdf');
    if (done !== null) return { bytes: done.bytes, sha256: done.sha256 };
    if (printer === null) throw needsRuntime();
    const row = store.row(reportId);
    const { document, hash } = store.document(row);
    const fonts = printFonts(this.#options.fontsDir, JSON.stringify(document));
    const letterhead = this.#options.letterhead?.(row.study_id) ?? null;
    const { pictures = NO_PIXELS } = this.#options;
    const pages = await drawPictures(pictures, document.keyImages ?? [], signal);
    const bytes = await printer.print(renderPrint(document, hash, { fontCss: fonts, letterhead, pages }));
    const { studyKeyId } = studyFacts(index, row.study_id);
    return storeBlobs(this.#options, { studyKeyId, reportId }, [{ format: 'pdf', bytes, sopUid: null }], ([stored]) => {
      if (!stored) throw new AppError('internal/bug', 'no blob was stored');
      const detail = { format: 'pdf', sha256: stored.sha256, bytes: stored.bytes };
      commands.run({ name: 'report.pdf-stored', personId, subject: reportId, detail }, (db) => {
        store.insertOutput(db, reportId, stored, clock.nowIso());
      });
      return { bytes: stored.bytes, sha256: stored.sha256 };
    });
  }
}

const NO_PIXELS: PictureSource = {
  image: () => {
    throw new AppError('archive/unknown-object', 'no pictures are here');
  },
  pixels: () => Promise.reject(new AppError('archive/unknown-object', 'no pictures are here')),
};

function needsRuntime(): AppError {
  return new AppError('report/pdf-needs-runtime', 'a PDF is rendered by the window program; the command line has none');
}
