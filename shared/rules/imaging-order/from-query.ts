import { parsePersonName } from '../../dicom/person-name.ts';
import type { ImagingOrder } from '../../model/imaging-order.ts';
import type { FoundStudy } from '../../model/source.ts';

/**
 * What a query of a source says of the order behind a study, where a site sends no orders: number, patient, requester's name and what
 * was done. No reason, no priority and no clock: a query has none of them.
 */
export function orderFromQuery(found: FoundStudy, site: string): ImagingOrder {
  const line = (text: string | null): string | null => text?.trim().slice(0, 200) || null;
  const meaning = line(found.description);
  const accession = line(found.accession);
  const birthDate = found.birthDate?.replaceAll('.', '') ?? '';
  return {
    site,
    placer: null,
    filler: null,
    accessions: accession === null ? [] : [accession],
    studyUids: /^[0-9.]{1,64}$/.test(found.studyUid) ? [found.studyUid] : [],
    procedures: meaning === null ? [] : [{ value: '', scheme: '', meaning }],
    modality: line(found.modalities[0] ?? null),
    reason: null,
    reasonCodes: [],
    priority: 'routine',
    priorityCode: null,
    requester: { name: parsePersonName(found.referring ?? ''), phone: null },
    patient: {
      issuer: line(found.issuer),
      patientId: line(found.patientId),
      name: found.patientName,
      birthDate: /^\d{8}$/.test(birthDate) ? birthDate : null,
      sex: found.sex === 'M' || found.sex === 'F' || found.sex === 'O' ? found.sex : null,
    },
    scheduledAt: null,
    orderedAt: null,
    zone: null,
    status: 'done',
  };
}
