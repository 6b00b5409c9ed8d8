import { EVENT, ROLE, TYPE } from '../../../../shared/audit/dicom-codes.ts';
import type { AuditCode } from '../../../../shared/audit/dicom-codes.ts';
import type { AuditFacts, AuditSource, StudyFacts } from './facts.ts';
import { writeXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** named: with patient id, name and accession number, for a receiver over TLS. opaque: with ids of ours in their place. */
export type Naming = 'named' | 'opaque';

const SYSTEM = 'DCM';
/** Code set of participant object ids that were never moved into DICOM's own. */
const RFC = 'RFC-3881';
const URI_MEDIA: AuditCode = { code: '110037', meaning: 'URI' };
const WITHHELD = 'withheld';

/** One record as an audit message of PS3.15 A.5, in one line. */
export function dicomMessage(facts: AuditFacts, source: AuditSource, naming: Naming): string {
  return writeXml(auditMessage(facts, source, naming));
}

export function auditMessage(facts: AuditFacts, source: AuditSource, naming: Naming): XmlElement {
  return {
    name: 'AuditMessage',
    children: [
      eventIdentification(facts),
      ...activeParticipants(facts, source),
      {
        name: 'AuditSourceIdentification',
        attributes: { AuditSourceID: source.stationId },
        // 1: end-user interface.
        children: [{ name: 'AuditSourceTypeCode', attributes: { 'csd-code': '1' } }],
      },
      ...(facts.study === null ? [] : studyObjects(facts, facts.study, naming)),
      ...(isOfReport(facts) ? [reportObject(facts)] : []),
      ...(facts.kind.event === EVENT.query ? [queryObject(facts)] : []),
      recordObject(facts),
    ],
  };
}

/** Some acts on what goes out of a study are of no report, and name the study. */
export function isOfReport({ kind, row, study }: AuditFacts): boolean {
  return kind.about === 'report' && row.subject !== study?.studyId;
}

function eventIdentification({ kind, row }: AuditFacts): XmlElement {
  return {
    name: 'EventIdentification',
    attributes: {
      EventActionCode: kind.action,
      EventDateTime: row.at,
      EventOutcomeIndicator: String(kind.outcome),
    },
    children: [coded('EventID', kind.event), ...(kind.type === null ? [] : [coded('EventTypeCode', kind.type)])],
  };
}

function activeParticipants({ kind, row, personName }: AuditFacts, source: AuditSource): readonly XmlElement[] {
  const person = participant({ id: row.person_id, name: personName, requestor: true, roles: personRoles(kind) });
  const program = {
    id: source.stationId,
    name: `Nightjar ${source.version}`,
    requestor: false,
    host: source.host,
  };
  switch (kind.event) {
    case EVENT.export:
      return [person, participant({ ...program, roles: [ROLE.source] }), media(ROLE.destinationMedia)];
    case EVENT.import:
      return [person, participant({ ...program, roles: [ROLE.destination] }), media(ROLE.sourceMedia)];
    // The list lies in the station: the same program asks and answers.
    case EVENT.query:
      return [person, ...[ROLE.source, ROLE.destination].map((role) => participant({ ...program, roles: [role] }))];
    default:
      return [person, participant({ ...program, roles: [ROLE.application] })];
  }
}

function personRoles(kind: AuditFacts['kind']): readonly AuditCode[] {
  return kind.type === TYPE.start || kind.type === TYPE.stop ? [ROLE.launcher] : [];
}

function participant(who: {
  readonly id: string;
  readonly name: string | null;
  readonly requestor: boolean;
  readonly roles: readonly AuditCode[];
  readonly host?: string;
}): XmlElement {
  return {
    name: 'ActiveParticipant',
    attributes: {
      UserID: who.id,
      UserName: who.name,
      UserIsRequestor: String(who.requestor),
      // 1: a machine's name.
      NetworkAccessPointID: who.host ?? null,
      NetworkAccessPointTypeCode: who.host === undefined ? null : '1',
    },
    children: who.roles.map((role) => coded('RoleIDCode', role)),
  };
}

/** A file of this computer; its path may name a patient and stays out. */
function media(role: AuditCode): XmlElement {
  return {
    name: 'ActiveParticipant',
    attributes: { UserID: 'file', UserIsRequestor: 'false' },
    children: [coded('RoleIDCode', role), { name: 'MediaIdentifier', children: [coded('MediaType', URI_MEDIA)] }],
  };
}

function studyObjects(facts: AuditFacts, study: StudyFacts, naming: Naming): readonly XmlElement[] {
  const { studyUid, sopClasses, accession, patient } = study;
  const description: XmlElement = {
    name: 'ParticipantObjectDescription',
    children: [
      ...(accession === null || naming === 'opaque' ? [] : [{ name: 'Accession', attributes: { Number: accession } }]),
      ...sopClasses.map(({ uid, instances }) => ({
        name: 'SOPClass',
        attributes: { UID: uid, NumberOfInstances: String(instances) },
      })),
    ],
  };
  return [
    object({
      id: studyUid ?? `urn:nightjar:study:${study.studyId}`,
      idType: studyUid === null ? uri() : coded('ParticipantObjectIDTypeCode', STUDY_UID),
      name: 'study',
      type: '2',
      role: '3',
      lifeCycle: LIFE_CYCLE.get(facts.kind.event) ?? null,
      // Without an accession number the description may be left out, and says nothing when there are no objects.
      more: sopClasses.length === 0 ? [] : [description],
    }),
    object({
      id: naming === 'named' ? (patient.patientId ?? patient.key) : patient.key,
      idType: rfcCode('2', 'Patient Number'),
      name: naming === 'named' ? patient.name : WITHHELD,
      type: '1',
      role: '1',
      lifeCycle: null,
      more: naming === 'named' ? [detail('issuer', patient.issuer)] : [],
    }),
  ];
}

const STUDY_UID: AuditCode = { code: '110180', meaning: 'Study Instance UID' };

/** 2 import or copy, 6 access or use, 10 export. */
const LIFE_CYCLE: ReadonlyMap<AuditCode, string> = new Map([
  [EVENT.import, '2'],
  [EVENT.accessed, '6'],
  [EVENT.export, '10'],
]);

function reportObject({ row }: AuditFacts): XmlElement {
  return object({
    id: row.subject,
    idType: rfcCode('9', 'Report Number'),
    name: 'report',
    type: '2',
    role: '3',
    lifeCycle: null,
    more: [],
  });
}

/** The query (A.5.3.10), in the form of this program: a search of its own list is none of DICOM's. */
function queryObject(facts: AuditFacts): XmlElement {
  return {
    ...object({
      id: 'urn:nightjar:worklist',
      idType: rfcCode('10', 'Search Criteria'),
      name: '',
      type: '2',
      role: '3',
      lifeCycle: null,
      more: [],
    }),
    children: [rfcCode('10', 'Search Criteria'), { name: 'ParticipantObjectQuery', children: [queryBase64(facts)] }],
  };
}

/** Base64 of JSON: digests of the words, the key that they were made with. */
export function queryBase64({ detail: { digests, key } }: AuditFacts): string {
  const words = String(digests ?? '')
    .split(' ')
    .filter((word) => word !== '');
  return Buffer.from(JSON.stringify({ scheme: 'nightjar-search/1', key: key ?? null, words }), 'utf8').toString(
    'base64',
  );
}

/** The record itself: what ties the message to the chain of this station. */
function recordObject({ row, detail: details }: AuditFacts): XmlElement {
  const chain = { command: row.command, subject: row.subject, seq: row.seq, previous: row.previous, hash: row.hash };
  return object({
    id: `urn:nightjar:audit:${row.seq}`,
    idType: uri(),
    name: 'Security Audit Log',
    type: '2',
    role: '13',
    lifeCycle: null,
    more: Object.entries({ ...details, ...chain }).map(([key, value]) => detail(key, String(value))),
  });
}

function object(what: {
  readonly id: string;
  readonly idType: XmlElement;
  readonly name: string;
  readonly type: string;
  readonly role: string;
  readonly lifeCycle: string | null;
  readonly more: readonly XmlElement[];
}): XmlElement {
  return {
    name: 'ParticipantObjectIdentification',
    attributes: {
      ParticipantObjectID: what.id,
      ParticipantObjectTypeCode: what.type,
      ParticipantObjectTypeCodeRole: what.role,
      ParticipantObjectDataLifeCycle: what.lifeCycle,
    },
    children: [what.idType, { name: 'ParticipantObjectName', children: [what.name] }, ...what.more],
  };
}

/** A value that may hold anything: base64, as the schema has it. */
function detail(type: string, value: string): XmlElement {
  const attributes = { type, value: Buffer.from(value, 'utf8').toString('base64') };
  return { name: 'ParticipantObjectDetail', attributes };
}

function coded(name: string, { code, meaning }: AuditCode, system = SYSTEM): XmlElement {
  return { name, attributes: { 'csd-code': code, codeSystemName: system, originalText: meaning } };
}

function rfcCode(code: string, meaning: string): XmlElement {
  return coded('ParticipantObjectIDTypeCode', { code, meaning }, RFC);
}

function uri(): XmlElement {
  return rfcCode('12', 'URI');
}
