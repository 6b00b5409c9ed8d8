import { entryOf } from '../lib/entry-of.ts';
import { frameInfo } from '../model/image.ts';
import type { ImageInfo } from '../model/image.ts';
import { applyLut } from './lut.ts';
import type { StoredPixels } from './stored-pixels.ts';

export const HOUNSFIELD = "[hnsf'U]";

const CT_CLASSES = new Set(['1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.5.1.4.1.1.2.1', '1.2.840.10008.5.1.4.1.1.2.2']);

/** Rescale Type (0028,1054) is HU by its defined terms; reformats of one maker spell it out, and wrongly: "Houndsfield Unit". */
const SAYS_HOUNSFIELD = /^(HU|HOUND?SFIELD( UNITS?)?)$/;

/** Units (0054,1001) of PET as UCUM. */
const PET_UNITS: Readonly<Record<string, string>> = {
  BQML: 'Bq/ml',
  GML: 'g/ml',
  CNTS: '{counts}',
  CPS: '{counts}/s',
  PROPCNTS: '{propcounts}',
  PROPCPS: '{propcounts}/s',
};

/** Maps stored values of one frame to modality values: the lookup table where there is one, else the rescale. */
export function modalityMapper(image: ImageInfo, frame: number): (stored: number) => number {
  const lut = image.modalityLut;
  if (lut && lut.data.length > 0) return (stored) => applyLut(lut, stored);
  const rescale = usableRescale(image, frame);
  if (!rescale) return (stored) => stored;
  // The slope stays a fraction: cutting it to an integer made values of slopes below one all zero elsewhere.
  return (stored) => stored * rescale.slope + rescale.intercept;
}

/** Modality value of one stored value (Part 3 C.11.1). */
export function toModality(image: ImageInfo, frame: number, stored: number): number {
  return modalityMapper(image, frame)(stored);
}

/** UCUM unit of modality values; "1" when nobody said, "{TYPE}" for a rescale type outside the known ones. */
export function modalityUnit(image: ImageInfo, frame: number): string {
  if (image.pet) return petUnit(image);
  if (image.modalityLut && image.modalityLut.data.length > 0) return '1';
  const rescale = usableRescale(image, frame);
  if (!rescale) return '1';
  const type = rescale.type?.trim().toUpperCase() ?? '';
  if (SAYS_HOUNSFIELD.test(type)) return HOUNSFIELD;
  // A CT object that leaves the type out means Hounsfield units (Part 3 C.8.2.1.1.3).
  if (type === '' && image.sopClass !== null && CT_CLASSES.has(image.sopClass)) return HOUNSFIELD;
  return namedUnit(type);
}

/** On what ground a single value stands: the label beside a probe. */
export function modalityBasis(image: ImageInfo, frame: number): string {
  if (image.modalityLut && image.modalityLut.data.length > 0) return 'modality LUT';
  return usableRescale(image, frame) ? 'rescale' : 'stored value';
}

/** True for a stored value inside Pixel Padding Value to Pixel Padding Range Limit (0028,0120/0121), either order. */
export function isPadding(image: ImageInfo, stored: number): boolean {
  if (!image.padding) return false;
  const { value, limit } = image.padding;
  const other = limit ?? value;
  return stored >= Math.min(value, other) && stored <= Math.max(value, other);
}

/** Smallest and largest modality value of a frame without padding; null for colour or when nothing is left. */
export function modalityRange(
  image: ImageInfo,
  frame: number,
  pixels: StoredPixels,
): { min: number; max: number } | null {
  if (pixels.samples !== 1) return null;
  const map = modalityMapper(image, frame);
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < pixels.data.length; i += 1) {
    const stored = pixels.data[i] ?? NaN;
    if (isPadding(image, stored)) continue;
    const value = map(stored);
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return Number.isFinite(min) && Number.isFinite(max) ? { min, max } : null;
}

/** True where a stored value is an amount: one sample, and neither colour nor an index into a palette. */
export function hasAmounts(image: ImageInfo): boolean {
  return image.pixels?.samplesPerPixel === 1 && image.pixels.photometric.startsWith('MONOCHROME');
}

/** Slope and intercept that a frame is rescaled by; null where it is not, or a table stands in their place. */
export function modalityRescale(image: ImageInfo, frame: number): { slope: number; intercept: number } | null {
  if (image.modalityLut && image.modalityLut.data.length > 0) return null;
  const rescale = usableRescale(image, frame);
  return rescale && { slope: rescale.slope, intercept: rescale.intercept };
}

function usableRescale(
  image: ImageInfo,
  frame: number,
): { slope: number; intercept: number; type: string | null } | null {
  const rescale = frameInfo(image, frame).rescale;
  if (!rescale || !Number.isFinite(rescale.slope) || !Number.isFinite(rescale.intercept)) return null;
  return rescale.slope === 0 ? null : rescale;
}

function petUnit(image: ImageInfo): string {
  const units = image.pet?.units?.trim().toUpperCase() ?? '';
  return entryOf(PET_UNITS, units) ?? namedUnit(units);
}

function namedUnit(type: string): string {
  if (type === '' || type === 'US') return '1';
  if (type === 'HU') return HOUNSFIELD;
  if (type === 'MGML') return 'mg/ml';
  return `{${type.replace(/[^A-Z0-9_./-]/g, '')}}`;
}
