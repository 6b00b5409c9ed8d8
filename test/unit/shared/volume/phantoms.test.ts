import { describe, expect, it } from 'vitest';
import { ObjectId } from '../../../../shared/model/ids.ts';
import type { Vec3 } from '../../../../shared/model/image.ts';
import type { MeasureResult, Point2 } from '../../../../shared/model/measurement.ts';
import { worldToPixel } from '../../../../shared/rules/geometry.ts';
import { measureDrawing } from '../../../../shared/rules/measure.ts';
import { edgeLetters } from '../../../../shared/rules/orientation.ts';
import { cross, dot, length, minus } from '../../../../shared/rules/vector.ts';
import { nearestPlane, standardPlanes } from '../../../../shared/volume/plane-stack.ts';
import type { PlaneName } from '../../../../shared/volume/plane-stack.ts';
import { reformatImage } from '../../../../shared/volume/reformat-image.ts';
import { renderPlane } from '../../../../shared/volume/render-plane.ts';
import { petOf } from '../rules/image-fixture.ts';
import { evenPlaces, EIGHT_WAYS, phantom, volumeOf } from './phantom.ts';
import type { Phantom } from './phantom.ts';

type Standard = Exclude<PlaneName, 'oblique'>;
const PADDING = -5000;

/** One plane through a place, with the header that the window gives it. */
function planeThrough(made: Phantom, name: Standard, place: Vec3) {
  const { grid, pixels, frames } = volumeOf(made);
  const stack = standardPlanes(grid, name);
  const index = nearestPlane(stack, place);
  const image = reformatImage(ObjectId.parse('z'.repeat(26)), frames, {
    stack,
    slab: null,
    padding: PADDING,
    remarks: [],
  });
  const { pixels: data } = renderPlane(grid, pixels, { stack, index, slab: null, padding: PADDING, whole: true });
  const stored = { columns: stack.columns, rows: stack.rows, samples: 1, data };
  const info = image.perFrame[index];
  if (!info) throw new Error('no such plane');
  const at = (world: Vec3): Point2 => {
    const there = worldToPixel(info, world);
    return there ? [there.point[0], there.point[1]] : [NaN, NaN];
  };
  const measure = (tool: 'length' | 'angle' | 'ellipse' | 'probe', points: readonly Point2[]): MeasureResult =>
    measureDrawing(tool, points, image, index + 1, stored);
  return { stack, image, index, info, at, measure, stored };
}

const valueOf = ({ values }: MeasureResult, name: string): number =>
  values.find((one) => one.name === name)?.value ?? NaN;

/** A ball of 300 HU with a radius of 12 mm, left, behind and above the middle, in 50 HU; a rod of 1000 HU to the right. */
const BALL: Vec3 = [6, 4, 3];
const ROD = { from: [-16, -10, -12] as Vec3, to: [-16, -10, 12] as Vec3, radius: 2.5 };
function body(place: Vec3): number {
  if (length(minus(place, BALL)) <= 12) return 300;
  const [x, y, z] = minus(place, ROD.from);
  if (Math.hypot(x, y) <= ROD.radius && z >= 0 && z <= 24) return 1000;
  return 50;
}

const EVERY_WAY = EIGHT_WAYS.map(({ name, row, column }) => ({
  name,
  made: phantom({
    row,
    column,
    columns: 64,
    rows: 64,
    spacing: [0.8, 0.8],
    places: evenPlaces(52, 1),
    value: (place) => body(place) + 1024,
    rescale: { slope: 1, intercept: -1024 },
  }),
}));

describe.each(EVERY_WAY)('a phantom scanned $name', ({ made }) => {
  it.each<[Standard, string]>([
    ['axial', 'R/L/A/P'],
    ['coronal', 'R/L/H/F'],
    ['sagittal', 'A/P/H/F'],
  ])('F54: its %s planes have the letters of the patient', (name, wanted) => {
    const { info } = planeThrough(made, name, BALL);
    const letters = edgeLetters(
      { orientation: info.orientation, patientOrientation: null },
      { rotation: 0, flip: false },
    );
    expect(letters && `${letters.left}/${letters.right}/${letters.top}/${letters.bottom}`).toBe(wanted);
  });

  it.each<Standard>(['axial', 'coronal', 'sagittal'])('holds the ball where it lies in %s planes, in HU', (name) => {
    const { at, measure, stack } = planeThrough(made, name, BALL);
    const middle = at(BALL);
    expect(measure('probe', [middle]).values).toEqual([
      { name: 'value', value: expect.closeTo(300, 9) as number, unit: "[hnsf'U]" },
    ]);
    const [row, column] = stack.spacing;
    const ends: Point2[] = [
      [middle[0] - 8 / column, middle[1]],
      [middle[0] + 8 / column, middle[1]],
      [middle[0], middle[1] - 8 / row],
      [middle[0], middle[1] + 8 / row],
    ];
    const inside = measure('ellipse', ends);
    for (const name of ['mean', 'minimum', 'maximum']) expect(valueOf(inside, name)).toBeCloseTo(300, 3);
    expect(Math.abs(valueOf(inside, 'area') / (Math.PI * 64) - 1)).toBeLessThan(0.005);
  });

  it.each<Standard>(['coronal', 'sagittal'])('a rod of 24 mm is as long in %s planes', (name) => {
    const {
      at,
      stored,
      measure,
      stack,
      stack: { rows },
    } = planeThrough(made, name, ROD.from);
    const column = Math.round(at(ROD.from)[0]);
    const bright = Array.from({ length: rows }, (_unused, y) => y).filter(
      (y) => (stored.data[y * stored.columns + column] ?? 0) > 525,
    );
    const [top = NaN, bottom = NaN] = [bright[0], bright.at(-1)];
    // From the outer edge of its first pixel to the outer edge of its last.
    const long = valueOf(measure('length', [[column, top - 0.5], [column, bottom + 0.5]]), 'length'); // prettier-ignore
    expect(Math.abs(long - 24)).toBeLessThanOrEqual(Math.max(0.005 * 24, Math.max(...stack.spacing), 1));
  });

  it('lengths and angles between places of the patient are exact', () => {
    const { at, measure } = planeThrough(made, 'sagittal', BALL);
    const [a, b, c]: Vec3[] = [[6, -8, 10], [6, 4, -5], [6, 12, 7]]; // prettier-ignore
    if (!a || !b || !c) throw new Error('three places');
    expect(valueOf(measure('length', [at(a), at(b)]), 'length')).toBeCloseTo(Math.hypot(12, 15), 6);
    const [u, v] = [minus(a, b), minus(c, b)];
    const cosine = (u[1] * v[1] + u[2] * v[2]) / (length(u) * length(v));
    expect(valueOf(measure('angle', [at(a), at(b), at(c)]), 'angle')).toBeCloseTo(
      (Math.acos(cosine) * 180) / Math.PI,
      6,
    );
  });
});

/** Bq/ml of the ball and of what is round it; slices have slopes of their own, as PET has, of which these are whole multiples. */
const [HOT, COLD] = [20_000, 4000];
const SLOPES = [1, 2, 4, 5, 8];
/** Rule 3.5: 370 MBq of F-18 (6586.2 s) an hour before, 70 kg. */
const SUV_OF_HOT = (HOT * 70 * 1000) / (370e6 * 2 ** (-3600 / 6586.2));

describe.each(EIGHT_WAYS)('a PET phantom scanned $name', ({ row, column }) => {
  const { modality, sopClass, pet } = petOf();
  const slopeOf = (slice: number): number => SLOPES[slice % SLOPES.length] ?? 1;
  const places = evenPlaces(52, 1);
  const normalOf = places.map((place, slice) => ({ place, slice }));
  const made = phantom({
    ...{ row, column, columns: 64, rows: 64, spacing: [0.8, 0.8], places },
    value: (place) => {
      // The slice that a place of the patient lies in, by its distance along the normal.
      const along = dot(place, cross(row, column));
      const slice = normalOf.reduce((best, one) =>
        Math.abs(one.place - along) < Math.abs(best.place - along) ? one : best,
      );
      return (length(minus(place, BALL)) <= 12 ? HOT : COLD) / slopeOf(slice.slice);
    },
    frame: (slice) => ({ rescale: { slope: slopeOf(slice), intercept: 0, type: null } }),
    image: () => ({ modality, sopClass, pet }),
  });

  it.each<Standard>(['axial', 'coronal', 'sagittal'])(
    'has the activity and the SUV of its ball in %s planes',
    (name) => {
      const { at, measure, stack } = planeThrough(made, name, BALL);
      const middle = at(BALL);
      const probe = measure('probe', [middle]);
      expect(probe.values.map(({ name, unit }) => `${name} ${unit}`)).toEqual(['value Bq/ml', 'SUVbw {SUVbw}g/ml']);
      expect(valueOf(probe, 'value')).toBeCloseTo(HOT, 6);
      expect(valueOf(probe, 'SUVbw')).toBeCloseTo(SUV_OF_HOT, 9);
      expect(valueOf(probe, 'SUVbw')).toBeCloseTo(5.527, 3);
      const [high, wide] = stack.spacing;
      const inside = measure('ellipse', [
        [middle[0] - 8 / wide, middle[1]],
        [middle[0] + 8 / wide, middle[1]],
        [middle[0], middle[1] - 8 / high],
        [middle[0], middle[1] + 8 / high],
      ]);
      for (const which of ['mean', 'minimum', 'maximum'])
        expect(valueOf(inside, `SUVbw ${which}`)).toBeCloseTo(SUV_OF_HOT, 5);
      const outside = at([BALL[0] - 16, BALL[1] - 6, BALL[2]]);
      if (name === 'axial') expect(valueOf(measure('probe', [outside]), 'SUVbw')).toBeCloseTo(SUV_OF_HOT / 5, 9);
    },
  );
});

describe('a leaning gantry', () => {
  const lean = (degrees: number): Phantom =>
    phantom({
      columns: 80,
      rows: 80,
      spacing: [0.8, 0.8],
      places: evenPlaces(41, 1),
      lean: Math.tan((degrees * Math.PI) / 180),
      value: body,
      rescale: { slope: 1, intercept: 0 },
    });

  it.each([-20, 12, 25])('F52: of %s° shows what an upright one shows', (degrees) => {
    for (const name of ['axial', 'coronal', 'sagittal'] as const) {
      const upright = planeThrough(lean(0), name, BALL);
      const leaning = planeThrough(lean(degrees), name, BALL);
      let apart = 0;
      let both = 0;
      for (const dx of [-14, -11, -8, -4, 0, 4, 8, 11, 14]) {
        for (const dy of [-14, -11, -8, -4, 0, 4, 8, 11, 14]) {
          const place: Vec3 =
            name === 'axial' ? [BALL[0] + dx, BALL[1] + dy, BALL[2]]
            : name === 'coronal' ? [BALL[0] + dx, BALL[1], BALL[2] + dy]
            : [BALL[0], BALL[1] + dx, BALL[2] + dy]; // prettier-ignore
          const values = [upright, leaning].map((plane) => valueOf(plane.measure('probe', [plane.at(place)]), 'value'));
          const [own = NaN, other = NaN] = values;
          if (Number.isNaN(own) || Number.isNaN(other)) continue;
          both += 1;
          if (Math.abs(own - other) > 1) apart += 1;
        }
      }
      // Only at the edges of the ball, where one or the other cuts a voxel, they may differ.
      expect(both).toBeGreaterThan(60);
      expect(apart / both).toBeLessThan(0.12);
    }
  });

  it('the ball stays round: as wide, as deep and as high as it is', () => {
    const { stored, at, stack } = planeThrough(lean(20), 'sagittal', BALL);
    const [x, y] = at(BALL).map(Math.round) as [number, number];
    const across = (dx: number, dy: number): number => {
      let steps = 0;
      while ((stored.data[(y + steps * dy) * stored.columns + x + steps * dx] ?? 0) > 175) steps += 1;
      return steps * stack.spacing[0];
    };
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      expect(Math.abs(across(dx, dy) - 12)).toBeLessThanOrEqual(1.2);
    }
  });
});
