import type { ImagingOrder, OrderAct, OrderPatient } from '../../model/imaging-order.ts';

/**
 * An order after a message about it. Fields that the message leaves empty stay; texts that it sent as '' are deleted. A cancel and a hold
 * change nothing but the status: they often name the order alone.
 */
export function mergeOrder(before: ImagingOrder | null, act: OrderAct, said: ImagingOrder): ImagingOrder {
  if (before === null) return tidied(said);
  if (act === 'cancel' || act === 'hold') return { ...before, status: said.status };
  const priority = said.priorityCode === null ? before : said;
  return tidied({
    ...said,
    placer: said.placer ?? before.placer,
    filler: said.filler ?? before.filler,
    accessions: union(before.accessions, said.accessions),
    studyUids: union(before.studyUids, said.studyUids),
    procedures: said.procedures.length > 0 ? said.procedures : before.procedures,
    ...codesAndSides(before, said),
    modality: said.modality ?? before.modality,
    reason: said.reason ?? before.reason,
    reasonCodes: said.reasonCodes.length > 0 || said.reason === '' ? said.reasonCodes : before.reasonCodes,
    priority: priority.priority,
    priorityCode: priority.priorityCode,
    requester: {
      name: said.requester.name.alphabetic === '' ? before.requester.name : said.requester.name,
      phone: said.requester.phone ?? before.requester.phone,
    },
    patient: said.patient.patientId === null ? before.patient : said.patient,
    scheduledAt: said.scheduledAt ?? before.scheduledAt,
    // The clock began with the order; a change does not turn it back.
    orderedAt: before.orderedAt ?? said.orderedAt,
    zone: said.zone ?? before.zone,
  });
}

/** They belong to the procedure: another one has none of those of the one before. */
function codesAndSides(before: ImagingOrder, said: ImagingOrder): Pick<ImagingOrder, 'otherCodes' | 'sites' | 'sides'> {
  const values = ({ procedures }: ImagingOrder): string => JSON.stringify(procedures.map(({ value }) => value));
  const isSame = said.procedures.length === 0 || values(said) === values(before);
  const otherCodes = said.otherCodes ?? (isSame ? before.otherCodes : undefined);
  const sides = said.sides ?? (isSame ? before.sides : undefined);
  const sites = said.sites ?? (isSame ? before.sites : undefined);
  return { ...(otherCodes ? { otherCodes } : {}), ...(sites ? { sites } : {}), ...(sides ? { sides } : {}) };
}

/** An order with the demographics that the site says now. */
export function withPatient(order: ImagingOrder, said: OrderPatient): ImagingOrder {
  const { patient } = order;
  const isNamed = said.name.alphabetic !== '' || said.name.ideographic !== '' || said.name.phonetic !== '';
  return {
    ...order,
    patient: {
      ...patient,
      name: isNamed ? said.name : patient.name,
      birthDate: said.birthDate ?? patient.birthDate,
      sex: said.sex ?? patient.sex,
    },
  };
}

function tidied(order: ImagingOrder): ImagingOrder {
  const { requester } = order;
  return {
    ...order,
    reason: order.reason === '' ? null : order.reason,
    requester: { ...requester, phone: requester.phone === '' ? null : requester.phone },
  };
}

/** The newest entries first in what is kept where there are too many. */
function union(before: readonly string[], said: readonly string[]): string[] {
  return [...new Set([...said, ...before])].slice(0, 20);
}
