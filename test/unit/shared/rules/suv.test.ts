import { describe, expect, it } from 'vitest';
import { decayedDose, suvFactor } from '../../../../shared/rules/suv.ts';
import type { Suv } from '../../../../shared/rules/suv.ts';
import { imageOf, petOf } from './image-fixture.ts';

function factor(suv: Suv): number {
  if (!suv.ok) throw new Error(suv.reason);
  return suv.factor;
}

function reason(suv: Suv): string {
  return suv.ok ? 'derived' : suv.reason;
}

describe('SUV by body weight', () => {
  it('follows the vector of the rule', () => {
    expect(Math.round(decayedDose(370e6, 3600, 6586.2))).toBe(253_314_180);
    expect(20_000 * factor(suvFactor(petOf()))).toBeCloseTo(5.527, 3);
  });

  it('does not decay the dose twice when activity refers to the injection (ADMIN against START)', () => {
    expect(20_000 * factor(suvFactor(petOf({ decayCorrection: 'ADMIN' })))).toBeCloseTo((20_000 * 70_000) / 370e6, 9);
    expect(factor(suvFactor(petOf({ decayCorrection: 'ADMIN', halfLife: null })))).toBeGreaterThan(0);
  });

  it('counts over midnight with a time of day alone', () => {
    const pet = petOf({
      radiopharmaceuticalStartDateTime: null,
      radiopharmaceuticalStartTime: '233000',
      seriesTime: '003000',
      acquisitionTime: '003000',
    });
    expect(20_000 * factor(suvFactor(pet))).toBeCloseTo(5.527, 3);
  });

  it('counts over midnight and the end of February with full dates', () => {
    const pet = petOf({
      radiopharmaceuticalStartDateTime: '20240229233000.000000',
      seriesDate: '20240301',
      seriesTime: '003000',
      acquisitionDate: '20240301',
      acquisitionTime: '003000.5',
    });
    expect(20_000 * factor(suvFactor(pet))).toBeCloseTo(5.527, 3);
  });

  it('reads a start with a negative time zone (zone taken as a time before)', () => {
    const pet = petOf({ radiopharmaceuticalStartDateTime: '20240229093000.00-0500' });
    expect(20_000 * factor(suvFactor(pet))).toBeCloseTo(5.527, 3);
  });

  it('refuses a zoned start on another clock than the time of day', () => {
    expect(reason(suvFactor(petOf({ radiopharmaceuticalStartDateTime: '20240229143000+0000' })))).toMatch(/disagree/);
  });

  it('takes the earliest acquisition when the series time lies after it, and refuses without', () => {
    const pet = petOf({ seriesTime: '120000' });
    expect(reason(suvFactor(pet))).toMatch(/start of the scan/);
    expect(20_000 * factor(suvFactor(pet, '20240229103000'))).toBeCloseTo(5.527, 3);
  });

  it('takes the series time for a later bed position', () => {
    expect(20_000 * factor(suvFactor(petOf({ acquisitionTime: '104500' })))).toBeCloseTo(5.527, 3);
  });

  it.each([
    ['no patient weight', { patientWeight: null }],
    ['no patient weight', { patientWeight: 0 }],
    ['the injected dose cannot be in Bq', { totalDose: 370 }],
    ['no injected dose', { totalDose: null }],
    ['no half-life', { halfLife: null }],
    ['not corrected for decay', { correctedImage: ['ATTN'] }],
    ['not corrected for attenuation', { correctedImage: ['DECY'] }],
    ['unknown reference time of the decay correction', { decayCorrection: 'NONE' }],
    ['pixel values are in PROPCNTS', { units: 'PROPCNTS' }],
    ['pixel values are in CNTS', { units: 'CNTS' }],
    ['no units of the pixel values', { units: null }],
    ['stored as another kind of SUV than body weight', { units: 'GML', suvType: 'LBM' }],
    ['the injection lies after the scan', { radiopharmaceuticalStartDateTime: '20240229110000' }],
    ['injection and scan lie too far apart', { radiopharmaceuticalStartDateTime: '20231129093000' }],
    ['no time of injection', { radiopharmaceuticalStartDateTime: null, radiopharmaceuticalStartTime: null }],
  ])('says "%s" and gives no number for %o', (words, pet) => {
    expect(reason(suvFactor(petOf(pet)))).toBe(words);
  });

  it('leaves values alone that are SUVbw already', () => {
    expect(factor(suvFactor(petOf({ units: 'GML' })))).toBe(1);
    expect(factor(suvFactor(petOf({ units: 'GML', suvType: 'BW' })))).toBe(1);
  });

  it('is not there for other modalities', () => {
    expect(reason(suvFactor(imageOf()))).toBe('not a PET image');
  });
});
