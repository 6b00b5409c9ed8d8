import { frameInfo } from '../model/image.ts';
import type { ImageInfo, LookupTable, VoiFunction } from '../model/image.ts';
import { imageKind } from './image-kind.ts';
import { hasAmounts, HOUNSFIELD, modalityUnit } from './modality.ts';
import { suvFactor } from './suv.ts';
import { isUsableWindow } from './window.ts';
import type { Window } from './window.ts';

/** `auto`: from the values of the frame, by `modalityRange` and `autoWindow`. */
export type PresetShow =
  | Readonly<{ kind: 'window'; window: Window; voiFunction: VoiFunction }>
  | Readonly<{ kind: 'lut'; lut: LookupTable }>
  | Readonly<{ kind: 'auto' }>;
/** `key` is the number key that calls it; entries after the ninth have none. */
export type WindowPreset = Readonly<{ key: string | null; name: string; show: PresetShow }>;

const KEYS = 9;
type NamedWindow = readonly [name: string, center: number, width: number];
/** Hounsfield units; own choice of common values. */
const CT_BEGINS: NamedWindow = ['Soft tissue', 40, 400];
const CT_WINDOWS: readonly NamedWindow[] = [
  CT_BEGINS,
  ['Lung', -600, 1500],
  ['Bone', 400, 1800],
  ['Brain', 40, 80],
  ['Mediastinum', 50, 350],
  ['Liver', 60, 160],
  ['Angiography', 300, 600],
  ['Stroke', 35, 40],
];
/** Upper ends of windows from zero, SUVbw. */
const SUV_TOPS = [5, 7, 10, 15, 20];

/** Brightest value of a CT that holds nothing but air; below it the numbers are no Hounsfield units. */
const DARKEST_AIR = -1100;
/** Share of a window that values must span: below it the picture is one grey. */
const LEAST_SPAN = 0.05;

/**
 * Presets of one frame. First what the object asks for itself: its own curves before its windows on radiographs, where
 * a flat window loses the maker's processing, else windows first. Then those of the modality. PET of which the uptake is known begins in
 * SUV: its own windows mostly are the range of each slice, which hides the body behind what is hottest. There is always one.
 * @param range modality values of the frame, where known: a CT that asks for no window and would be one flat grey in soft
 * tissue begins with its own range
 */
export function windowPresets(
  image: ImageInfo,
  frame: number,
  range: Readonly<{ min: number; max: number }> | null = null,
): readonly WindowPreset[] {
  if (!hasAmounts(image)) return [];
  const own = ownPresets(image, frame);
  const auto = { name: 'Full range', show: { kind: 'auto' } as const };
  const usual = modalityPresets(image, frame);
  const inSuv = image.pet !== null && usual.length > 0;
  // A range taken from each picture would make one tissue look another on the next slice: it comes last.
  const flat = own.length === 0 && range !== null && wouldBeFlat(image, frame, range);
  const asked = inSuv ? [...usual, ...own] : [...own, ...usual];
  const all = flat ? [auto, ...usual] : [...asked, auto];
  return all.map((preset, index) => ({ key: index < KEYS ? String(index + 1) : null, ...preset }));
}

/** Air alone is rightly black; what is brighter than the window throughout, or darker than air can be, is not seen in it. */
function wouldBeFlat(image: ImageInfo, frame: number, { min, max }: Readonly<{ min: number; max: number }>): boolean {
  if (modalityUnit(image, frame) !== HOUNSFIELD) return false;
  const [, center, width] = CT_BEGINS;
  const [low, high] = [center - width / 2, center + width / 2];
  const narrow = max - min < width * LEAST_SPAN && max > low;
  return max < DARKEST_AIR || min > high || narrow;
}

type Unkeyed = Omit<WindowPreset, 'key'>;

function ownPresets(image: ImageInfo, frame: number): Unkeyed[] {
  const { windows, voiFunction, voiLuts = image.voiLuts } = frameInfo(image, frame);
  const usable = windows.filter(isUsableWindow);
  const shown = usable.map(({ center, width, explanation }, index): Unkeyed => {
    const name = named(explanation, 'Own window', index, usable.length);
    return { name, show: { kind: 'window', window: { center, width }, voiFunction } };
  });
  const luts = voiLuts.filter((lut) => lut.data.length > 0);
  const curves = luts.map((lut, index): Unkeyed => {
    return { name: named(lut.explanation, 'Own curve', index, luts.length), show: { kind: 'lut', lut } };
  });
  return imageKind(image) === 'projection' ? [...curves, ...shown] : [...shown, ...curves];
}

function named(explanation: string | null, fallback: string, index: number, count: number): string {
  const said = explanation?.trim();
  if (said) return said;
  return count > 1 ? `${fallback} ${String(index + 1)}` : fallback;
}

function modalityPresets(image: ImageInfo, frame: number): Unkeyed[] {
  if (modalityUnit(image, frame) === HOUNSFIELD) {
    return CT_WINDOWS.map(([name, center, width]) => ({ name, show: plainWindow(center, width, 'LINEAR') }));
  }
  const suv = suvFactor(image);
  if (!suv.ok) return [];
  return SUV_TOPS.map((top) => {
    const width = top / suv.factor;
    return { name: `SUV 0 to ${String(top)}`, show: plainWindow(width / 2, width, 'LINEAR_EXACT') };
  });
}

function plainWindow(center: number, width: number, voiFunction: VoiFunction): PresetShow {
  return { kind: 'window', window: { center, width }, voiFunction };
}
