import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agatstonWeight, calciumGroup, calciumScore } from '../../../../../shared/rules/calcium/calcium-score.ts';
import type { CalciumAcquisition } from '../../../../../shared/rules/calcium/calcium-score.ts';
import { plaquesOf } from '../../../../../shared/rules/calcium/plaques.ts';
import type { CalciumSlice } from '../../../../../shared/rules/calcium/plaques.ts';

const SIZE = 16;
const acquisition: CalciumAcquisition = {
  contrast: false,
  localizer: false,
  kvp: 120,
  sliceThickness: 3,
  gated: true,
  sharpKernel: false,
  calibration: null,
};

interface Spot {
  readonly pixels: readonly (readonly [x: number, y: number])[];
  readonly hu: number;
  readonly vessel?: number;
}

function slice(position: number, spots: readonly Spot[], spacing = 0.4): CalciumSlice {
  const hu = new Float32Array(SIZE * SIZE).fill(40);
  const vessels = new Uint8Array(SIZE * SIZE);
  for (const { pixels, hu: value, vessel = 1 } of spots) {
    for (const [x, y] of pixels) {
      hu[y * SIZE + x] = value;
      vessels[y * SIZE + x] = vessel;
    }
  }
  return { position, columns: SIZE, rows: SIZE, rowSpacing: spacing, columnSpacing: spacing, hu, vessels };
}

const row = (count: number, y = 2, x0 = 1): [number, number][] =>
  Array.from({ length: count }, (_each, at) => [x0 + at, y]);
const score = (slices: readonly CalciumSlice[], more: Partial<CalciumAcquisition> = {}) =>
  calciumScore(slices, { ...acquisition, ...more });
const total = (slices: readonly CalciumSlice[]): number => {
  const result = score(slices);
  if (!result.ok) throw new Error(result.reason);
  return result.agatston;
};

describe('calcium score', () => {
  it('counts ten pixels of 0.4 mm with a peak of 310 as 4.8 on slices every 3 mm, as 2.4 every 1.5 mm', () => {
    const spot = { pixels: row(10), hu: 310 };
    expect(total([slice(0, [spot]), slice(3, [])])).toBeCloseTo(4.8, 6);
    expect(total([slice(0, [spot]), slice(1.5, [])])).toBeCloseTo(2.4, 6);
  });

  it('counts nothing of six pixels, which are 0.96 mm²', () => {
    expect(total([slice(0, [{ pixels: row(6), hu: 900 }]), slice(3, [])])).toBe(0);
    expect(plaquesOf(slice(0, [{ pixels: row(4), hu: 900 }], 0.5))).toHaveLength(1);
  });

  it('weighs each spot by its own peak in its own slice', () => {
    const weak = { pixels: row(10), hu: 150 };
    const strong = { pixels: row(10, 8), hu: 450 };
    expect(total([slice(0, [weak, strong]), slice(3, [])])).toBeCloseTo(1.6 * 1 + 1.6 * 4, 6);
    expect(total([slice(0, [weak]), slice(3, [strong])])).toBeCloseTo(1.6 * 5, 6);
  });

  it('joins pixels over corners, and never over the border of a vessel', () => {
    const corner = { pixels: [...row(4), ...row(4, 3, 5)] as const, hu: 200 };
    expect(plaquesOf(slice(0, [corner]))).toMatchObject([{ pixels: 8 }]);
    const two = [
      { pixels: row(8), hu: 200, vessel: 1 },
      { pixels: row(8, 3), hu: 200, vessel: 2 },
    ];
    expect(plaquesOf(slice(0, two)).map((plaque) => plaque.vessel)).toEqual([1, 2]);
  });

  it('does not run around the edge of a picture', () => {
    const edge = { pixels: [...row(4, 2, SIZE - 4), ...row(4, 3, 0)], hu: 500 };
    expect(plaquesOf(slice(0, [edge]))).toEqual([]);
  });

  it.each([
    [{ contrast: true }, 'contrast'],
    [{ localizer: true }, 'localizer'],
  ])('is refused for %o', (more, word) => {
    const refused = score([slice(0, []), slice(3, [])], more);
    expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining(word) });
  });

  it('is refused where a slice is missing, there twice, or alone', () => {
    const spots = [{ pixels: row(10), hu: 310 }];
    const at = (...places: number[]) => score(places.map((place) => slice(place, spots)));
    expect(at(0, 3, 9)).toMatchObject({ ok: false, reason: expect.stringContaining('missing') });
    expect(at(0, 3, 3, 6)).toMatchObject({ ok: false, reason: expect.stringContaining('twice') });
    expect(at(0)).toMatchObject({ ok: false });
  });

  it('says what makes it less comparable', () => {
    const slices = [slice(0, []), slice(2, [])];
    const said = { kvp: 100, gated: false, sharpKernel: true };
    expect(score(slices, said)).toMatchObject({
      ok: true,
      warnings: ['slices every 2.00 mm, not 3', 'slices overlap', '100 kV, not 120', 'not gated', 'sharp kernel'],
    });
  });

  it('has a volume always, a mass only with a calibration', () => {
    const slices = [slice(0, [{ pixels: row(10), hu: 310 }]), slice(3, [])];
    expect(score(slices)).toMatchObject({ volumeMm3: expect.closeTo(4.8, 6), massMg: null });
    const calibrated = score(slices, { calibration: 0.8 });
    expect(calibrated).toMatchObject({ massMg: expect.closeTo(310 * 4.8 * 0.8 * 0.001, 6) });
  });

  it.each([
    [129.9, 0],
    [130, 1],
    [199, 1],
    [200, 2],
    [300, 3],
    [399, 3],
    [400, 4],
  ])('a peak of %s weighs %s', (peak, weight) => {
    expect(agatstonWeight(peak)).toBe(weight);
  });

  it('falls into its group', () => {
    expect([0, 0.5, 99.9, 100, 299.9, 300].map(calciumGroup)).toEqual([
      '0',
      '1–99',
      '1–99',
      '100–299',
      '100–299',
      '≥300',
    ]);
  });

  it('is the same whatever way the picture is turned (property)', () => {
    const spot = fc.record({
      x: fc.integer({ min: 0, max: SIZE - 1 }),
      y: fc.integer({ min: 0, max: SIZE - 1 }),
      hu: fc.integer({ min: 100, max: 600 }),
    });
    fc.assert(
      fc.property(fc.array(spot, { maxLength: 120 }), (spots) => {
        const plain = spots.map(({ x, y, hu }) => ({ pixels: [[x, y]] as const, hu }));
        const turned = spots.map(({ x, y, hu }) => ({ pixels: [[SIZE - 1 - y, x]] as const, hu }));
        const a = total([slice(0, plain), slice(3, [])]);
        expect(total([slice(0, turned), slice(3, [])])).toBeCloseTo(a, 6);
      }),
    );
  });
});
