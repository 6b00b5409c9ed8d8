import type { Point2 } from '../../../shared/model/measurement.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import { dot, minus } from '../../../shared/rules/vector.ts';
import { step } from '../../../shared/volume/grid.ts';
import type { PlaneStack } from '../../../shared/volume/plane-stack.ts';
import type { GlassLayer, ReformatStack } from '../../viewer/index.ts';
import type { CastModel, Face } from './cast-model.ts';

/** A plane lies along the volume: its faces are straight lines on it. */
const ALONG = 0.999;

/** A face of the clipping box on a plane: where its grip stands, and the ends of its edge. */
export interface BoxGrip {
  readonly face: Face;
  readonly at: Point2;
  readonly edge: readonly [Point2, Point2];
}

/** The four faces that a plane cuts, in its pixels; none on a plane that is turned against the volume. */
export function boxGrips({ grid, box }: CastModel, stack: PlaneStack): readonly BoxGrip[] {
  const across = axisAlong(grid.axes, stack.row);
  const down = axisAlong(grid.axes, stack.column);
  if (across === null || down === null || across === down) return [];
  const corner = (low: boolean, top: boolean): Point2 => {
    const at: [number, number, number] = [box.low[0], box.low[1], box.low[2]];
    at[across] = (low ? box.low : box.high)[across];
    at[down] = (top ? box.low : box.high)[down];
    const place = grid.axes.reduce<Vec3>((from, axis, one) => step(from, axis, (at[one] ?? 0) * (grid.spacing[one] ?? 0)), grid.origin); // prettier-ignore
    const offset = minus(place, stack.origin);
    return [dot(offset, stack.row) / stack.spacing[1], dot(offset, stack.column) / stack.spacing[0]];
  };
  const [a, b, c, d] = [corner(true, true), corner(false, true), corner(false, false), corner(true, false)];
  const grip = (axis: 0 | 1 | 2, end: 'low' | 'high', from: Point2, to: Point2): BoxGrip => ({
    face: { axis, end },
    at: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2],
    edge: [from, to],
  });
  return [grip(across, 'low', a, d), grip(across, 'high', b, c), grip(down, 'low', a, b), grip(down, 'high', d, c)];
}

/** Where a place of the patient lies along an axis of the volume, in voxels. */
export function voxelAlong({ grid }: CastModel, axis: 0 | 1 | 2, place: Vec3): number {
  return dot(minus(place, grid.origin), grid.axes[axis]) / grid.spacing[axis];
}

export function boxLayer(model: CastModel, own: ReformatStack): GlassLayer {
  const grips = boxGrips(model, own.stack);
  const marks = grips.flatMap(({ at, edge }) => [
    { kind: 'line', points: edge, closed: false, dashed: true } as const,
    { kind: 'point', at, diamond: true } as const,
  ]);
  return {
    id: 'clip-box',
    name: 'clipping box of the 3D picture',
    colour: 'var(--color-drawing)',
    of: (ref) => (own.refs[0]?.objectId === ref.objectId ? marks : null),
  };
}

function axisAlong(axes: readonly Vec3[], direction: Vec3): 0 | 1 | 2 | null {
  const found = axes.findIndex((axis) => Math.abs(dot(axis, direction)) > ALONG);
  return found === 0 || found === 1 || found === 2 ? found : null;
}
