import { dot, minus } from '../../rules/vector.ts';
import type { CastGrid } from './cast-volume.ts';
import type { Cut } from './cut.ts';

/** Where a voxel lies on the picture that a cut was drawn on. */
export interface ProjectedCut {
  readonly cut: Cut;
  /** Pixel coordinate = at 0 + x × 1 + y × 2 + z × 3, in voxels. */
  readonly column: readonly [number, number, number, number];
  readonly row: readonly [number, number, number, number];
}

export function projectedCut(grid: CastGrid, cut: Cut): ProjectedCut {
  const { right, down, centre, field } = cut.camera;
  const size = field / cut.pixels;
  const along = (direction: typeof right): readonly [number, number, number, number] => [
    dot(minus(grid.origin, centre), direction) / size + (cut.pixels - 1) / 2,
    (dot(grid.axes[0], direction) * grid.spacing[0]) / size,
    (dot(grid.axes[1], direction) * grid.spacing[1]) / size,
    (dot(grid.axes[2], direction) * grid.spacing[2]) / size,
  ];
  return { cut, column: along(right), row: along(down) };
}

/** Whether a place of the volume was cut away. */
export class CutTest {
  readonly #cuts: readonly ProjectedCut[];

  constructor(grid: CastGrid, cuts: readonly Cut[]) {
    this.#cuts = cuts.map((cut) => projectedCut(grid, cut));
  }

  /** Voxel coordinates. */
  isGone(x: number, y: number, z: number): boolean {
    for (const { cut, column, row } of this.#cuts) {
      const u = Math.round(column[0] + x * column[1] + y * column[2] + z * column[3]);
      const v = Math.round(row[0] + x * row[1] + y * row[2] + z * row[3]);
      const there = u >= 0 && v >= 0 && u < cut.pixels && v < cut.pixels;
      if (there ? cut.gone[v * cut.pixels + u] === 1 : cut.beyond) return true;
    }
    return false;
  }
}
