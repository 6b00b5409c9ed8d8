import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { measurementClass } from '../../dicom/write/sr-measurements.ts';
import type { OutgoingReport } from '../outgoing-reports.ts';
import { dicomUidValue } from './fhir.ts';
import { controlId } from './hl7.ts';
import { pdfUids } from './pdf-object.ts';

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
    { format: 'sr', key: report },
    ...(hasPage ? [{ format: 'pdf' as const, key: pdfUids(document).instance }] : []),
    { format: 'hl7', key: controlId(document) },
    { format: 'fhir', key: dicomUidValue(report) },
  ];
}
