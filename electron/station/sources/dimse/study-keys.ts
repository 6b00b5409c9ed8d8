import type { TagName } from '../../../../shared/dicom/tags.ts';
import type { StudyQuery } from '../../../../shared/model/source.ts';
import { key } from './wire/key.ts';
import type { Key } from './wire/key.ts';

export type StudyKeys = StudyQuery;

const NAMES: Readonly<Record<keyof StudyQuery, TagName>> = {
  studyUid: 'studyUid',
  patientId: 'patientId',
  patientName: 'patientName',
  birthDate: 'birthDate',
  accession: 'accession',
  modality: 'modalitiesInStudy',
  studyDate: 'studyDate',
};
const OF_PATIENT: ReadonlySet<keyof StudyQuery> = new Set(['patientId', 'patientName', 'birthDate']);

/** What is looked for, as keys of a C-FIND. A backslash would begin a second value: it becomes the wildcard of one character. */
export function studyKeys(query: StudyQuery, patientOnly: boolean): readonly Key[] {
  return (Object.keys(NAMES) as (keyof StudyQuery)[]).flatMap((name) => {
    const value = query[name];
    if (value === undefined || value === '' || (patientOnly && !OF_PATIENT.has(name))) return [];
    return [key(NAMES[name], value.replaceAll('\\', '?'))];
  });
}
