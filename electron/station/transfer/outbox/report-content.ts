import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ReportId, StudyId } from '../../../../shared/model/ids.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import type { BlobStore } from '../../kernel/blob-store.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { ReportStore } from '../../reporting/report-store.ts';
import { reportDamage } from '../../reporting/verify-report.ts';
import type { OutgoingContent } from './connector.ts';
import type { OutboxRow } from './outbox-table.ts';

/** Reads what was frozen with a signature. */
export class ReportContent {
  readonly #index: Db;
  readonly #blobs: BlobStore;
  readonly #store: ReportStore;

  constructor({ index, journal, blobs }: { readonly index: Db; readonly journal: Db; readonly blobs: BlobStore }) {
    this.#index = index;
    this.#blobs = blobs;
    this.#store = new ReportStore(index, journal);
  }

  /** @throws AppError report/unknown, report/tampered */
  document(reportId: ReportId): SignedDocument {
    return this.#store.document(this.#store.row(reportId)).document;
  }

  /** @throws AppError report/unknown */
  studyOf(reportId: ReportId): StudyId {
    return this.#store.row(reportId).study_id;
  }

  /** The bytes of one row, after the whole report was found as it was signed. @throws AppError report/…, blob/… */
  async of({ report_id: reportId, format, key }: OutboxRow): Promise<OutgoingContent> {
    const row = this.#store.row(reportId);
    const damage = await reportDamage(row, { index: this.#index, store: this.#store, blobs: this.#blobs });
    const output = this.#store.output(reportId, format);
    if (damage !== null || output === null) {
      throw new AppError('report/tampered', 'the report is not what was signed', { context: { reportId, damage } });
    }
    const { document } = this.#store.document(row);
    const bytes = await this.#blobs.read(output.blob_id);
    const { uids, study } = document;
    const seriesUid = format === 'sr-measurements' ? uids.measurementSeries : uids.series;
    return { format, key, bytes, studyUid: study.studyUid, seriesUid };
  }
}
