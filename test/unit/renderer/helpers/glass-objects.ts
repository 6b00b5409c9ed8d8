import { objectsOf } from '../../../../renderer/objects/index.ts';
import type { ObjectContent } from '../../../../shared/model/dicom-object.ts';
import type { GrownMask } from '../../../../shared/model/grown.ts';
import type { MeasurementId, ObjectId, StudyId } from '../../../../shared/model/ids.ts';
import type { LesionLedger } from '../../../../shared/model/lesion.ts';
import type { Measurement, MeasureTool } from '../../../../shared/model/measurement.ts';
import { GREY_STATE_CLASS } from '../../../../shared/model/presentation-state.ts';
import type { SeriesForReading } from '../../../../shared/model/study.ts';
import { KEY_OBJECT_CLASS } from '../../../../shared/rules/rejection.ts';
import { axial, objectId, seriesOf } from '../../shared/hanging/studies.ts';
import { personId } from './worklist-rows.ts';

export const SAVED_AT = '2026-01-01T00:00:00.000Z';
const CT_CLASS = '1.2.840.10008.5.1.4.1.1.2';
const KINDS = ['view', 'key-images', 'contours'] as const;
const CLASSES = [GREY_STATE_CLASS, KEY_OBJECT_CLASS, '1.2.840.10008.5.1.4.1.1.481.3'] as const;

/** Which study says so on the glass, in words that a test finds again. */
export const sayStudy = (number: number): string => `of study ${number}.`;
export const studySaid = (words: string): readonly number[] =>
  [...words.matchAll(/of study (\d+)\./g)].map(([, number]) => Number(number));

const nameOf = (number: number, kind: string): ObjectId => objectId(`${kind}${number}`);

/** A series without a picture: a view that was kept, key images, contours over all slices. */
export function objectSeries(number: number): SeriesForReading {
  const images = KINDS.map((kind, at) =>
    axial(`${kind}${number}`, 0, {
      ...{ sopClass: CLASSES[at] ?? null, sopUid: `2.25.9.${number}.${at}`, frames: 0, pixels: null },
      picture: { shown: false, why: 'presentation-state' },
    }),
  );
  return seriesOf(`objects${number}`, 'PR', images);
}

export function contoursIn(study: { readonly series: readonly SeriesForReading[] }): ObjectId | null {
  const [, , contours] = study.series.flatMap(objectsOf);
  return contours?.objectId ?? null;
}

/** Which study an object without a picture is of, by its id; -1: none. */
export function studyOfObject(id: ObjectId, studies: number): number {
  const all = Array.from({ length: studies }, (_, number) => number);
  return all.find((number) => KINDS.some((kind) => nameOf(number, kind) === id)) ?? -1;
}

/** What such an object says, with the number of its study in every word that reaches the glass. */
export function contentOf(id: ObjectId, number: number): ObjectContent {
  const words = sayStudy(number);
  const image = { sopUid: `2.25.${number}`, sopClass: CT_CLASS, frame: null, seriesUid: `2.25.7.study${number}` };
  if (id === nameOf(number, 'view')) {
    return {
      ...{ kind: 'presentation', title: `View ${words}` },
      state: {
        ...{ kind: 'grey', label: 'VIEW', description: words, creator: words, date: null, time: null },
        ...{ images: [image], rescale: null, modalityLut: null, voi: [], shape: null, presentationLut: null },
        ...{ areas: [], rotation: 90, flip: false, shutter: [], leftOut: [] },
        annotations: [
          {
            ...{ of: [], layer: 'NOTES', texts: [] },
            graphics: [{ type: 'POINT', units: 'pixel', points: [[1, 1]], filled: false, trackingUid: null }],
          },
        ],
      },
    };
  }
  if (id === nameOf(number, 'key-images')) {
    return {
      ...{ kind: 'key-images', title: words },
      keyObject: {
        ...{ title: { scheme: 'DCM', value: '113000', meaning: `Of Interest ${words}` }, modifier: null, note: words },
        ...{ observer: words, date: null, time: null, others: [] },
        references: [{ ...image, studyUid: `1.${number}` }],
      },
    };
  }
  const square = (z: number): number[] => [0, 0, z, 2, 0, z, 2, 2, z, 0, 2, z];
  const contours = [0, 2, 4, 6, 8].map((z) => ({ type: 'CLOSED_PLANAR', points: square(z), images: [] }));
  const structure = { number: 1, name: `Organ ${words}`, rgb: null, role: null, algorithm: null };
  return {
    ...{ kind: 'contours', title: words, cut: false },
    structures: [{ ...structure, frameOfReference: '1.2.9', contours }],
  };
}

interface Drawn {
  readonly measurementId: MeasurementId;
  readonly studyId: StudyId;
  /** Of the case. */
  readonly number: number;
  readonly ordinal: number;
  readonly objectId: ObjectId;
  readonly tool: MeasureTool;
}

/** A measurement of a case as it lies in the journal. */
export function drawnOf({ measurementId, studyId, number, ordinal, objectId: picture, tool }: Drawn): Measurement {
  const texts: Partial<Record<MeasureTool, string>> = { 'spine-label': 'L5', calcium: 'LAD' };
  return {
    ...{ measurementId, studyId, objectId: picture, frame: 1, tool },
    points: tool === 'length' ? [[0, 0], [2, 2]] : [[1, 1]], // prettier-ignore
    world: [[1, 1, 0]],
    text: texts[tool] ?? '',
    result: { values: [], basis: sayStudy(number), warnings: [] },
    trackingUid: `2.25.${number}.${ordinal}`,
    ...{ ordinal, by: personId(1), at: SAVED_AT, deleted: false },
    ...(tool === 'threshold-volume' ? { range: { min: 0, max: 255 } } : {}),
  };
}

export function ledgerOf(number: number, studyId: StudyId): LesionLedger {
  const study = {
    studyId,
    studyUid: `1.${number}`,
    description: null,
    modalities: ['CT'],
    current: true,
    linked: null,
  };
  return {
    points: [
      {
        ...{ date: '20260101', studies: [study], entered: true, sum: 20, missing: [], nadir: 20, fromBaseline: null },
        ...{ fromNadir: null, target: null, nonTarget: null, newLesions: 'none', overall: null, reasons: [] },
      },
    ],
    lesions: [
      {
        ...{ trackingUid: `2.25.${number}`, label: 'T1', role: 'target', nature: 'mass', organ: sayStudy(number) },
        cells: [{ kind: 'measured', studyId, mm: 20, words: '20.0 mm', drawings: [], notes: [] }],
      },
    ],
    ...{ best: null, problems: [] },
  };
}

/** A mask of one pixel of a picture. */
export function maskOf(picture: ObjectId): GrownMask {
  return { objectId: picture, frame: 1, columns: 4, rows: 4, runs: [5, 1, 10] };
}
