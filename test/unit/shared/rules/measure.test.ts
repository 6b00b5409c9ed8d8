import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { MeasureTool } from '../../../../shared/model/measurement.ts';
import type { Point2, SuvKind } from '../../../../shared/model/measurement.ts';
import { measureDrawing, needsPixels } from '../../../../shared/rules/measure.ts';
import { imageOf, named, petOf, pixelsOf } from './image-fixture.ts';

const ISOTROPIC = imageOf({ size: [100, 100], frame: { pixelSpacing: [0.5, 0.5] } });
/** Rows 1 mm apart, columns 0.5 mm apart. */
const STRETCHED = imageOf({ frame: { pixelSpacing: [1, 0.5] } });
const HU = { slope: 1, intercept: -1024, type: 'HU' };

function values(tool: MeasureTool, points: readonly Point2[], image = ISOTROPIC): Record<string, number> {
  return named(measureDrawing(tool, points, image, 1, null));
}

function code(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof AppError ? error.code : 'another error';
  }
  return 'no error';
}

describe('length, diameters and angle', () => {
  it('a length of three by four pixels of half a millimetre is 2.5 mm', () => {
    expect(measureDrawing('length', [[1, 1], [4, 5]], ISOTROPIC, 1, null)).toEqual({ values: [{ name: 'length', value: 2.5, unit: 'mm' }], basis: 'pixel spacing', warnings: [] }); // prettier-ignore
  });

  it('a length takes the row spacing along y and the column spacing along x', () => {
    expect(values('length', [[0, 0], [6, 0]], STRETCHED)['length']).toBe(3); // prettier-ignore
    expect(values('length', [[0, 0], [0, 4]], STRETCHED)['length']).toBe(4); // prettier-ignore
    expect(values('length', [[0, 0], [6, 4]], STRETCHED)['length']).toBe(5); // prettier-ignore
  });

  it('the longer diameter is the long axis, whichever was drawn first and however the pixels are stretched', () => {
    const points: Point2[] = [[0, 5], [10, 5], [5, 0], [5, 8]]; // prettier-ignore
    expect(values('bidirectional', points, STRETCHED)).toEqual({ 'long axis': 8, 'short axis': 5 });
  });

  it('an angle is the one in the patient and not the one between pixels', () => {
    // 1 column is 0.5 mm and 1 row 1 mm: [2, 1] is the diagonal of a square.
    expect(values('angle', [[2, 0], [0, 0], [2, 1]], STRETCHED)['angle']).toBeCloseTo(45, 9); // prettier-ignore
    expect(values('angle', [[1, 0], [0, 0], [0, 1]])['angle']).toBeCloseTo(90, 9); // prettier-ignore
    expect(values('angle', [[-1, 0], [0, 0], [1, 0]])['angle']).toBeCloseTo(180, 9); // prettier-ignore
  });

  it('an arrow has no values', () => {
    expect(measureDrawing('arrow', [[0, 0], [1, 1]], ISOTROPIC, 1, null)).toEqual({ values: [], basis: '', warnings: [] }); // prettier-ignore
  });

  const coordinate = fc.double({ min: -200, max: 200, noNaN: true });
  const point = fc.tuple(coordinate, coordinate);

  it('a length on square pixels does not change when the drawing turns or moves', () => {
    fc.assert(
      fc.property(point, point, point, fc.double({ min: 0, max: 7, noNaN: true }), (a, b, by, turn) => {
        const moved = ([x, y]: Point2): Point2 => [
          x * Math.cos(turn) - y * Math.sin(turn) + by[0],
          x * Math.sin(turn) + y * Math.cos(turn) + by[1],
        ];
        const before = values('length', [a, b])['length'] ?? NaN;
        expect(values('length', [moved(a), moved(b)])['length']).toBeCloseTo(before, 6);
      }),
    );
  });

  it('lengths grow with the spacing and areas with its square, angles not at all', () => {
    const factor = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(factor, (f) => {
        const image = imageOf({ frame: { pixelSpacing: [f, f * 0.5] } });
        expect(values('length', [[0, 0], [6, 4]], image)['length']).toBeCloseTo(5 * f, 9); // prettier-ignore
        expect(values('rectangle', [[0, 0], [6, 4]], image)['area']).toBeCloseTo(12 * f * f, 9); // prettier-ignore
        expect(values('angle', [[2, 0], [0, 0], [2, 1]], image)['angle']).toBeCloseTo(45, 9); // prettier-ignore
      }),
    );
  });

  it('a Cobb angle counts each line from its left end, in mm, and does not fold back over 90 degrees', () => {
    const image = imageOf({ frame: { pixelSpacing: [1, 1] } });
    const cobb = (points: Point2[], on = image): number => values('cobb', points, on)['Cobb angle'] ?? NaN;
    expect(cobb([[0, 0], [10, 0], [0, 30], [10, 20]])).toBeCloseTo(45, 9); // prettier-ignore
    expect(cobb([[10, 0], [0, 0], [0, 30], [10, 20]])).toBeCloseTo(45, 9); // prettier-ignore
    expect(cobb([[0, 0], [10, 17.32], [0, 30], [10, 12.68]])).toBeCloseTo(120, 2); // prettier-ignore
    // Rows of 2 mm, columns of 1 mm: a slope of 1 pixel is one of 2 mm.
    const stretched = imageOf({ frame: { pixelSpacing: [2, 1] } });
    expect(cobb([[0, 0], [10, 0], [0, 0], [10, 5]], stretched)).toBeCloseTo(45, 9); // prettier-ignore
    expect(() => cobb([[0, 0], [0, 0], [0, 30], [10, 20]])).toThrow(AppError); // prettier-ignore
  });

  it('a Cobb angle is the same whatever way the lines are drawn and the picture is moved (property)', () => {
    const whole = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }));
    fc.assert(
      fc.property(whole, whole, whole, whole, whole, (a, b, c, d, [mx, my]) => {
        fc.pre(a[0] !== b[0] && c[0] !== d[0]);
        const moved = ([x, y]: Point2): Point2 => [x + mx, y + my];
        const first = values('cobb', [a, b, c, d], STRETCHED)['Cobb angle'] ?? NaN;
        expect(values('cobb', [d, c, b, a], STRETCHED)['Cobb angle']).toBeCloseTo(first, 9);
        expect(values('cobb', [b, a, c, d].map(moved) as Point2[], STRETCHED)['Cobb angle']).toBeCloseTo(first, 9);
      }),
    );
  });

  it('an angle is the same from either end', () => {
    const whole = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }));
    fc.assert(
      fc.property(whole, whole, whole, (a, vertex, b) => {
        fc.pre([a, b].every(([x, y]) => x !== vertex[0] || y !== vertex[1]));
        expect(values('angle', [a, vertex, b], STRETCHED)['angle']).toBe(
          values('angle', [b, vertex, a], STRETCHED)['angle'],
        );
      }),
    );
  });
});

describe('area and perimeter', () => {
  it('of a rectangle (area of rectangles wrong on stretched pixels)', () => {
    expect(values('rectangle', [[8, 9], [2, 4]], STRETCHED)).toMatchObject({ area: 15, perimeter: 16 }); // prettier-ignore
  });

  it('of a circle and of an ellipse', () => {
    expect(values('ellipse', [[0, 10], [20, 10], [10, 0], [10, 20]])['area']).toBeCloseTo(Math.PI * 25, 9); // prettier-ignore
    expect(values('ellipse', [[0, 10], [20, 10], [10, 0], [10, 20]])['perimeter']).toBeCloseTo(Math.PI * 10, 9); // prettier-ignore
    // Half axes 5 and 3 mm: the complete elliptic integral gives 25.526998863398...
    const image = imageOf({ frame: { pixelSpacing: [1, 1] } });
    const ellipse = values('ellipse', [[0, 3], [10, 3], [5, 0], [5, 6]], image); // prettier-ignore
    expect(ellipse['area']).toBeCloseTo(Math.PI * 15, 9);
    expect(ellipse['perimeter']).toBeCloseTo(25.526998863398, 9);
  });

  it('a circle in the patient is an ellipse of stretched pixels', () => {
    const circle = values('ellipse', [[0, 5], [20, 5], [10, 0], [10, 10]], STRETCHED); // prettier-ignore
    expect(circle['area']).toBeCloseTo(Math.PI * 25, 9);
    expect(circle['perimeter']).toBeCloseTo(Math.PI * 10, 9);
  });

  it('a circle says its diameter as well', () => {
    const points: Point2[] = [[0, 5], [20, 5], [10, 0], [10, 10]]; // prettier-ignore
    const result = measureDrawing('circle', points, STRETCHED, 1, null);
    expect(result.values.map(({ name, value, unit }) => [name, value, unit]).slice(0, 2)).toEqual([
      ['diameter', 10, 'mm'],
      ['area', expect.closeTo(Math.PI * 25, 9), 'mm2'],
    ]);
  });

  it('an ellipse keeps its size when it turns', () => {
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const turned: Point2[] = [[-10, 0], [10, 0], [0, -4], [0, 4]].map(([x = 0, y = 0]) => [40 + x * c - y * s, 40 + x * s + y * c]); // prettier-ignore
    const straight = values('ellipse', [[30, 40], [50, 40], [40, 36], [40, 44]]); // prettier-ignore
    expect(values('ellipse', turned)['area']).toBeCloseTo(straight['area'] ?? NaN, 9);
    expect(values('ellipse', turned)['perimeter']).toBeCloseTo(straight['perimeter'] ?? NaN, 9);
  });

  it('of a freehand outline by the shoelace (freehand area wrong)', () => {
    // An L of three unit squares on pixels of 1 by 0.5 mm.
    const outline: Point2[] = [[0, 0], [4, 0], [4, 2], [2, 2], [2, 4], [0, 4]]; // prettier-ignore
    expect(values('freehand', outline, STRETCHED)).toMatchObject({ area: 6, perimeter: 2 * (2 + 4) });
    expect(values('freehand', [...outline, [0, 0]], STRETCHED)).toMatchObject({ area: 6, perimeter: 12 });
  });

  it('a figure of eight counts both loops and says that it crosses itself', () => {
    const eight: Point2[] = [[0, 0], [4, 4], [4, 0], [0, 4]]; // prettier-ignore
    const result = measureDrawing('freehand', eight, ISOTROPIC, 1, null);
    expect(named(result)['area']).toBeCloseTo(8 * 0.25, 9);
    expect(result.warnings.join()).toMatch(/crosses itself/);
  });

  it('an outline that runs past its start loses nothing of what it encloses', () => {
    // A square of 10 by 10 whose end overlaps its beginning by a strip of 2 by 1 inside.
    const past: Point2[] = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0], [2, 0], [2, 1], [0, 1]]; // prettier-ignore
    const result = measureDrawing(
      'freehand',
      past,
      ISOTROPIC,
      1,
      pixelsOf(100, 100, () => 1),
    );
    expect(named(result)['area']).toBeCloseTo(100 * 0.25, 9);
    expect(named(result)['pixel count']).toBe(121);
  });

  it('a freehand area does not change when the outline moves, turns about, or starts elsewhere', () => {
    const radii = fc.array(fc.double({ min: 1, max: 40, noNaN: true }), { minLength: 3, maxLength: 30 });
    const far = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(radii, far, far, fc.nat(29), (sizes, dx, dy, start) => {
        const outline = sizes.map((r, i): Point2 => {
          const turn = (2 * Math.PI * i) / sizes.length;
          return [r * Math.cos(turn), r * Math.sin(turn)];
        });
        const area = values('freehand', outline)['area'] ?? NaN;
        const cut = start % outline.length;
        const moved = [...outline.slice(cut), ...outline.slice(0, cut)].map(([x, y]): Point2 => [x + dx, y + dy]);
        expect(values('freehand', moved)['area']).toBeCloseTo(area, 5);
        expect(values('freehand', [...moved].reverse())['area']).toBeCloseTo(area, 5);
      }),
    );
  });
});

describe('statistics', () => {
  const image = imageOf({ size: [8, 8], frame: { pixelSpacing: [1, 1], rescale: HU } });
  const ramp = pixelsOf(8, 8, (x, y) => 1024 + x + 10 * y);

  it('of a rectangle are those of the pixels whose centre is inside or on its edge', () => {
    const result = measureDrawing('rectangle', [[1, 1], [3, 2]], image, 1, ramp); // prettier-ignore
    // Values 11 12 13 21 22 23: mean 17, deviations ±6 ±5 ±4, so that the variance is 154 / 6.
    expect(named(result)).toMatchObject({ mean: 17, minimum: 11, maximum: 23, 'pixel count': 6 });
    expect(named(result)['standard deviation']).toBeCloseTo(Math.sqrt(154 / 6), 9);
    expect(result.values.find(({ name }) => name === 'mean')?.unit).toBe("[hnsf'U]");
  });

  it('leave out pixels whose centre lies outside', () => {
    const result = measureDrawing('rectangle', [[0.6, 0.6], [3.4, 2.4]], image, 1, ramp); // prettier-ignore
    expect(named(result)).toMatchObject({ 'pixel count': 6, mean: 17 });
  });

  it('of an ellipse take the thirteen pixels of a circle of radius two', () => {
    const result = measureDrawing('ellipse', [[1, 3], [5, 3], [3, 1], [3, 5]], image, 1, ramp); // prettier-ignore
    // Rows of 1, 3, 5, 3, 1 pixels around 3,3: the mean is the value at the centre.
    expect(named(result)).toMatchObject({ 'pixel count': 13, minimum: 13, maximum: 53 });
    expect(named(result)['mean']).toBeCloseTo(33, 9);
  });

  it('of a turned ellipse take the pixels of the same turned figure', () => {
    const result = measureDrawing('ellipse', [[1, 1], [5, 5], [3.5, 2.5], [2.5, 3.5]], image, 1, ramp); // prettier-ignore
    // Half axes 2.83 along the diagonal and 0.71 across: the diagonal 1,1 to 5,5, nothing beside it.
    expect(named(result)).toMatchObject({ 'pixel count': 5, mean: 33, minimum: 11, maximum: 55 });
  });

  it('of a freehand triangle count its outline in', () => {
    const result = measureDrawing('freehand', [[0, 0], [3, 0], [0, 3]], image, 1, ramp); // prettier-ignore
    // 0 1 2 3 / 10 11 12 / 20 21 / 30
    expect(named(result)).toMatchObject({ 'pixel count': 10, mean: 11, minimum: 0, maximum: 30 });
  });

  it('of a freehand square and of a rectangle agree', () => {
    const corner = fc.integer({ min: 0, max: 7 });
    fc.assert(
      fc.property(corner, corner, corner, corner, (x0, y0, x1, y1) => {
        fc.pre(x0 !== x1 && y0 !== y1);
        const square = measureDrawing('rectangle', [[x0, y0], [x1, y1]], image, 1, ramp); // prettier-ignore
        const drawn = measureDrawing('freehand', [[x0, y0], [x1, y0], [x1, y1], [x0, y1]], image, 1, ramp); // prettier-ignore
        expect(drawn.values).toEqual(square.values);
      }),
    );
  });

  it('stay finite and right with a fractional slope (values cut to zero, values of 3e38)', () => {
    const fraction = imageOf({ size: [8, 8], frame: { rescale: { slope: 0.25, intercept: -1000.5, type: 'HU' } } });
    const result = measureDrawing('rectangle', [[0, 0], [7, 7]], fraction, 1, pixelsOf(8, 8, (x) => x)); // prettier-ignore
    expect(named(result)).toMatchObject({ minimum: -1000.5, maximum: -998.75 });
    expect(named(result)['mean']).toBeCloseTo(-1000.5 + 0.25 * 3.5, 9);
  });

  it('leave padding out and count it', () => {
    const padded = { ...image, padding: { value: -2000, limit: -1500 } };
    const pixels = pixelsOf(8, 8, (x) => (x === 0 ? -2000 : x === 1 ? -1500 : 1034));
    const result = measureDrawing('rectangle', [[0, 0], [3, 0]], padded, 1, pixels); // prettier-ignore
    expect(named(result)).toMatchObject({ mean: 10, minimum: 10, 'pixel count': 2 });
    expect(result.warnings).toContain('2 padding pixels left out');
  });

  it('never turn up NaN or infinity: damaged values are left out, an empty figure has none', () => {
    const damaged = pixelsOf(8, 8, (x) => (x === 0 ? NaN : x === 1 ? Infinity : 1024));
    const result = measureDrawing('rectangle', [[0, 0], [2, 0]], image, 1, damaged); // prettier-ignore
    expect(named(result)).toMatchObject({ mean: 0, 'pixel count': 1 });
    const empty = measureDrawing('rectangle', [[0.2, 0.2], [0.4, 0.4]], image, 1, ramp); // prettier-ignore
    expect(named(empty)).toEqual({
      area: expect.closeTo(0.04, 9),
      perimeter: expect.closeTo(0.8, 9),
      'pixel count': 0,
    });
    expect(empty.warnings).toContain('no pixel centre lies inside the outline');
  });

  it('stop at the edges of the image and say so', () => {
    const result = measureDrawing('rectangle', [[-5, -5], [1, 1]], image, 1, ramp); // prettier-ignore
    expect(named(result)).toMatchObject({ 'pixel count': 4, area: 36 });
    expect(result.warnings).toContain('the drawing reaches outside the image');
  });

  it('are not there for colour, for palettes, for a preview, or without pixels', () => {
    const corners: Point2[] = [[0, 0], [2, 2]]; // prettier-ignore
    const colour = imageOf({ size: [8, 8], pixels: { samplesPerPixel: 3, photometric: 'RGB' } });
    const palette = imageOf({ size: [8, 8], pixels: { photometric: 'PALETTE COLOR' } });
    const results = [
      measureDrawing('rectangle', corners, colour, 1, { ...ramp, samples: 3 }),
      measureDrawing('rectangle', corners, palette, 1, ramp),
      measureDrawing(
        'rectangle',
        corners,
        image,
        1,
        pixelsOf(4, 4, () => 0),
      ),
      measureDrawing('rectangle', corners, image, 1, null),
    ];
    for (const result of results) {
      expect(result.values.map(({ name }) => name)).toEqual(['area', 'perimeter']);
      expect(result.warnings).toHaveLength(1);
    }
  });

  it('of PET are in Bq/ml and in SUVbw', () => {
    const pet = petOf({}, { rescale: { slope: 2, intercept: 0, type: null } });
    const result = measureDrawing('rectangle', [[0, 0], [3, 3]], pet, 1, pixelsOf(16, 16, () => 10_000)); // prettier-ignore
    expect(result.values).toContainEqual({ name: 'mean', value: 20_000, unit: 'Bq/ml' });
    const suv = result.values.find(({ name }) => name === 'SUVbw mean');
    expect(suv?.unit).toBe('{SUVbw}g/ml');
    expect(suv?.value).toBeCloseTo(5.527, 3);
  });

  it('of PET without a weight say why there is no SUV and keep Bq/ml (blank image for want of a weight)', () => {
    const result = measureDrawing('probe', [[0, 0]], petOf({ patientWeight: null }), 1, pixelsOf(16, 16, () => 5)); // prettier-ignore
    expect(result).toEqual({
      values: [{ name: 'value', value: 5, unit: 'Bq/ml' }],
      basis: 'rescale',
      warnings: ['SUV not available: no patient weight'],
    });
  });

  it('of PET stand as the chosen kind of SUV too, or say which value of the header it misses', () => {
    const body = { patientWeight: 70, patientSize: 1.75, patientSex: 'M' };
    const pixels = pixelsOf(16, 16, () => 20_000);
    const at = (pet: Parameters<typeof petOf>[0], suv: SuvKind) =>
      measureDrawing('probe', [[0, 0]], petOf(pet), 1, pixels, { suv });
    const bw = named(at(body, 'bw'))['SUVbw'] ?? NaN;
    expect(named(at(body, 'lbm-james'))['SUVlbm (James)']).toBeCloseTo((bw * (77 - 128 * 0.16)) / 70, 9);
    expect(named(at(body, 'bsa'))['SUVbsa']).toBeCloseTo((bw * 0.007184 * 70 ** 0.425 * 175 ** 0.725 * 1e4) / 7e4, 9);
    expect(at(body, 'bsa').values.at(-1)?.unit).toBe('{SUVbsa}cm2/ml');
    expect(at(body, 'bw').warnings).toEqual([]);
    const missing = at({ ...body, patientSize: undefined }, 'ibw');
    expect(missing.values.map(({ name }) => name)).toEqual(['value', 'SUVbw']);
    expect(missing.warnings).toEqual(['SUVibw not available: no patient height']);
    expect(at({ ...body, patientSex: 'O' }, 'lbm-janma').warnings.join()).toContain('the sex of the patient');
    expect(at({ ...body, patientSize: 175 }, 'bsa').warnings.join()).toContain('cannot be in m');
  });

  it('of PET in proportional counts carry no SUV unit', () => {
    const result = measureDrawing('probe', [[0, 0]], petOf({ units: 'PROPCNTS' }), 1, pixelsOf(16, 16, () => 5)); // prettier-ignore
    expect(result.values).toEqual([{ name: 'value', value: 5, unit: '{propcounts}' }]);
  });
});

describe('probe', () => {
  const image = imageOf({ size: [8, 8], frame: { rescale: HU } });
  const ramp = pixelsOf(8, 8, (x, y) => 1024 + x + 10 * y);

  it('reads the nearest pixel', () => {
    expect(measureDrawing('probe', [[2.4, 2.6]], image, 1, ramp)).toEqual({
      values: [{ name: 'value', value: 32, unit: "[hnsf'U]" }],
      basis: 'rescale',
      warnings: [],
    });
  });

  it('rounds both coordinates, up and down', () => {
    const at = (x: number, y: number) => measureDrawing('probe', [[x, y]], image, 1, ramp).values[0]?.value;
    expect([at(2.6, 2.4), at(-0.4, 7.4), at(7.4, -0.4)]).toEqual([23, 70, 7]);
  });

  it('has no value outside the image or on padding', () => {
    expect(measureDrawing('probe', [[-0.6, 0]], image, 1, ramp).values).toEqual([]);
    expect(measureDrawing('probe', [[8, 0]], image, 1, ramp).values).toEqual([]);
    const padded = { ...image, padding: { value: 1024, limit: null } };
    expect(measureDrawing('probe', [[0, 0]], padded, 1, ramp).values).toEqual([]);
  });
});

describe('bad drawings', () => {
  it.each<[MeasureTool, Point2[]]>([
    ['length', [[0, 0]]],
    ['length', [[0, 0], [1, 1], [2, 2]]], // prettier-ignore
    ['length', [[0, 0], [NaN, 1]]], // prettier-ignore
    ['length', [[0, 0], [Infinity, 1]]], // prettier-ignore
    ['bidirectional', [[0, 0], [1, 1]]], // prettier-ignore
    ['angle', [[0, 0], [0, 0], [1, 1]]], // prettier-ignore
    ['ellipse', [[0, 0], [10, 0], [50, 0], [50, 9]]], // prettier-ignore
    ['freehand', [[0, 0], [1, 1]]], // prettier-ignore
    ['probe', []],
  ])('%s refuses %j', (tool, points) => {
    expect(code(() => measureDrawing(tool, points, ISOTROPIC, 1, null))).toBe('measure/bad-points');
  });

  it.each([0, 2, 1.5])('frame %d of a single frame is refused', (frame) => {
    expect(code(() => measureDrawing('probe', [[0, 0]], ISOTROPIC, frame, null))).toBe('dicom/frame-out-of-range');
  });

  it('only tools with values from pixels ask for pixels', () => {
    const tools = MeasureTool.options;
    expect(tools.filter(needsPixels)).toEqual([
      'rectangle',
      'ellipse',
      'circle',
      'freehand',
      'probe',
      'polygon',
      'threshold',
    ]);
  });
});
