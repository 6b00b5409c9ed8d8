import { z } from 'zod';
import { parsePersonName } from '../../dicom/person-name.ts';
import { AppError } from '../../errors/app-error.ts';
import { LONGEST_ORDER_TEXT, MOST_ORDER_ENTRIES } from '../../model/imaging-order.ts';
import type { ImagingOrder, OrderAct } from '../../model/imaging-order.ts';
import type { OrderStatus } from '../../model/order-facts.ts';
import type { Code } from '../../model/report.ts';
import { Concept, Identifier, line, list, Meta, Reference, text } from '../fhir/parts.ts';
import { humanName, patientOf, plain } from '../fhir/people.ts';
import type { FhirPatient, FhirPractitioner } from '../fhir/people.ts';
import { dicomUids, instantOf, offsetOf, typedValues } from '../fhir/values.ts';
import { sidesOf } from './asked-codes.ts';
import { siteWords } from './body-sites.ts';
import { priorityOf } from './priority.ts';

export const FhirServiceRequest = z.object({
  resourceType: z.literal('ServiceRequest'),
  id: z.string().min(1).max(64),
  meta: Meta,
  identifier: list(Identifier),
  status: line,
  priority: line,
  category: list(Concept),
  code: Concept.optional().catch(undefined),
  orderDetail: list(Concept),
  subject: Reference.optional().catch(undefined),
  requester: Reference.optional().catch(undefined),
  reasonCode: list(Concept),
  bodySite: list(Concept),
  note: list(z.object({ text })),
  authoredOn: line,
  occurrenceDateTime: line,
});
export type FhirServiceRequest = z.output<typeof FhirServiceRequest>;

export interface FhirOrder {
  readonly act: OrderAct;
  readonly order: ImagingOrder;
  /** Of this version of the resource: the same one again is the same message. */
  readonly controlId: string;
  /** UTC. */
  readonly sentAt: string | null;
}

/**
 * A ServiceRequest with its patient and requester, where the server gave them.
 * @throws AppError imaging-order/incomplete
 */
export function orderFromFhir(
  request: FhirServiceRequest,
  related: { readonly patient: FhirPatient | null; readonly requester: FhirPractitioner | null },
  terms: { readonly site: string; readonly zone: string | null },
): FhirOrder {
  const { patient, requester } = related;
  const typed = (code: string): string | null => typedValues(request.identifier, code)[0] ?? null;
  const accessions = typedValues(request.identifier, 'ACSN');
  if (patient === null) throw new AppError('imaging-order/incomplete', 'the order names no patient that could be read');
  const status = statusOf(request.status);
  const lastUpdated = instantOf(request.meta?.lastUpdated);
  return {
    act: status === 'cancelled' ? 'cancel' : 'change',
    controlId: `ServiceRequest/${request.id}/_history/${request.meta?.versionId ?? lastUpdated ?? 'none'}`,
    sentAt: lastUpdated,
    order: {
      site: terms.site,
      placer: typed('PLAC') ?? `ServiceRequest/${request.id}`,
      filler: typed('FILL'),
      accessions: [...new Set(accessions)],
      studyUids: dicomUids(request.identifier),
      procedures: request.code === undefined ? [] : codesOf(request.code).slice(0, 1),
      modality: modalityOf(request),
      reason: reasonOf(request),
      ...askedFor(request),
      priority: priorityOf(request.priority ?? null),
      priorityCode: request.priority ?? null,
      requester: requesterOf(request, requester),
      patient: patientOf(patient),
      scheduledAt: instantOf(request.occurrenceDateTime),
      orderedAt: instantOf(request.authoredOn),
      zone: offsetOf(request.authoredOn) ?? terms.zone,
      status,
    },
  };
}

/** By code: what code says by other schemes, reasonCode in all of them; the site of bodySite, the side of it or of orderDetail. */
function askedFor({
  code,
  reasonCode,
  bodySite,
  orderDetail,
}: FhirServiceRequest): Pick<ImagingOrder, 'otherCodes' | 'reasonCodes' | 'sites' | 'sides'> {
  const coded = (concept: z.output<typeof Concept>): Code[] => codesOf(concept).filter(({ value }) => value !== '');
  const otherCodes =
    code === undefined
      ? []
      : codesOf(code)
          .slice(1)
          .filter(({ value }) => value !== '');
  const said = [...bodySite, ...orderDetail].flatMap(({ text: words = '', coding }) => [
    words,
    ...coding.flatMap((one) => [one.code ?? '', one.display ?? '']),
  ]);
  const sides = sidesOf(said);
  const sites = siteWords(
    bodySite.flatMap(({ coding }) => coding.map((one) => one.code ?? '')),
    bodySite.flatMap(({ text: words = '', coding }) => [words, ...coding.map((one) => one.display ?? '')]),
  );
  return {
    reasonCodes: reasonCode.flatMap(coded).slice(0, MOST_ORDER_ENTRIES),
    ...(otherCodes.length > 0 ? { otherCodes: otherCodes.slice(0, MOST_ORDER_ENTRIES) } : {}),
    ...(sites.length > 0 ? { sites: sites.map((one) => one.slice(0, 200)).slice(0, MOST_ORDER_ENTRIES) } : {}),
    ...(sides.length > 0 ? { sides: [...sides] } : {}),
  };
}

function statusOf(status: string | undefined): OrderStatus {
  switch (status) {
    case 'revoked':
    case 'entered-in-error':
      return 'cancelled';
    case 'on-hold':
      return 'held';
    case 'completed':
      return 'done';
    default:
      return 'scheduled';
  }
}

function codesOf(concept: z.output<typeof Concept>): Code[] {
  const codes = concept.coding.map((coding) => ({
    value: coding.code ?? '',
    scheme: coding.system ?? '',
    meaning: coding.display ?? concept.text?.slice(0, 200) ?? '',
  }));
  if (codes.length > 0) return codes;
  return concept.text === undefined ? [] : [{ value: '', scheme: '', meaning: concept.text.slice(0, 200) }];
}

/** DICOM modality codes, wherever the server says them. */
function modalityOf(request: FhirServiceRequest): string | null {
  const concepts = [...request.category, ...request.orderDetail];
  const coding = concepts
    .flatMap((concept) => concept.coding)
    .find(({ system }) => system === 'http://dicom.nema.org/resources/ontology/DCM');
  return coding?.code ?? null;
}

function reasonOf(request: FhirServiceRequest): string | null {
  const coded = request.reasonCode.map((one) => one.text ?? one.coding[0]?.display ?? one.coding[0]?.code ?? '');
  const notes = request.note.map((note) => note.text ?? '');
  const words = [...new Set([...coded, ...notes])].filter((one) => one !== '').join('; ');
  return words === '' ? null : words.slice(0, LONGEST_ORDER_TEXT);
}

function requesterOf(request: FhirServiceRequest, requester: FhirPractitioner | null): ImagingOrder['requester'] {
  const [name] = requester?.name ?? [];
  const shown = request.requester?.display ?? '';
  return {
    name: name === undefined ? parsePersonName(plain(shown)) : humanName(name),
    phone: requester?.telecom.find(({ system }) => system === 'phone')?.value ?? null,
  };
}
