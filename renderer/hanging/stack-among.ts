import type { NamedFrame } from '../../shared/model/study-beside.ts';
import type { SeriesFrame } from '../../shared/dicom/sort-frames.ts';
import { NO_FAULTS } from '../../shared/hanging/slice-faults.ts';
import type { SeriesForReading, StudyForReading } from '../../shared/model/study.ts';
import type { SeriesStack, StackedSeries } from './series-stacks.ts';

/** The series of a study that has a picture; null: it is not here. */
export function seriesWith(
  { series }: Pick<StudyForReading, 'series'>,
  { objectId }: NamedFrame,
): SeriesForReading | null {
  return series.find(({ images }) => images.some((image) => image.objectId === objectId)) ?? null;
}

/**
 * Named pictures of a study as one stack, of whatever series they are; those that are not here are left out. It follows no other stack, and
 * none follows it: its pictures are no neighbours.
 */
export function stackAmong(
  study: Pick<StudyForReading, 'series'>,
  wanted: readonly NamedFrame[],
  stacks: { of(series: SeriesForReading): StackedSeries },
): SeriesStack {
  const frames = wanted.flatMap((ref): readonly SeriesFrame[] => {
    const series = seriesWith(study, ref);
    const stack = series && stacks.of(series).holding(ref);
    const place = stack?.placeOf(ref) ?? null;
    const frame = place === null ? undefined : stack?.frames[place];
    return frame ? [frame] : [];
  });
  const refs = frames.map(({ image, frame }) => ({ objectId: image.objectId, frame }));
  const placeOf = ({ objectId, frame }: NamedFrame): number | null => {
    const place = refs.findIndex((ref) => ref.objectId === objectId && ref.frame === frame);
    return place < 0 ? null : place;
  };
  return {
    ...{ number: 0, name: 'key images', minor: false, frames, refs, from: 0, placeOf },
    ...{ link: { frameOfReference: null, planes: frames.map(() => null) }, faults: NO_FAULTS },
  };
}
