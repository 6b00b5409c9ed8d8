import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpacingSource } from '../../../../shared/model/image.ts';
import { measureDrawing } from '../../../../shared/rules/measure.ts';
import { spacingOf } from '../../../../shared/rules/spacing.ts';
import { CR, CT, DX, imageOf, MG, named, regionOf, SC, ultrasoundOf } from './image-fixture.ts';

function radiograph(spacing: Partial<SpacingSource>, pixelSpacing: [number, number] | null = null, sopClass = DX) {
  return imageOf({
    modality: sopClass === MG ? 'MG' : 'DX',
    sopClass,
    size: [2000, 2000],
    spacing,
    frame: { pixelSpacing },
  });
}

describe('spacing precedence', () => {
  it.each(['CT', 'MR', 'PT', 'NM'])('%s measures by its pixel spacing, rows first', (modality) => {
    const image = imageOf({ modality, sopClass: null, frame: { pixelSpacing: [1, 0.5] } });
    expect(spacingOf(image, 1)).toEqual({ row: 1, column: 0.5, unit: 'mm', basis: 'pixel spacing', warnings: [] });
  });

  it.each([
    ['mag.-corrected', 'GEOMETRY', null],
    ['calibrated: 25 mm coin', 'FIDUCIAL', '25 mm coin'],
    ['calibrated', 'FIDUCIAL', null],
    ['calibrated: method not stated', null, null],
  ])('a radiograph whose pixel spacing differs from the detector says "%s"', (basis, calibrationType, description) => {
    const source = {
      imagerPixelSpacing: [0.2, 0.2] as [number, number],
      calibrationType,
      calibrationDescription: description,
    };
    expect(spacingOf(radiograph(source, [0.16, 0.16]), 1)).toMatchObject({ row: 0.16, unit: 'mm', basis });
  });

  it('pixel spacing equal to that of the detector is at the detector, and says that this is not the patient', () => {
    const spacing = spacingOf(radiograph({ imagerPixelSpacing: [0.15, 0.15] }, [0.15, 0.15]), 1);
    expect(spacing).toMatchObject({ row: 0.15, basis: 'at detector' });
    expect(spacing.warnings).toHaveLength(1);
  });

  it('pixel spacing alone on a radiograph has an unknown calibration', () => {
    expect(spacingOf(radiograph({}, [0.15, 0.15]), 1)).toMatchObject({ unit: 'mm', basis: 'unknown calibration' });
  });

  it('detector spacing alone is at the detector', () => {
    expect(spacingOf(radiograph({ imagerPixelSpacing: [0.2, 0.2] }), 1)).toMatchObject({
      row: 0.2,
      basis: 'at detector',
    });
  });

  it('a 50 mm rod magnified by 1.25 measures 50 mm (magnification left out on mammograms)', () => {
    // The rod throws a shadow of 62.5 mm: 625 detector pixels of 0.1 mm.
    const image = radiograph({ imagerPixelSpacing: [0.1, 0.1], magnification: 1.25 }, null, MG);
    const result = measureDrawing('length', [[10, 20], [635, 20]], image, 1, null); // prettier-ignore
    expect(result.values[0]?.value).toBeCloseTo(50, 9);
    expect(result.basis).toBe('estimated (ERMF 1.25)');
  });

  it('the two distances give the magnification where nobody stated it', () => {
    const image = radiograph({ imagerPixelSpacing: [0.1, 0.1], sourceToDetector: 1000, sourceToPatient: 800 });
    expect(spacingOf(image, 1)).toMatchObject({ row: 0.08, basis: 'estimated (SID/SOD 1.25)' });
  });

  it('a magnification below 1 is a mistake and is not used', () => {
    const image = radiograph({ imagerPixelSpacing: [0.1, 0.1], magnification: 0.8 });
    expect(spacingOf(image, 1)).toMatchObject({ row: 0.1, basis: 'at detector' });
  });

  it('a film scan uses the spacing of the scanner', () => {
    const image = imageOf({ modality: 'OT', sopClass: SC, spacing: { nominalScannedPixelSpacing: [0.1, 0.1] } });
    expect(spacingOf(image, 1)).toMatchObject({ row: 0.1, unit: 'mm', basis: 'scanned film' });
  });

  it('a secondary capture that borrows the modality CT is not trusted like a CT', () => {
    const image = imageOf({ modality: 'CT', sopClass: SC, frame: { pixelSpacing: [0.7, 0.7] } });
    expect(spacingOf(image, 1).basis).toBe('unknown calibration');
  });

  it('a CT that gives detector spacing only is labelled at detector', () => {
    const image = imageOf({
      sopClass: CT,
      spacing: { imagerPixelSpacing: [0.2, 0.2], sourceToDetector: 1099, sourceToPatient: 630 },
    });
    expect(spacingOf(image, 1)).toMatchObject({ row: 0.2, basis: 'at detector' });
  });

  it.each([
    ['zero', [0, 0]],
    ['one zero', [0.2, 0]],
    ['negative', [-0.2, -0.2]],
    ['not a number', [NaN, NaN]],
    ['absent', null],
  ] as const)('a spacing that is %s gives pixels, never one millimetre', (_name, pair) => {
    const pixelSpacing = pair && ([...pair] as [number, number]);
    for (const image of [
      imageOf({ frame: { pixelSpacing } }),
      imageOf({ modality: 'CR', sopClass: CR, frame: { pixelSpacing }, spacing: { imagerPixelSpacing: pixelSpacing } }),
    ]) {
      const result = measureDrawing('length', [[0, 0], [3, 4]], image, 1, null); // prettier-ignore
      expect(result).toMatchObject({ values: [{ value: 5, unit: 'px' }], basis: 'px' });
    }
  });

  it('a zero pixel spacing does not hide the spacing of the detector', () => {
    const image = radiograph({ imagerPixelSpacing: [0.2, 0.2] }, [0, 0], CR);
    expect(spacingOf(image, 1).basis).toBe('at detector');
  });

  it('the aspect ratio stretches pixels without making them millimetres', () => {
    const image = imageOf({ spacing: { pixelAspectRatio: [2, 1] } });
    expect(spacingOf(image, 1)).toMatchObject({ row: 2, column: 1, unit: 'px', basis: 'px, aspect applied' });
    const down = measureDrawing('length', [[0, 0], [0, 5]], image, 1, null); // prettier-ignore
    expect(down.values).toEqual([{ name: 'length', value: 10, unit: 'px' }]);
  });

  it('each frame of an enhanced object has its own spacing', () => {
    const image = imageOf({ image: { frames: 2 } });
    const [first] = image.perFrame;
    if (!first) throw new Error('the fixture has a frame');
    const two = { ...image, perFrame: [{ ...first, pixelSpacing: [1, 1] }, { ...first, pixelSpacing: [2, 2] }] } as typeof image; // prettier-ignore
    expect([1, 2].map((frame) => spacingOf(two, frame).row)).toEqual([1, 2]);
  });

  it('never claims millimetres unless some spacing above zero is written down', () => {
    const pair = fc.option(fc.tuple(fc.constantFrom(0, -1, NaN, 0.5), fc.constantFrom(0, -1, NaN, 0.5)), { nil: null });
    const modality = fc.constantFrom('CT', 'CR', 'MG', 'US', 'OT', null);
    fc.assert(
      fc.property(pair, pair, pair, modality, (own, detector, film, name) => {
        const image = imageOf({
          modality: name,
          sopClass: null,
          frame: { pixelSpacing: own },
          spacing: { imagerPixelSpacing: detector, nominalScannedPixelSpacing: film },
        });
        const stated = [own, detector, film].some((sizes) => sizes?.every((size) => size > 0));
        expect(spacingOf(image, 1).unit).toBe(stated ? 'mm' : 'px');
      }),
    );
  });
});

describe('ultrasound regions', () => {
  it('measure in mm and not in cm, with both deltas apart (a length of 10 cm stored as 10 mm)', () => {
    const image = ultrasoundOf([regionOf()]);
    const along = measureDrawing('length', [[10, 10], [110 - 10, 10]], image, 1, null); // prettier-ignore
    expect(along).toMatchObject({ values: [{ name: 'length', unit: 'mm' }], basis: 'ultrasound region' });
    expect(along.values[0]?.value).toBeCloseTo(45, 9);
    const down = measureDrawing('length', [[10, 10], [10, 100]], image, 1, null); // prettier-ignore
    expect(down.values[0]?.value).toBeCloseTo(90, 9);
    const slanted = measureDrawing('length', [[10, 10], [70, 50]], image, 1, null); // prettier-ignore
    expect(slanted.values[0]?.value).toBeCloseTo(50, 9);
  });

  it('a point one pixel outside gives pixels and says so (silent fall back to another scale)', () => {
    const image = ultrasoundOf([regionOf()], { frame: { pixelSpacing: [0.3, 0.3] } });
    const result = measureDrawing('length', [[10, 10], [110, 10]], image, 1, null); // prettier-ignore
    expect(result).toEqual({
      values: [{ name: 'length', value: 100, unit: 'px' }],
      basis: 'px',
      warnings: ['not inside one ultrasound region'],
    });
  });

  it('across two regions of different scale there are only pixels', () => {
    const other = regionOf({ minX: 150, maxX: 249, deltaX: 0.1 });
    const result = measureDrawing('length', [[20, 20], [160, 20]], ultrasoundOf([regionOf(), other]), 1, null); // prettier-ignore
    expect(result).toMatchObject({ values: [{ value: 140, unit: 'px' }], basis: 'px' });
  });

  it('the high priority region wins where regions overlap', () => {
    const above = regionOf({ flags: 1, deltaX: 0.02, minX: 50, maxX: 90 });
    const image = ultrasoundOf([regionOf(), above]);
    const inside = measureDrawing('length', [[60, 20], [80, 20]], image, 1, null); // prettier-ignore
    expect(inside.values[0]?.value).toBeCloseTo(4, 9);
    const across = measureDrawing('length', [[20, 20], [80, 20]], image, 1, null); // prettier-ignore
    expect(across.values[0]).toMatchObject({ value: 60, unit: 'px' });
  });

  it('a colour box of the same scale inside the picture does not break a length', () => {
    const image = ultrasoundOf([regionOf(), regionOf({ flags: 1, dataType: 2, minX: 50, maxX: 90 })]);
    const across = measureDrawing('length', [[20, 20], [80, 20]], image, 1, null); // prettier-ignore
    expect(across.values[0]?.value).toBeCloseTo(30, 9);
  });

  it('overlaps of equal priority and different scale are not guessed', () => {
    const image = ultrasoundOf([regionOf(), regionOf({ deltaX: 0.1 })]);
    expect(measureDrawing('length', [[20, 20], [80, 20]], image, 1, null).basis).toBe('px'); // prettier-ignore
  });

  it('regions of a picture that was halved afterwards are not used', () => {
    const image = ultrasoundOf([regionOf({ maxX: 595, maxY: 414 })]);
    const result = measureDrawing('length', [[100, 100], [200, 100]], image, 1, null); // prettier-ignore
    expect(result.values).toEqual([{ name: 'length', value: 100, unit: 'px' }]);
    expect(result.warnings[0]).toMatch(/outside the image/);
  });

  it.each([{ maxX: 322 }, { maxY: 242 }, { minX: -1 }, { minY: -1 }, { maxX: 10 }, { maxY: 5 }])(
    'a region with %o does not fit the image and is not used',
    (edge) => {
      expect(spacingOf(ultrasoundOf([regionOf(edge)]), 1, [20, 20]).basis).toBe('px');
    },
  );

  it('a region that ends at the number of columns is one pixel over and still used', () => {
    const image = ultrasoundOf([regionOf({ maxX: 320 })]);
    expect(spacingOf(image, 1, [200, 50])).toMatchObject({ unit: 'mm', basis: 'ultrasound region' });
  });

  it('pixel spacing beside regions is ignored everywhere', () => {
    const image = ultrasoundOf([regionOf({ unitsX: 4 })], { frame: { pixelSpacing: [0.3, 0.3] } });
    expect(spacingOf(image, 1)).toMatchObject({ unit: 'px' });
    expect(spacingOf(image, 1, [20, 20])).toMatchObject({ unit: 'px' });
  });

  it('pixel spacing without regions has an unknown calibration', () => {
    const image = ultrasoundOf([], { frame: { pixelSpacing: [0.3, 0.3] } });
    expect(spacingOf(image, 1)).toMatchObject({ unit: 'mm', basis: 'unknown calibration' });
  });

  it('two objects keep their own deltas (scale of the first used for the rest)', () => {
    const points = [[20, 20], [80, 20]] as [number, number][]; // prettier-ignore
    const lengths = [0.05, 0.1].map((deltaX) => {
      return measureDrawing('length', points, ultrasoundOf([regionOf({ deltaX })]), 1, null).values[0]?.value;
    });
    expect(lengths[0]).toBeCloseTo(30, 9);
    expect(lengths[1]).toBeCloseTo(60, 9);
  });

  it('M-mode gives time along x and distance along y, and no slanted length', () => {
    const image = ultrasoundOf([regionOf({ spatialFormat: 2, unitsX: 4, deltaX: 0.01 })]);
    const result = measureDrawing('length', [[20, 20], [70, 50]], image, 1, null); // prettier-ignore
    expect(result.values.map(({ name, unit }) => `${name} ${unit}`)).toEqual(['time s', 'distance mm']);
    expect(named(result)['time']).toBeCloseTo(0.5, 9);
    expect(named(result)['distance']).toBeCloseTo(30, 9);
    expect(result.basis).toBe('ultrasound region');
  });

  it('a spectral trace gives velocity from its reference line, with its sign', () => {
    // Zero lies at row 10 + 40 = 50; a pixel upwards is 2 cm/s.
    const region = regionOf({ spatialFormat: 3, dataType: 3, unitsX: 4, unitsY: 7, deltaX: 0.01, deltaY: -2, referenceY: 40, referenceValueY: 0 }); // prettier-ignore
    const image = ultrasoundOf([region]);
    const probe = measureDrawing('probe', [[30, 20]], image, 1, null);
    expect(probe).toEqual({
      values: [{ name: 'velocity', value: 60, unit: 'cm/s' }],
      basis: 'ultrasound region',
      warnings: [],
    });
    const caliper = measureDrawing('length', [[30, 20], [40, 60]], image, 1, null); // prettier-ignore
    expect(named(caliper)).toMatchObject({
      'velocity difference': 80,
      'velocity at start': 60,
      'velocity at end': -20,
    });
    expect(named(caliper)['time']).toBeCloseTo(0.1, 9);
  });

  it('a spectral trace in Hz never prints cm/s', () => {
    const region = regionOf({
      spatialFormat: 3,
      unitsX: 4,
      unitsY: 5,
      deltaY: -100,
      referenceY: 40,
      referenceValueY: 0,
    });
    const result = measureDrawing('length', [[30, 20], [40, 60]], ultrasoundOf([region]), 1, null); // prettier-ignore
    expect(result.values.map(({ unit }) => unit)).toEqual(['s', 'Hz', 'Hz', 'Hz']);
    expect(named(result)['frequency difference']).toBe(4000);
  });

  it('a spectral trace without a reference row has no velocity', () => {
    const region = regionOf({ spatialFormat: 3, unitsX: 4, unitsY: 7 });
    const probe = measureDrawing('probe', [[30, 20]], ultrasoundOf([region]), 1, null);
    expect(probe.values).toEqual([]);
    expect(probe.warnings[0]).toMatch(/zero/);
  });

  it('angles and areas on a time axis are not millimetres', () => {
    const image = ultrasoundOf([regionOf({ unitsX: 4 })]);
    const area = measureDrawing('rectangle', [[20, 20], [30, 30]], image, 1, null); // prettier-ignore
    expect(area.values[0]).toEqual({ name: 'area', value: 100, unit: 'px2' });
    expect(area.warnings[0]).toMatch(/does not measure distances/);
  });

  it.each([0, NaN, Infinity])('a delta of %d is no calibration', (deltaX) => {
    expect(spacingOf(ultrasoundOf([regionOf({ deltaX })]), 1, [20, 20]).unit).toBe('px');
  });

  it('without a place asked for, a scale stands only where all distance regions agree', () => {
    expect(spacingOf(ultrasoundOf([regionOf()]), 1)).toMatchObject({ row: 1, column: 0.5, unit: 'mm' });
    const other = regionOf({ minX: 150, maxX: 249, deltaX: 0.1 });
    expect(spacingOf(ultrasoundOf([regionOf(), other]), 1).unit).toBe('px');
  });
});
