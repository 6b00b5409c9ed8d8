import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ObjectId } from '../../../../../shared/model/ids.ts';
import type { FrameAcquired, ImageInfo, Vec3 } from '../../../../../shared/model/image.ts';
import type { CurvePoint } from '../../../../../shared/model/time-curve.ts';
import { ADC_UNIT, bFindings } from '../../../../../shared/rules/time-curve/b-findings.ts';
import { bSeries } from '../../../../../shared/rules/time-curve/b-series.ts';
import { curveSentence, findingText, momentText } from '../../../../../shared/rules/time-curve/curve-words.ts';
import { timeCurve } from '../../../../../shared/rules/time-curve/time-curve.ts';
import { imageOf, pixelsOf } from '../image-fixture.ts';

const id = (at: number): ObjectId => ObjectId.parse(String(at).padStart(26, '0'));
const [ALONG_X, ALONG_Y]: readonly Vec3[] = [[1, 0, 0], [0, 1, 0]]; // prettier-ignore

/** One object with one picture. */
const weighted = (at: number, acquired: FrameAcquired, image: Partial<ImageInfo> = {}): ImageInfo =>
  imageOf({
    modality: 'MR',
    frame: { position: [0, 0, 0], orientation: [1, 0, 0, 0, 1, 0], pixelSpacing: [1, 1], acquired },
    image: { objectId: id(at), ...image },
  });
const trace = (...bValues: readonly number[]): ImageInfo[] =>
  bValues.map((bValue, at) => weighted(at, { bValue, ...(bValue === 0 ? {} : { directionality: 'ISOTROPIC' }) }));
const of = (images: readonly ImageInfo[], at: number) => {
  const image = images[at];
  if (!image) throw new Error('no image');
  const found = bSeries(images, { image, frame: 1 });
  return found === null ? null : found.ok ? found.bValues : found.code;
};
const points = (...of: readonly (readonly [number, number | null])[]): CurvePoint[] =>
  of.map(([b, mean], at) => ({ objectId: id(at), frame: 1, seconds: null, b, mean, deviation: null, count: 4 }));

describe('which pictures make a curve over b-values', () => {
  it('those of the place, rising, from whichever of them it is asked', () => {
    const images = trace(800, 0, 400);
    expect([0, 1, 2].map((at) => of(images, at))).toEqual([[0, 400, 800], [0, 400, 800], [0, 400, 800]]); // prettier-ignore
  });

  it.each<[string, ImageInfo[], number, readonly number[] | string | null]>([
    ['one b-value alone', trace(800), 0, null],
    ['no b-value', [weighted(0, {}), weighted(1, { bValue: 800 })], 0, null],
    ['another place', [...trace(0), weighted(5, { bValue: 800 }, { frameOfReference: '9.9' })], 0, null],
    ['a map that was worked out', [...trace(0, 800), weighted(5, { bValue: 900 }, { imageType: ['DERIVED', 'PRIMARY', 'ADC'] })], 0, [0, 800]], // prettier-ignore
    ['its own gradient', [...trace(0), weighted(5, { bValue: 800, gradient: ALONG_X }), weighted(6, { bValue: 800, gradient: ALONG_Y })], 1, [0, 800]], // prettier-ignore
    ['several gradients, asked without weighting', [...trace(0), weighted(5, { bValue: 800, gradient: ALONG_X }), weighted(6, { bValue: 800, gradient: ALONG_Y })], 0, 'b-several'], // prettier-ignore
    ['the same twice', [...trace(0, 800), weighted(5, { bValue: 800, directionality: 'ISOTROPIC' })], 0, 'b-several'],
  ])('%s', (_name, images, at, expected) => {
    expect(of(images, at)).toEqual(expected);
  });
});

describe('the ADC', () => {
  it.each<[readonly (readonly [number, number | null])[], number | null, string | null]>([
    [
      [
        [0, 1000],
        [800, 1000 * Math.exp(-0.8)],
      ],
      1,
      null,
    ],
    [
      [
        [0, 900],
        [500, 900 * Math.exp(-1.1)],
        [1000, 900 * Math.exp(-2.2)],
      ],
      2.2,
      null,
    ],
    // By hand: ln 4, ln 2, ln 2 over 0, 1, 2 (thousands): slope -ln 2 / 2.
    [
      [
        [0, 4],
        [1000, 2],
        [2000, 2],
      ],
      Math.LN2 / 2,
      null,
    ],
    [
      [
        [0, 1000],
        [800, 0],
      ],
      null,
      'the signal of an image is not above zero',
    ],
    [
      [
        [0, 1000],
        [800, null],
      ],
      null,
      'fewer than two b-values have a value',
    ],
  ])('of %o is %s × 10⁻³ mm²/s', (signals, adc, reason) => {
    const [found] = bFindings(points(...signals), "[arb'U]");
    expect(found).toMatchObject({ name: 'ADC', unit: ADC_UNIT, reason });
    if (adc === null) expect(found?.value).toBeNull();
    else expect(found?.value).toBeCloseTo(adc, 12);
  });

  it('is that of the decay, whatever the scale of the signal and the b-values', () => {
    const bs = fc.uniqueArray(fc.integer({ min: 0, max: 3000 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        bs,
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.integer({ min: 1, max: 4000 }),
        (b, adc, scale) => {
          const [found, start] = bFindings(
            points(...b.map((one) => [one, scale * Math.exp((-one * adc) / 1000)] as const)),
            '1',
          );
          expect(found?.value).toBeCloseTo(adc, 6);
          expect(start?.value).toBeCloseTo(scale, 3);
        },
      ),
    );
  });

  it('stands in words beside its table and in a report', async () => {
    const images = trace(0, 400, 800);
    const [image] = images;
    if (!image) throw new Error('no image');
    const signal = [1000, 1000 * Math.exp(-0.4), 1000 * Math.exp(-0.8)];
    const curve = await timeCurve({
      images,
      image,
      drawing: { tool: 'rectangle', points: [[3.6, 3.6], [6.4, 6.4]], frame: 1 }, // prettier-ignore
      pixels: (one) => Promise.resolve(pixelsOf(16, 16, () => signal[images.indexOf(one.image)] ?? 0)),
      baseline: 1,
    });
    if (!curve.ok) throw new Error(curve.code);
    expect(curve).toMatchObject({ over: 'b', clock: null });
    expect(curve.points.map((_point, place) => momentText(curve, place))).toEqual(['b 0 s/mm²', 'b 400 s/mm²', 'b 800 s/mm²']); // prettier-ignore
    expect(curve.findings.map((one) => findingText(one))).toEqual([
      '1.00 ×10⁻³ mm²/s',
      '1000 a.u.',
      expect.stringMatching(/^1(\.0+)?$/),
    ]);
    expect(curveSentence(curve)).toBe(
      'over b-values: ADC 1.00 ×10⁻³ mm²/s (mean of the region on 3 pictures; mono-exponential: least squares of the logarithm of the signal over b = 0, 400, 800 s/mm²).',
    );
  });
});
