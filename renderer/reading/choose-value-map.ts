import type { StudyForReading } from '../../shared/model/study.ts';
import type { SeriesValueMap } from '../../shared/model/value-map.ts';
import { withValueMap } from '../../shared/rules/value-maps.ts';
import type { MapChoice } from '../objects/index.ts';
import type { DeskSession } from './desk-session.ts';
import { studiesOf } from './stores.ts';

/** Reads the values of a series by the map that the reader chose; every number of it is worked out anew. */
export async function chooseValueMap(desk: DeskSession, request: MapChoice): Promise<void> {
  const isStill = desk.ifStill();
  try {
    // What is on its way to the journal is measured anew with the rest.
    await desk.settle();
    const { chosen } = await desk.call('reading.useValueMap', request);
    const before = desk.stores.open.getState();
    if (before.status !== 'open' || !isStill()) return;
    // A series of a prior has drawings of this case, too.
    const { measurements } = await desk.call('reading.load', { studyId: before.current.study.studyId });
    const open = desk.stores.open.getState();
    if (open.status !== 'open' || !isStill()) return;
    const [current = open.current, ...priors] = studiesOf(open).map((study) => mapped(study, request, chosen));
    desk.stores.open.setState({ ...open, current, priors });
    for (const study of [current, ...priors]) {
      const images = study.series.filter((one) => isOf(study, one.seriesUid, request)).flatMap((one) => one.images);
      desk.engine.source.add(images, study === current);
    }
    // A step back would bring numbers of the other map.
    desk.history.clear();
    desk.measurements.load(measurements);
    for (const handle of desk.handles) handle.render();
  } catch (error) {
    desk.failed(error, 'Map of values');
  }
}

function isOf({ study }: StudyForReading, uid: string, { studyId, seriesUid }: MapChoice): boolean {
  return study.studyId === studyId && uid === seriesUid;
}

function mapped(study: StudyForReading, place: MapChoice, now: SeriesValueMap | null): StudyForReading {
  if (study.study.studyId !== place.studyId) return study;
  const series = study.series.map((one) =>
    isOf(study, one.seriesUid, place) ? { ...one, images: one.images.map((image) => withValueMap(image, now)) } : one,
  );
  return { ...study, series };
}
