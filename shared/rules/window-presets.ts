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
/** Hounsfield units; own choice of common values. */
const CT_WINDOWS: readonly (readonly [name: string, center: number, width: number])[] = [
  ['Soft tissue', 40, 400],
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

/**
 * Presets of one frame. First what the object asks for itself: its own curves before its windows on radiographs, where
 * a flat window loses the maker's processing, else windows first. Then those of the modality. There is always one.
 */
export function windowPresets(image: ImageInfo, frame: number): readonly WindowPreset[] {
  if (!hasAmounts(image)) return [];
  const own = ownPresets(image, frame);
  const auto = { name: 'Full range', show: { kind: 'auto' } as const };
  // A range taken from each picture would make one tissue look another on the next slice: it comes last.
  const all = [...own, ...modalityPresets(image, frame), auto];
  return all.map((preset, index) => ({ key: index < KEYS ? String(index + 1) : null, ...preset }));
}

type Unkeyed = Omit<WindowPreset, 'key'>;

function ownPresets(image: ImageInfo, frame: number): Unkeyed[] {
  const { windows, voiFunction } = frameInfo(image, frame);
  const usable = windows.filter(isUsableWindow);
  const shown = usable.map(({ center, width, explanation }, index): Unkeyed => {
    const name = named(explanation, 'Own window', index, usable.length);
    return { name, show: { kind: 'window', window: { center, width }, voiFunction } };
  });
  const luts = image.voiLuts.filter((lut) => lut.data.length > 0);
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
