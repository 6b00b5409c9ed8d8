import type { ImageInfo } from '../model/image.ts';
import type { MeasureChoices, MeasuredValue, Point2, SuvKind, ValueRange } from '../model/measurement.ts';
import type { ValuesAndWarnings } from './measure-length.ts';
import { hasAmounts, isPadding } from './modality.ts';
import { quantityOf } from './quantity.ts';
import type { RoiShape } from './roi-shape.ts';
import { reachesOutside, roiValues, statisticsOf } from './roi-statistics.ts';
import type { StoredPixels } from './stored-pixels.ts';
import { bodyOf, SUV_WORDS, suvScale } from './suv-kinds.ts';
import { suvFactor } from './suv.ts';

export const COLOUR = 'colour image: no pixel values';
export const NOT_READ = 'pixel values were not read';
export const OUTSIDE = 'the drawing reaches outside the image';
export const NOTHING_INSIDE = 'no pixel centre lies inside the outline';
export const NOTHING_WITHIN = 'no pixel inside the outline has a value within the range';

/** Mean, standard deviation, minimum, maximum and median inside a figure, and how many pixels they come from. */
export function measureStatistics(
  shape: RoiShape,
  image: ImageInfo,
  frame: number,
  pixels: StoredPixels | null,
  { range, suv: kind }: MeasureChoices = {},
): ValuesAndWarnings {
  const refused = refusal(image, pixels);
  if (refused !== null || pixels === null) return { values: [], warnings: [refused ?? NOT_READ] };
  const { map, unit } = quantityOf(image, frame);
  const all = roiValues(shape, image, pixels, map);
  const found = statisticsOf(range ? { ...all, values: all.values.filter((value) => isWithin(value, range)) } : all);
  const warnings = [
    ...(reachesOutside(shape, pixels) ? [OUTSIDE] : []),
    ...(found.padding > 0 ? [`${String(found.padding)} padding pixels left out`] : []),
    ...(found.damaged > 0 ? [`${String(found.damaged)} pixels ${without(image)} left out`] : []),
    ...(image.valueMap ? [`values by the map ${image.valueMap.words}`] : []),
  ];
  const count = { name: 'pixel count', value: found.count, unit: '1' };
  if (found.count === 0) return { values: [count], warnings: [...warnings, range ? NOTHING_WITHIN : NOTHING_INSIDE] };
  const values = [
    { name: 'mean', value: found.mean, unit },
    { name: 'standard deviation', value: found.deviation, unit },
    { name: 'minimum', value: found.min, unit },
    { name: 'maximum', value: found.max, unit },
    { name: 'median', value: found.median, unit },
  ];
  const suv = withSuv(values, image, kind);
  return { values: [...suv.values, count], warnings: [...warnings, ...suv.warnings] };
}

function without({ valueMap }: ImageInfo): string {
  return valueMap ? 'outside the range of the map' : 'without a number';
}

export function isWithin(value: number, { min, max }: ValueRange): boolean {
  return value >= min && value <= max;
}

/** Value of the pixel whose centre is nearest; no value outside the image or on padding. */
export function measureProbe(
  point: Point2,
  image: ImageInfo,
  frame: number,
  pixels: StoredPixels | null,
  { suv: kind }: MeasureChoices = {},
): ValuesAndWarnings {
  const refused = refusal(image, pixels);
  if (refused !== null || pixels === null) return { values: [], warnings: [refused ?? NOT_READ] };
  const column = Math.round(point[0]);
  const row = Math.round(point[1]);
  if (column < 0 || row < 0 || column >= pixels.columns || row >= pixels.rows)
    return { values: [], warnings: [OUTSIDE] };
  const stored = pixels.data[row * pixels.columns + column] ?? NaN;
  if (isPadding(image, stored)) return { values: [], warnings: ['padding: no value here'] };
  const { map, unit } = quantityOf(image, frame);
  const value = map(stored);
  if (!Number.isFinite(value))
    return {
      values: [],
      warnings: [image.valueMap ? 'outside the range of the map: no value here' : 'the pixel holds no number'],
    };
  const suv = withSuv([{ name: 'value', value, unit }], image, kind);
  return { values: suv.values, warnings: [...suv.warnings] };
}

/** Adds each PET value as SUVbw and as the kind that was chosen, or says why there is none. */
function withSuv(values: readonly MeasuredValue[], image: ImageInfo, kind: SuvKind = 'bw'): ValuesAndWarnings {
  const { pet, valueMap } = image;
  // A factor of the header turns activity into SUV; values of a map are something else already.
  if (!pet || valueMap) return { values: [...values], warnings: [] };
  const suv = suvFactor(image);
  if (!suv.ok) return { values: [...values], warnings: [`SUV not available: ${suv.reason}`] };
  const kinds: readonly SuvKind[] = kind === 'bw' ? ['bw'] : ['bw', kind];
  const all = [...values];
  const warnings = [...suv.warnings];
  for (const one of kinds) {
    const found = suvScale(one, bodyOf(pet));
    const word = SUV_WORDS[one];
    if (!found.ok) {
      warnings.push(`${word} not available: ${found.reason}`);
      continue;
    }
    const factor = suv.factor * found.scale;
    for (const { name, value } of values)
      all.push({ name: name === 'value' ? word : `${word} ${name}`, value: value * factor, unit: found.unit });
  }
  return { values: all, warnings };
}

function refusal(image: ImageInfo, pixels: StoredPixels | null): string | null {
  if (!hasAmounts(image)) return COLOUR;
  if (!pixels) return NOT_READ;
  const format = image.pixels;
  if (pixels.samples !== 1) return COLOUR;
  // A reduced preview has other pixels at these coordinates: its values would be those of another place.
  if (pixels.columns !== format?.columns || pixels.rows !== format.rows) return 'only a reduced preview was read';
  return null;
}
