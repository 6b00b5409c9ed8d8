import { randomUUID } from 'node:crypto';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { ObjectId, StudyId } from '../../../shared/model/ids.ts';
import { Measurement } from '../../../shared/model/measurement.ts';
import type { StudyForReading } from '../../../shared/model/study.ts';
import { answer } from '../../faults/store/station-fixture.ts';

/** Pictures of a study, as it is opened. */
export async function objectsOf(station: Station, studyId: StudyId): Promise<ObjectId[]> {
  const { series } = await answer<StudyForReading>(station, 'study.open', { studyId });
  return series.flatMap(({ images }) => images.map(({ objectId }) => objectId));
}

/** Draws a line on a picture of a study and keeps it. */
export async function measure(station: Station, studyId: StudyId, objectId: ObjectId, text = ''): Promise<void> {
  const made = await answer<Response<'reading.newMeasurement'>>(station, 'reading.newMeasurement', { studyId });
  const { people } = await answer<Response<'access.state'>>(station, 'access.state', {});
  const measurement = Measurement.parse({
    ...{ ...made, studyId, objectId, frame: 1, tool: 'length', points: [[1, 2], [11, 2]], world: null, text }, // prettier-ignore
    result: { values: [{ name: 'length', value: 12.3, unit: 'mm' }], basis: 'pixel spacing', warnings: [] },
    ...{ by: people[0]?.personId, at: new Date().toISOString(), deleted: false },
  });
  await answer(station, 'reading.saveMeasurement', { measurement });
}

/** A picture stood on the glass for so long, at half size. */
export async function look(station: Station, objectId: ObjectId, ms: number): Promise<void> {
  const at = new Date().toISOString();
  const from = Date.now();
  const glass = [[from, from + ms]];
  const looks = { batch: randomUUID(), of: [{ objectId, frame: 1, glass, full: [], parts: [0, 0] }] };
  await answer(station, 'reading.saveSeen', { frames: [{ objectId, frame: 1, at }], looks });
}
