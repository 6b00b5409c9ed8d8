import type { TagName } from '../../../../shared/dicom/tags.ts';
import type { Level } from './dimse-messages.ts';
import { key } from './wire/key.ts';
import type { Key } from './wire/key.ts';

const PATIENT: readonly TagName[] = ['patientName', 'patientId', 'issuerOfPatientId', 'birthDate', 'sex'];
const STUDY: readonly TagName[] = [
  ...PATIENT,
  'studyUid',
  'studyDate',
  'studyTime',
  'accession',
  'studyDescription',
  'referring',
  'modalitiesInStudy',
  'seriesOfStudy',
  'instancesOfStudy',
  'instanceAvailability',
];
const SERIES: readonly TagName[] = [
  'seriesUid',
  'modality',
  'seriesNumber',
  'seriesDescription',
  'seriesDate',
  'seriesTime',
  'bodyPart',
  'laterality',
  'instancesOfSeries',
  'instanceAvailability',
];
const IMAGE: readonly TagName[] = ['sopInstance', 'sopClass', 'instanceNumber'];
const WANTED: Readonly<Record<Level, readonly TagName[]>> = { PATIENT, STUDY, SERIES, IMAGE };

/** The keys of a query: what is looked for, and everything that is wanted of each match. */
export function queryKeys(level: Level, looked: readonly Key[]): readonly Key[] {
  const asked = new Set(looked.map(({ tag }) => tag));
  return [...looked, ...WANTED[level].map((name) => key(name)).filter(({ tag }) => !asked.has(tag))];
}
