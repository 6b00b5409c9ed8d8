import { idFromBytes, JobId, PatientKey, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';

const bytes = (seed: number): Uint8Array => new Uint8Array(26).fill(seed);
export const studyId = (seed: number): StudyId => StudyId.parse(idFromBytes(bytes(seed)));
export const personId = (seed: number): PersonId => PersonId.parse(idFromBytes(bytes(seed)));
export const jobId = (seed: number): JobId => JobId.parse(idFromBytes(bytes(seed)));

/** A worklist row with made-up content; the seed (0 to 31) gives its id and its name. */
export function worklistRow(seed: number, changes: Partial<WorklistRow> = {}): WorklistRow {
  return {
    studyId: studyId(seed),
    studyUid: `2.25.${seed}`,
    patient: {
      patientKey: PatientKey.parse(idFromBytes(bytes(seed))),
      issuer: 'local media',
      patientId: `ID${seed}`,
      name: { alphabetic: `NAME${String(seed).padStart(2, '0')}^Test`, ideographic: '', phonetic: '' },
      birthDate: '19700101',
      sex: 'F',
      identityConflict: false,
    },
    studyDate: '20240101',
    studyTime: '101500',
    patientAge: null,
    modalities: ['CT'],
    description: 'Chest',
    bodyParts: ['CHEST'],
    accession: null,
    referring: null,
    site: 'local media',
    institution: null,
    reason: null,
    priority: null,
    series: 1,
    received: 10,
    expected: null,
    damaged: 0,
    priors: 0,
    readiness: 'offline-ready',
    reportState: 'none',
    thumbnail: null,
    arrivedAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}
