import type { MeasuredValue, Point2 } from '../model/measurement.ts';
import { valueAt } from './measure-length.ts';
import type { ValuesAndWarnings } from './measure-length.ts';
import { at } from './measure-points.ts';
import type { RegionScale } from './ultrasound-regions.ts';

export const NOT_SPECTRAL = 'not in a spectral Doppler region';
export const NOT_THE_PEAK = 'the first point is not the peak: no indices';

/**
 * Two points of a Doppler spectrum: the first at the peak of systole, the second at the end of diastole. Velocity or frequency of
 * each as the region gives it (a region in Hz never becomes cm/s), their difference, the time between them where the region has
 * one, resistive index and systolic to diastolic ratio.
 */
export function measureDoppler(points: readonly Point2[], region: RegionScale | null): ValuesAndWarnings {
  if (!region || (region.y.unit !== 'cm/s' && region.y.unit !== 'Hz')) return { values: [], warnings: [NOT_SPECTRAL] };
  const [peak, end] = [at(points, 0), at(points, 1)].map((point) => valueAt(point, region));
  const systole = peak?.values[0];
  const diastole = end?.values[0];
  const warnings = [...new Set([...(peak?.warnings ?? []), ...(end?.warnings ?? [])])];
  if (!systole || !diastole) return { values: [], warnings };
  const kind = systole.name;
  const indices = indicesOf(systole.value, diastole.value);
  return {
    values: [
      { name: `peak systolic ${kind}`, value: systole.value, unit: systole.unit },
      { name: `end diastolic ${kind}`, value: diastole.value, unit: diastole.unit },
      { name: `${kind} difference`, value: Math.abs(systole.value - diastole.value), unit: systole.unit },
      ...timeBetween(points, region),
      ...indices,
    ],
    warnings: indices.length === 0 ? [...warnings, NOT_THE_PEAK] : warnings,
  };
}

function timeBetween(points: readonly Point2[], { x }: RegionScale): MeasuredValue[] {
  if (x.unit !== 's') return [];
  return [{ name: 'time', value: Math.abs((at(points, 1)[0] - at(points, 0)[0]) * x.perPixel), unit: 's' }];
}

/** Flow away from the probe is negative: both indices are the same for a mirrored spectrum. */
function indicesOf(systole: number, diastole: number): MeasuredValue[] {
  if (systole === 0 || Math.abs(diastole) > Math.abs(systole)) return [];
  const index = { name: 'resistive index', value: (systole - diastole) / systole, unit: '1' };
  // Flow that stops or turns round in diastole has no such ratio.
  if (systole * diastole <= 0) return [index];
  return [index, { name: 'S/D ratio', value: systole / diastole, unit: '1' }];
}
