import { renderText } from '../../../../shared/report/render-text.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { buildMeasurementSr } from '../../dicom/write/sr-measurements.ts';
import { buildReportRejection } from '../../dicom/write/report-rejection.ts';
import { buildReportSr } from '../../dicom/write/sr-report.ts';
import { renderFhir } from './fhir.ts';
import { renderHl7 } from './hl7.ts';

/**
 * Rows of report_output. The measurements are an object of their own beside the report's; the PDF comes later, by its job; the seen map goes
 * nowhere: it is kept for peer review.
 */
export type StoredFormat = 'sr' | 'sr-measurements' | 'text' | 'fhir' | 'hl7' | 'pdf' | 'seen-map';

export interface BuiltOutput {
  readonly format: Exclude<StoredFormat, 'pdf' | 'seen-map'>;
  readonly bytes: Uint8Array;
  readonly sopUid: string | null;
}

/** Every output that needs no window. The same document and hash give the same bytes. */
export function buildOutputs(document: SignedDocument, hash: string): BuiltOutput[] {
  const isWithdrawn = document.state === 'withdrawn';
  const measurements = isWithdrawn ? null : buildMeasurementSr(document);
  return [
    {
      format: 'sr',
      bytes: isWithdrawn ? buildReportRejection(document) : buildReportSr(document),
      sopUid: document.uids.report,
    },
    ...(measurements === null
      ? []
      : [{ format: 'sr-measurements' as const, bytes: measurements, sopUid: document.uids.measurements }]),
    { format: 'text', bytes: Buffer.from(renderText(document, hash), 'utf8'), sopUid: null },
    { format: 'fhir', bytes: Buffer.from(renderFhir(document, hash), 'utf8'), sopUid: null },
    { format: 'hl7', bytes: Buffer.from(renderHl7(document), 'utf8'), sopUid: null },
  ];
}
