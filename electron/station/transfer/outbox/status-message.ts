import type { HoldCause } from '../../../../shared/model/case-hold.ts';
import type { StudyStatus } from '../../../../shared/model/outbox.ts';
import { HOLD_WORDS } from '../../../../shared/rules/case-hold.ts';
import { mshSegment, segmentFrom, writeMessage } from '../../../../shared/hl7/write.ts';
import { USUAL_SEPARATORS } from '../../../../shared/hl7/message.ts';
import { canonicalJson } from '../../../../shared/report/canonical.ts';
import type { StudyFacts } from '../../reporting/study-facts.ts';

/** What a site is told of one study, and who did it. */
export interface SaidStatus {
  readonly key: string;
  readonly status: StudyStatus;
  readonly facts: StudyFacts;
  readonly person: { readonly id: string; readonly name: string };
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly evaluation: boolean;
  /** Of a case on hold: what it waits for, and what the reader wrote to the site. */
  readonly hold?: { readonly cause: HoldCause; readonly note: string };
}

/**
 * Of the order, table 0038: scheduled, in process, on hold, some results are there, completed. Who claims a study and who gives it back leave it
 * scheduled; which of them it was is said in ORC-16.
 */
const ORDER_STATUS: Readonly<Record<StudyStatus, string>> = {
  claimed: 'SC',
  started: 'IP',
  released: 'SC',
  'on-hold': 'HD',
  'read-preliminary': 'A',
  read: 'CM',
};

const MEANING: Readonly<Record<StudyStatus, string>> = {
  claimed: 'Claimed by a reader',
  started: 'Reading has begun',
  released: 'Given back, nobody reads it',
  'on-hold': 'On hold, waiting for the site',
  'read-preliminary': 'Read, preliminary report',
  read: 'Read, final report',
};

/** ORM^O01 with the order control SC, status changed (HL7 v2.5.1, 4.4.1). MSH-10 is the key. */
export function hl7Status(said: SaidStatus): string {
  const { key, status, facts, person, at, evaluation } = said;
  const { patient, study } = facts;
  const time = `${at.slice(0, 19).replace(/[-T:]/g, '')}+0000`;
  const issuer = patient.issuer === 'local media' ? '' : patient.issuer;
  const reads = status !== 'released';
  const wanted = holdText(said);
  const segments = [
    mshSegment([
      ...['NIGHTJAR', 'HOME', '', study.institution ?? '', time, '', { components: ['ORM', 'O01', 'ORM_O01'] }, key],
      ...[evaluation ? 'T' : 'P', '2.5.1', '', '', 'NE', 'AL', '', 'UNICODE UTF-8'],
    ]),
    segmentFrom('PID', [
      ...['1', '', patient.patientId === null ? '' : { components: [patient.patientId, '', '', issuer, 'MR'] }, ''],
      ...[{ components: patient.name.alphabetic.split('^').slice(0, 5) }, '', patient.birthDate, patient.sex],
    ]),
    segmentFrom('ORC', [
      ...['SC', '', '', '', ORDER_STATUS[status], '', '', '', time, '', '', '', '', '', time],
      { components: [status, MEANING[status], 'L'] },
    ]),
    segmentFrom(
      'OBR',
      obr({
        ...{
          1: '1',
          4: { components: ['', study.description ?? ''] },
          18: study.accession,
          24: study.modalities[0] ?? '',
        },
        // OBR-32 is of the type NDL: its first component is a name whose parts are sub-components.
        32: reads ? { components: [[person.id, person.name]] } : '',
      }),
    ),
    // NTE-2 P: it comes from the filler. What the site is asked for.
    ...(wanted === null ? [] : [segmentFrom('NTE', ['1', 'P', wanted])]),
  ];
  return writeMessage({ separators: USUAL_SEPARATORS, segments });
}

/** What a case on hold waits for, in words; null: it is not on hold. */
function holdText({ status, hold }: Pick<SaidStatus, 'status' | 'hold'>): string | null {
  if (status !== 'on-hold' || hold === undefined) return null;
  return `Waiting for ${HOLD_WORDS[hold.cause]}.${hold.note === '' ? '' : ` ${hold.note}`}`;
}

type Fields = Parameters<typeof segmentFrom>[1];

function obr(fields: Readonly<Record<number, Fields[number]>>): Fields {
  return Array.from({ length: 32 }, (_, index) => fields[index + 1] ?? null);
}

const TASK_STATUS: Readonly<Record<StudyStatus, string>> = {
  claimed: 'accepted',
  started: 'in-progress',
  released: 'ready',
  'on-hold': 'on-hold',
  'read-preliminary': 'in-progress',
  read: 'completed',
};

/** Of the one task that stands for the reading of a study. */
export const READING_SYSTEM = 'urn:nightjar:reading';

/** A FHIR R4 Task: the same one for a study, put in the place of what was said before. */
export function fhirStatus(said: SaidStatus, studyUid: string): string {
  const { status, facts, person, at, evaluation } = said;
  const { patient, study } = facts;
  const wanted = holdText(said);
  const type = (code: string): { readonly coding: readonly object[] } => ({
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code }],
  });
  const task = {
    resourceType: 'Task',
    ...(evaluation
      ? { meta: { tag: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST' }] } }
      : {}),
    identifier: [{ system: READING_SYSTEM, value: `urn:oid:${studyUid}` }],
    status: TASK_STATUS[status],
    ...(wanted === null ? {} : { statusReason: { text: wanted } }),
    businessStatus: { coding: [{ system: 'urn:nightjar:status', code: status }], text: MEANING[status] },
    intent: 'order',
    code: { text: 'Interpretation of an imaging study' },
    focus: { type: 'ImagingStudy', identifier: { system: 'urn:dicom:uid', value: `urn:oid:${studyUid}` } },
    ...(study.accession === null
      ? {}
      : { basedOn: [{ type: 'ServiceRequest', identifier: { type: type('ACSN'), value: study.accession } }] }),
    ...(patient.patientId === null
      ? {}
      : {
          for: {
            type: 'Patient',
            identifier: { type: type('MR'), value: patient.patientId, assigner: { display: patient.issuer } },
          },
        }),
    ...(status === 'released' ? {} : { owner: { type: 'Practitioner', display: person.name } }),
    lastModified: at,
  };
  return `${canonicalJson(task)}\n`;
}
