import { frameInfo } from '../model/image.ts';
import type { ImageInfo } from '../model/image.ts';
import type { SeriesForReading } from '../model/study.ts';
import { planeNormal } from '../rules/geometry.ts';

export type Plane = 'axial' | 'coronal' | 'sagittal' | 'oblique' | null;

/** Pictures that can be shown: frames of all objects. */
export function pictureCount(series: SeriesForReading): number {
  return series.images.reduce((sum, image) => sum + (image.picture.shown ? image.frames : 0), 0);
}

export function planeOf(image: ImageInfo): Plane {
  const orientation = image.frames > 0 ? frameInfo(image, 1).orientation : null;
  const normal = orientation && planeNormal(orientation);
  if (!normal) return null;
  const [x, y, z] = normal.map(Math.abs);
  if ((z ?? 0) > 0.8) return 'axial';
  if ((y ?? 0) > 0.8) return 'coronal';
  return (x ?? 0) > 0.8 ? 'sagittal' : 'oblique';
}

export function seriesPlane(series: SeriesForReading): Plane {
  const shown = series.images.filter((image) => image.picture.shown);
  const middle = shown[Math.floor(shown.length / 2)];
  return middle ? planeOf(middle) : null;
}

/** Of these a pilot or a survey is a scout; of radiographs a survey is the skeleton and a scanogram the legs, both to be read. */
const SCOUTED: ReadonlySet<string> = new Set(['CT', 'MR', 'PT']);
const SCOUT = /\b(loc|locali[sz]ers?|scout|topogram|surview)\b/i;
const MAKERS_SCOUT = /\b(pilots?|survey|scano(gram)?)\b/i;

/** Words that name a scout, as makers call theirs: "T/S/C RF FAST PILOT". */
export function saysScout(modality: string | null, words: string): boolean {
  return SCOUT.test(words) || (SCOUTED.has(modality ?? '') && MAKERS_SCOUT.test(words));
}

/** A scout: pictures to plan the others by. */
export function isLocalizer(series: SeriesForReading): boolean {
  const first = series.images[0];
  if (first?.imageType.some((type) => type.toUpperCase() === 'LOCALIZER')) return true;
  return saysScout(series.modality, series.description ?? '');
}

/** Fewer pixels a side than this are a map (spectroscopy, timing), not a picture to read first. */
const LEAST_SIDE = 64;

/** Parametric Map Storage: values worked out from the pictures that the study is read by. */
const PARAMETRIC_MAP = '1.2.840.10008.5.1.4.1.1.30';

/** Not what a study is read by: a scout, a parametric map, or a map of a few pixels. */
export function isMinor(series: SeriesForReading): boolean {
  const first = series.images.find((image) => image.picture.shown);
  const pixels = first?.pixels;
  return (
    isLocalizer(series) ||
    first?.sopClass === PARAMETRIC_MAP ||
    (pixels !== undefined && pixels !== null && Math.max(pixels.rows, pixels.columns) < LEAST_SIDE)
  );
}

/** Series that can be read, the one that shows most of the patient first; scouts and maps last. */
export function rankSeries(series: readonly SeriesForReading[]): readonly SeriesForReading[] {
  const weight = (one: SeriesForReading): number =>
    (isMinor(one) ? 0 : 1_000_000) + (seriesPlane(one) === 'axial' ? 20 : 0) + pictureCount(one);
  return series
    .filter((one) => pictureCount(one) > 0)
    .toSorted((a, b) => weight(b) - weight(a) || (a.number ?? 1e9) - (b.number ?? 1e9));
}
