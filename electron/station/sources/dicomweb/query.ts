import { AppError } from '../../../../shared/errors/app-error.ts';
import type { FoundInstance, FoundSeries, FoundStudy, StudyQuery } from '../../../../shared/model/source.ts';
import type { QueryOptions } from '../source.ts';
import { momentOf } from '../../../../shared/rules/outbox/series-moment.ts';
import type { JsonDataset } from './dicom-json.ts';
import { MOST_ROWS, pagedRows } from './paging.ts';
import type { WebLink } from './web-link.ts';

const TAG = {
  studyDate: '00080020',
  studyTime: '00080030',
  seriesDate: '00080021',
  seriesTime: '00080031',
  accession: '00080050',
  availability: '00080056',
  modality: '00080060',
  modalities: '00080061',
  referring: '00080090',
  studyDescription: '00081030',
  seriesDescription: '0008103E',
  sopClass: '00080016',
  sopUid: '00080018',
  patientName: '00100010',
  patientId: '00100020',
  issuer: '00100021',
  birthDate: '00100030',
  sex: '00100040',
  bodyPart: '00180015',
  studyUid: '0020000D',
  seriesUid: '0020000E',
  seriesNumber: '00200011',
  instanceNumber: '00200013',
  laterality: '00200060',
  studySeries: '00201206',
  studyInstances: '00201208',
  seriesInstances: '00201209',
} as const;

/** What a server need not send unasked (Part 18, tables 10.6.3-3 to 10.6.3-5). */
const STUDY_FIELDS = [TAG.issuer, TAG.studyDescription, TAG.availability, TAG.modalities];
const SERIES_FIELDS = [TAG.seriesDate, TAG.seriesTime, TAG.bodyPart, TAG.laterality, TAG.availability];

/** What each thing that is looked for is called in a question. */
const KEYS: Readonly<Record<keyof StudyQuery, string>> = {
  studyUid: 'StudyInstanceUID',
  patientId: 'PatientID',
  patientName: 'PatientName',
  birthDate: 'PatientBirthDate',
  accession: 'AccessionNumber',
  modality: 'ModalitiesInStudy',
  studyDate: 'StudyDate',
};

export async function* findStudies(
  link: WebLink,
  query: StudyQuery,
  options: QueryOptions,
): AsyncGenerator<FoundStudy> {
  const keys = (Object.keys(KEYS) as (keyof StudyQuery)[]).flatMap((key) => {
    const value = query[key];
    return value === undefined || value === '' ? [] : [[KEYS[key], value] as const];
  });
  const question = { path: ['studies'], query: [...keys, ...fields(STUDY_FIELDS)], uidTag: TAG.studyUid };
  for await (const { uid, row } of pagedRows(link, { ...question, ...caps(options) })) yield foundStudy(uid, row);
}

export async function* findSeries(link: WebLink, studyUid: string, options: QueryOptions): AsyncGenerator<FoundSeries> {
  const question = { path: ['studies', studyUid, 'series'], query: fields(SERIES_FIELDS), uidTag: TAG.seriesUid };
  for await (const { uid, row } of pagedRows(link, { ...question, ...caps(options) })) {
    mustBe(row, TAG.studyUid, studyUid);
    yield foundSeries(uid, row);
  }
}

export async function* findInstances(
  link: WebLink,
  studyUid: string,
  seriesUid: string,
  options: QueryOptions,
): AsyncGenerator<FoundInstance> {
  const path = ['studies', studyUid, 'series', seriesUid, 'instances'];
  for await (const { uid, row } of pagedRows(link, { path, query: [], uidTag: TAG.sopUid, ...caps(options) })) {
    mustBe(row, TAG.studyUid, studyUid);
    mustBe(row, TAG.seriesUid, seriesUid);
    yield { sopUid: uid, sopClass: row.text(TAG.sopClass), number: row.integer(TAG.instanceNumber) };
  }
}

function foundStudy(studyUid: string, row: JsonDataset): FoundStudy {
  return {
    studyUid,
    issuer: row.text(TAG.issuer),
    patientId: row.text(TAG.patientId),
    patientName: row.name(TAG.patientName),
    birthDate: row.text(TAG.birthDate),
    sex: row.text(TAG.sex),
    studyDate: row.text(TAG.studyDate),
    studyTime: row.text(TAG.studyTime),
    accession: row.text(TAG.accession),
    description: row.text(TAG.studyDescription),
    referring: row.name(TAG.referring).alphabetic || null,
    modalities: [...row.texts(TAG.modalities)],
    series: row.count(TAG.studySeries),
    instances: row.count(TAG.studyInstances),
    availability: row.availability(TAG.availability),
  };
}

function foundSeries(seriesUid: string, row: JsonDataset): FoundSeries {
  return {
    seriesUid,
    modality: row.text(TAG.modality),
    number: row.integer(TAG.seriesNumber),
    description: row.text(TAG.seriesDescription),
    bodyPart: row.text(TAG.bodyPart),
    laterality: row.text(TAG.laterality),
    instances: row.count(TAG.seriesInstances),
    availability: row.availability(TAG.availability),
    begun: momentOf(row.text(TAG.seriesDate), row.text(TAG.seriesTime)),
  };
}

/** A row of another study or series than was asked for is no answer. Servers may leave the attribute out. */
function mustBe(row: JsonDataset, tag: string, uid: string): void {
  if (row.text(tag) !== null && row.uid(tag) !== uid) {
    throw new AppError('source/wrong-answer', 'a row of something else than was asked for', { context: { tag } });
  }
}

function fields(tags: readonly string[]): readonly (readonly [string, string])[] {
  return tags.map((tag) => ['includefield', tag]);
}

function caps({ limit, signal }: QueryOptions): { readonly limit: number; readonly signal: AbortSignal } {
  return { limit: Math.min(limit ?? MOST_ROWS, MOST_ROWS), signal };
}
