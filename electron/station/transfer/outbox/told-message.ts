import { mshSegment, segmentFrom, writeMessage } from '../../../../shared/hl7/write.ts';
import { USUAL_SEPARATORS } from '../../../../shared/hl7/message.ts';
import type { ToldFinding } from '../../../../shared/model/told-finding.ts';
import { canonicalJson } from '../../../../shared/report/canonical.ts';
import { localTime, zoneMinutes } from '../../../../shared/report/render-text.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { TOLD_CODE, toldText } from '../../../../shared/report/told-section.ts';
import { DICOM_UID_SYSTEM, dicomUidValue } from '../../reporting/outputs/fhir.ts';

/** A finding that was told after its report was signed, and the report. */
export interface SaidTold {
  /** At most 20 characters: MSH-10, the filler's number of the result, and the FHIR identifier. */
  readonly key: string;
  readonly told: ToldFinding;
  readonly document: SignedDocument;
  /** Of the report's messages: OBR-3 there. */
  readonly reportFiller: string;
}

/** Of an identifier of ours for a finding that was told. */
export const TOLD_SYSTEM = 'urn:nightjar:communication';

/**
 * ORU^R01 (HL7 v2.5.1, 7.3.1) with one result, LOINC 73568-8. It is a result of its own under its own filler's number and names the report in
 * OBR-29: a receiver that puts the newest message in the place of what it had under one number keeps the report as it is.
 */
export function hl7Told({ key, told, document, reportFiller }: SaidTold): string {
  const { patient, study, zone, evaluation } = document;
  const at = lastTelling(told).at;
  const time = hl7Time(at, zone);
  const issuer = patient.issuer === 'local media' ? '' : patient.issuer;
  const code = { components: [TOLD_CODE.value, TOLD_CODE.meaning, TOLD_CODE.scheme] };
  const filler = { components: [key, 'NIGHTJAR'] };
  const obr = new Map<number, Parameters<typeof segmentFrom>[1][number]>([
    ...([
      [1, '1'],
      [3, filler],
      [4, code],
      [7, time],
      [18, study.accession],
      [22, time],
      [24, study.modalities[0] ?? ''],
      [25, 'F'],
      // EIP: the second component is the filler's number of the parent, an entity identifier with its namespace.
      [29, { components: ['', [reportFiller, 'NIGHTJAR']] }],
    ] as const),
  ]);
  return writeMessage({
    separators: USUAL_SEPARATORS,
    segments: [
      mshSegment([
        ...['NIGHTJAR', 'HOME', '', study.institution ?? '', time, '', { components: ['ORU', 'R01', 'ORU_R01'] }, key],
        ...[evaluation ? 'T' : 'P', '2.5.1', '', '', 'NE', 'AL', '', 'UNICODE UTF-8'],
      ]),
      segmentFrom('PID', [
        ...['1', '', patient.patientId === null ? '' : { components: [patient.patientId, '', '', issuer, 'MR'] }, ''],
        ...[{ components: patient.name.alphabetic.split('^').slice(0, 5) }, '', patient.birthDate, patient.sex],
      ]),
      segmentFrom('PV1', ['1', 'U']),
      segmentFrom('ORC', ['RE', '', filler, '', 'CM']),
      segmentFrom(
        'OBR',
        Array.from({ length: 29 }, (_, index) => obr.get(index + 1) ?? null),
      ),
      segmentFrom('OBX', [
        ...['1', 'FT', code, '1', { formatted: toldText([told], (moment) => localTime(moment, zone)) }],
        ...['', '', '', '', '', 'F', '', '', time],
      ]),
    ],
  });
}

/** A FHIR R4 Communication: found again by its identifier, however often it comes. */
export function fhirTold({ key, told, document }: SaidTold): string {
  const tag = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST' };
  const resource = {
    ...toldResource(told, document),
    ...(document.evaluation ? { meta: { tag: [tag] } } : {}),
    identifier: [{ system: TOLD_SYSTEM, value: key }],
    partOf: [{ type: 'DiagnosticReport', identifier: uid(document.uids.report) }],
  };
  return `${canonicalJson(resource)}\n`;
}

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** What it says, without identifier and parent. `sent` is the last telling: IDR wants exactly one. */
export function toldResource(
  told: ToldFinding,
  document: Pick<SignedDocument, 'patient' | 'study' | 'zone'>,
): { readonly [key: string]: Json } {
  const { patient, study, zone } = document;
  const { at, by, to, method } = lastTelling(told);
  const type = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] };
  return {
    resourceType: 'Communication',
    status: 'completed',
    category: [{ coding: [{ system: 'urn:nightjar:finding-category', code: String(told.category) }] }],
    priority: told.category === 1 ? 'stat' : told.category === 2 ? 'urgent' : 'routine',
    medium: [{ coding: [{ system: MODE_SYSTEM, code: MODES[method] }] }],
    subject: {
      type: 'Patient',
      ...(patient.patientId === null
        ? { display: 'Patient without an id' }
        : { identifier: { type, value: patient.patientId, assigner: { display: patient.issuer } } }),
    },
    topic: {
      coding: [{ system: 'http://loinc.org', code: TOLD_CODE.value, display: TOLD_CODE.meaning }],
    },
    about: [{ type: 'ImagingStudy', identifier: uid(study.studyUid) }],
    reasonCode: [{ text: told.finding }],
    sent: iso(at, zone),
    ...(told.acknowledged === null ? {} : { received: iso(told.acknowledged.at, zone) }),
    sender: { type: 'Practitioner', display: by },
    recipient: [{ type: 'Practitioner', display: `${to.name} (${to.role})` }],
    payload: [{ contentString: toldText([told], (moment) => localTime(moment, zone)) }],
  };
}

/** v3 ParticipationMode. */
const MODE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode';
const MODES = { phone: 'PHONE', 'in-person': 'FACE', pager: 'ELECTRONIC', system: 'ELECTRONIC' } as const;

function lastTelling({ tellings }: ToldFinding): ToldFinding['tellings'][number] {
  const last = tellings.at(-1);
  if (last === undefined) throw new RangeError('nobody was told');
  return last;
}

function uid(value: string): { readonly system: string; readonly value: string } {
  return { system: DICOM_UID_SYSTEM, value: dicomUidValue(value) };
}

/** The wall clock of whoever signed, with its zone. */
function iso(atUtc: string, zone: string): string {
  return `${new Date(Date.parse(atUtc) + zoneMinutes(zone) * 60_000).toISOString().slice(0, 23)}${zone}`;
}

function hl7Time(atUtc: string, zone: string): string {
  return `${iso(atUtc, zone).slice(0, 19).replace(/[-T:]/g, '')}${zone.replace(':', '')}`;
}
