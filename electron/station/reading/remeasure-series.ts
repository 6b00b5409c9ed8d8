import type { SeriesId, StudyId } from '../../../shared/model/ids.ts';
import type { Measurement, MeasureResult } from '../../../shared/model/measurement.ts';
import type { Archive } from '../archive/archive.ts';
import type { Reading } from './reading.ts';

/** A drawing measured anew by what holds now. */
export type Measure = (
  drawing: Pick<Measurement, 'objectId' | 'frame' | 'tool' | 'points' | 'range' | 'suv'>,
) => Promise<MeasureResult>;

/** Measures all drawings of a series anew, those too that were made while it was read as a prior of another study of the patient. */
export async function remeasureSeries(
  { archive, reading, measure }: { readonly archive: Archive; readonly reading: Reading; readonly measure: Measure },
  studyId: StudyId,
  seriesId: SeriesId,
): Promise<void> {
  const pictures = new Set(archive.imagesOf(seriesId).map(({ objectId }) => objectId));
  const readBeside = archive.studiesOfSamePatient(studyId).map(({ study }) => study.studyId);
  for (const readAs of new Set([studyId, ...readBeside])) {
    for (const one of reading.load({ studyId: readAs }).measurements) {
      if (one.deleted || one.onSheet === true || !pictures.has(one.objectId)) continue;
      reading.remeasured({ ...one, result: await measure(one) });
    }
  }
}
