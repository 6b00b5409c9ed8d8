import type { Page } from 'playwright-core';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { Measurement } from '../../../shared/model/measurement.ts';
import { askStation } from './station.ts';

/** Measurements of a study that stand, in the order of drawing. */
export async function standing(page: Page, studyId: StudyId): Promise<readonly Measurement[]> {
  return (await askStation(page, 'reading.load', { studyId })).measurements.filter(({ deleted }) => !deleted);
}
