import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CastModel, FACES } from '../../../../../renderer/reading/volume/cast-model.ts';
import type { Vec3 } from '../../../../../shared/model/image.ts';
import type { Point2 } from '../../../../../shared/model/measurement.ts';
import { length, minus } from '../../../../../shared/rules/vector.ts';
import { onPicture } from '../../../../../shared/volume/cast/camera.ts';
import type { CameraTurn } from '../../../../../shared/volume/cast/camera.ts';
import { Caster } from '../../../../../shared/volume/cast/cast-rows.ts';
import type { CastScene } from '../../../../../shared/volume/cast/cast-rows.ts';
import { castBlocks, fillCastSlice, planCast } from '../../../../../shared/volume/cast/cast-volume.ts';
import { evenPlaces, phantom, volumeOf } from '../../../shared/volume/phantom.ts';

/** Six balls, one towards each side of the patient: LPS, mm. */
const BALLS: Readonly<Record<'R' | 'L' | 'A' | 'P' | 'F' | 'H', Vec3>> = {
  ...{ R: [-14, 0, 0], L: [14, 0, 0], A: [0, -14, 0], P: [0, 14, 0], F: [0, 0, -14], H: [0, 0, 14] },
};
type Side = keyof typeof BALLS;
const SIDES = Object.keys(BALLS) as readonly Side[];
const RADIUS = 4;
const RANGE = { min: -1000, max: 1500, whole: true };

const made = phantom({
  ...{ columns: 44, rows: 44, spacing: [1, 1], places: evenPlaces(44, 1) },
  value: (place) => (SIDES.some((side) => length(minus(place, BALLS[side])) <= RADIUS) ? 900 : -1000),
});
const { grid, pixels } = volumeOf(made);
const cast = planCast(grid, RANGE);
const voxels = new Int16Array(cast.size[0] * cast.size[1] * cast.size[2]);
for (let at = 0; at < cast.size[2]; at += 1) fillCastSlice(grid, pixels, cast, at, RANGE.min, voxels);
const scene: CastScene = { grid: cast, voxels, blocks: castBlocks(cast, voxels) };
const [middle] = made.frames;

function model(): CastModel {
  if (!middle) throw new Error('the phantom has slices');
  const one = new CastModel(cast, middle);
  one.choose('mip');
  return one;
}

/** The balls that are still there, as the volume is seen from six sides: no cut looks the same from all of them. */
function left(one: CastModel): readonly Side[] {
  const seen: readonly CameraTurn[] = [
    [0, 0, 0],
    [90, 0, 0],
    [0, 90, 0],
  ];
  const there = new Set<Side>();
  for (const turn of seen) {
    const look = model();
    look.turn(turn);
    const order = { ...one.order(8, -1000), camera: look.camera };
    const out = new Float32Array(order.pixels ** 2);
    new Caster(scene, order).rows(0, order.pixels, out);
    for (const side of SIDES) {
      // Only where no other ball lies on the same ray.
      const [x, y] = onPicture(order.camera, order.pixels, BALLS[side]);
      const near = SIDES.filter((other) => {
        const [u, v] = onPicture(order.camera, order.pixels, BALLS[other]);
        return Math.hypot(u - x, v - y) * (order.camera.field / order.pixels) < 2 * RADIUS;
      });
      if (near.length === 1 && (out[Math.round(y) * order.pixels + Math.round(x)] ?? -1000) > 800) there.add(side);
    }
  }
  return SIDES.filter((side) => there.has(side));
}

/** The left half of the picture, as the reader sees it. */
const LEFT_HALF: Point2[] = [[-1, -1], [255.5, -1], [255.5, 512], [-1, 512]]; // prettier-ignore

describe('what a cut and the clipping box leave of the volume', () => {
  it('all of it before anything is cut', () => {
    expect(left(model())).toEqual(SIDES);
  });

  it('from the front the left half of the picture is the right of the patient: that is cut away, or kept alone', () => {
    const [away, kept] = [model(), model()];
    away.cut(LEFT_HALF, 'inside');
    expect(left(away)).not.toContain('R');
    expect(left(away)).toContain('L');
    kept.cut(LEFT_HALF, 'outside');
    expect(left(kept)).toContain('R');
    expect(left(kept)).not.toContain('L');
    expect(away.words).toContain('CUT AWAY: 1 REGION');
  });

  it('from any side each ball goes with the half of the picture that it stands in (property)', () => {
    const angle = fc.integer({ min: -180, max: 180 });
    fc.assert(
      fc.property(angle, angle, angle, fc.constantFrom('inside' as const, 'outside' as const), (a, b, c, what) => {
        const one = model();
        one.turn([a, b, c]);
        const { camera } = one;
        one.cut(LEFT_HALF, what);
        const there = left(one);
        for (const side of SIDES) {
          const [x] = onPicture(camera, 512, BALLS[side]);
          // A ball that the edge of the cut goes through is neither.
          if (Math.abs(x - 255.5) * (camera.field / 512) < RADIUS + 1) continue;
          expect([side, there.includes(side)]).toEqual([side, x > 255.5 === (what === 'inside')]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it.each(FACES.map((_face, at) => at))(
    'face %i of the box takes the side of the patient away that it is called by',
    (at) => {
      const one = model();
      one.face = at;
      const face = FACES[at];
      if (!face) throw new Error('there are six faces');
      const side = SIDES.find((name) => name === one.faceLetters(face));
      // Inwards by 15 mm: past the ball of that side, short of the four beside it.
      for (let step = 0; step < 3; step += 1) one.moveFace(-1);
      const there = left(one);
      expect(SIDES.filter((name) => !there.includes(name))).toEqual([side]);
      expect(one.words).toContain(`CLIPPED: ${side} 15 mm`);
      one.wholeBox();
      expect(left(one)).toEqual(SIDES);
    },
  );
});
