import type { ParsedRequest } from '../../shared/contract/index.ts';
import type { Measurement } from '../../shared/model/measurement.ts';
import { measurementWords } from '../../shared/report/measurement-words.ts';
import { isClosedRegion, sameSegmentGrid, segmentRefusal } from '../../shared/rules/segment-sources.ts';
import type { DeskSession } from './desk-session.ts';

export type SegmentationRequest = Omit<ParsedRequest<'reading.keepSegmentation'>, 'studyId'>;

/** A closed region of the case, and why it cannot be part of a segmentation; null: it can. */
export interface RegionChoice {
  readonly measurement: Measurement;
  readonly words: string;
  readonly refused: string | null;
}

/** Every closed region that stands. The first one that can be taken says on which pictures the others have to lie. */
export function regionChoices(desk: DeskSession, measurements: readonly Measurement[]): readonly RegionChoice[] {
  const regions = measurements.filter((one) => !one.deleted && isClosedRegion(one));
  const imageOf = (one: Measurement) => desk.engine.source.image(one.objectId);
  const first = regions.find((one) => {
    const image = imageOf(one);
    return image !== null && segmentRefusal(one, image) === null;
  });
  return regions.map((measurement) => {
    const image = imageOf(measurement);
    const grid = first && imageOf(first);
    const own = image === null ? 'its picture is not here' : segmentRefusal(measurement, image);
    const isOther =
      own === null && first && image && grid && !sameSegmentGrid(grid, first.frame, image, measurement.frame);
    return {
      measurement,
      words: [`M${measurement.ordinal}`, measurementWords(measurement).split(', ')[0] ?? '']
        .filter((part) => part !== '')
        .join(': '),
      refused: isOther ? `its picture lies otherwise, or is of another size, than that of M${first.ordinal}` : own,
    };
  });
}

/** Keeps regions as a segmentation, and shows what was kept, as it was read back. */
export async function keepSegmentation(desk: DeskSession, request: SegmentationRequest): Promise<void> {
  const open = desk.stores.open.getState();
  if (open.status !== 'open') return;
  const { studyId } = open.current.study;
  const isStill = desk.ifStill();
  try {
    await desk.settle();
    const { objectId } = await desk.call('reading.keepSegmentation', { studyId, ...request });
    const study = await desk.call('study.open', { studyId });
    const now = desk.stores.open.getState();
    // Another case came onto the desk meanwhile: the object is kept, and is not of this one.
    if (now.status !== 'open' || !isStill()) return;
    desk.engine.source.add(study.series.flatMap((series) => series.images));
    desk.stores.open.setState({ ...now, current: study });
    desk.objects.open(objectId);
    await desk.objects.read(objectId);
    desk.objects.toggleAll(objectId);
  } catch (error) {
    desk.failed(error, 'Segmentation');
  }
}
