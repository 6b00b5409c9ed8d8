import type { Vec3 } from '../model/image.ts';
import { dot, length, minus } from '../rules/vector.ts';
import { step } from '../volume/grid.ts';
import type { GridSlice, VolumeGrid } from '../volume/grid.ts';

/** A volume of even, upright cells, mm LPS. Modality values; NaN where nothing is known. */
export interface EvenVolume {
  /** Columns, rows, slices. */
  readonly size: Vec3;
  /** mm from cell to cell along each axis. */
  readonly step: Vec3;
  /** Centre of the first cell. */
  readonly origin: Vec3;
  /** Unit vectors along columns, rows, slices. */
  readonly axes: readonly [Vec3, Vec3, Vec3];
  readonly values: Float32Array;
}

/** How far a slice may lie beside the line of the others before the volume leans, mm. */
const UPRIGHT_MM = 0.5;

/** Whether slices lie one above the other: a leaning volume (gantry tilt) is none of even cells. */
export function isUpright({ slices, normal }: VolumeGrid): boolean {
  const [first] = slices;
  if (!first) return false;
  return slices.every(({ position, along }) => {
    const expected = step(first.position, normal, along - first.along);
    return length(minus(position, expected)) <= UPRIGHT_MM;
  });
}

/** Takes slices one by one, each averaged at once to cells of about `mm`, so that no more is held than is needed. */
export class EvenBuilder {
  readonly #grid: VolumeGrid;
  readonly #mm: number;
  readonly #by: readonly [number, number];
  readonly #planes: (Float32Array | null)[];

  constructor(grid: VolumeGrid, mm: number) {
    this.#grid = grid;
    this.#mm = mm;
    const factor = (spacing: number, count: number): number => Math.max(1, Math.min(count, Math.round(mm / spacing)));
    this.#by = [factor(grid.spacing[1], grid.columns), factor(grid.spacing[0], grid.rows)];
    this.#planes = grid.slices.map(() => null);
  }

  /** @param stored values of the slice at this place of the grid */
  add(at: number, stored: ArrayLike<number>): void {
    const slice = this.#grid.slices[at];
    if (slice) this.#planes[at] = this.#averaged(stored, slice);
  }

  finish(): EvenVolume {
    const { slices, spacing, row, column, normal } = this.#grid;
    const [across, down] = this.#size();
    const [first, last] = [slices[0], slices.at(-1)];
    const from = first?.along ?? 0;
    const count = Math.max(1, Math.floor(((last?.along ?? 0) - from) / this.#mm) + 1);
    const values = new Float32Array(across * down * count);
    for (let z = 0; z < count; z += 1) values.set(this.#planeAt(from + z * this.#mm), z * across * down);
    const [bx, by] = this.#by;
    const corner = step(first?.position ?? [0, 0, 0], row, ((bx - 1) / 2) * spacing[1]);
    return {
      size: [across, down, count],
      step: [bx * spacing[1], by * spacing[0], this.#mm],
      origin: step(corner, column, ((by - 1) / 2) * spacing[0]),
      axes: [row, column, normal],
      values,
    };
  }

  #size(): readonly [number, number] {
    const { columns, rows } = this.#grid;
    return [Math.floor(columns / this.#by[0]), Math.floor(rows / this.#by[1])];
  }

  #averaged(stored: ArrayLike<number>, { slope, intercept }: GridSlice): Float32Array {
    const { columns, padding } = this.#grid;
    const [across, down] = this.#size();
    const [bx, by] = this.#by;
    const plane = new Float32Array(across * down);
    for (let y = 0; y < down; y += 1) {
      for (let x = 0; x < across; x += 1) {
        let sum = 0;
        let count = 0;
        for (let j = y * by; j < (y + 1) * by; j += 1) {
          for (let i = x * bx; i < (x + 1) * bx; i += 1) {
            const value = stored[j * columns + i] ?? NaN;
            const isPadding = padding !== null && value >= padding.low && value <= padding.high;
            if (isPadding || !Number.isFinite(value)) continue;
            sum += value;
            count += 1;
          }
        }
        plane[y * across + x] = count === 0 ? NaN : (sum / count) * slope + intercept;
      }
    }
    return plane;
  }

  /** Between two slices in parts of both; the mean of several where slices are thinner than cells; nothing over a gap. */
  #planeAt(along: number): Float32Array {
    const { slices } = this.#grid;
    const [across, down] = this.#size();
    const within = slices.flatMap((slice, at) => (Math.abs(slice.along - along) < this.#mm / 2 ? [at] : []));
    const weights: (readonly [number, number])[] = [];
    if (within.length > 1) weights.push(...within.map((at): readonly [number, number] => [at, 1 / within.length]));
    else {
      const above = Math.max(
        1,
        slices.findIndex((slice) => slice.along >= along),
      );
      const [a, b] = [slices[above - 1], slices[above]];
      if (!a || !b || (a.gapAfter && along > a.along && along < b.along)) return filled(across * down, NaN);
      const share = Math.max(0, Math.min(1, (along - a.along) / (b.along - a.along)));
      weights.push([above - 1, 1 - share], [above, share]);
    }
    const plane = filled(across * down, 0);
    for (const [at, weight] of weights) {
      const own = this.#planes[at];
      if (weight === 0) continue;
      for (let i = 0; i < plane.length; i += 1) plane[i] = (plane[i] ?? 0) + weight * (own?.[i] ?? NaN);
    }
    return plane;
  }
}

/** Two cells in one along every axis that has enough of them. */
export function halved({ size, step: cell, origin, axes, values }: EvenVolume): EvenVolume {
  const by = size.map((count) => (count >= 16 ? 2 : 1)) as [number, number, number];
  const small = size.map((count, axis) => Math.floor(count / (by[axis] ?? 1))) as [number, number, number];
  const out = new Float32Array(small[0] * small[1] * small[2]);
  let at = 0;
  for (let z = 0; z < small[2]; z += 1) {
    for (let y = 0; y < small[1]; y += 1) {
      for (let x = 0; x < small[0]; x += 1) {
        out[at] = meanOf(values, size, [x * by[0], y * by[1], z * by[2]], by);
        at += 1;
      }
    }
  }
  const moved = axes.reduce<Vec3>(
    (from, axis, i) => step(from, axis, (((by[i] ?? 1) - 1) / 2) * (cell[i] ?? 1)),
    origin,
  );
  return { size: small, step: [cell[0] * by[0], cell[1] * by[1], cell[2] * by[2]], origin: moved, axes, values: out };
}

/** Centre of the cells, mm. */
export function centreOf({ size, step: cell, origin, axes }: EvenVolume): Vec3 {
  return axes.reduce<Vec3>((from, axis, i) => step(from, axis, (((size[i] ?? 1) - 1) / 2) * (cell[i] ?? 1)), origin);
}

/** Coordinates in cells, of a place. */
export function cellOf({ step: cell, origin, axes }: EvenVolume, place: Vec3): Vec3 {
  const offset = minus(place, origin);
  return [dot(offset, axes[0]) / cell[0], dot(offset, axes[1]) / cell[1], dot(offset, axes[2]) / cell[2]];
}

function meanOf(values: Float32Array, size: Vec3, from: Vec3, by: Vec3): number {
  let sum = 0;
  let count = 0;
  for (let z = from[2]; z < from[2] + by[2]; z += 1) {
    for (let y = from[1]; y < from[1] + by[1]; y += 1) {
      for (let x = from[0]; x < from[0] + by[0]; x += 1) {
        const value = values[(z * size[1] + y) * size[0] + x] ?? NaN;
        if (!Number.isFinite(value)) continue;
        sum += value;
        count += 1;
      }
    }
  }
  return count === 0 ? NaN : sum / count;
}

function filled(count: number, value: number): Float32Array {
  return new Float32Array(count).fill(value);
}
