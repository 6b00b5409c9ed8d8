import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { SeriesId } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { calibrationFactor } from '../../../shared/rules/reader-calibration.ts';
import type { Archive } from '../archive/archive.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Calibrations } from './calibrations.ts';
import type { Reading } from './reading.ts';
import { remeasureSeries } from './remeasure-series.ts';
import type { Measure } from './remeasure-series.ts';

export interface CalibrateParts {
  readonly archive: Archive;
  readonly calibrations: Calibrations;
  readonly reading: Reading;
  readonly clock: Clock;
  readonly person: { readonly personId: PersonId; readonly name: string };
  readonly measure: Measure;
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
  await remeasureSeries(parts, studyId, seriesId);
  const calibration = calibrations.list(studyId).find((one) => one.seriesUid === seriesUid) ?? null;
  return { calibration, measurements: reading.load({ studyId }).measurements };
}
