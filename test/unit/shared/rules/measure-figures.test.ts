import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeasureTool, Point2 } from '../../../../shared/model/measurement.ts';
import { measureDrawing } from '../../../../shared/rules/measure.ts';
import { SIDE_UNKNOWN } from '../../../../shared/rules/measure-body.ts';
import { NOT_SPECTRAL, NOT_THE_PEAK } from '../../../../shared/rules/measure-doppler.ts';
import { footOfPerpendicular } from '../../../../shared/rules/measure-lines.ts';
import { isSpineLevel, nextSpineLevel, SPINE_LEVELS } from '../../../../shared/rules/spine-levels.ts';
import { imageOf, named, pixelsOf, regionOf, ultrasoundOf } from './image-fixture.ts';

const HALF = imageOf({ size: [512, 512], frame: { pixelSpacing: [0.5, 0.5] } });
/** Rows 1 mm apart, columns 0.5 mm apart. */
const STRETCHED = imageOf({ size: [512, 512], frame: { pixelSpacing: [1, 0.5] } });

function values(tool: MeasureTool, points: readonly Point2[], image = HALF): Record<string, number> {
  return named(measureDrawing(tool, points, image, 1, null));
}

/** The eight ways to turn and mirror a picture of 512 × 512. */
const TURNS: readonly ((point: Point2) => Point2)[] = [false, true].flatMap((flip) =>
  [0, 1, 2, 3].map((turn) => ([x, y]: Point2): Point2 => {
    let place: Point2 = flip ? [511 - x, y] : [x, y];
    for (let i = 0; i < turn; i += 1) place = [511 - place[1], place[0]];
    return place;
  }),
);

describe('lines', () => {
  it('a line with corners is as long as its parts together, whichever way a pixel is stretched', () => {
    expect(values('polyline', [[0, 0], [6, 8], [6, 18]])).toEqual({ length: 10 }); // prettier-ignore
    expect(values('polyline', [[0, 0], [6, 4], [6, 14]], STRETCHED)).toEqual({ length: 15 }); // prettier-ignore
  });

  it('an open angle takes both lines as they were drawn, in the patient and not in pixels', () => {
    const level: readonly Point2[] = [[0, 0], [10, 0]]; // prettier-ignore
    expect(values('open-angle', [...level, [50, 50], [60, 60]])['angle']).toBeCloseTo(45, 9);
    expect(values('open-angle', [...level, [60, 60], [50, 50]])['angle']).toBeCloseTo(135, 9);
    expect(values('open-angle', [...level, [50, 50], [60, 55]], STRETCHED)['angle']).toBeCloseTo(45, 9);
  });

  it('a perpendicular is the distance from the line, also beyond its end', () => {
    expect(values('perpendicular', [[0, 0], [100, 0], [40, 24]])).toEqual({ length: 50, 'perpendicular distance': 12 }); // prettier-ignore
    expect(values('perpendicular', [[0, 0], [100, 0], [300, -24]])['perpendicular distance']).toBeCloseTo(12, 9); // prettier-ignore
    expect(footOfPerpendicular([[0, 0], [10, 10], [0, 10]], { row: 1, column: 0.5 })).toEqual([8, 8]); // prettier-ignore
  });

  it('a line without length is refused where its direction counts', () => {
    for (const tool of ['open-angle', 'perpendicular', 'cardiothoracic'] as const) {
      const points: Point2[] = tool === 'perpendicular' ? [[1, 1], [1, 1], [5, 5]] : [[0, 0], [1, 1], [3, 3], [3, 3]]; // prettier-ignore
      expect(() => measureDrawing(tool, points, HALF, 1, null)).toThrow('a line has no length');
    }
  });
});

describe('heart and leg', () => {
  it('a heart of 60 mm in a thorax of 125 mm has a ratio of 0.48, at different heights and without any spacing', () => {
    const points: Point2[] = [[100, 50], [220, 90], [40, 120], [290, 120]]; // prettier-ignore
    const result = values('cardiothoracic', points);
    expect(result).toEqual({ 'cardiothoracic ratio': 0.48, 'heart width': 60, 'thorax width': 125 });
    const bare = measureDrawing('cardiothoracic', points, imageOf({ size: [512, 512] }), 1, null);
    expect(bare.values.map(({ name, value, unit }) => [name, value, unit])).toEqual([
      ['cardiothoracic ratio', 0.48, '1'],
      ['heart width', 120, 'px'],
      ['thorax width', 250, 'px'],
    ]);
  });

  const BOWED: readonly Point2[] = [
    [200, 0],
    [180, 200],
    [200, 400],
  ];
  const leg = (laterality: string | null, left: 'L' | 'R' = 'L') =>
    imageOf({
      size: [512, 512],
      frame: { pixelSpacing: [0.5, 0.5] },
      image: { laterality, patientOrientation: [left, 'F'] },
    });

  it('a leg axis is the angle at the knee and the distance of the knee from the line hip–ankle', () => {
    const bend = 2 * (Math.atan2(20, 200) * 180) / Math.PI; // prettier-ignore
    const result = values('leg-axis', BOWED, leg('R'));
    expect(result['hip-knee-ankle angle']).toBeCloseTo(180 - bend, 9);
    expect(result['varus']).toBeCloseTo(bend, 9);
    expect(result['mechanical axis deviation']).toBeCloseTo(10, 9);
  });

  it('varus and valgus follow the side of the leg and the way the patient faces, and are not said where one is unknown', () => {
    expect(values('leg-axis', BOWED, leg('L'))).toHaveProperty('valgus');
    expect(values('leg-axis', BOWED, leg('L', 'R'))).toHaveProperty('varus');
    const unknown = measureDrawing('leg-axis', BOWED, leg(null), 1, null);
    expect(unknown.values.map(({ name }) => name)).toEqual([
      'hip-knee-ankle angle',
      'deviation',
      'mechanical axis deviation',
    ]);
    expect(unknown.warnings).toEqual([SIDE_UNKNOWN]);
    const straight: Point2[] = [[200, 0], [200, 200], [200, 400]]; // prettier-ignore
    expect(values('leg-axis', straight, leg('R'))).toMatchObject({ deviation: 0, 'mechanical axis deviation': 0 });
  });
});

describe('Doppler callipers', () => {
  const SPECTRUM = {
    spatialFormat: 3,
    dataType: 3,
    referenceX: 0,
    referenceY: 80,
    referenceValueY: 0,
    unitsX: 4,
    deltaX: 0.01,
  };
  const inCentimetres = ultrasoundOf([regionOf({ ...SPECTRUM, unitsY: 7, deltaY: -1.5 })]);
  const inHertz = ultrasoundOf([regionOf({ ...SPECTRUM, unitsY: 5, deltaY: -50 })]);
  const POINTS: readonly Point2[] = [
    [30, 30],
    [70, 70],
  ];

  it('give peak, end of diastole, difference, time and both indices', () => {
    const result = measureDrawing('doppler', POINTS, inCentimetres, 1, null);
    expect(result.values.map(({ name, unit }) => [name, unit])).toEqual([
      ['peak systolic velocity', 'cm/s'],
      ['end diastolic velocity', 'cm/s'],
      ['velocity difference', 'cm/s'],
      ['time', 's'],
      ['resistive index', '1'],
      ['S/D ratio', '1'],
    ]);
    const value = named(result);
    expect(value['peak systolic velocity']).toBeCloseTo(90, 9);
    expect(value['end diastolic velocity']).toBeCloseTo(30, 9);
    expect(value['time']).toBeCloseTo(0.4, 9);
    expect(value['resistive index']).toBeCloseTo(2 / 3, 9);
    expect(value['S/D ratio']).toBeCloseTo(3, 9);
  });

  it('F53: a region in Hz never gives cm/s', () => {
    const result = measureDrawing('doppler', POINTS, inHertz, 1, null);
    expect(result.values.map(({ unit }) => unit)).toEqual(['Hz', 'Hz', 'Hz', 's', '1', '1']);
    expect(JSON.stringify(result)).not.toContain('cm/s');
    expect(JSON.stringify(result)).not.toContain('velocity');
  });

  it('say so outside a spectrum, across its edge, and where the first point is not the peak', () => {
    const tissue = measureDrawing('doppler', POINTS, ultrasoundOf([regionOf()]), 1, null);
    expect(tissue).toEqual({ values: [], basis: '', warnings: [NOT_SPECTRAL] });
    expect(measureDrawing('doppler', [[30, 30], [200, 70]], inCentimetres, 1, null).values).toEqual([]); // prettier-ignore
    const swapped = measureDrawing('doppler', [...POINTS].reverse(), inCentimetres, 1, null);
    expect(swapped.warnings).toContain(NOT_THE_PEAK);
    expect(named(swapped)).not.toHaveProperty('resistive index');
  });

  it('give the same index for flow away from the probe, and no ratio for flow that turns round', () => {
    const away = measureDrawing('doppler', [[30, 105], [70, 95]], inCentimetres, 1, null); // prettier-ignore
    expect(named(away)['resistive index']).toBeCloseTo(1 - 7.5 / 22.5, 9);
    const back = named(measureDrawing('doppler', [[30, 30], [70, 100]], inCentimetres, 1, null)); // prettier-ignore
    expect(back['resistive index']).toBeCloseTo(1 + 15 / 90, 9);
    expect(back).not.toHaveProperty('S/D ratio');
  });
});

describe('spine levels', () => {
  it('go from C1 to S1 and back, and end there', () => {
    expect(SPINE_LEVELS).toHaveLength(25);
    expect(nextSpineLevel('C7', 'down')).toBe('T1');
    expect(nextSpineLevel('L5', 'down')).toBe('S1');
    expect(nextSpineLevel('S1', 'down')).toBeNull();
    expect(nextSpineLevel('L1', 'up')).toBe('T12');
    expect(nextSpineLevel('C1', 'up')).toBeNull();
    expect(nextSpineLevel('L9', 'up')).toBeNull();
    expect(isSpineLevel('T12')).toBe(true);
    expect(isSpineLevel('T13')).toBe(false);
    // Ribs of one side are counted on by themselves.
    expect(nextSpineLevel('Rib 7 left', 'down')).toBe('Rib 8 left');
    expect(nextSpineLevel('Rib 12 right', 'down')).toBeNull();
    expect(nextSpineLevel('Rib 1 left', 'up')).toBeNull();
    expect(isSpineLevel('Rib 7 left')).toBe(false);
  });
});

describe('the number stays', () => {
  const FIGURES: readonly (readonly [MeasureTool, number])[] = [
    ['length', 2],
    ['polyline', 5],
    ['angle', 3],
    ['open-angle', 4],
    ['perpendicular', 3],
    ['polygon', 5],
    ['cardiothoracic', 4],
    ['bidirectional', 4],
  ];
  const whole = fc.integer({ min: 0, max: 511 });
  const point = fc.tuple(whole, whole);
  const numbers = (tool: MeasureTool, points: readonly Point2[], image = HALF): readonly number[] =>
    measureDrawing(tool, points, image, 1, null).values.map(({ value }) => value);

  it.each(FIGURES)('%s: in all eight ways a picture can be turned and mirrored', (tool, count) => {
    fc.assert(
      fc.property(fc.uniqueArray(point, { minLength: count, maxLength: count, selector: String }), (points) => {
        const before = numbers(tool, points);
        for (const turn of TURNS) {
          numbers(tool, points.map(turn)).forEach((value, index) => expect(value).toBeCloseTo(before[index] ?? NaN, 6));
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each(FIGURES)('%s: on a picture of twice the pixels of half the size', (tool, count) => {
    const fine = imageOf({ size: [1024, 1024], frame: { pixelSpacing: [0.25, 0.25] } });
    fc.assert(
      fc.property(fc.uniqueArray(point, { minLength: count, maxLength: count, selector: String }), (points) => {
        const before = numbers(tool, points);
        // The centre of a pixel is 0.5 pixels in: on the finer picture it lies between two.
        const resampled = points.map(([x, y]): Point2 => [2 * x + 0.5, 2 * y + 0.5]);
        numbers(tool, resampled, fine).forEach((value, index) => expect(value).toBeCloseTo(before[index] ?? NaN, 6));
      }),
      { numRuns: 40 },
    );
  });

  it('a disc of 40 HU keeps its statistics in all eight ways, under a circle and under a polygon', () => {
    const image = imageOf({
      size: [64, 64],
      frame: { pixelSpacing: [0.5, 0.5], rescale: { slope: 1, intercept: -1024, type: 'HU' } },
    });
    const inside = (x: number, y: number): boolean => Math.hypot(x - 20, y - 30) <= 10;
    const round: readonly Point2[] = [[12, 30], [28, 30], [20, 22], [20, 38]]; // prettier-ignore
    const square: readonly Point2[] = [[15, 25], [25, 25], [25, 35], [15, 35]]; // prettier-ignore
    const turns = TURNS.map((turn) => ([x, y]: Point2): Point2 => {
      const [tx, ty] = turn([x, y]);
      // The turns are of 512 pixels; this picture has 64.
      return [tx >= 448 ? tx - 448 : tx, ty >= 448 ? ty - 448 : ty];
    });
    for (const turn of turns) {
      const grid = new Map<string, number>();
      for (let y = 0; y < 64; y += 1)
        for (let x = 0; x < 64; x += 1) grid.set(String(turn([x, y])), inside(x, y) ? 1064 : 0);
      const pixels = pixelsOf(64, 64, (x, y) => grid.get(`${x},${y}`) ?? NaN);
      for (const [tool, points] of [
        ['circle', round],
        ['polygon', square],
      ] as const) {
        const turned = points.map(turn);
        const result = named(measureDrawing(tool, turned, image, 1, pixels));
        expect(result).toMatchObject({ mean: 40, minimum: 40, maximum: 40, median: 40, 'standard deviation': 0 });
        expect(result['area']).toBeCloseTo(tool === 'circle' ? Math.PI * 16 : 25, 9);
      }
    }
  });
});
