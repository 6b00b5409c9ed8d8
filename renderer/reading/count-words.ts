import type { SeriesForReading } from '../../shared/model/study.ts';
import type { SeriesCounts } from './stores.ts';

export const NOTHING_COUNTED: SeriesCounts = { verified: 0, decoded: 0, failed: 0 };

/** The five counts of a series, a line each. Objects for the first three, images (frames) for the others. */
export function countLines(
  { received, expected }: Pick<SeriesForReading, 'received' | 'expected'>,
  { verified, decoded, failed }: SeriesCounts,
  images: number,
  shown: number,
): readonly string[] {
  return [
    `expected ${expected === null ? 'not said by the sender' : `${expected} objects`}`,
    `received ${received} objects`,
    `verified ${verified} of ${received} objects: read and authenticated since the study was opened`,
    `decoded ${decoded} of ${images} images`,
    ...(failed > 0 ? [`failed ${failed} of ${images} images`] : []),
    `shown ${shown} of ${images} images`,
  ];
}
