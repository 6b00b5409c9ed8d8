import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ReportId, StudyId } from '../../../../shared/model/ids.ts';
import { otherStudies } from '../../../../shared/report/signed-document.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import type { BlobStore } from '../../kernel/blob-store.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { EXPLICIT_LITTLE_ENDIAN } from '../../dicom/write/write-file.ts';
import { ENCAPSULATED_PDF_CLASS } from '../../dicom/write/encapsulated-pdf.ts';
import { MEASUREMENT_CLASS, measurementClass } from '../../dicom/write/sr-measurements.ts';
import { REPORT_CLASS } from '../../dicom/write/sr-report.ts';
import type { OutgoingFormat } from '../../../../shared/model/outbox.ts';
import { renderFhirBundle } from '../../reporting/outputs/fhir-bundle.ts';
import { controlId, renderHl7 } from '../../reporting/outputs/hl7.ts';
import { pdfObject, pdfUids } from '../../reporting/outputs/pdf-object.ts';
import { reportClass } from '../../reporting/outputs/receiver-keys.ts';
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
  async of(reportId: ReportId, { format, key }: Pick<OutboxRow, 'format' | 'key'>): Promise<OutgoingContent> {
    if (!isReportFormat(format)) throw new AppError('internal/bug', 'this is no form of a report');
    const row = this.#store.row(reportId);
    const damage = await reportDamage(row, { index: this.#index, store: this.#store, blobs: this.#blobs });
    const output = this.#store.output(reportId, format);
    if (damage === null && output === null && format === 'pdf') {
      throw new AppError('report/pdf-needs-runtime', 'the page of the report is not made yet', { retry: 'later' });
    }
    if (damage !== null || output === null) {
      throw new AppError('report/tampered', 'the report is not what was signed', { context: { reportId, damage } });
    }
    const { document } = this.#store.document(row);
    const stored = await this.#blobs.read(output.blob_id);
    const bytes = format === 'pdf' ? pdfObject(document, stored) : (ofOther(document, { format, key }) ?? stored);
    const { study } = document;
    const seriesUid = seriesOf(document, format);
    const sopClass = classOf(document, format);
    const object = sopClass === null ? null : { sopClass, transferSyntax: EXPLICIT_LITTLE_ENDIAN };
    const transaction = format === 'fhir' ? { transaction: this.#transaction(document, stored) } : {};
    const page = format === 'hl7' ? { page: { read: () => this.#page(reportId), signedAt: document.at } } : {};
    return { format, key, bytes, studyUid: study.studyUid, seriesUid, object, ...transaction, ...page };
  }

  async #page(reportId: ReportId): Promise<Uint8Array | null> {
    const output = this.#store.output(reportId, 'pdf');
    return output === null ? null : await this.#blobs.read(output.blob_id);
  }

  #transaction(document: SignedDocument, frozen: Uint8Array): Uint8Array {
    const line = document.state === 'withdrawn' ? this.#before(document) : [];
    return Buffer.from(renderFhirBundle(document, frozen, line), 'utf8');
  }

  /** The reports that one follows, the newest first. */
  #before({ predecessor }: SignedDocument): readonly SignedDocument[] {
    if (predecessor === null) return [];
    const document = this.document(predecessor.reportId);
    return [document, ...this.#before(document)];
  }
}

/** The message for another study of the report; null for what is the stored output. */
function ofOther(document: SignedDocument, { format, key }: Pick<OutboxRow, 'format' | 'key'>): Uint8Array | null {
  if (format !== 'hl7') return null;
  const place = otherStudies(document).findIndex((_, at) => controlId(document, at + 1) === key);
  return place === -1 ? null : Buffer.from(renderHl7(document, place + 1), 'utf8');
}

function classOf(document: SignedDocument, format: ReportFormat): string | null {
  if (format === 'sr') return reportClass(document);
  return format === 'sr-measurements' ? measurementClass(document.measurements) : sopClassOf(format);
}

type ReportFormat = 'sr' | 'sr-measurements' | 'pdf' | 'hl7' | 'fhir';

function seriesOf(document: SignedDocument, format: ReportFormat): string {
  if (format === 'pdf') return pdfUids(document).series;
  return format === 'sr-measurements' ? document.uids.measurementSeries : document.uids.series;
}

function isReportFormat(format: OutgoingFormat): format is ReportFormat {
  return format === 'hl7' || format === 'fhir' || sopClassOf(format) !== null;
}

/** Of an object of a report; null for what is none. */
export function sopClassOf(format: OutgoingFormat): string | null {
  if (format === 'sr') return REPORT_CLASS;
  if (format === 'pdf') return ENCAPSULATED_PDF_CLASS;
  return format === 'sr-measurements' ? MEASUREMENT_CLASS : null;
}
