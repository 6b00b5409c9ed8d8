import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import type { OutgoingReport } from '../outgoing-reports.ts';
import { dicomUidValue } from './fhir.ts';
import { controlId } from './hl7.ts';

/** What a receiver knows each output by. The same document gives the same keys. */
export function receiverKeys(document: SignedDocument): OutgoingReport['outputs'] {
  const { measurements, report } = document.uids;
  return [
    ...(measurements === null ? [] : [{ format: 'sr-measurements' as const, key: measurements }]),
    { format: 'sr', key: report },
    { format: 'hl7', key: controlId(document) },
    { format: 'fhir', key: dicomUidValue(report) },
  ];
}
