import type { LinkStack } from '../../../shared/hanging/linked-position.ts';
import type { DeskPlane } from '../../../shared/model/desk-plane.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import { cross } from '../../../shared/rules/vector.ts';
import { step } from '../../../shared/volume/grid.ts';
import type { VolumeGrid } from '../../../shared/volume/grid.ts';
import { planeOrigin, planeStack, standardPlanes } from '../../../shared/volume/plane-stack.ts';
import type { PlaneStack } from '../../../shared/volume/plane-stack.ts';
import { stackRound, turnedVector } from '../../../shared/volume/turned-planes.ts';

/** The planes that a viewport is to show, through the whole volume. */
export function stackFor(grid: VolumeGrid, { name, axes, through }: DeskPlane): PlaneStack {
  if (axes) return through ? stackRound(grid, axes, through) : planeStack(grid, name, axes);
  // Without axes there is nothing oblique: an axial stands for it.
  return standardPlanes(grid, name === 'oblique' ? 'axial' : name);
}

/** Where the planes lie, for scrolling them with other pictures. */
export function linkOf(stack: PlaneStack, frameOfReference: string | null): LinkStack {
  const normal = cross(stack.row, stack.column);
  return {
    frameOfReference,
    planes: Array.from({ length: stack.count }, (_unused, index) => {
      const position = planeOrigin(stack, index);
      return { position, normal, centre: middleOfPlane(stack, position) };
    }),
  };
}

function middleOfPlane(stack: PlaneStack, origin: Vec3): Vec3 {
  const across = step(origin, stack.row, ((stack.columns - 1) / 2) * stack.spacing[1]);
  return step(across, stack.column, ((stack.rows - 1) / 2) * stack.spacing[0]);
}

/** A plane swung like a door about the upright line through the middle of its viewport; degrees above 0: its right side goes back. */
export function swung(
  { row, column }: Pick<PlaneStack, 'row' | 'column'>,
  degrees: number,
): { row: Vec3; column: Vec3 } {
  return { row: turnedVector(row, column, -degrees), column };
}

/** What is kept of planes that stand so. */
export function keptPlane(plane: DeskPlane, straight: PlaneStack, now: PlaneStack, through: Vec3): DeskPlane {
  if (now === straight) return { ...plane, through };
  const { name, row, column, onward } = now;
  return { ...plane, name, axes: { row, column, onward }, through };
}
