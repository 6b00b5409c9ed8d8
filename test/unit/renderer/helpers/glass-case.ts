import { AppError } from '../../../../shared/errors/app-error.ts';
import { CalciumVessel } from '../../../../shared/model/grown.ts';
import { MeasurementId, ObjectId, StudyId } from '../../../../shared/model/ids.ts';
import type { Measurement, MeasureTool } from '../../../../shared/model/measurement.ts';
import type { PriorInfo, SeriesForReading, StudyForReading } from '../../../../shared/model/study.ts';
import { objectId, studyOf, volume } from '../../shared/hanging/studies.ts';
import type { Answers } from './fake-station.ts';
import { contentOf, drawnOf, ledgerOf, maskOf, objectSeries, SAVED_AT, sayStudy, studyOfObject } from './glass-objects.ts'; // prettier-ignore
import { personId } from './worklist-rows.ts';

const SLICES = 5;
export const SIDE = 4;
/** Of the first slice of the first study. */
export const LEAST_GREY = 40;
/** Cases that can be opened; each has a prior of its own, which stands after them. */
export const CASES = 5;

export const STUDIES: readonly StudyForReading[] = Array.from({ length: 2 * CASES }, (_, number) => {
  const plain = {
    sopUid: `2.25.${number}`,
    pixels: {
      rows: SIDE,
      columns: SIDE,
      samplesPerPixel: 1,
      photometric: 'MONOCHROME2',
      bitsAllocated: 8,
      bitsStored: 8,
      highBit: 7,
      signed: false,
      planar: false,
    },
  };
  const slices = asStored(volume(`study${number}`, 'CT', SLICES, 0, 2, plain));
  const study = studyOf(number + 1, [slices, objectSeries(number)]);
  return number < CASES ? { ...study, priors: [priorInfo(studyOf(number + CASES + 1, []))] } : study;
});

/** With a window under which a stored value is the grey on the screen. */
function asStored(series: SeriesForReading): SeriesForReading {
  const windows = [{ center: 127.5, width: 255, explanation: null }];
  const images = series.images.map((image) => ({
    ...image,
    perFrame: image.perFrame.map((info) => ({ ...info, windows, voiFunction: 'LINEAR_EXACT' as const })),
  }));
  return { ...series, images };
}

function priorInfo({ study }: StudyForReading): PriorInfo {
  const { studyId, studyUid, studyDate, modalities, description, bodyParts, site, reportState } = study;
  return {
    studyId,
    studyUid,
    studyDate,
    modalities,
    description,
    bodyParts,
    site,
    reportState,
    relevance: 1,
    reasons: [],
  };
}

/** Which study and slice an object is, and the one grey that all its pixels have: no two share one. */
export const OBJECTS: ReadonlyMap<ObjectId, { readonly study: number; readonly grey: number }> = new Map(
  STUDIES.flatMap((_, study) =>
    Array.from({ length: SLICES }, (_unused, slice) => [
      objectId(`study${study}${slice}`),
      { study, grey: LEAST_GREY + study * 20 + slice },
    ]),
  ),
);

export const numberOf = (studyId: string): number => STUDIES.findIndex((one) => one.study.studyId === studyId);
const studyIdOf = (number: number): StudyId => {
  const study = STUDIES[number];
  if (!study) throw new AppError('archive/unknown-study', 'not there');
  return study.study.studyId;
};
/** Of a case, by its place among them. */
const measurementId = (number: number, ordinal: number): MeasurementId =>
  MeasurementId.parse(`${number}${String(ordinal).padStart(5, '0')}`.padStart(26, 'a'));

/** One of each kind that reaches beyond its own picture, and one on the prior. */
export function measurementsOf(number: number): Measurement[] {
  const made = (ordinal: number, tool: MeasureTool, slice: number, study = number): Measurement => ({
    ...drawnOf({
      ...{ measurementId: measurementId(number, ordinal), studyId: studyIdOf(number), number, ordinal, tool },
      objectId: objectId(`study${study}${slice}`),
    }),
    ...(study === number ? {} : { prior: { studyDate: '20240101' } }),
  });
  return [
    made(1, 'length', 0),
    made(2, 'threshold-volume', 1),
    made(3, 'calcium', 2),
    made(4, 'spine-label', 3),
    ...(number < CASES ? [made(5, 'length', 0, number + CASES)] : []),
  ];
}

/** Everything that objects and tools ask for; `later`: answered when the test says so. */
export function answersOf(later: <T>(answer: () => T) => Promise<T>): Answers {
  let drawn = 100;
  const scores = { agatston: 1, volumeMm3: 1, massMg: null };
  const result = (number: number) => ({ values: [], basis: sayStudy(number), warnings: [] });
  const key = (studyId: string) => ({
    ...{
      studyId: StudyId.parse(studyId),
      objectId: objectId(`study${numberOf(studyId)}0`),
      frame: 1,
      title: 'of-interest' as const,
      note: '',
    },
    ...{ by: personId(1), at: SAVED_AT, byName: sayStudy(numberOf(studyId)), mine: true },
  });
  const readBack = (studyId: string, kind: 'view' | 'contours') => {
    const id = objectId(`${kind}${numberOf(studyId)}`);
    return { objectId: id, sopUid: '2.25.1', content: contentOf(id, numberOf(studyId)) };
  };
  return {
    'access.state': () => ({
      ...{ store: 'open', kind: 'evaluation', people: [], session: null, signIn: null, recoveryConfirmed: true },
      ...{ reader: { personId: personId(1), name: 'Reader', roles: [] }, movement: null, trouble: null },
    }),
    'reading.keyImages': ({ studyId }) => later(() => ({ keyImages: [key(studyId)] })),
    'reading.markImage': ({ studyId }) =>
      later(() => ({ keyImages: [key(studyId)], savedAt: SAVED_AT, takenBack: [] })),
    'reading.lesions': ({ studyId }) => later(() => ledgerOf(numberOf(studyId), StudyId.parse(studyId))),
    'reading.markLesion': ({ about }) =>
      later(() => ({
        savedAt: SAVED_AT,
        trackingUid: '2.25.1',
        ledger: ledgerOf(numberOf(about), StudyId.parse(about)),
      })),
    'reading.keepView': ({ studyId }) => later(() => readBack(studyId, 'view')),
    'reading.keepSegmentation': ({ studyId }) => later(() => readBack(studyId, 'contours')),
    'reading.calibrate': ({ studyId }) =>
      later(() => ({ calibration: null, measurements: measurementsOf(numberOf(studyId)) })),
    'reading.newMeasurement': ({ studyId }) => {
      drawn += 1;
      const ordinal = drawn;
      const number = numberOf(studyId);
      return later(() => ({ measurementId: measurementId(number, ordinal), trackingUid: '2.25.1', ordinal }));
    },
    'reading.saveMeasurement': () => ({ savedAt: SAVED_AT }),
    'reading.growVolume': ({ studyId, at }) =>
      later(() => ({ result: result(numberOf(studyId)), masks: [maskOf(ObjectId.parse(at.objectId))] })),
    'reading.calcium': ({ frames, presses }) =>
      later(() => ({
        ...{ ok: true, total: scores, group: '1–99', basis: [], warnings: [] },
        vessels: CalciumVessel.options.map((vessel) => ({ ...scores, vessel })),
        presses: presses.map(() => null),
        masks: frames.slice(0, 1).map((one) => ({ ...maskOf(ObjectId.parse(one.objectId)), vessel: 'LAD' as const })),
      })),
    'objects.read': ({ objectId: wanted }) => {
      const id = ObjectId.parse(wanted);
      return later(() => ({ content: contentOf(id, studyOfObject(id, STUDIES.length)) }));
    },
  };
}

/** A case and its prior belong together. */
export function caseOf(study: number): number {
  return study % CASES;
}

export function ofObject(id: ObjectId | undefined): number {
  return id ? (OBJECTS.get(id)?.study ?? -1) : -1;
}

export function studyOfGrey(grey: number): number {
  return Math.floor((grey - LEAST_GREY) / 20);
}
