import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { SeriesId } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { Measurement, MeasureResult } from '../../../shared/model/measurement.ts';
import { calibrationFactor } from '../../../shared/rules/reader-calibration.ts';
import type { Archive } from '../archive/archive.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Calibrations } from './calibrations.ts';
import type { Reading } from './reading.ts';

export interface CalibrateParts {
  readonly archive: Archive;
  readonly calibrations: Calibrations;
  readonly reading: Reading;
  readonly clock: Clock;
  readonly person: { readonly personId: PersonId; readonly name: string };
  readonly measure: (
    drawing: Pick<Measurement, 'objectId' | 'frame' | 'tool' | 'points' | 'range' | 'suv'>,
  ) => Promise<MeasureResult>;
}

/**
 * Calibrates a series by two points on one of its pictures, or takes that back, and measures all drawings of the series anew, those too
 * that were made while it was read as a prior of another study of the patient.
 * @throws AppError archive/unknown-series, archive/unknown-object, measure/cannot-calibrate
 */
export async function calibrateSeries(
  parts: CalibrateParts,
  { studyId, seriesUid, line }: ParsedRequest<'reading.calibrate'>,
): Promise<Response<'reading.calibrate'>> {
  const { archive, calibrations, reading, clock, person } = parts;
  const seriesId = SeriesId.parse(calibrations.seriesId(studyId, seriesUid));
  if (line) {
    const object = archive.object(line.objectId);
    if (object.studyId !== studyId || object.seriesId !== seriesId)
      throw new AppError('archive/unknown-object', 'the series has no such object');
    const found = calibrationFactor(object.image, line.frame, line.points, line.known);
    const who = { by: person.personId, byName: person.name, at: clock.nowIso() };
    calibrations.save({ studyId, seriesUid, ...line, ...found, ...who });
  } else calibrations.withdraw(studyId, seriesUid);
  const pictures = new Set(archive.imagesOf(seriesId).map(({ objectId }) => objectId));
  const readBeside = archive.studiesOfSamePatient(studyId).map(({ study }) => study.studyId);
  for (const readAs of new Set([studyId, ...readBeside])) {
    for (const one of reading.load({ studyId: readAs }).measurements) {
      if (one.deleted || !pictures.has(one.objectId)) continue;
      reading.remeasured({ ...one, result: await parts.measure(one) });
    }
  }
  const calibration = calibrations.list(studyId).find((one) => one.seriesUid === seriesUid) ?? null;
  return { calibration, measurements: reading.load({ studyId }).measurements };
}
