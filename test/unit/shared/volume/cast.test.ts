import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../../shared/model/image.ts';
import { edgeLetters } from '../../../../shared/rules/orientation.ts';
import { length, minus } from '../../../../shared/rules/vector.ts';
import { cameraOrientation, frontCamera, lookingAlong, onPicture, throughPixel, turnedCamera } from '../../../../shared/volume/cast/camera.ts'; // prettier-ignore
import type { CameraTurn } from '../../../../shared/volume/cast/camera.ts';
import { Caster, HAZE, lit } from '../../../../shared/volume/cast/cast-rows.ts';
import type { CastOrder, CastScene } from '../../../../shared/volume/cast/cast-rows.ts';
import { castBlocks, fillCastSlice, MOST_CAST_BYTES, planCast } from '../../../../shared/volume/cast/cast-volume.ts';
import { cutOf } from '../../../../shared/volume/cast/cut.ts';
import { presetsFor, transferOf } from '../../../../shared/volume/cast/transfer.ts';
import { step } from '../../../../shared/volume/grid.ts';
import { evenPlaces, phantom, volumeOf } from './phantom.ts';
import type { Phantom } from './phantom.ts';

const RANGE = { min: -1000, max: 1500, whole: true };
const BALL: Vec3 = [6, -5, 7];

function sceneOf(made: Phantom, mostBytes?: number): CastScene {
  const { grid, pixels } = volumeOf(made);
  const cast = planCast(grid, RANGE, mostBytes);
  const voxels = new Int16Array(cast.size[0] * cast.size[1] * cast.size[2]);
  for (let at = 0; at < cast.size[2]; at += 1) fillCastSlice(grid, pixels, cast, at, RANGE.min, voxels);
  return { grid: cast, voxels, blocks: castBlocks(cast, voxels) };
}

function orderOf(scene: CastScene, turn: CameraTurn, change: Partial<CastOrder> = {}): CastOrder {
  const { size } = scene.grid;
  return {
    camera: turnedCamera(frontCamera(scene.grid), turn),
    pixels: 48,
    preset: { id: 'mip', name: '', kind: 'projection', points: [] },
    stepMm: 0.5,
    box: { low: [0, 0, 0], high: [size[0] - 1, size[1] - 1, size[2] - 1] },
    cuts: [],
    padding: -1000,
    ...change,
  };
}

const ball = phantom({
  ...{ columns: 40, rows: 36, spacing: [1, 1], places: evenPlaces(18, 2) },
  value: (place) => (length(minus(place, BALL)) <= 6 ? 900 : -1000),
});
const TURNS: readonly CameraTurn[] = [[0, 0, 0], [37, 0, 0], [90, 20, 0], [-140, 65, 30], [15, -80, 200]]; // prettier-ignore

describe('a projection of the largest values', () => {
  const scene = sceneOf(ball);

  it.each(TURNS)('shows a ball as a disc where it lies, turned by %s, %s, %s', (...turn) => {
    const order = orderOf(scene, turn);
    const out = new Float32Array(order.pixels ** 2);
    new Caster(scene, order).rows(0, order.pixels, out);
    const middle = onPicture(order.camera, order.pixels, BALL);
    const mm = order.camera.field / order.pixels;
    for (let y = 0; y < order.pixels; y += 1) {
      for (let x = 0; x < order.pixels; x += 1) {
        const away = Math.hypot(x - middle[0], y - middle[1]) * mm;
        const value = out[y * order.pixels + x] ?? NaN;
        if (away < 4) expect(value).toBeGreaterThan(890);
        if (away > 8) expect(value).toBe(-1000);
      }
    }
    const found = new Caster(scene, order).firstSeen(Math.round(middle[0]), Math.round(middle[1]));
    expect(length(minus(found ?? [99, 99, 99], BALL))).toBeLessThan(7);
  });

  it('of a subsampled volume lies at the same place', () => {
    const few = sceneOf(ball, 12_000);
    expect(few.grid.every[0]).toBeGreaterThan(1);
    const order = orderOf(few, [40, 10, 0]);
    const [x, y] = onPicture(order.camera, order.pixels, BALL);
    const out = new Float32Array(order.pixels ** 2);
    new Caster(few, order).rows(0, order.pixels, out);
    expect(out[Math.round(y) * order.pixels + Math.round(x)]).toBeGreaterThan(850);
  });

  it('clips to the box, cuts what is drawn round, and what is left comes back without the cut', () => {
    const plain = orderOf(scene, [30, 10, 0]);
    const [x, y] = onPicture(plain.camera, plain.pixels, BALL).map(Math.round) as [number, number];
    const at = (order: CastOrder): number => {
      const out = new Float32Array(order.pixels ** 2);
      new Caster(scene, order).rows(y, y + 1, out);
      return out[y * order.pixels + x] ?? NaN;
    };
    const round = [[x - 12, y - 12], [x + 12, y - 12], [x + 12, y + 12], [x - 12, y + 12]] as const; // prettier-ignore
    const outline = round.map(([u, v]): [number, number] => [u, v]);
    expect(at(plain)).toBe(900);
    expect(at({ ...plain, cuts: [cutOf(plain.camera, plain.pixels, outline, 'inside')] })).toBe(-1000);
    expect(at({ ...plain, cuts: [cutOf(plain.camera, plain.pixels, outline, 'outside')] })).toBe(900);
    // The cut goes with the volume, not with the picture: from the other side the ball is gone, too.
    const behind = turnedCamera(plain.camera, [180, 0, 0]);
    const cut = cutOf(plain.camera, plain.pixels, outline, 'inside');
    const out = new Float32Array(plain.pixels ** 2);
    new Caster(scene, { ...plain, camera: behind, cuts: [cut] }).rows(0, plain.pixels, out);
    expect(Math.max(...out)).toBeLessThan(0);
    expect(at({ ...plain, box: { low: [0, 0, 0], high: [15, 35, 17] } })).toBe(-1000);
  });
});

describe('front to back', () => {
  const body = phantom({
    ...{ columns: 30, rows: 26, spacing: [0.9, 1.1], places: evenPlaces(20, 1.5) },
    value: (place) => {
      const away = length(minus(place, BALL));
      if (away < 5) return 1200;
      return Math.hypot(place[0], place[1]) < 10 ? 60 + 8 * place[2] : -1000;
    },
  });
  const scene = sceneOf(body);

  /** Value between voxels, straight from the definition. */
  const valueAt = (x: number, y: number, z: number): number => {
    const { size, slope, intercept } = scene.grid;
    const clamp = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
    let sum = 0;
    const [u, v, w] = [clamp(x, size[0]), clamp(y, size[1]), clamp(z, size[2])];
    for (const c of [Math.floor(w), Math.floor(w) + 1]) {
      for (const b of [Math.floor(v), Math.floor(v) + 1]) {
        for (const a of [Math.floor(u), Math.floor(u) + 1]) {
          const weight = (1 - Math.abs(u - a)) * (1 - Math.abs(v - b)) * (1 - Math.abs(w - c));
          if (weight > 0) sum += weight * (scene.voxels[(c * size[1] + b) * size[0] + a] ?? 0);
        }
      }
    }
    return sum * slope + intercept;
  };

  /** Every sample of a ray, none skipped, none left out behind what is opaque. */
  function slowly(order: CastOrder, x: number, y: number): readonly number[] {
    const { grid } = scene;
    const transfer = transferOf(order.preset.points, order.stepMm);
    const from = throughPixel(order.camera, order.pixels, [x, y]);
    const into = lookingAlong(order.camera);
    const sum = [0, 0, 0];
    let through = 1;
    for (let k = -200; k <= 200; k += 1) {
      const offset = minus(step(from, into, k * order.stepMm), grid.origin);
      const place = grid.axes.map((axis, at) => (offset[0] * axis[0] + offset[1] * axis[1] + offset[2] * axis[2]) / (grid.spacing[at] ?? 1)); // prettier-ignore
      const [u = 0, v = 0, w = 0] = place;
      if (place.some((one, at) => one < 0 || one > (grid.size[at] ?? 0) - 1)) continue;
      const bin = Math.floor(Math.max(0, Math.min(1023, (valueAt(u, v, w) - transfer.from) * transfer.scale)));
      const share = through * (transfer.opacity[bin] ?? 0);
      const slope = [
        (valueAt(u - 1, v, w) - valueAt(u + 1, v, w)) / grid.spacing[0],
        (valueAt(u, v - 1, w) - valueAt(u, v + 1, w)) / grid.spacing[1],
        (valueAt(u, v, w - 1) - valueAt(u, v, w + 1)) / grid.spacing[2],
      ];
      const steep = Math.hypot(...slope);
      const along = grid.axes.reduce(
        (total, axis, at) => total + (slope[at] ?? 0) * (axis[0] * into[0] + axis[1] * into[1] + axis[2] * into[2]),
        0,
      );
      const facing = share < HAZE || steep < 1e-6 ? 0.75 : Math.abs(along) / steep;
      for (const at of [0, 1, 2]) sum[at] = (sum[at] ?? 0) + share * lit(transfer.colour[bin * 3 + at] ?? 0, facing);
      through -= share;
    }
    return sum;
  }

  it.each(presetsFor('CT', true).filter(({ kind }) => kind === 'surface'))(
    '$name is what every sample makes of it',
    (preset) => {
      for (const turn of TURNS.slice(0, 4)) {
        const order = orderOf(scene, turn, { preset, pixels: 24, stepMm: 0.7 });
        const out = new Float32Array(24 * 24 * 3);
        new Caster(scene, order).rows(0, 24, out);
        for (let at = 0; at < 24 * 24; at += 5) {
          const wanted = slowly(order, at % 24, Math.floor(at / 24));
          // Behind what is opaque lies a grey level and a half at most.
          for (const one of [0, 1, 2])
            expect(Math.abs((out[at * 3 + one] ?? NaN) - (wanted[one] ?? NaN))).toBeLessThan(2);
        }
      }
    },
  );

  it('goes to the surface that is seen first', () => {
    const bone = presetsFor('CT', true)[0];
    if (!bone) throw new Error('no preset');
    const order = orderOf(scene, [0, 0, 0], { preset: bone, stepMm: 0.5 });
    const [x, y] = onPicture(order.camera, order.pixels, BALL).map(Math.round) as [number, number];
    const found = new Caster(scene, order).firstSeen(x, y);
    // The front of the ball.
    expect(found?.[1]).toBeLessThan(BALL[1] - 3);
    expect(new Caster(scene, order).firstSeen(1, 1)).toBeNull();
  });
});

describe('a camera', () => {
  const letters = (turn: CameraTurn): string => {
    const camera = turnedCamera(frontCamera(sceneOf(ball).grid), turn);
    const found = edgeLetters({ orientation: cameraOrientation(camera), patientOrientation: null }, { rotation: 0, flip: false }); // prettier-ignore
    return found ? `${found.left}/${found.right}/${found.top}/${found.bottom}` : '';
  };

  it('F54: has the letters of the side that is looked at, with each turn', () => {
    expect(letters([0, 0, 0])).toBe('R/L/H/F');
    // What is nearest goes to the right: the patient's right side comes to the front.
    expect(letters([90, 0, 0])).toBe('P/A/H/F');
    expect(letters([180, 0, 0])).toBe('L/R/H/F');
    expect(letters([0, 90, 0])).toBe('R/L/P/A');
    expect(letters([0, 0, 90])).toBe('F/H/R/L');
  });

  it('a drag to the right and down takes what is nearest along', () => {
    const scene = sceneOf(ball);
    const camera = frontCamera(scene.grid);
    const near = step(camera.centre, lookingAlong(camera), -20);
    const from = onPicture(camera, 100, near);
    const right = onPicture(turnedCamera(camera, [10, 0, 0]), 100, near);
    const down = onPicture(turnedCamera(camera, [0, 10, 0]), 100, near);
    expect(right[0]).toBeGreaterThan(from[0] + 1);
    expect(down[1]).toBeGreaterThan(from[1] + 1);
  });
});

describe('memory', () => {
  it('F12: is bounded for 3,000 slices, and what was left out is said', () => {
    const { grid } = volumeOf(ball);
    const [slice] = grid.slices;
    if (!slice) throw new Error('no slice');
    const large = { ...grid, columns: 512, rows: 512, slices: Array.from({ length: 3000 }, () => slice) };
    const { size, every } = planCast(large, RANGE);
    expect(size[0] * size[1] * size[2] * 2).toBeLessThanOrEqual(MOST_CAST_BYTES);
    expect(size[0] * size[1] * size[2] * 2).toBeGreaterThan(MOST_CAST_BYTES / 6);
    expect(Math.max(...every)).toBeGreaterThan(1);
  });
});

describe('values of other modalities', () => {
  it('have no tissue to be coloured by: only a projection', () => {
    expect(presetsFor('MR', false).map(({ kind }) => kind)).toEqual(['projection']);
    expect(presetsFor('CT', false).map(({ kind }) => kind)).toEqual(['projection']);
  });
});
