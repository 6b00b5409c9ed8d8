import { assertNever } from '../lib/assert-never.ts';
import type { PetInfo } from '../model/image.ts';
import type { SuvKind } from '../model/measurement.ts';

export type { SuvKind } from '../model/measurement.ts';

/** What a kind is called beside its values. */
export const SUV_WORDS: Readonly<Record<SuvKind, string>> = {
  bw: 'SUVbw',
  'lbm-james': 'SUVlbm (James)',
  'lbm-janma': 'SUVlbm (Janmahasatian)',
  bsa: 'SUVbsa',
  ibw: 'SUVibw',
};

export type BodyFacts = Readonly<{ weightKg: number | null; heightM: number | null; sex: 'F' | 'M' | 'O' | null }>;

export type SuvScale = Readonly<{ ok: true; scale: number; unit: string }> | Readonly<{ ok: false; reason: string }>;

/** What the header says of the body. */
export function bodyOf(pet: PetInfo): BodyFacts {
  const sex = pet.patientSex;
  return {
    weightKg: pet.patientWeight,
    heightM: pet.patientSize ?? null,
    sex: sex === 'F' || sex === 'M' || sex === 'O' ? sex : null,
  };
}

/** What a person can be; a height in cm or a weight in grams in the header lies outside. */
const WEIGHT_KG: readonly [number, number] = [0.3, 500];
const HEIGHT_M: readonly [number, number] = [0.2, 2.6];
const GRAMS = 1000;
const CM2_PER_M2 = 10_000;

/**
 * What turns SUVbw (g/ml) into another kind: SUV of that kind = SUVbw × scale. Refused with a reason where height or sex are
 * missing or cannot be true: all kinds but the first depend on them.
 */
export function suvScale(kind: SuvKind, body: BodyFacts): SuvScale {
  if (kind === 'bw') return { ok: true, scale: 1, unit: '{SUVbw}g/ml' };
  const { weightKg: weight, heightM: height, sex } = body;
  if (weight === null || weight === 0) return no('no patient weight');
  if (!within(weight, WEIGHT_KG)) return no('the patient weight cannot be in kg');
  if (height === null || height === 0) return no('no patient height');
  if (!within(height, HEIGHT_M)) return no('the patient height cannot be in m');
  if (kind === 'bsa') {
    const surface = 0.007184 * weight ** 0.425 * (height * 100) ** 0.725;
    return { ok: true, scale: (surface * CM2_PER_M2) / (weight * GRAMS), unit: '{SUVbsa}cm2/ml' };
  }
  if (sex !== 'F' && sex !== 'M') return no('the sex of the patient is not known');
  const mass = massOf(kind, weight, height, sex);
  // Nobody is leaner than lean; the ideal weight of a thin person does lie above the real one.
  if (!(mass > 0) || (kind !== 'ibw' && mass > weight))
    return no('the formula does not hold for this weight and height');
  return { ok: true, scale: mass / weight, unit: kind === 'ibw' ? '{SUVibw}g/ml' : '{SUVlbm}g/ml' };
}

/** Lean or ideal mass in kg. */
function massOf(kind: 'lbm-james' | 'lbm-janma' | 'ibw', weight: number, height: number, sex: 'F' | 'M'): number {
  const cm = height * 100;
  switch (kind) {
    case 'lbm-james':
      return sex === 'M' ? 1.1 * weight - 128 * (weight / cm) ** 2 : 1.07 * weight - 148 * (weight / cm) ** 2;
    case 'lbm-janma': {
      const index = weight / height ** 2;
      return (9270 * weight) / (sex === 'M' ? 6680 + 216 * index : 8780 + 244 * index);
    }
    case 'ibw':
      return sex === 'M' ? 48 + 1.06 * (cm - 152) : 45.5 + 0.91 * (cm - 152);
    default:
      return assertNever(kind);
  }
}

function within(value: number, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most;
}

function no(reason: string): SuvScale {
  return { ok: false, reason };
}
