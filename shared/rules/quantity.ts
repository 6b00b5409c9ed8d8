import { frameInfo } from '../model/image.ts';
import type { ImageInfo, RealWorldMap } from '../model/image.ts';
import { mappedUnit } from './value-maps.ts';
import { modalityBasis, modalityMapper, modalityUnit } from './modality.ts';

/** UCUM: a signal without a scale (MR, radiographs). Said, so that no number stands bare. */
export const ARBITRARY = "[arb'U]";

/** What a stored value means for the reader: the number, its unit in UCUM, and on what ground it stands. */
export type Quantity = Readonly<{ map: (stored: number) => number; unit: string; basis: string }>;

/**
 * By the map of another object that a reader chose for the series, if any. Else the modality value where it has a unit. Else the first
 * real world value map (0040,9096) with one; values outside its range are no numbers. Else the modality value in arbitrary units.
 */
export function quantityOf(image: ImageInfo, frame: number): Quantity {
  const { valueMap } = image;
  if (valueMap) {
    const { map, words } = valueMap;
    return {
      map: (stored) => realWorldValue(map, stored),
      unit: mappedUnit(map),
      basis: `real world value map: ${words}`,
    };
  }
  const unit = modalityUnit(image, frame);
  const own = { map: modalityMapper(image, frame), basis: modalityBasis(image, frame) };
  if (unit !== '1') return { ...own, unit };
  const maps = frameInfo(image, frame).realWorld?.filter((one) => one.unit !== '') ?? [];
  const real = maps.find((one) => one.unit !== '1') ?? maps[0];
  if (!real) return { ...own, unit: ARBITRARY };
  return { map: (stored) => realWorldValue(real, stored), unit: mappedUnit(real), basis: basisOf(real) };
}

/** Part 3, C.7.6.16.2.11: slope and intercept, or a table that begins at the first value mapped. */
export function realWorldValue(real: RealWorldMap, stored: number): number {
  if (stored < real.first || stored > real.last) return NaN;
  if (real.lut) return real.lut[stored - real.first] ?? NaN;
  return stored * real.slope + real.intercept;
}

function basisOf({ label }: RealWorldMap): string {
  return label === null ? 'real world value map' : `real world value map: ${label}`;
}
