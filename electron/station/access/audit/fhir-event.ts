import type { AuditCode } from '../../../../shared/audit/dicom-codes.ts';
import { EVENT } from '../../../../shared/audit/dicom-codes.ts';
import { isOfReport, queryBase64 } from './dicom-message.ts';
import type { Naming } from './dicom-message.ts';
import type { AuditFacts, AuditSource, StudyFacts } from './facts.ts';

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const ENTITY_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const OBJECT_ROLE = 'http://terminology.hl7.org/CodeSystem/object-role';
const SOURCE_TYPE = 'http://terminology.hl7.org/CodeSystem/security-source-type';
/** Ids that mean something in this store only. */
const OURS = 'urn:nightjar';

interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

interface Identifier {
  readonly system: string;
  readonly value: string;
}

interface AgentOfEvent {
  readonly who: { readonly identifier: Identifier; readonly display?: string };
  readonly name?: string;
  readonly requestor: boolean;
  readonly network?: { readonly address: string; readonly type: '1' };
}

interface EntityOfEvent {
  readonly what: { readonly identifier: Identifier };
  readonly type: Coding;
  readonly role: Coding;
  readonly name?: string;
  /** base64Binary. */
  readonly query?: string;
  readonly detail?: readonly { readonly type: string; readonly valueString: string }[];
}

/** AuditEvent of FHIR R4, as far as it is written here. */
export interface FhirAuditEvent {
  readonly resourceType: 'AuditEvent';
  readonly type: Coding;
  readonly subtype?: readonly Coding[];
  readonly action: string;
  /** instant: UTC with milliseconds. */
  readonly recorded: string;
  readonly outcome: string;
  readonly agent: readonly AgentOfEvent[];
  readonly source: {
    readonly observer: { readonly identifier: Identifier; readonly display: string };
    readonly type: readonly Coding[];
  };
  readonly entity: readonly EntityOfEvent[];
}

/** One record as an AuditEvent of FHIR R4; the same facts as its DICOM message. */
export function fhirAuditEvent(facts: AuditFacts, source: AuditSource, naming: Naming): FhirAuditEvent {
  const { kind, row, personName } = facts;
  const program = { identifier: { system: `${OURS}:station`, value: source.stationId }, display: 'Nightjar' };
  return {
    resourceType: 'AuditEvent',
    type: dcm(kind.event),
    ...(kind.type === null ? {} : { subtype: [dcm(kind.type)] }),
    action: kind.action,
    recorded: row.at,
    outcome: String(kind.outcome),
    agent: [
      {
        who: { identifier: { system: `${OURS}:person`, value: row.person_id } },
        ...named('name', personName),
        requestor: true,
      },
      { who: program, requestor: false, network: { address: source.host, type: '1' } },
    ],
    source: {
      observer: program,
      type: [{ system: SOURCE_TYPE, code: '1', display: 'User Device' }],
    },
    entity: [
      ...(facts.study === null ? [] : studyEntities(facts.study, naming)),
      ...(kind.event === EVENT.query ? [queryEntity(facts)] : []),
      ...(isOfReport(facts) ? [entity({ system: `${OURS}:report`, value: row.subject }, '2', REPORT)] : []),
      recordEntity(facts),
    ],
  };
}

/** A bundle of type collection. */
export function fhirBundle(events: readonly FhirAuditEvent[]): unknown {
  return { resourceType: 'Bundle', type: 'collection', entry: events.map((resource) => ({ resource })) };
}

const REPORT: Coding = { system: OBJECT_ROLE, code: '3', display: 'Report' };
const PATIENT: Coding = { system: OBJECT_ROLE, code: '1', display: 'Patient' };
const QUERY: Coding = { system: OBJECT_ROLE, code: '24', display: 'Query' };
const RESOURCE: Coding = { system: OBJECT_ROLE, code: '13', display: 'Security Resource' };

function studyEntities({ studyId, studyUid, patient }: StudyFacts, naming: Naming): readonly EntityOfEvent[] {
  const study =
    studyUid === null
      ? { system: `${OURS}:study`, value: studyId }
      : { system: 'urn:dicom:uid', value: `urn:oid:${studyUid}` };
  const opaque = { system: `${OURS}:patient`, value: patient.key };
  if (naming === 'opaque' || patient.patientId === null) {
    return [entity(study, '2', REPORT), entity(opaque, '1', PATIENT, naming === 'opaque' ? null : patient.name)];
  }
  const identifier = { system: `${OURS}:issuer:${encodeURIComponent(patient.issuer)}`, value: patient.patientId };
  return [entity(study, '2', REPORT), entity(identifier, '1', PATIENT, patient.name)];
}

/** R4 wants a name or a query, not both (sev-1). */
function queryEntity(facts: AuditFacts): EntityOfEvent {
  return { ...entity({ system: `${OURS}:list`, value: 'worklist' }, '2', QUERY), query: queryBase64(facts) };
}

function recordEntity({ row, detail }: AuditFacts): EntityOfEvent {
  const chain = { command: row.command, subject: row.subject, seq: row.seq, previous: row.previous, hash: row.hash };
  const entries = Object.entries({ ...detail, ...chain }).filter(([, value]) => value !== null && value !== '');
  return {
    ...entity({ system: `${OURS}:audit`, value: String(row.seq) }, '2', RESOURCE),
    detail: entries.map(([type, value]) => ({ type, valueString: String(value) })),
  };
}

function entity(identifier: Identifier, type: '1' | '2', role: Coding, name: string | null = null): EntityOfEvent {
  const display = type === '1' ? 'Person' : 'System Object';
  return { what: { identifier }, type: { system: ENTITY_TYPE, code: type, display }, role, ...named('name', name) };
}

/** FHIR has no empty strings. */
function named(key: 'name', value: string | null): { readonly name?: string } {
  return value === null || value === '' ? {} : { [key]: value };
}

function dcm({ code, meaning }: AuditCode): Coding {
  return { system: DCM, code, display: meaning };
}
