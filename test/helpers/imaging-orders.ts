import { ImagingOrder } from '../../shared/model/imaging-order.ts';

/** An order of St. Anna for a CT of the head, with what is overwritten. Texts that are '' are deletions and not yet stored shapes. */
export function sampleOrder(more: Partial<ImagingOrder> = {}): ImagingOrder {
  const order = ImagingOrder.parse({
    ...{ site: 'St. Anna', placer: 'PL1', filler: 'FI1', accessions: ['ACC1'], studyUids: [] },
    procedures: [{ value: 'CTH', scheme: 'L', meaning: 'CT head' }],
    ...{ modality: 'CT', reason: 'fell', reasonCodes: [], priority: 'routine', priorityCode: 'R' },
    requester: { name: { alphabetic: 'REF^DOC', ideographic: '', phonetic: '' }, phone: '555' },
    patient: {
      ...{ issuer: 'ANNA', patientId: 'MRN1', birthDate: '19600101', sex: 'F' },
      name: { alphabetic: 'DOE^JANE', ideographic: '', phonetic: '' },
    },
    ...{ scheduledAt: null, orderedAt: '2026-03-01T02:00:00.000Z', zone: 'Europe/Berlin', status: 'scheduled' },
  });
  return { ...order, ...more };
}

/** An ORM^O01 message as text. */
export function orderMessage(
  more: {
    readonly controlId?: string;
    readonly control?: string;
    readonly sentAt?: string;
    readonly accession?: string;
    readonly placer?: string;
    readonly patientId?: string;
    readonly name?: string;
    readonly priority?: string;
    readonly studyUid?: string;
    readonly reason?: string;
  } = {},
): string {
  const { controlId = 'M1', control = 'NW', sentAt = '20260301031500+0100', placer = 'PL1' } = more;
  const { accession = 'ACC1', patientId = 'MRN1', name = 'DOE^JANE', priority = 'R', reason = 'fell' } = more;
  return [
    `MSH|^~\\&|RIS|ANNA|NJ|HOME|${sentAt}||ORM^O01|${controlId}|P|2.5.1||||||UNICODE UTF-8`,
    `PID|1||${patientId}^^^^MR||${name}||19600101|F`,
    `ORC|${control}|${placer}|FI-${placer}||||^^^^^${priority}||20260301030000+0100|||R1^REF^DOC||555`,
    `OBR|1|${placer}|FI-${placer}|CTH^CT head^L|||||||||${reason}|||||${accession}||||||CT`,
    ...(more.studyUid === undefined ? [] : [`ZDS|${more.studyUid}^RIS^Application^DICOM`]),
  ].join('\r');
}
