import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { BlobId } from '../../../../shared/model/ids.ts';
import type { BlobStore } from '../../kernel/blob-store.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { OutgoingContent } from './connector.ts';
import type { OutboxRow } from './outbox-table.ts';
import { ReportContent } from './report-content.ts';

const StoredObject = z.object({
  blob_id: BlobId,
  sop_class: z.string(),
  transfer_syntax: z.string(),
  series_uid: z.string(),
  study_uid: z.string(),
});

/** The bytes of any row: a form of a signed report, an object of the archive, a message that was written with the act. */
export class OutgoingContents {
  readonly reports: ReportContent;
  readonly #index: Db;
  readonly #blobs: BlobStore;

  constructor(parts: { readonly index: Db; readonly journal: Db; readonly blobs: BlobStore }) {
    this.#index = parts.index;
    this.#blobs = parts.blobs;
    this.reports = new ReportContent(parts);
  }

  /** @throws AppError report/…, archive/unknown-object, blob/… */
  async of(row: OutboxRow): Promise<OutgoingContent> {
    if (row.content !== null) return message(row, row.content);
    return row.report_id === null ? await this.#stored(row) : await this.reports.of(row.report_id, row);
  }

  /** As it lies in the archive, and not a copy that differs from it. */
  async #stored({ format, key, study_id: studyId }: OutboxRow): Promise<OutgoingContent> {
    const found = this.#index
      .prepare<[string, string]>(
        `SELECT blob_id, sop_class, transfer_syntax, series_uid, study_uid
         FROM object JOIN series USING (series_id) JOIN study USING (study_id)
         WHERE study_id = ? AND sop_uid = ? AND duplicate IS NULL AND quarantined IS NULL`,
      )
      .get(studyId, key);
    if (found === undefined)
      throw new AppError('archive/unknown-object', 'the store does not have this object any more');
    const { blob_id: blobId, sop_class: sopClass, ...stored } = StoredObject.parse(found);
    const object = { sopClass, transferSyntax: stored.transfer_syntax };
    const bytes = await this.#blobs.read(blobId);
    return { format, key, bytes, studyUid: stored.study_uid, seriesUid: stored.series_uid, object };
  }
}

function message({ format, key }: OutboxRow, text: string): OutgoingContent {
  return { format, key, bytes: Buffer.from(text, 'utf8'), studyUid: '', seriesUid: '', object: null };
}
