import { displayDate } from '../../../shared/dicom/dates.ts';
import { displayName } from '../../../shared/dicom/person-name.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import type { Chosen } from './forget-book.ts';

/** What a form was filled with. */
export interface TypedTarget {
  readonly kind: 'study-uid' | 'patient-id' | 'site';
  readonly studyUid: string;
  readonly issuer: string;
  readonly patientId: string;
  readonly site: string;
}

export const NOTHING_TYPED: TypedTarget = { kind: 'study-uid', studyUid: '', issuer: '', patientId: '', site: '' };

/** What somebody may mean who has a study before them. */
export function targetsOf(row: WorklistRow): readonly Chosen[] {
  const { study, patient } = namesOf(row);
  return [
    { target: { kind: 'study', studyId: row.studyId }, words: `This study: ${study}` },
    { target: { kind: 'patient', patientKey: row.patient.patientKey }, words: `All studies of ${patient}` },
    { target: { kind: 'site', site: row.site }, words: `Everything that came from ${row.site}` },
  ];
}

/** Null while something is missing. */
export function typedTarget({ kind, studyUid, issuer, patientId, site }: TypedTarget): Chosen | null {
  const [uid, from, id, name] = [studyUid.trim(), issuer.trim(), patientId.trim(), site.trim()];
  switch (kind) {
    case 'study-uid':
      return uid === '' ? null : { target: { kind, studyUid: uid }, words: `The study ${uid}` };
    case 'patient-id':
      if (id === '' || from === '') return null;
      return { target: { kind, issuer: from, patientId: id }, words: `All studies of patient ${id} of ${from}` };
    case 'site':
      return name === '' ? null : { target: { kind, site: name }, words: `Everything that came from ${name}` };
  }
}

function namesOf({ patient, description, modalities, studyDate }: WorklistRow) {
  const name = displayName(patient.name);
  const who = name === '' ? (patient.patientId ?? 'a patient without a name') : name;
  const what = [modalities.join(', '), description ?? '', displayDate(studyDate)]
    .filter((part) => part !== '')
    .join(' · ');
  return { study: `${who} · ${what}`, patient: who };
}
