import type { ObjectReference, SignedDocument } from '../../../shared/report/signed-document.ts';
import { ENCAPSULATED_PDF_CLASS } from '../dicom/write/encapsulated-pdf.ts';
import { measurementClass } from '../dicom/write/sr-measurements.ts';
import { REPORT_CLASS } from '../dicom/write/sr-report.ts';
import { pdfUids } from './outputs/pdf-object.ts';
import type { ReportRow, ReportStore } from './report-store.ts';
import { fillerOf } from './sign.ts';

/** What receivers may have of a line of reports: its objects, and the numbers that its messages bear. */
export function takenBack(
  store: Pick<ReportStore, 'document'>,
  line: readonly ReportRow[],
): Required<Pick<SignedDocument, 'rejects' | 'withdraws'>> {
  const documents = line.map((row) => store.document(row).document);
  return {
    rejects: documents.flatMap((document) => objectsOf(document)),
    withdraws: [...new Set(documents.map((document) => fillerOf(document)))],
  };
}

/** The page may never have been made, or not have gone: an archive that has no such object has nothing to hide. */
function objectsOf(document: SignedDocument): ObjectReference[] {
  const { uids, measurements } = document;
  const page = pdfUids(document);
  return [
    { seriesUid: uids.series, sopUid: uids.report, sopClass: REPORT_CLASS },
    ...(uids.measurements === null
      ? []
      : [{ seriesUid: uids.measurementSeries, sopUid: uids.measurements, sopClass: measurementClass(measurements) }]),
    { seriesUid: page.series, sopUid: page.instance, sopClass: ENCAPSULATED_PDF_CLASS },
  ];
}
