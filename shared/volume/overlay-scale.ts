import type { SeriesFrame } from '../dicom/sort-frames.ts';
import { frameInfo } from '../model/image.ts';
import type { RealWorldMap } from '../model/image.ts';
import type { ValueScale } from '../rules/colour/overlay-colours.ts';
import { modalityUnit } from '../rules/modality.ts';
import { ARBITRARY } from '../rules/quantity.ts';
import { suvFactor } from '../rules/suv.ts';
import { SUV_WORDS } from '../rules/suv-kinds.ts';
import { mappedUnit } from '../rules/value-maps.ts';
import { isUsableWindow } from '../rules/window.ts';

/** A scale that the reader can choose; `scale` null: from the smallest to the largest value of the series. */
export interface NamedScale {
  readonly name: string;
  readonly scale: ValueScale | null;
}

/** What the values of a series are shown as when it lies over another one. */
export interface OverlayScale {
  /** Modality value × factor + offset is the value in `unit`. */
  readonly factor: number;
  readonly offset: number;
  /** "SUVbw", the label of a map; empty where nobody said. */
  readonly quantity: string;
  /** UCUM. */
  readonly unit: string;
  /** The first is the one to begin with. */
  readonly choices: readonly NamedScale[];
  /** Stored values that mean something; others are no numbers. Null: all. */
  readonly valid: { readonly first: number; readonly last: number } | null;
  /** Why it is not what a reader would expect, in words. */
  readonly remark: string | null;
}

/** Upper ends, SUVbw, from zero. */
const SUV_TOPS = [5, 7, 10, 15, 20];
/** Factors that differ by more belong to pictures that were scaled apart. */
const SAME_FACTOR = 1e-6;

/**
 * SUV by body weight where all slices of a PET say the same of it; else the real world values of a map that all slices share; else
 * modality values.
 */
export function overlayScale(frames: readonly SeriesFrame[]): OverlayScale {
  const middle = frames[Math.floor(frames.length / 2)];
  if (!middle) throw new RangeError('a volume has slices');
  const real = commonMap(frames);
  if (real) return byMap(real, middle);
  const suv = commonSuv(frames);
  if (suv?.ok === true) {
    const choices = SUV_TOPS.map((top): NamedScale => ({ name: `SUV 0 to ${top}`, scale: { low: 0, high: top } }));
    const { factor } = suv;
    return { factor, offset: 0, quantity: SUV_WORDS.bw, unit: '{SUVbw}g/ml', choices, valid: null, remark: null };
  }
  const unit = modalityUnit(middle.image, middle.frame);
  return {
    ...{ factor: 1, offset: 0, quantity: '', unit: unit === '1' ? ARBITRARY : unit, valid: null },
    choices: [...windowsOf(middle, 1, 0), { name: 'Full range', scale: null }],
    remark: suv === null ? null : `SUV not available: ${suv.reason}`,
  };
}

/** Null: no PET. */
function commonSuv(frames: readonly SeriesFrame[]): ReturnType<typeof suvFactor> | null {
  const all = frames.map(({ image }) => (image.pet && !image.valueMap ? suvFactor(image) : null));
  const [first] = all;
  if (!first) return null;
  const odd = all.find((one) => one?.ok !== true);
  if (odd?.ok === false) return odd;
  const { factor } = first.ok ? first : { factor: NaN };
  const isSame = all.every((one) => one?.ok === true && Math.abs(one.factor - factor) <= SAME_FACTOR * factor);
  return isSame ? first : { ok: false, reason: 'its slices ask for different factors' };
}

/** The map that a reader chose, else the object's own where modality values have no unit, as everywhere (quantity.ts). */
function commonMap(frames: readonly SeriesFrame[]): RealWorldMap | null {
  const maps = frames.map(({ image, frame }): RealWorldMap | null => {
    if (image.valueMap) return image.valueMap.map;
    if (modalityUnit(image, frame) !== '1') return null;
    const named = frameInfo(image, frame).realWorld?.filter(({ unit }) => unit !== '') ?? [];
    return named.find(({ unit }) => unit !== '1') ?? named[0] ?? null;
  });
  const [first] = maps;
  if (!first || first.lut) return null;
  const isSame = (one: RealWorldMap | null): boolean =>
    one !== null &&
    !one.lut &&
    one.slope === first.slope &&
    one.intercept === first.intercept &&
    one.unit === first.unit;
  // A map is of stored values: a rescale beside it would come first.
  const isPlain = frames.every(
    ({ info }) => !info.rescale || (info.rescale.slope === 1 && info.rescale.intercept === 0),
  );
  return isPlain && maps.every(isSame) ? first : null;
}

function byMap(real: RealWorldMap, middle: SeriesFrame): OverlayScale {
  const { slope: factor, intercept: offset, first, last, label } = real;
  return {
    ...{ factor, offset, quantity: label ?? '', unit: mappedUnit(real), valid: { first, last }, remark: null },
    choices: [...windowsOf(middle, factor, offset), { name: 'Full range', scale: null }],
  };
}

function windowsOf({ info }: SeriesFrame, factor: number, offset: number): readonly NamedScale[] {
  return info.windows.filter(isUsableWindow).map(({ center, width, explanation }, place) => {
    const ends = [center - width / 2, center + width / 2].map((value) => value * factor + offset);
    const named = explanation?.trim() ?? '';
    return {
      name: named === '' ? `Own window${place === 0 ? '' : ` ${place + 1}`}` : named,
      scale: { low: Math.min(...ends), high: Math.max(...ends) },
    };
  });
}
