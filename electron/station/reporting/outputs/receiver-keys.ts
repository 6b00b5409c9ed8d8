import { otherStudies } from '../../../../shared/report/signed-document.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { KEY_OBJECT_CLASS } from '../../../../shared/rules/rejection.ts';
import { measurementClass } from '../../dicom/write/sr-measurements.ts';
import { REPORT_CLASS } from '../../dicom/write/sr-report.ts';
import type { OutgoingReport } from '../outgoing-reports.ts';
import { dicomUidValue } from './fhir.ts';
import { controlId } from './hl7.ts';
import { pdfUids } from './pdf-object.ts';

/** Of the object that a report goes to archives in; of a withdrawal, of the note that takes its line back. */
export function reportClass({ state }: SignedDocument): string {
  return state === 'withdrawn' ? KEY_OBJECT_CLASS : REPORT_CLASS;
}

/**
 * What a receiver knows each output by. The same document gives the same keys.
 * @param hasPage whether its page is there, or is being made
 */
export function receiverKeys(document: SignedDocument, hasPage: boolean): OutgoingReport['outputs'] {
  const { measurements, report } = document.uids;
  return [
    ...(measurements === null
      ? []
      : [{ format: 'sr-measurements' as const, key: measurements, sopClass: measurementClass(document.measurements) }]),
    { format: 'sr', key: report, sopClass: reportClass(document) },
    ...(hasPage ? [{ format: 'pdf' as const, key: pdfUids(document).instance }] : []),
    { format: 'hl7', key: controlId(document) },
    ...otherStudies(document).map(({ studyId }, at) => ({
      ...{ format: 'hl7' as const, key: controlId(document, at + 1), studyId },
    })),
    { format: 'fhir', key: dicomUidValue(report) },
  ];
}
