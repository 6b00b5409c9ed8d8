import type { ImageInfo, PetInfo } from '../model/image.ts';
import { clockSeconds, secondsOf } from './dicom-clock.ts';

/** `factor` turns a modality value of this object into SUVbw in g/ml; else the reason, in words for the reader. */
export type Suv =
  Readonly<{ ok: true; factor: number; warnings: readonly string[] }> | Readonly<{ ok: false; reason: string }>;

/** Below this a dose cannot be Bq: a writer put MBq there. */
const LEAST_DOSE_BQ = 1e5;
const DAY = 86_400;
const GRAMS_PER_KG = 1000;
/** After ten half-lives a thousandth is left: such a time difference comes from shifted dates, not from a patient. */
const MOST_HALF_LIVES = 10;
/** The attribute says DECY; some writers spell it out. */
const DECAY_NAMES = ['DECY', 'DECAY'];

/**
 * SUV by body weight (rule 3.5).
 * @param earliestAcquisition "YYYYMMDDHHMMSS" of the whole series, for objects whose series time lies after their
 *   acquisition; without it those objects have no SUV
 */
export function suvFactor(image: ImageInfo, earliestAcquisition?: string): Suv {
  const { pet } = image;
  if (!pet) return no('not a PET image');
  const corrected = pet.correctedImage.map((entry) => entry.trim().toUpperCase());
  if (!corrected.includes('ATTN')) return no('not corrected for attenuation');
  if (!DECAY_NAMES.some((name) => corrected.includes(name))) return no('not corrected for decay');
  const decay = pet.decayCorrection?.trim().toUpperCase() ?? '';
  if (decay !== 'START' && decay !== 'ADMIN') return no('unknown reference time of the decay correction');
  switch (pet.units?.trim().toUpperCase()) {
    case 'BQML':
      return fromActivity(pet, decay, earliestAcquisition);
    case 'GML':
      return ['', 'BW'].includes(pet.suvType?.trim().toUpperCase() ?? '')
        ? { ok: true, factor: 1, warnings: [] }
        : no('stored as another kind of SUV than body weight');
    case undefined:
    case '':
      return no('no units of the pixel values');
    default:
      return no(`pixel values are in ${pet.units?.trim() ?? ''}`);
  }
}

/** Dose left after `seconds`, Bq. */
export function decayedDose(dose: number, seconds: number, halfLife: number): number {
  return dose * 2 ** (-seconds / halfLife);
}

function fromActivity(pet: PetInfo, decay: 'START' | 'ADMIN', earliest: string | undefined): Suv {
  const weight = pet.patientWeight;
  if (weight === null || !(weight > 0) || !Number.isFinite(weight)) return no('no patient weight');
  const dose = pet.totalDose;
  if (dose === null || !(dose > 0) || !Number.isFinite(dose)) return no('no injected dose');
  if (dose < LEAST_DOSE_BQ) return no('the injected dose cannot be in Bq');
  // ADMIN: activity already refers to the injection. Decaying the dose as well would count the decay twice.
  if (decay === 'ADMIN') return { ok: true, factor: (weight * GRAMS_PER_KG) / dose, warnings: [] };
  const halfLife = pet.halfLife;
  if (halfLife === null || !(halfLife > 0) || !Number.isFinite(halfLife)) return no('no half-life');
  const waited = secondsFromInjection(pet, earliest);
  if (typeof waited === 'string') return no(waited);
  if (waited > MOST_HALF_LIVES * halfLife) return no('injection and scan lie too far apart');
  return { ok: true, factor: (weight * GRAMS_PER_KG) / decayedDose(dose, waited, halfLife), warnings: [] };
}

/** Seconds from injection to the reference time of the scan; a reason in words where it cannot be told. */
function secondsFromInjection(pet: PetInfo, earliest: string | undefined): number | string {
  const scan = scanStart(pet, earliest);
  if (scan === null) return 'the start of the scan is not known';
  const full = pet.radiopharmaceuticalStartDateTime?.trim() ?? '';
  if (full !== '') {
    const start = secondsOf(full.slice(0, 8), full.slice(8));
    if (start === null) return 'the time of injection cannot be read';
    if (zoneDisagrees(pet, full)) return 'the time of injection is given in two ways that disagree';
    return scan >= start ? scan - start : 'the injection lies after the scan';
  }
  const clock = clockSeconds(pet.radiopharmaceuticalStartTime ?? '');
  if (clock === null) return 'no time of injection';
  // A time of day without a date: the day of the scan, or the day before when it would lie after the scan.
  const waited = (((scan - clock) % DAY) + DAY) % DAY;
  return waited;
}

/** Series time where it is not after the acquisition, else the earliest acquisition of the series. Local seconds. */
function scanStart(pet: PetInfo, earliest: string | undefined): number | null {
  const series = secondsOf(pet.seriesDate ?? '', pet.seriesTime ?? '');
  const acquisition = secondsOf(pet.acquisitionDate ?? pet.seriesDate ?? '', pet.acquisitionTime ?? '');
  if (series !== null && (acquisition === null || series <= acquisition)) return series;
  return earliest === undefined ? null : secondsOf(earliest.slice(0, 8), earliest.slice(8));
}

/** A date-time with a zone may be on another clock than the scan: the plain time of day then has to agree with it. */
function zoneDisagrees(pet: PetInfo, full: string): boolean {
  if (!/[+&-]\d{4}$/.test(full)) return false;
  const zoned = clockSeconds(full.slice(8));
  const plain = clockSeconds(pet.radiopharmaceuticalStartTime ?? '');
  return zoned !== null && plain !== null && Math.abs(zoned - plain) > 60;
}

function no(reason: string): Suv {
  return { ok: false, reason };
}
