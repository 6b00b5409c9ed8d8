import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { buildKeyObject } from './key-object.ts';

/**
 * The note that takes a report back from archives (113037, CID 7011; IHE IOCM): every object of its line, in the order in which they
 * were made. An archive that does not know such notes keeps them both. The same document gives the same bytes.
 */
export function buildReportRejection(document: SignedDocument): Uint8Array {
  const { study, uids } = document;
  return buildKeyObject({
    ...document,
    title: { value: '113037', scheme: 'DCM', meaning: 'Rejected for Patient Safety Reasons' },
    modifier: null,
    note: `Report withdrawn: ${document.reason ?? ''}`,
    references: (document.rejects ?? []).map((one) => ({
      ...{ ...one, studyUid: study.studyUid, frame: null },
      isDocument: true,
    })),
    uids: { series: uids.series, instance: uids.report },
    instanceNumber: 1,
    seriesDescription: 'Report withdrawn',
  });
}
