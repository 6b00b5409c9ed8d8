import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suvScale } from '../../../../shared/rules/suv-kinds.ts';
import type { SuvKind } from '../../../../shared/rules/suv-kinds.ts';

const man = { weightKg: 70, heightM: 1.75, sex: 'M' } as const;
const woman = { ...man, sex: 'F' } as const;
const mass = (kind: SuvKind, body: typeof man | typeof woman): number => {
  const scale = suvScale(kind, body);
  if (!scale.ok) throw new Error(scale.reason);
  return scale.scale * 70;
};

describe('kinds of SUV', () => {
  it('come from lean mass, surface or ideal weight', () => {
    expect(mass('lbm-james', man)).toBeCloseTo(77 - 128 * 0.16, 6);
    expect(mass('lbm-james', woman)).toBeCloseTo(74.9 - 148 * 0.16, 6);
    expect(mass('lbm-janma', man)).toBeCloseTo((9270 * 70) / (6680 + 216 * (70 / 3.0625)), 6);
    expect(mass('ibw', man)).toBeCloseTo(48 + 1.06 * 23, 6);
    // Du Bois: 70 kg and 175 cm are 1.85 m².
    expect((mass('bsa', man) * 1000) / 10_000).toBeCloseTo(1.848, 3);
    expect(suvScale('bw', { weightKg: null, heightM: null, sex: null })).toMatchObject({ ok: true, scale: 1 });
  });

  it.each([
    [{ ...man, heightM: null }, 'height'],
    [{ ...man, heightM: 175 }, 'height'],
    [{ ...man, weightKg: 70_000 }, 'weight'],
    [{ ...man, sex: 'O' }, 'sex'],
    [{ ...man, sex: null }, 'sex'],
    [{ weightKg: 300, heightM: 1.2, sex: 'F' }, 'formula'],
  ] as const)('are refused for %o', (body, word) => {
    expect(suvScale('lbm-james', body)).toMatchObject({ ok: false, reason: expect.stringContaining(word) });
  });

  it('never make a lean mass greater than the weight (property)', () => {
    const weightKg = fc.double({ min: 1, max: 400, noNaN: true });
    const heightM = fc.double({ min: 0.3, max: 2.5, noNaN: true });
    const kind = fc.constantFrom('lbm-james', 'lbm-janma');
    fc.assert(
      fc.property(kind, weightKg, heightM, fc.constantFrom('F', 'M'), (which, weight, height, sex) => {
        const scale = suvScale(which, { weightKg: weight, heightM: height, sex });
        return !scale.ok || (scale.scale > 0 && scale.scale <= 1);
      }),
    );
  });
});
