import type { Vec3 } from '../model/image.ts';
import { cross, dot, length, minus } from '../rules/vector.ts';
import { gridCorners, step } from './grid.ts';
import type { VolumeGrid } from './grid.ts';
import type { PlaneStack } from './plane-stack.ts';

export type PlaneAxes = Pick<PlaneStack, 'row' | 'column' | 'onward'>;

/** A turn about a place of the patient, mm LPS, and a unit vector through it, by the right hand. */
export interface Turn {
  readonly place: Vec3;
  readonly about: Vec3;
  readonly degrees: number;
}

/** A last pixel that misses the edge by rounding alone is covered. In pixels. */
const ROUNDING = 1e-6;

/** A direction turned about a unit vector, by the right hand. */
export function turnedVector(vector: Vec3, about: Vec3, degrees: number): Vec3 {
  const angle = (degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const across = cross(about, vector);
  const along = dot(about, vector) * (1 - cosine);
  return [
    vector[0] * cosine + across[0] * sine + about[0] * along,
    vector[1] * cosine + across[1] * sine + about[1] * along,
    vector[2] * cosine + across[2] * sine + about[2] * along,
  ];
}

/** The axis about which a stack's pictures turn clockwise for whoever looks at them as they are stored. */
export function clockwiseAxis({ row, column }: PlaneAxes): Vec3 {
  return cross(row, column);
}

/**
 * A stack turned as one body: size, pixels and number of planes stay, and the place stays on the same pixel of the same plane, so
 * that nothing jumps on the glass. Where it would leave a part of the volume out, or lay on the voxels, a wider one takes its place.
 */
export function turnedStack(grid: VolumeGrid, stack: PlaneStack, turn: Turn): PlaneStack {
  const turned = (vector: Vec3): Vec3 => turnedVector(vector, turn.about, turn.degrees);
  const axes = { row: turned(stack.row), column: turned(stack.column), onward: turned(stack.onward) };
  const moved = turned(minus(stack.origin, turn.place));
  const origin = step(turn.place, moved, 1);
  const body: PlaneStack = { ...stack, ...axes, name: 'oblique', walk: null, origin };
  return stack.name === 'oblique' && covers(body, grid) ? body : stackRound(grid, axes, turn.place);
}

/** Stacks turned together so that one of them gets these axes. */
export function alignedStacks(
  grid: VolumeGrid,
  stacks: readonly PlaneStack[],
  at: number,
  axes: Pick<PlaneAxes, 'row' | 'column'>,
  place: Vec3,
): readonly PlaneStack[] {
  const from = stacks[at];
  if (!from) return stacks;
  const normal = cross(axes.row, axes.column);
  // Some stacks run on towards the viewer, some away: each keeps its way.
  const sign = dot(cross(from.row, from.column), from.onward) < 0 ? -1 : 1;
  const onward: Vec3 = [normal[0] * sign, normal[1] * sign, normal[2] * sign];
  const aligned = (vector: Vec3): Vec3 => {
    const [x, y, z] = [dot(vector, from.row), dot(vector, from.column), dot(vector, from.onward)];
    return step(step(step([0, 0, 0], axes.row, x), axes.column, y), onward, z);
  };
  return stacks.map((stack) =>
    stackRound(grid, { row: aligned(stack.row), column: aligned(stack.column), onward: aligned(stack.onward) }, place),
  );
}

/**
 * Planes of any direction with a place of the patient in their middle: one plane goes through it exactly, and whichever way they
 * are turned about it, nothing of the volume is left out. Pixels are squares of the smaller pixel spacing, and planes as far apart.
 */
export function stackRound(grid: VolumeGrid, { row, column, onward }: PlaneAxes, place: Vec3): PlaneStack {
  const size = Math.min(...grid.spacing);
  const reach = Math.max(0, ...gridCorners(grid).map((corner) => length(minus(corner, place))));
  const half = Math.ceil(reach / size - ROUNDING);
  const count = 2 * half + 1;
  const origin = [row, column, onward].reduce((at, direction) => step(at, direction, -half * size), place);
  return {
    name: 'oblique',
    columns: count,
    rows: count,
    spacing: [size, size],
    origin,
    row,
    column,
    onward,
    count,
    step: size,
    walk: null,
  };
}

/** Every voxel lies on some pixel of some plane. */
export function covers(stack: PlaneStack, grid: VolumeGrid): boolean {
  const axes = [
    [stack.row, stack.spacing[1], stack.columns],
    [stack.column, stack.spacing[0], stack.rows],
    [stack.onward, stack.step, stack.count],
  ] as const;
  return gridCorners(grid).every((corner) => {
    const offset = minus(corner, stack.origin);
    return axes.every(([direction, size, count]) => {
      const at = dot(offset, direction) / size;
      return at >= -ROUNDING && at <= count - 1 + ROUNDING;
    });
  });
}

/** Same size and number of pictures, same pixels: one may stand in the other's place on the glass. */
export function sameShape(a: PlaneStack, b: PlaneStack): boolean {
  return (
    a.columns === b.columns &&
    a.rows === b.rows &&
    a.count === b.count &&
    a.step === b.step &&
    a.spacing[0] === b.spacing[0] &&
    a.spacing[1] === b.spacing[1]
  );
}
