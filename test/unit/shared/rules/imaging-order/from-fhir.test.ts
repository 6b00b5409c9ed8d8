import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImagingOrder } from '../../../../../shared/model/imaging-order.ts';
import { FhirPatient, FhirPractitioner } from '../../../../../shared/rules/fhir/people.ts';
import { FhirServiceRequest, orderFromFhir } from '../../../../../shared/rules/imaging-order/from-fhir.ts';

const TERMS = { site: 'St. Anna', zone: null };
const typed = (code: string, value: string): unknown => ({ type: { coding: [{ code }] }, value });
const REQUEST = {
  resourceType: 'ServiceRequest',
  id: 'sr1',
  meta: { versionId: '3', lastUpdated: '2026-03-01T03:15:00+01:00' },
  identifier: [
    typed('PLAC', 'PL1'),
    typed('FILL', 'FI1'),
    typed('ACSN', 'ACC1'),
    { system: 'urn:dicom:uid', value: 'urn:oid:1.2.3' },
  ],
  status: 'active',
  intent: 'order',
  priority: 'asap',
  category: [{ coding: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'CT' }] }],
  code: { coding: [{ system: 'http://loinc.org', code: '24727-0', display: 'CT head' }] },
  subject: { reference: 'Patient/p1' },
  requester: { reference: 'Practitioner/d1', display: 'Dr Ref' },
  reasonCode: [{ text: 'fell' }],
  authoredOn: '2026-03-01T03:00:00+01:00',
  occurrenceDateTime: '2026-03-01',
};
const PATIENT = {
  resourceType: 'Patient',
  id: 'p1',
  identifier: [
    { value: 'X9' },
    { ...{ value: 'MRN1', assigner: { display: 'ANNA' } }, type: { coding: [{ code: 'MR' }] } },
  ],
  name: [{ family: 'DOE', given: ['JANE', 'A'], prefix: ['DR'] }],
  birthDate: '1960-01-01',
  gender: 'female',
};
const DOCTOR = {
  resourceType: 'Practitioner',
  id: 'd1',
  name: [{ family: 'REF', given: ['DOC'] }],
  telecom: [
    { system: 'email', value: 'x' },
    { system: 'phone', value: '555' },
  ],
};

const read = (request: unknown, patient: unknown = PATIENT): ReturnType<typeof orderFromFhir> =>
  orderFromFhir(
    FhirServiceRequest.parse(request),
    { patient: patient === null ? null : FhirPatient.parse(patient), requester: FhirPractitioner.parse(DOCTOR) },
    TERMS,
  );

describe('an order by FHIR ServiceRequest', () => {
  it('keeps every coding of code and reasonCode, and the site and the side of bodySite', () => {
    const coding = (system: string, code: string): unknown => ({ system, code });
    const { order } = read({
      ...REQUEST,
      code: { coding: [coding('http://loinc.org', '24727-0'), coding('http://radlex.org', 'RPID22')] },
      reasonCode: [{ coding: [coding('http://hl7.org/fhir/sid/icd-10', 'S83.2'), coding('urn:x', 'a')], text: 'fell' }],
      bodySite: [{ coding: [coding('http://snomed.info/sct', '72696002')], text: 'Left knee' }],
    });
    expect(order).toMatchObject({
      procedures: [{ value: '24727-0' }],
      otherCodes: [{ value: 'RPID22', scheme: 'http://radlex.org' }],
      reasonCodes: [{ value: 'S83.2' }, { value: 'a' }],
      sites: ['knee', 'Left knee'],
      sides: ['L'],
    });
    expect(ImagingOrder.safeParse(order).success).toBe(true);
  });

  it('gives every field of an imaging order', () => {
    const { order, ...rest } = read(REQUEST);
    expect(rest).toEqual({
      act: 'change',
      controlId: 'ServiceRequest/sr1/_history/3',
      sentAt: '2026-03-01T02:15:00.000Z',
    });
    expect(order).toEqual({
      ...{ site: 'St. Anna', placer: 'PL1', filler: 'FI1', accessions: ['ACC1'], studyUids: ['1.2.3'] },
      procedures: [{ value: '24727-0', scheme: 'http://loinc.org', meaning: 'CT head' }],
      ...{ modality: 'CT', reason: 'fell', reasonCodes: [], priority: 'urgent', priorityCode: 'asap' },
      requester: { name: { alphabetic: 'REF^DOC', ideographic: '', phonetic: '' }, phone: '555' },
      patient: {
        ...{ issuer: 'ANNA', patientId: 'MRN1', birthDate: '19600101', sex: 'F' },
        name: { alphabetic: 'DOE^JANE^A^DR', ideographic: '', phonetic: '' },
      },
      ...{ scheduledAt: null, orderedAt: '2026-03-01T02:00:00.000Z', zone: '+01:00', status: 'scheduled' },
    });
  });

  it.each([
    ['revoked', 'cancel', 'cancelled'],
    ['entered-in-error', 'cancel', 'cancelled'],
    ['on-hold', 'change', 'held'],
    ['completed', 'change', 'done'],
    ['active', 'change', 'scheduled'],
  ])('status %s is a %s, the order then %s', (status, act, then) => {
    const change = read({ ...REQUEST, status });
    expect([change.act, change.order.status]).toEqual([act, then]);
  });

  it('is refused without its patient', () => {
    expect(() => read(REQUEST, null)).toThrow(expect.objectContaining({ code: 'imaging-order/incomplete' }));
  });

  it('can be stored, whatever stands in its fields', () => {
    const field = fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), fc.anything({ maxDepth: 2 }));
    const keys = Object.keys(REQUEST).filter((key) => key !== 'resourceType' && key !== 'id');
    fc.assert(
      fc.property(
        fc.constantFrom(...keys),
        fc.constantFrom('identifier', 'name', 'birthDate', 'gender'),
        field,
        (key, other, odd) => {
          const { order } = read({ ...REQUEST, [key]: odd }, { ...PATIENT, [other]: odd });
          expect(
            ImagingOrder.safeParse({ ...order, priorityCode: order.priorityCode || null }).error?.issues ?? [],
          ).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
