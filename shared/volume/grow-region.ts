/** Slices that a region is grown in, all of one size. Places are pixels: x right, y down, z by the order of the slices. */
export interface GrowSpace {
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  /** Values of one slice, row by row; asked for when the region comes there. */
  readonly values: (z: number) => Promise<ArrayLike<number>>;
}

export interface GrowRule {
  readonly counts: (value: number) => boolean;
  /** Pixels that touch at a corner belong together, in a slice and from slice to slice; else only over faces. */
  readonly corners: boolean;
  /** Places that the region may reach; absent: everywhere. */
  readonly within?: (x: number, y: number, z: number) => boolean;
  /** More pixels than these are a leak: it ends there. */
  readonly most: number;
}

export interface GrownRegion {
  /** By slice, one byte a pixel, 1 inside. */
  readonly masks: ReadonlyMap<number, Uint8Array>;
  readonly voxels: number;
  /** It touches the edge of a picture, or lies in the first or last slice. */
  readonly atEdge: boolean;
  /** It went on where it may not reach. */
  readonly limited: boolean;
  readonly leaked: boolean;
}

type Place = readonly [x: number, y: number, z: number];

/**
 * All pixels that count and hang together with the first one, slice by slice: one slice is finished before the next is asked for, so
 * that few of them are in memory. The first pixel has to count itself, else nothing does.
 */
export async function growRegion(space: GrowSpace, [x, y, z]: Place, rule: GrowRule): Promise<GrownRegion> {
  const growing = new Growing(space, rule);
  growing.offer(z, y * space.columns + x);
  for (let next = growing.next(); next !== null && !growing.leaked; next = growing.next()) {
    growing.fill(next, await space.values(next));
  }
  return growing.result();
}

class Growing {
  readonly #space: GrowSpace;
  readonly #rule: GrowRule;
  readonly #masks = new Map<number, Uint8Array>();
  /** Pixels of a slice that a pixel of the region touches. */
  readonly #waiting = new Map<number, Set<number>>();
  #voxels = 0;
  #atEdge = false;
  #limited = false;
  leaked = false;

  constructor(space: GrowSpace, rule: GrowRule) {
    this.#space = space;
    this.#rule = rule;
  }

  offer(z: number, pixel: number): void {
    if (this.#masks.get(z)?.[pixel] === 1) return;
    const waiting = this.#waiting.get(z) ?? new Set<number>();
    waiting.add(pixel);
    this.#waiting.set(z, waiting);
  }

  next(): number | null {
    for (const z of this.#waiting.keys()) return z;
    return null;
  }

  fill(z: number, values: ArrayLike<number>): void {
    const stack = [...(this.#waiting.get(z) ?? [])];
    this.#waiting.delete(z);
    const mask = this.#masks.get(z) ?? new Uint8Array(this.#space.columns * this.#space.rows);
    this.#masks.set(z, mask);
    for (let pixel = stack.pop(); pixel !== undefined; pixel = stack.pop()) {
      if (mask[pixel] === 1 || !this.#rule.counts(values[pixel] ?? NaN)) continue;
      const x = pixel % this.#space.columns;
      const y = (pixel - x) / this.#space.columns;
      if (this.#rule.within?.(x, y, z) === false) {
        this.#limited = true;
        continue;
      }
      mask[pixel] = 1;
      this.#voxels += 1;
      if (this.#voxels > this.#rule.most) {
        this.leaked = true;
        return;
      }
      this.#spread(x, y, z, stack);
    }
  }

  result(): GrownRegion {
    for (const [z, mask] of this.#masks) if (!mask.includes(1)) this.#masks.delete(z);
    const { leaked } = this;
    return { masks: this.#masks, voxels: this.#voxels, atEdge: this.#atEdge, limited: this.#limited, leaked };
  }

  #spread(x: number, y: number, z: number, stack: number[]): void {
    const { columns, rows, slices } = this.#space;
    if (x === 0 || y === 0 || z === 0 || x === columns - 1 || y === rows - 1 || z === slices - 1) this.#atEdge = true;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const [u, v] = [x + dx, y + dy];
        if (u < 0 || v < 0 || u >= columns || v >= rows) continue;
        const sides = Math.abs(dx) + Math.abs(dy);
        const pixel = v * columns + u;
        if (sides > 0 && (sides === 1 || this.#rule.corners)) stack.push(pixel);
        if (sides > 0 && !this.#rule.corners) continue;
        if (z > 0) this.offer(z - 1, pixel);
        if (z < slices - 1) this.offer(z + 1, pixel);
      }
    }
  }
}
