import { plaquesOf } from './plaques.ts';
import type { CalciumSlice, Plaque } from './plaques.ts';

/** What the acquisition says of itself; null where it does not. */
export type CalciumAcquisition = Readonly<{
  /** Contrast/Bolus Agent (0018,0010) or its sequence is there. */
  contrast: boolean;
  /** Third value of Image Type is LOCALIZER. */
  localizer: boolean;
  /** (0018,0060). */
  kvp: number | null;
  /** (0018,0050), mm. */
  sliceThickness: number | null;
  gated: boolean | null;
  sharpKernel: boolean | null;
  /** mg of hydroxyapatite per ml and HU, from a phantom scanned with the patient's protocol. */
  calibration: number | null;
}>;

export type VesselScore = Readonly<{ vessel: number; agatston: number; volumeMm3: number; massMg: number | null }>;

export type CalciumScore =
  | Readonly<{
      ok: true;
      agatston: number;
      volumeMm3: number;
      /** Null without a calibration. */
      massMg: number | null;
      group: CalciumGroup;
      vessels: readonly VesselScore[];
      /** Distance from slice to slice that was used, mm. */
      incrementMm: number;
      warnings: readonly string[];
    }>
  | Readonly<{ ok: false; reason: string }>;

export type CalciumGroup = '0' | '1–99' | '100–299' | '≥300';

/** The score is defined on contiguous slices of 3 mm. */
const DEFINED_ON_MM = 3;
const DEFINED_ON_KVP = 120;
/** Slices may lie so far from an even distance and count as contiguous. */
const UNEVEN = 0.05;
const MG_PER_MM3 = 1 / 1000;

/**
 * Agatston, volume and mass score (rule 3.4; DCM 112055, 112056, 112057). Each spot counts its area times the weight of
 * its own peak in its own slice; another distance of slices than 3 mm counts in proportion. Refused with the reason on a
 * study with contrast, on a localizer, and where slices are missing.
 * @param slices in any order, of one series
 * @throws AppError measure/bad-values as `plaquesOf`
 */
export function calciumScore(slices: readonly CalciumSlice[], acquisition: CalciumAcquisition): CalciumScore {
  const refused = calciumRefusal(acquisition);
  if (refused !== null) return no(refused);
  const increment = incrementOf(slices);
  if (typeof increment === 'string') return no(increment);
  const byVessel = new Map<number, { agatston: number; volumeMm3: number; massMg: number }>();
  for (const slice of slices) {
    for (const plaque of plaquesOf(slice)) {
      const sum = byVessel.get(plaque.vessel) ?? { agatston: 0, volumeMm3: 0, massMg: 0 };
      const volume = plaque.areaMm2 * increment;
      sum.agatston += plaque.areaMm2 * agatstonWeight(plaque.peakHu) * (increment / DEFINED_ON_MM);
      sum.volumeMm3 += volume;
      sum.massMg += massOf(plaque, volume, acquisition.calibration ?? 0);
      byVessel.set(plaque.vessel, sum);
    }
  }
  const calibrated = acquisition.calibration !== null;
  const vessels = [...byVessel]
    .sort(([a], [b]) => a - b)
    .map(([vessel, sum]) => ({ vessel, ...sum, massMg: calibrated ? sum.massMg : null }));
  const total = (key: 'agatston' | 'volumeMm3'): number => vessels.reduce((sum, each) => sum + each[key], 0);
  const agatston = total('agatston');
  return {
    ok: true,
    agatston,
    volumeMm3: total('volumeMm3'),
    massMg: calibrated ? vessels.reduce((sum, each) => sum + (each.massMg ?? 0), 0) : null,
    group: calciumGroup(agatston),
    vessels,
    incrementMm: increment,
    warnings: warningsOf(acquisition, increment),
  };
}

/** Why an acquisition has no score, in words; null where nothing speaks against it. */
export function calciumRefusal({ contrast, localizer }: CalciumAcquisition): string | null {
  if (contrast) return 'the study was made with contrast: it looks like calcium';
  return localizer ? 'this is a localizer' : null;
}

/** Weight of a spot by its peak, HU. */
export function agatstonWeight(peakHu: number): 0 | 1 | 2 | 3 | 4 {
  if (peakHu >= 400) return 4;
  if (peakHu >= 300) return 3;
  if (peakHu >= 200) return 2;
  return peakHu >= 130 ? 1 : 0;
}

/** Group of an Agatston score; any calcium at all is no longer 0. */
export function calciumGroup(agatston: number): CalciumGroup {
  if (agatston <= 0) return '0';
  if (agatston < 100) return '1–99';
  return agatston < 300 ? '100–299' : '≥300';
}

function massOf(plaque: Plaque, volumeMm3: number, calibration: number): number {
  return (plaque.sumHu / plaque.pixels) * volumeMm3 * calibration * MG_PER_MM3;
}

/** Distance from slice to slice, mm; a reason in words where there is none. The thickness of a slice does not matter. */
function incrementOf(slices: readonly CalciumSlice[]): number | string {
  if (slices.length < 2) return 'a score needs the distance from slice to slice';
  const places = slices.map((slice) => slice.position).sort((a, b) => a - b);
  const steps = places.slice(1).map((place, at) => place - (places[at] ?? NaN));
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  if (!(mean > 0)) return 'the places of the slices are not known';
  if (steps.some((step) => step < mean * UNEVEN)) return 'a slice is there twice';
  if (steps.some((step) => Math.abs(step - mean) > mean * UNEVEN)) return 'slices are missing or unevenly spaced';
  return mean;
}

function warningsOf(said: CalciumAcquisition, increment: number): readonly string[] {
  const { kvp, sliceThickness } = said;
  const overlap = sliceThickness !== null && sliceThickness > increment * (1 + UNEVEN);
  const gap = sliceThickness !== null && sliceThickness < increment * (1 - UNEVEN);
  return [
    ...(Math.abs(increment - DEFINED_ON_MM) > DEFINED_ON_MM * UNEVEN
      ? [`slices every ${increment.toFixed(2)} mm, not 3`]
      : []),
    ...(overlap ? ['slices overlap'] : []),
    ...(gap ? ['slices leave gaps'] : []),
    ...(kvp === null ? ['tube voltage not known'] : []),
    ...(kvp !== null && kvp !== DEFINED_ON_KVP ? [`${String(kvp)} kV, not 120`] : []),
    ...(said.gated === false ? ['not gated'] : []),
    ...(said.gated === null ? ['gating not known'] : []),
    ...(said.sharpKernel === true ? ['sharp kernel'] : []),
  ];
}

function no(reason: string): CalciumScore {
  return { ok: false, reason };
}
