import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import type { ImageInfo } from '../../../../../shared/model/image.ts';
import type { CurvePoint, TimeCurve } from '../../../../../shared/model/time-curve.ts';
import { measureDrawing } from '../../../../../shared/rules/measure.ts';
import { curveFindings } from '../../../../../shared/rules/time-curve/curve-findings.ts';
import { curveSentence } from '../../../../../shared/rules/time-curve/curve-words.ts';
import { timeCurve } from '../../../../../shared/rules/time-curve/time-curve.ts';
import type { CurveDrawing, CurveRequest } from '../../../../../shared/rules/time-curve/time-curve.ts';
import { imageOf, petOf, pixelsOf } from '../image-fixture.ts';

const HU = "[hnsf'U]";
const [ARBITRARY, BEQUEREL] = ["[arb'U]", 'Bq/ml'];
/** Nine pixels from 4,4 to 6,6. */
const SQUARE: CurveDrawing = {
  tool: 'rectangle',
  points: [
    [3.6, 3.6],
    [6.4, 6.4],
  ],
  frame: 1,
};

/** A cine of HU: one second a frame; stored values count from -1000. */
const cineOf = (frames: number, more: Partial<ImageInfo> = {}): ImageInfo =>
  imageOf({
    frame: { rescale: { slope: 2, intercept: -1000, type: 'HU' }, pixelSpacing: [1, 1] },
    image: { frames, frameCourse: { every: 1000 }, ...more },
  });

/** Each frame has one stored value everywhere, but for a middle pixel that is so much above it. */
async function curve(
  image: ImageInfo,
  stored: readonly number[],
  more: Partial<CurveRequest> = {},
  drawing: Partial<CurveDrawing> = {},
  bump = 0,
): Promise<TimeCurve> {
  return timeCurve({
    images: [image],
    image,
    drawing: { ...SQUARE, ...drawing },
    pixels: ({ frame }) =>
      Promise.resolve(pixelsOf(16, 16, (x, y) => (stored[frame - 1] ?? 0) + (x === 5 && y === 5 ? bump : 0))),
    baseline: 1,
    ...more,
  });
}

const measured = (found: TimeCurve) => {
  if (!found.ok) throw new Error(found.code);
  return found;
};
const value = (found: TimeCurve, name: string) => measured(found).findings.find((one) => one.name === name);

describe('a region over time', () => {
  it('has exact answers in a phantom: values, times, peak, slope', async () => {
    // 100, 120, 240, 220, 80 HU.
    const found = await curve(cineOf(5), [550, 560, 620, 610, 540]);
    expect(found).toMatchObject({
      ok: true,
      quantity: 'mean',
      unit: HU,
      clock: 'frame time (0018,1063)',
      warnings: [],
    });
    expect(
      measured(found).points.map(({ seconds, mean, deviation, count }) => [seconds, mean, deviation, count]),
    ).toEqual([
      [0, 100, 0, 9],
      [1, 120, 0, 9],
      [2, 240, 0, 9],
      [3, 220, 0, 9],
      [4, 80, 0, 9],
    ]);
    expect(value(found, 'baseline')).toMatchObject({ value: 100, unit: HU, how: 'value of the first picture' });
    expect(value(found, 'peak')).toMatchObject({ value: 240, unit: HU });
    expect(value(found, 'time to peak')).toMatchObject({ value: 2, unit: 's' });
    expect(value(found, 'enhancement')).toMatchObject({ value: 140, unit: HU });
    expect(value(found, 'wash-in slope')).toMatchObject({ value: 70, unit: `${HU}/s` });
    expect(value(found, 'lowest')).toMatchObject({ value: 80 });
    expect(value(found, 'time to lowest')).toMatchObject({ value: 4 });
    // HU count from water, not from nothing.
    expect(value(found, 'relative enhancement')).toMatchObject({ value: null });
    expect(curveSentence(measured(found))).toBe(
      'over time: baseline 100.0 HU, peak 240.0 HU, time to peak 2.0 s, enhancement 140.0 HU, wash-in slope 70 HU/s ' +
        '(mean of the region on 5 pictures; over 4.0 s; baseline: value of the first picture).',
    );
  });

  it('says the same mean and SD as the table of the region on each picture', async () => {
    const image = cineOf(3);
    const found = measured(await curve(image, [550, 560, 620], {}, {}, 45));
    for (const { frame, mean, deviation } of found.points) {
      const pixels = pixelsOf(16, 16, (x, y) => ([550, 560, 620][frame - 1] ?? 0) + (x === 5 && y === 5 ? 45 : 0));
      const { values } = measureDrawing('rectangle', SQUARE.points, image, frame, pixels);
      expect(values).toContainEqual({ name: 'mean', value: mean, unit: HU });
      expect(values).toContainEqual({ name: 'standard deviation', value: deviation, unit: HU });
    }
  });

  it('follows one pixel with a probe, which has no SD', async () => {
    const found = await curve(cineOf(2), [500, 510], {}, { tool: 'probe', points: [[5.2, 4.9]] }, 10);
    expect(measured(found)).toMatchObject({ quantity: 'value', points: [{ mean: 20, deviation: null, count: 1 }, {}] });
  });

  it('takes the baseline from as many pictures as the reader says, and the slope from the last of them', async () => {
    const found = await curve(cineOf(4), [500, 510, 505, 605], { baseline: 3 });
    expect(value(found, 'baseline')).toMatchObject({ value: 10, how: 'mean of the first 3 pictures' });
    expect(value(found, 'wash-in slope')?.value).toBeCloseTo(200, 9);
  });

  it('is in arbitrary units, with a share of the baseline, where the values have no unit; and has no times it was not told', async () => {
    const image = imageOf({ modality: 'XA', sopClass: null, image: { frames: 3 } });
    const found = await curve(image, [80, 100, 60]);
    expect(found).toMatchObject({ unit: ARBITRARY, clock: null, points: [{ seconds: null }, {}, {}] });
    expect(value(found, 'relative enhancement')).toMatchObject({ value: 25, unit: '%' });
    for (const name of ['time to peak', 'wash-in slope', 'time to lowest'])
      expect(value(found, name)).toMatchObject({ value: null, reason: 'no times in this series' });
    expect(measured(found).basis).toContain('no times in this series: pictures by their number');
    expect(curveSentence(measured(found))).toContain('no times in this series');
  });

  it('is in SUV where every picture has one, each by its own slope', async () => {
    const over = (more: Parameters<typeof petOf>[0], time: string, slope: number) => {
      const place = { position: [0, 0, 0] as [number, number, number], orientation: [1, 0, 0, 0, 1, 0] as const };
      const rescale = { slope, intercept: 0, type: null };
      const pet = petOf({ ...more, acquisitionTime: time }, { ...place, orientation: [...place.orientation], rescale });
      return { ...pet, sopUid: time, acquisitionDate: '20240229', acquisitionTime: time };
    };
    const of = (more: Parameters<typeof petOf>[0]) => [over(more, '103000', 1), over(more, '103100', 2)];
    const images = of({});
    const [image] = images;
    if (!image) throw new Error('no image');
    const pixels = () => Promise.resolve(pixelsOf(16, 16, () => 20_000));
    const found = await timeCurve({ images, image, drawing: SQUARE, pixels, baseline: 1 });
    expect(found).toMatchObject({ quantity: 'SUVbw mean', unit: '{SUVbw}g/ml' });
    // Rule 3.5: 20,000 Bq/ml an hour after 370 MBq in 70 kg.
    expect(measured(found).points[0]?.mean).toBeCloseTo(5.527, 3);
    expect((measured(found).points[1]?.mean ?? 0) / (measured(found).points[0]?.mean ?? 1)).toBeCloseTo(2, 12);
    const unweighed = of({ patientWeight: null });
    const plain = await timeCurve({
      images: unweighed,
      image: unweighed[0] ?? image,
      drawing: SQUARE,
      pixels,
      baseline: 1,
    });
    expect(plain).toMatchObject({
      quantity: 'mean',
      unit: BEQUEREL,
      warnings: ['SUV not available: no patient weight'],
    });
  });

  it('carries that pictures are lossy, the worst of them', async () => {
    const found = await curve(cineOf(2, { lossy: { ratio: 12 } }), [500, 510]);
    expect(measured(found)).toMatchObject({ lossy: { ratio: 12, from: 'header' } });
    expect(measured(found).warnings).toEqual(['lossy picture, 12:1 by the header: edges and values are not exact']);
    expect(curveSentence(measured(found))).toContain('lossy 12:1 by the header');
  });

  it('leaves a picture out that cannot be read or has padding only, and counts it', async () => {
    const image = cineOf(4, { padding: { value: 7, limit: null } });
    const found = await curve(image, [500, 0, 7, 520], {
      pixels: ({ frame }) =>
        frame === 2
          ? Promise.reject(new AppError('dicom/pixel-data-damaged', 'broken'))
          : Promise.resolve(pixelsOf(16, 16, () => [500, 0, 7, 520][frame - 1] ?? 0)),
    });
    expect(measured(found).points.map(({ mean }) => mean)).toEqual([0, null, null, 40]);
    expect(measured(found).warnings).toEqual([
      '1 of 4 pictures could not be read',
      '1 of 4 pictures have no value under the region',
    ]);
  });

  it.each([
    ['colour', () => curve(imageOf({ pixels: { samplesPerPixel: 3, photometric: 'RGB' } }), []), 'no-values'],
    ['a line', () => curve(cineOf(2), [], {}, { tool: 'length' }), 'no-region'],
    ['a second time that is missing', () => curve(cineOf(1), [1]), 'one-moment'],
    ['a region outside', () => curve(cineOf(2), [1, 2], {}, { points: [[90, 90], [95, 95]] }), 'no-numbers'], // prettier-ignore
  ])('refuses %s with its code', async (_what, found, code) => {
    expect(await found()).toMatchObject({ ok: false, code });
  });

  it('refuses units that change, and a scale that changes where there is no unit', async () => {
    const scaled = (types: readonly (string | null)[], slopes: readonly number[]): ImageInfo => {
      const image = imageOf({ modality: 'MR', sopClass: null, image: { frames: 2, frameCourse: { every: 5 } } });
      const [frame] = image.perFrame;
      if (!frame) throw new Error('no frame');
      const rescale = (at: number) => ({ slope: slopes[at] ?? 1, intercept: 0, type: types[at] ?? null });
      return { ...image, perFrame: [0, 1].map((at) => ({ ...frame, rescale: rescale(at) })) };
    };
    expect(await curve(scaled(['HU', null], [1, 1]), [1, 2])).toMatchObject({ code: 'units-differ' });
    expect(await curve(scaled([null, null], [1, 1.5]), [1, 2])).toMatchObject({ code: 'scale-differs' });
    expect(await curve(scaled([null, null], [1.5, 1.5]), [1, 2])).toMatchObject({ ok: true });
    expect(await curve(scaled(['HU', 'HU'], [1, 1.5]), [2, 2])).toMatchObject({
      ok: true,
      points: [{ mean: 2 }, { mean: 3 }],
    });
  });

  it('stops before the next picture when it is told to', async () => {
    let read = 0;
    const pixels = () => {
      read += 1;
      return Promise.resolve(pixelsOf(16, 16, () => 1));
    };
    const goOn = () => {
      if (read === 2) throw new AppError('request/cancelled', 'enough');
    };
    await expect(curve(cineOf(50), [], { pixels, goOn })).rejects.toMatchObject({ code: 'request/cancelled' });
    expect(read).toBe(2);
  });
});

describe('what is read off a curve', () => {
  const points = (means: readonly (number | null)[], step: number | null = 1): CurvePoint[] =>
    means.map((mean, at) => ({
      ...{ objectId: imageOf().objectId, frame: at + 1, mean, deviation: 0, count: 1 },
      seconds: step === null ? null : at * step,
    }));
  const named = (all: readonly CurvePoint[], baseline = 1) =>
    Object.fromEntries(curveFindings(all, ARBITRARY ?? '', baseline).map((one) => [one.name, one]));

  it('has no slope where nothing rises after the baseline, and no share of a baseline that is not above zero', () => {
    expect(named(points([5, 4, 3]))['wash-in slope']).toMatchObject({ value: null });
    expect(named(points([0, 4, 3]))['relative enhancement']).toMatchObject({ value: null });
    expect(named(points([null, 4, 3]))['baseline']).toMatchObject({
      value: null,
      reason: 'the first picture has no value',
    });
    expect(named(points([1, null, 3]), 2)['enhancement']).toMatchObject({ value: null });
  });

  it('property: a constant added moves values and leaves differences, times and slope; a longer step divides the slope', () => {
    const means = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(means, fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 60 }), (all, add, step) => {
        const [plain, moved] = [named(points(all)), named(points(all.map((one) => one + add)))];
        const slow = named(points(all, step));
        expect(moved['peak']?.value).toBe((plain['peak']?.value ?? 0) + add);
        for (const name of ['enhancement', 'time to peak', 'wash-in slope', 'time to lowest'])
          expect(moved[name]?.value).toEqual(plain[name]?.value);
        const slope = plain['wash-in slope']?.value ?? null;
        if (slope === null) expect(slow['wash-in slope']?.value).toBeNull();
        else expect(slow['wash-in slope']?.value).toBeCloseTo(slope / step, 9);
        expect(slow['time to peak']?.value).toBe((plain['time to peak']?.value ?? 0) * step);
      }),
    );
  });
});
