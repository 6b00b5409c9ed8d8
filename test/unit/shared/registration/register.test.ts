import { describe, expect, it } from 'vitest';
import { information } from '../../../../shared/registration/likeness.ts';
import { likenessFor, registrationPartner } from '../../../../shared/registration/pairing.ts';
import { rigidOf } from '../../../../shared/registration/pose.ts';
import { register } from '../../../../shared/registration/register.ts';
import type { ComputedRegistration } from '../../../../shared/registration/register.ts';
import { rangeOf } from '../../../../shared/registration/samples.ts';
import type { EvenVolume } from '../../../../shared/registration/even-volume.ts';
import { BODY, CT_LOOK, farOff, MR_LOOK, OTHER_BODY, PET_LOOK, scanned } from './body.ts';

const CT = { low: -1000, high: 1000, air: -700 };

/** As the worker does it with pictures of two kinds. */
const byInformation = (fixed: EvenVolume, moving: EvenVolume): ComputedRegistration =>
  register({
    ...{ fixed, moving, kind: 'information', voxel: Math.max(...fixed.step, ...moving.step) },
    ranges: { fixed: rangeOf(fixed, 'information'), moving: rangeOf(moving, 'information') },
  });

describe('a body in two volumes', { timeout: 60_000 }, () => {
  it('is found where it lies, turned and shifted, and within the error that is told', () => {
    for (const lies of [
      rigidOf([0.05, -0.08, 0.12, 14, -22, 37], [0, 0, 0]),
      rigidOf([0, 0, -0.2, -30, 8, -120], [20, 0, 0]),
    ]) {
      const fixed = scanned(BODY, CT_LOOK, { cell: 8 });
      const moving = scanned(BODY, CT_LOOK, { lies, from: -260, to: 200, cell: 8.5 });
      const found = register({ fixed, moving, kind: 'correlation', ranges: { fixed: CT, moving: CT }, voxel: 8.5 });
      if (!found.ok) throw new Error(found.why);
      expect(farOff(found.matrix, lies)).toBeLessThan(3);
      expect(found.error).toBeGreaterThanOrEqual(farOff(found.matrix, lies));
    }
  });

  // A PET with the CT of another day, a CT with an MR, an MR with a PET, a PET with an earlier one.
  it.each([
    ['PT', 'CT', PET_LOOK, CT_LOOK, [0.05, -0.08, 0.12, 14, -22, 37]],
    ['CT', 'MR', CT_LOOK, MR_LOOK, [0.03, 0.05, -0.06, 9, 12, -16]],
    ['MR', 'PT', MR_LOOK, PET_LOOK, [0.03, 0.02, 0.05, 6, -25, 60]],
    ['PT', 'PT', PET_LOOK, PET_LOOK, [-0.04, 0.06, -0.1, -12, 18, -40]],
  ] as const)('is found by what a %s tells of a %s, and within the error that is told', (a, b, one, other, pose) => {
    expect(likenessFor(a, b)).toBe('information');
    const lies = rigidOf([...pose], [0, 0, 0]);
    const found = byInformation(scanned(BODY, one), scanned(BODY, other, { lies, from: -260 }));
    if (!found.ok) throw new Error(found.why);
    expect(farOff(found.matrix, lies)).toBeLessThan(2.5);
    expect(found.error).toBeGreaterThanOrEqual(Math.max(2.5, farOff(found.matrix, lies)));
  });

  it('is refused where the other is another body, whatever the two are looked at with', () => {
    const [ct, pet, mr] = [CT_LOOK, PET_LOOK, MR_LOOK];
    for (const [one, other] of [
      [ct, pet],
      [mr, ct],
    ] as const) {
      const found = byInformation(scanned(BODY, one), scanned(OTHER_BODY, other, { from: -260 }));
      expect(found.ok ? 'found' : found.why).toMatch(/^(not-alike|not-sure)$/);
    }
  });

  it('is refused where there is no body, or nothing', () => {
    const fixed = scanned(BODY, CT_LOOK, { from: -100, to: 100, cell: 8 });
    const other = scanned(BODY, CT_LOOK, { from: -100, to: 100, cell: 8 });
    other.values.forEach((_value, at) => {
      const [x, y, z] = [at % other.size[0], Math.floor(at / other.size[0]) % other.size[1], Math.floor(at / (other.size[0] * other.size[1]))]; // prettier-ignore
      other.values[at] = Math.sin(x / 5) * Math.cos(y / 4) * Math.sin(z / 6) > 0.2 ? 200 : -900;
    });
    const input = { fixed, kind: 'correlation', ranges: { fixed: CT, moving: CT }, voxel: 5 } as const;
    const refused = register({ ...input, moving: other });
    expect(refused.ok).toBe(false);
    const empty = { ...other, values: new Float32Array(other.values.length).fill(NaN) };
    expect(register({ ...input, moving: empty }).ok).toBe(false);
    expect(register({ ...input, fixed: empty, moving: fixed })).toEqual({ ok: false, why: 'too-little' });
  });

  it('tells more of itself than of noise', () => {
    const values = Float32Array.from({ length: 4000 }, (_, at) => ((at * 37) % 101) / 101);
    const noise = Float32Array.from({ length: 4000 }, (_, at) => ((at * 7919) % 997) / 997);
    const own = information({ fixed: values, moving: values.map((value) => 1 - value), count: 4000 });
    expect(own).toBeGreaterThan(10 * information({ fixed: values, moving: noise, count: 4000 }));
  });
});

describe('which series are registered', () => {
  it('CT by its values, CT, MR and PET among each other by what the one tells of the other, nothing else', () => {
    expect(likenessFor('CT', 'CT')).toBe('correlation');
    for (const [a, b] of [['CT', 'MR'], ['PT', 'CT'], ['MR', 'PT'], ['MR', 'MR'], ['PT', 'PT']] as const) expect(likenessFor(a, b)).toBe('information'); // prettier-ignore
    for (const [a, b] of [['CT', 'US'], ['XA', 'CT'], [null, 'CT'], ['MG', 'MG']] as const) expect(likenessFor(a, b)).toBeNull(); // prettier-ignore
  });

  it('one of another frame of reference, of the same modality before others', () => {
    const [ct, pet] = [{ space: '1', modality: 'CT' }, { space: '1', modality: 'PT' }]; // prettier-ignore
    const [priorCt, priorPet] = [{ space: '2', modality: 'CT' }, { space: '2', modality: 'PT' }]; // prettier-ignore
    expect(registrationPartner(pet, [ct, priorCt, priorPet])).toBe(priorPet);
    expect(registrationPartner(ct, [pet, priorPet, priorCt])).toBe(priorCt);
    expect(registrationPartner(ct, [pet, priorPet])).toBe(priorPet);
    expect(registrationPartner(ct, [pet])).toBeNull();
    expect(registrationPartner(ct, [{ space: '2', modality: 'US' }])).toBeNull();
  });
});
