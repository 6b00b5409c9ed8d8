import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageInfo, PetInfo } from '../../../../shared/model/image.ts';
import type { Rigid } from '../../../../shared/model/registration.ts';
import { pixelToWorld } from '../../../../shared/rules/geometry.ts';
import { movedPlace } from '../../../../shared/rules/registration/rigid.ts';
import { planVolume } from '../../../../shared/volume/plan-volume.ts';
import { overlayScale } from '../../../../shared/volume/overlay-scale.ts';
import { movedPlane, overlayOrder, picturePlane } from '../../../../shared/volume/picture-plane.ts';
import { renderPlane } from '../../../../shared/volume/render-plane.ts';
import type { Slab } from '../../../../shared/volume/render-plane.ts';
import { EIGHT_WAYS, evenPlaces, phantom, volumeOf } from './phantom.ts';

/** Values are linear in the place, so that trilinear is exact between voxels. */
const linear = ([x, y, z]: readonly number[]): number => 1000 + 8 * (x ?? 0) + 4 * (y ?? 0) + 2 * (z ?? 0);
const OVER = phantom({ columns: 16, rows: 14, spacing: [4, 4], places: evenPlaces(12, 5), value: linear });

function laid(base: ReturnType<typeof phantom>, at: number, slab: Slab | null = null) {
  const one = base.frames[at];
  if (!one) throw new Error('no such slice');
  const found = picturePlane(one.image, one.frame);
  if (!found.ok) throw new Error(found.words);
  const over = volumeOf(OVER);
  const { pixels } = renderPlane(over.grid, over.pixels, overlayOrder(found.plane, over.grid, slab));
  return { pixels, info: one.info, plane: found.plane };
}

describe('a series laid over the picture of another', () => {
  it('every pixel has the value of its own place, whichever way the picture lies', () => {
    for (const { name, row, column } of EIGHT_WAYS) {
      const base = phantom({ columns: 20, rows: 18, spacing: [1.5, 0.7], row, column, places: evenPlaces(5, 3) });
      fc.assert(
        fc.property(fc.nat(4), fc.nat(19), fc.nat(17), (slice, x, y) => {
          const { pixels, info } = laid(base, slice);
          const place = pixelToWorld(info, [x, y]);
          expect(pixels[y * 20 + x], name).toBeCloseTo(linear(place ?? []), 1);
        }),
        { numRuns: 20 },
      );
    }
  });

  it('nothing is known outside of it, nor in a gap of it', () => {
    const wide = phantom({ columns: 40, rows: 4, spacing: [4, 4], places: [0, 3] });
    const { pixels } = laid(wide, 0);
    expect(Number.isNaN(pixels[0])).toBe(true);
    expect(Number.isNaN(pixels[20])).toBe(false);
    const broken = phantom({
      columns: 16,
      rows: 14,
      spacing: [4, 4],
      places: [-15, -10, -5, 15, 20, 25],
      value: linear,
    });
    const { grid, pixels: slices, remarks } = volumeOf(broken);
    const found = picturePlane(phantom({ places: [0, 4] }).frames[0]?.image as ImageInfo, 1);
    if (!found.ok) throw new Error(found.words);
    const over = renderPlane(grid, slices, overlayOrder(found.plane, grid, null));
    expect(over.pixels.every(Number.isNaN)).toBe(true);
    expect(remarks.join()).toMatch(/SLICES MISSING: LEFT EMPTY/);
  });

  it('a registration takes every pixel to where it says, turned and shifted', () => {
    const turn: Rigid['turn'] = [[0, -1, 0], [1, 0, 0], [0, 0, 1]]; // prettier-ignore
    const way: Rigid = { turn, shift: [3, -2, 1] };
    const base = phantom({ columns: 10, rows: 10, places: [0, 2] });
    const { plane, info } = laid(base, 0);
    const over = volumeOf(OVER);
    const { pixels } = renderPlane(over.grid, over.pixels, overlayOrder(movedPlane(plane, way), over.grid, null));
    for (const [x, y] of [
      [0, 0],
      [9, 0],
      [4, 7],
    ] as const) {
      const place = pixelToWorld(info, [x, y]);
      expect(pixels[y * 10 + x]).toBeCloseTo(linear(movedPlace(way, place ?? [0, 0, 0])), 1);
    }
  });

  it('over a thick plane lies one as thick', () => {
    const { pixels, info } = laid(phantom({ columns: 6, rows: 6, places: [0, 2] }), 0, { mode: 'max', thickness: 10 });
    const place = pixelToWorld(info, [3, 3]) ?? [0, 0, 0];
    expect(pixels[21]).toBeCloseTo(linear([place[0], place[1], place[2] + 5]), 1);
  });

  it('a map of one slice lies over the picture of its plane, though its place was rounded, and over no other', () => {
    const map = phantom({ columns: 16, rows: 14, places: [2], value: linear });
    const plan = planVolume(map.frames, Infinity, 1);
    if (!plan.ok) throw new Error(plan.words);
    const slices = plan.frames.map((frame) => map.pixelsOf(frame));
    const over = (z: number) => {
      const found = picturePlane(phantom({ columns: 8, rows: 8, places: [z] }).frames[0]?.image as ImageInfo, 1);
      if (!found.ok) throw new Error(found.words);
      return renderPlane(plan.grid, slices, overlayOrder(found.plane, plan.grid, null)).pixels;
    };
    expect(over(2.004)[0]).toBeCloseTo(linear([-3.5, -3.5, 2]), 0);
    expect(over(2.5).every(Number.isNaN)).toBe(true);
    expect(planVolume(map.frames).ok).toBe(false);
  });

  it('what is no slice, or does not say where it lies, has nothing laid over it, and says why', () => {
    const [one] = OVER.frames;
    if (!one) throw new Error('no slice');
    const bare = { ...one.image, perFrame: one.image.perFrame.map((info) => ({ ...info, position: null })) };
    expect(picturePlane(bare, 1)).toMatchObject({ ok: false, words: expect.stringMatching(/where it lies/) as string });
    const flat = { ...one.image, sopClass: '1.2.840.10008.5.1.4.1.1.1.1' };
    expect(picturePlane(flat, 1)).toEqual({ ok: false, words: 'it is no slice' });
  });
});

describe('the scale of what is laid over', () => {
  const PET: PetInfo = {
    ...{ units: 'BQML', suvType: null, decayCorrection: 'START', correctedImage: ['ATTN', 'DECY'] },
    ...{ patientWeight: 70, totalDose: 370e6, halfLife: 6586.2, radiopharmaceuticalStartTime: '093000' },
    ...{ radiopharmaceuticalStartDateTime: null, seriesDate: '20240101', seriesTime: '103000' },
    ...{ acquisitionDate: '20240101', acquisitionTime: '103000' },
  };
  const pet = (change: (slice: number) => Partial<PetInfo> = () => ({})) =>
    phantom({ image: (slice) => ({ modality: 'PT', pet: { ...PET, ...change(slice) } }) }).frames;

  it('is SUV by body weight where all slices say the same: 20,000 Bq/ml are 5.527 (rule 3.5)', () => {
    const found = overlayScale(pet());
    expect(found.factor * 20_000).toBeCloseTo(5.527, 3);
    expect(found).toMatchObject({ unit: '{SUVbw}g/ml', quantity: 'SUVbw', remark: null });
    expect(found.choices.slice(0, 3).map(({ scale }) => scale?.high)).toEqual([5, 7, 10]);
  });

  it('is activity, with the reason, where one slice cannot say it, or says another', () => {
    for (const change of [{ patientWeight: null }, { patientWeight: 80 }]) {
      const found = overlayScale(pet((slice) => (slice === 3 ? change : {})));
      expect(found).toMatchObject({
        factor: 1,
        unit: 'Bq/ml',
        remark: expect.stringMatching(/^SUV not available/) as string,
      });
    }
  });

  it('of a map it is that of the map, and what lies outside of the map is no number', () => {
    const realWorld = [{ label: 'ADC', unit: 'um2/s', slope: 2, intercept: 1, first: 0, last: 900, lut: null }];
    const made = phantom({
      frame: () => ({ rescale: null, windows: [{ center: 50, width: 100, explanation: 'map' }], realWorld }) as never,
      image: () => ({ modality: 'MR', sopClass: '1.2.840.10008.5.1.4.1.1.30' }),
    });
    const found = overlayScale(made.frames);
    expect(found).toMatchObject({
      factor: 2,
      offset: 1,
      quantity: 'ADC',
      unit: 'um2/s',
      valid: { first: 0, last: 900 },
    });
    expect(found.choices).toEqual([
      { name: 'map', scale: { low: 1, high: 201 } },
      { name: 'Full range', scale: null },
    ]);
  });
});
