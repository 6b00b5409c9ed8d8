import { frameInfo } from '../model/image.ts';
import type { SeriesForReading } from '../model/study.ts';
import { pictureCount } from './main-series.ts';
import { matchSeries } from './prior-relevance.ts';
import type { SeriesFacts } from './prior-relevance.ts';

/** The series of a prior to hang against one of the current study, or null when none is comparable. */
export function closestSeries(
  series: SeriesForReading,
  candidates: readonly SeriesForReading[],
): SeriesForReading | null {
  const match = matchSeries(factsOf(series), candidates.map(factsOf));
  return candidates.find((candidate) => candidate.seriesId === match?.seriesId) ?? null;
}

function factsOf(series: SeriesForReading): SeriesFacts {
  const shown = series.images.filter((image) => image.picture.shown);
  const middle = shown[Math.floor(shown.length / 2)];
  const frame = middle && middle.frames > 0 ? frameInfo(middle, 1) : null;
  return {
    seriesId: series.seriesId,
    modality: series.modality,
    description: series.description,
    protocol: series.protocol,
    bodyPart: series.bodyPart,
    laterality: series.laterality,
    viewPosition: middle?.viewPosition ?? null,
    orientation: frame?.orientation ?? null,
    sliceThickness: frame?.sliceThickness ?? null,
    images: pictureCount(series),
    shown: shown.length > 0,
  };
}
