import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../../shared/model/image.ts';
import { cross, dot, length, minus } from '../../../../shared/rules/vector.ts';
import { curvedLength } from '../../../../shared/volume/curve/curved-length.ts';
import { curvedPixel, curvedPlace, curvedSize, renderCurved } from '../../../../shared/volume/curve/curved-picture.ts';
import { pathFrame } from '../../../../shared/volume/curve/path-frame.ts';
import { nearestOnPath, pathAt, pathLength, pathLine } from '../../../../shared/volume/curve/path-line.ts';
import type { PathLine } from '../../../../shared/volume/curve/path-line.ts';
import { evenPlaces, phantom, volumeOf } from './phantom.ts';

function lineOf(points: readonly Vec3[]): PathLine {
  const line = pathLine(points);
  if (!line) throw new Error('no line');
  return line;
}

/** On a circle in the plane that leans by 30 degrees about x. */
function onCircle(degrees: number, radius: number): Vec3 {
  const angle = (degrees * Math.PI) / 180;
  const [u, v] = [radius * Math.cos(angle), radius * Math.sin(angle)];
  return [u, v * Math.cos(Math.PI / 6), v * Math.sin(Math.PI / 6)];
}
const ARC = Array.from({ length: 13 }, (_unused, at) => onCircle(at * 15, 24));

describe('a path', () => {
  it('between two points is straight and as long as they are apart; of one point it is none', () => {
    expect(pathLength(lineOf([[1, 2, 3], [4, 6, 15]]))).toBeCloseTo(13, 9); // prettier-ignore
    expect(pathLine([[1, 2, 3], [1, 2, 3]])).toBeNull(); // prettier-ignore
  });

  it('through points of a circle has the length of its arc, within a thousandth', () => {
    expect(Math.abs(pathLength(lineOf(ARC)) / (Math.PI * 24) - 1)).toBeLessThan(0.001);
  });

  it('goes through every point, in their order', () => {
    const place = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })); // prettier-ignore
    fc.assert(
      fc.property(fc.uniqueArray(place, { minLength: 2, maxLength: 6, selector: String }), (points) => {
        const line = lineOf(points);
        for (const point of points) expect(nearestOnPath(line, point).away).toBeLessThan(1e-6);
        const straight = length(minus(points.at(-1) ?? [0, 0, 0], points[0] ?? [0, 0, 0]));
        expect(pathLength(line)).toBeGreaterThanOrEqual(straight - 1e-6);
      }),
      { numRuns: 25 },
    );
  });

  it('its frames stand at right angles and do not twist: of a path in a plane one direction never turns', () => {
    const line = lineOf(ARC);
    const frame = pathFrame(line, 0.5);
    const normal = cross(onCircle(0, 1), onCircle(90, 1));
    const first = dot(frame.across[0] ?? [0, 0, 0], normal);
    for (const [at, across] of frame.across.entries()) {
      const { tangent } = pathAt(line, at * 0.5);
      expect(Math.abs(dot(across, tangent))).toBeLessThan(1e-6);
      expect(length(across)).toBeCloseTo(1, 9);
      expect(Math.abs(dot(frame.beside[at] ?? [0, 0, 0], across))).toBeLessThan(1e-9);
      expect(dot(across, normal)).toBeCloseTo(first, 2);
    }
    expect(frame.tightest).toBeGreaterThan(15);
    expect(frame.tightest).toBeLessThan(24.5);
  });
});

describe('a tube laid straight', () => {
  // Bent by half a circle; its radius is 4 mm, and one place of it is narrow.
  const line = lineOf(ARC);
  const NARROW = 30;
  const made = phantom({
    columns: 90,
    rows: 80,
    spacing: [0.8, 0.8],
    places: evenPlaces(40, 1.2),
    middle: [0, 8, 6],
    value: (place) => {
      const { arc, away } = nearestOnPath(line, place);
      return away <= (Math.abs(arc - NARROW) < 4 ? 2 : 4) ? 300 : 0;
    },
  });
  const { grid, pixels } = volumeOf(made);
  const frame = pathFrame(line, 0.5);
  const order = { frame, half: 20, degrees: 0, padding: -1 };
  const { columns, rows } = curvedSize(order);

  it.each([0, 45, 90, 135])(
    'is as long as its arc and everywhere as wide as it is, turned by %s degrees',
    (degrees) => {
      const out = new Float32Array(columns * rows);
      renderCurved(grid, pixels, { ...order, degrees }, out);
      expect((columns - 1) * 0.5).toBeCloseTo(pathLength(line), 0);
      for (let x = 4; x < columns - 4; x += 3) {
        const arc = x * 0.5;
        if (Math.abs(Math.abs(arc - NARROW) - 4) < 2) continue;
        let wide = 0;
        for (let y = 0; y < rows; y += 1) if ((out[y * columns + x] ?? 0) > 150) wide += 0.5;
        expect(Math.abs(wide - (Math.abs(arc - NARROW) < 4 ? 4 : 8))).toBeLessThanOrEqual(1.2);
      }
    },
  );

  it('a pixel and its place of the patient belong together', () => {
    for (const [x, y] of [
      [0, 20],
      [40, 3],
      [100, 39],
    ] as const) {
      const place = curvedPlace({ ...order, degrees: 35 }, [x, y]);
      if (!place) throw new Error('no place');
      const { point, away } = curvedPixel({ ...order, degrees: 35 }, x * 0.5, place);
      expect([point[0], point[1]]).toEqual([x, expect.closeTo(y, 6)]);
      expect(away).toBeLessThan(1e-6);
    }
    expect(curvedPlace(order, [-3, 4])).toBeNull();
  });

  it('where the volume ends stands padding', () => {
    const out = new Float32Array(columns * rows);
    const wide = { ...order, half: 80 };
    const more = curvedSize(wide);
    const outside = new Float32Array(more.columns * more.rows);
    expect(renderCurved(grid, pixels, order, out)).toBe(out.includes(-1));
    expect(renderCurved(grid, pixels, wide, outside)).toBe(true);
    expect(outside[0]).toBe(-1);
  });
});

describe('a length on a picture laid straight', () => {
  const size = 0.5;
  it('is the arc along the middle line, and straight across it', () => {
    expect(curvedLength([[10, 40], [70, 42]], size, 40)).toEqual({ ok: true, way: 'along', mm: 30 }); // prettier-ignore
    expect(curvedLength([[30, 20], [30.4, 60]], size, 40)).toEqual({ ok: true, way: 'across', mm: 20 }); // prettier-ignore
  });

  it('is refused across the bend', () => {
    expect(
      curvedLength(
        [
          [10, 20],
          [70, 20],
        ],
        size,
        40,
      ),
    ).toMatchObject({ ok: false });
    expect(
      curvedLength(
        [
          [10, 20],
          [30, 60],
        ],
        size,
        40,
      ),
    ).toMatchObject({ ok: false });
    expect(
      curvedLength(
        [
          [10, 40],
          [10, 40],
        ],
        size,
        40,
      ),
    ).toMatchObject({ ok: false });
  });
});
