import { describe, expect, it } from 'vitest';
import { isPadding, modalityRange, modalityUnit, toModality } from '../../../../shared/rules/modality.ts';
import { imageOf, petOf, pixelsOf, SC } from './image-fixture.ts';

function rescaled(type: string | null, sopClass?: string) {
  return imageOf({ ...(sopClass ? { sopClass } : {}), frame: { rescale: { slope: 2, intercept: -1024, type } } });
}

describe('modality values', () => {
  it('are slope times stored plus intercept, and the stored value without a rescale', () => {
    expect(toModality(rescaled('HU'), 1, 512)).toBe(0);
    expect(toModality(imageOf(), 1, 512)).toBe(512);
  });

  it('come from the lookup table where there is one, and then have no unit', () => {
    const image = imageOf({
      frame: { rescale: { slope: 2, intercept: 0, type: 'HU' } },
      image: { modalityLut: { first: -2, bits: 16, explanation: null, data: [7, 8, 9] } },
    });
    expect([-3, -2, -1, 0, 1].map((stored) => toModality(image, 1, stored))).toEqual([7, 7, 8, 9, 9]);
    expect(modalityUnit(image, 1)).toBe('1');
  });

  it('take the rescale of each frame (slope of the first frame used for all)', () => {
    const base = petOf();
    const [first] = base.perFrame;
    if (!first) throw new Error('the fixture has a frame');
    const scale = (slope: number) => ({ ...first, rescale: { slope, intercept: 0, type: null } });
    const image = { ...base, frames: 2, perFrame: [scale(1.5), scale(3)] };
    expect([1, 2].map((frame) => toModality(image, frame, 10))).toEqual([15, 30]);
  });

  it.each([0, NaN, Infinity])('ignore a slope of %d', (slope) => {
    const image = imageOf({ frame: { rescale: { slope, intercept: 5, type: 'HU' } } });
    expect(toModality(image, 1, 7)).toBe(7);
    expect(modalityUnit(image, 1)).toBe('1');
  });

  it.each([
    ['HU', undefined, "[hnsf'U]"],
    [null, undefined, "[hnsf'U]"],
    [null, SC, '1'],
    ['US', undefined, '1'],
    ['MGML', undefined, 'mg/ml'],
    // As reformats of one maker say it, and in other words.
    ['Houndsfield Unit', undefined, "[hnsf'U]"],
    ['Hounsfield Units', SC, "[hnsf'U]"],
    ['HOUNSFIELD', undefined, "[hnsf'U]"],
    ['Hounsfield squared', undefined, '{HOUNSFIELDSQUARED}'],
    ['Z_EFF', undefined, '{Z_EFF}'],
    ['OD', SC, '{OD}'],
  ])('rescale type %s of class %s has the unit %s', (type, sopClass, unit) => {
    expect(modalityUnit(rescaled(type, sopClass), 1)).toBe(unit);
  });

  it('of an MR are not Hounsfield units', () => {
    const image = imageOf({ modality: 'MR', sopClass: '1.2.840.10008.5.1.4.1.1.4', frame: { rescale: { slope: 1, intercept: 0, type: null } } }); // prettier-ignore
    expect(modalityUnit(image, 1)).toBe('1');
  });

  it('of PET have the unit of the object', () => {
    expect(modalityUnit(petOf(), 1)).toBe('Bq/ml');
    expect(modalityUnit(petOf({ units: 'CNTS' }), 1)).toBe('{counts}');
    expect(modalityUnit(petOf({ units: null }), 1)).toBe('1');
  });
});

describe('padding', () => {
  it('is one value, or a range given in either order', () => {
    const one = imageOf({ image: { padding: { value: -2000, limit: null } } });
    const up = imageOf({ image: { padding: { value: -2000, limit: -1990 } } });
    const down = imageOf({ image: { padding: { value: -1990, limit: -2000 } } });
    expect([-2001, -2000, -1999].map((stored) => isPadding(one, stored))).toEqual([false, true, false]);
    for (const image of [up, down]) {
      expect([-2001, -2000, -1995, -1990, -1989].map((stored) => isPadding(image, stored))).toEqual([false, true, true, true, false]); // prettier-ignore
    }
    expect(isPadding(imageOf(), 0)).toBe(false);
  });

  it('does not stretch the range of values that a window is made from', () => {
    const image = imageOf({
      frame: { rescale: { slope: 1, intercept: -1024, type: 'HU' } },
      image: { padding: { value: -2000, limit: null } },
    });
    const pixels = pixelsOf(4, 1, (x) => [-2000, 24, 1024, 2024][x] ?? 0);
    expect(modalityRange(image, 1, pixels)).toEqual({ min: -1000, max: 1000 });
    expect(
      modalityRange(
        image,
        1,
        pixelsOf(2, 2, () => -2000),
      ),
    ).toBeNull();
    expect(modalityRange(image, 1, { ...pixels, samples: 3 })).toBeNull();
  });

  it('turns the range round with a falling slope', () => {
    const image = imageOf({ frame: { rescale: { slope: -1, intercept: 0, type: null } } });
    expect(
      modalityRange(
        image,
        1,
        pixelsOf(3, 1, (x) => x),
      ),
    ).toEqual({ min: -2, max: 0 });
  });
});
