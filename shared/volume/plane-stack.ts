import type { RowColumn, Vec3 } from '../model/image.ts';
import { dot } from '../rules/vector.ts';
import { gridCorners, step } from './grid.ts';
import type { VolumeGrid } from './grid.ts';

export type PlaneName = 'axial' | 'coronal' | 'sagittal' | 'oblique';

/** Which voxel stands where on planes that lie on the voxels themselves: [column, row, slice]. */
export interface GridWalk {
  /** Voxel of the first pixel of the first plane. */
  readonly start: Vec3;
  /** Steps to the next column, row and plane of the stack; whole numbers. */
  readonly right: Vec3;
  readonly down: Vec3;
  readonly onward: Vec3;
}

/** Equal, parallel pictures through a volume. Plain data: it goes to a worker. Lengths in mm, patient LPS. */
export interface PlaneStack {
  readonly name: PlaneName;
  readonly columns: number;
  readonly rows: number;
  /** [between rows, between columns]. */
  readonly spacing: RowColumn;
  /** Centre of the first pixel of the first plane. */
  readonly origin: Vec3;
  /** Unit vectors at right angles: along a row, down a column, to the next plane. */
  readonly row: Vec3;
  readonly column: Vec3;
  readonly onward: Vec3;
  readonly count: number;
  /** From plane to plane. */
  readonly step: number;
  /** Set where every pixel is a voxel: nothing is interpolated. */
  readonly walk: GridWalk | null;
}

/** As radiologists look at them: the feet's side of an axial, from front to back, from right to left. */
const STANDARD: Readonly<Record<Exclude<PlaneName, 'oblique'>, { row: Vec3; column: Vec3; onward: Vec3 }>> = {
  axial: { row: [1, 0, 0], column: [0, 1, 0], onward: [0, 0, -1] },
  coronal: { row: [1, 0, 0], column: [0, 0, -1], onward: [0, 1, 0] },
  sagittal: { row: [0, 1, 0], column: [0, 0, -1], onward: [1, 0, 0] },
};
/** An axis of the volume this near to one of the patient stands for it. */
const SAME_AXIS = Math.cos((0.1 * Math.PI) / 180);
/** A last pixel that misses the edge by rounding alone belongs to the picture. */
const ROUNDING = 1e-6;

/** Planes of the patient through the whole volume. */
export function standardPlanes(grid: VolumeGrid, name: Exclude<PlaneName, 'oblique'>): PlaneStack {
  const { row, column, onward } = STANDARD[name];
  return planeStack(grid, name, { row, column, onward });
}

/**
 * Planes of any direction through the whole volume. Unit vectors at right angles. Where they run along the voxels of an even
 * grid, its own axes are taken; else pixels are squares of the smaller pixel spacing, and planes as far apart.
 */
export function planeStack(
  grid: VolumeGrid,
  name: PlaneName,
  axes: Pick<PlaneStack, 'row' | 'column' | 'onward'>,
): PlaneStack {
  return onVoxels(grid, name, axes) ?? between(grid, name, axes);
}

/** Centre of the first pixel of a plane, from 0. */
export function planeOrigin({ origin, onward, step: size }: PlaneStack, index: number): Vec3 {
  return step(origin, onward, index * size);
}

/** The plane nearest to a place, from 0; outside the stack its first or last. */
export function nearestPlane(stack: PlaneStack, place: Vec3): number {
  const along = dot(place, stack.onward) - dot(stack.origin, stack.onward);
  return Math.max(0, Math.min(stack.count - 1, Math.round(along / stack.step)));
}

interface Axis {
  readonly direction: Vec3;
  /** 0 along rows of a slice, 1 down its columns, 2 from slice to slice. */
  readonly of: 0 | 1 | 2;
  readonly sign: 1 | -1;
  readonly count: number;
  readonly size: number;
}

function onVoxels(
  grid: VolumeGrid,
  name: PlaneName,
  axes: Pick<PlaneStack, 'row' | 'column' | 'onward'>,
): PlaneStack | null {
  const [first] = grid.slices;
  const [right, down, onward] = [axes.row, axes.column, axes.onward].map((wanted) => axisFor(grid, wanted));
  if (!first || !right || !down || !onward || new Set([right.of, down.of, onward.of]).size < 3) return null;
  let origin = first.position;
  const start: [number, number, number] = [0, 0, 0];
  for (const axis of [right, down, onward]) {
    if (axis.sign > 0) continue;
    start[axis.of] = axis.count - 1;
    origin = step(origin, axis.direction, -(axis.count - 1) * axis.size);
  }
  return {
    name,
    columns: right.count,
    rows: down.count,
    spacing: [down.size, right.size],
    origin,
    row: right.direction,
    column: down.direction,
    onward: onward.direction,
    count: onward.count,
    step: onward.size,
    walk: { start, right: walkAlong(right), down: walkAlong(down), onward: walkAlong(onward) },
  };
}

function axisFor(grid: VolumeGrid, wanted: Vec3): Axis | null {
  if (grid.regularStep === null) return null;
  const own = [
    { direction: grid.row, of: 0, count: grid.columns, size: grid.spacing[1] },
    { direction: grid.column, of: 1, count: grid.rows, size: grid.spacing[0] },
    { direction: grid.normal, of: 2, count: grid.slices.length, size: grid.regularStep },
  ] as const;
  for (const axis of own) {
    const along = dot(axis.direction, wanted);
    if (Math.abs(along) < SAME_AXIS) continue;
    const sign = along > 0 ? 1 : -1;
    const [x, y, z] = axis.direction;
    return { ...axis, sign, direction: [x * sign, y * sign, z * sign] };
  }
  return null;
}

function walkAlong({ of, sign }: Axis): Vec3 {
  return [of === 0 ? sign : 0, of === 1 ? sign : 0, of === 2 ? sign : 0];
}

function between(
  grid: VolumeGrid,
  name: PlaneName,
  { row, column, onward }: Pick<PlaneStack, 'row' | 'column' | 'onward'>,
): PlaneStack {
  const size = Math.min(...grid.spacing);
  const corners = gridCorners(grid);
  const along = (direction: Vec3): { from: number; count: number } => {
    const places = corners.map((corner) => dot(corner, direction));
    const from = Math.min(...places);
    return { from, count: Math.floor((Math.max(...places) - from) / size + ROUNDING) + 1 };
  };
  const [right, down, deep] = [along(row), along(column), along(onward)];
  const origin = step(step(step([0, 0, 0], row, right.from), column, down.from), onward, deep.from);
  return {
    name,
    columns: right.count,
    rows: down.count,
    spacing: [size, size],
    origin,
    row,
    column,
    onward,
    count: deep.count,
    step: size,
    walk: null,
  };
}
