import type { Orientation, Vec3 } from '../../model/image.ts';
import type { Point2 } from '../../model/measurement.ts';
import { cross, dot, length, minus } from '../../rules/vector.ts';
import { step } from '../grid.ts';
import { turnedVector } from '../turned-planes.ts';
import type { CastGrid } from './cast-volume.ts';

/** How a volume is looked at from outside: parallel rays, no perspective. Lengths in mm, patient LPS. */
export interface Camera {
  /** Where a row of the picture points, and a column; the reader looks along row × column. */
  readonly right: Vec3;
  readonly down: Vec3;
  /** Stands in the middle of the picture. */
  readonly centre: Vec3;
  /** Width and height of the picture. */
  readonly field: number;
}

/** Room round the volume. */
const ROOM = 1.04;

/** From the front, the whole volume, or what lies in a box of it. @param box in voxels */
export function frontCamera(grid: CastGrid, box: { readonly low: Vec3; readonly high: Vec3 } | null = null): Camera {
  const low = box?.low ?? [0, 0, 0];
  const high = box?.high ?? grid.size.map((count) => count - 1);
  const reach = grid.spacing.map((mm, at) => (((high[at] ?? 0) - (low[at] ?? 0)) * mm) / 2);
  const middle = grid.spacing.map((mm, at) => (((high[at] ?? 0) + (low[at] ?? 0)) * mm) / 2);
  const centre = grid.axes.reduce((at, axis, along) => step(at, axis, middle[along] ?? 0), grid.origin);
  return { right: [1, 0, 0], down: [0, 0, -1], centre, field: 2 * ROOM * Math.max(...reach) };
}

export function lookingAlong({ right, down }: Camera): Vec3 {
  return cross(right, down);
}

/** Degrees by which what is nearest to the reader moves to the right, downwards, and the whole clockwise. */
export type CameraTurn = readonly [right: number, down: number, clockwise: number];

/** The volume turned before the reader: the camera goes the other way round. */
export function turnedCamera(camera: Camera, [right, down, clockwise]: CameraTurn): Camera {
  const turn = (from: Camera, about: Vec3, degrees: number): Camera => ({
    ...from,
    right: turnedVector(from.right, about, degrees),
    down: turnedVector(from.down, about, degrees),
  });
  const first = turn(camera, camera.down, right);
  const second = turn(first, first.right, -down);
  const third = turn(second, lookingAlong(second), -clockwise);
  // Rounding of many turns does not add up.
  const unit = (vector: Vec3): Vec3 => step([0, 0, 0], vector, 1 / length(vector));
  const axis = unit(third.right);
  return { ...third, right: axis, down: unit(step(third.down, axis, -dot(third.down, axis))) };
}

export function cameraOrientation({ right, down }: Camera): Orientation {
  return [...right, ...down];
}

/** Where a place of the patient stands on a picture of so many pixels a side, as pixel coordinates. */
export function onPicture({ right, down, centre, field }: Camera, pixels: number, place: Vec3): Point2 {
  const offset = minus(place, centre);
  const [size, middle] = [field / pixels, (pixels - 1) / 2];
  return [dot(offset, right) / size + middle, dot(offset, down) / size + middle];
}

/** The place of the patient on the plane through the camera's centre that a pixel looks through. */
export function throughPixel({ right, down, centre, field }: Camera, pixels: number, [x, y]: Point2): Vec3 {
  const [size, middle] = [field / pixels, (pixels - 1) / 2];
  return step(step(centre, right, (x - middle) * size), down, (y - middle) * size);
}
