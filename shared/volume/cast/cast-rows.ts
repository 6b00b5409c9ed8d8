import type { Vec3 } from '../../model/image.ts';
import { step } from '../grid.ts';
import { lookingAlong, throughPixel } from './camera.ts';
import type { Camera } from './camera.ts';
import { BLOCK } from './cast-volume.ts';
import type { CastBlocks, CastGrid } from './cast-volume.ts';
import { CutTest } from './cut-test.ts';
import type { Cut } from './cut.ts';
import { binsOf, blindBlocks, raysOf } from './rays.ts';
import { TRANSFER_BINS, transferOf } from './transfer.ts';
import type { CastPreset, Transfer } from './transfer.ts';

export interface CastScene {
  readonly grid: CastGrid;
  readonly voxels: Int16Array;
  readonly blocks: CastBlocks;
}

/** Voxel coordinates; what lies outside is not looked at. */
export interface CastBox {
  readonly low: Vec3;
  readonly high: Vec3;
}

/** One picture of a volume. Plain data: it goes to workers. */
export interface CastOrder {
  readonly camera: Camera;
  /** A side. */
  readonly pixels: number;
  readonly preset: CastPreset;
  /** From sample to sample of a ray. */
  readonly stepMm: number;
  readonly box: CastBox;
  readonly cuts: readonly Cut[];
  /** Stands where a ray meets nothing, in a projection. */
  readonly padding: number;
}

/** A ray that lets less than this through shows nothing more: a grey level and a half. */
export const OPAQUE = 0.995;
/** What adds less than this to a ray is haze: light makes no shape of it. */
export const HAZE = 0.03;
const EDGE = 1e-9;

/** Light that comes from where the reader looks from, on a colour of 0 to 255. `facing`: 0 edge on, 1 straight. */
export function lit(colour: number, facing: number): number {
  return Math.min(255, colour * (0.3 + 0.7 * facing) + 40 * facing ** 24);
}

/** Casts rays for one order; worked out once for all of its rows. */
export class Caster {
  readonly #scene: CastScene;
  readonly #order: CastOrder;
  readonly #corner: Vec3;
  readonly #right: Vec3;
  readonly #down: Vec3;
  readonly #way: Vec3;
  /** The way the reader looks, along the axes of the volume. */
  readonly #facing: Vec3;
  readonly #transfer: Transfer | null;
  readonly #bins: { readonly from: number; readonly scale: number };
  readonly #blind: Uint8Array;
  readonly #cut: CutTest;
  // Numbers of the innermost loops, which go through no array.
  readonly #voxels: Int16Array;
  readonly #columns: number;
  readonly #rows: number;
  readonly #slices: number;
  readonly #area: number;
  readonly #blockColumns: number;
  readonly #blockArea: number;
  readonly #dx: number;
  readonly #dy: number;
  readonly #dz: number;
  /** Of the ray now: where it begins in voxels, first and last sample. */
  #x = 0;
  #y = 0;
  #z = 0;
  #first = 0;
  #last = -1;
  /** Number of the sample that the last ray shows. */
  seenAt: number | null = null;

  constructor(scene: CastScene, order: CastOrder) {
    this.#scene = scene;
    this.#order = order;
    const { grid, blocks } = scene;
    const { stepMm, preset } = order;
    const rays = raysOf(grid, order);
    this.#corner = rays.corner;
    this.#right = rays.right;
    this.#down = rays.down;
    this.#way = rays.way;
    this.#facing = rays.facing;
    [this.#dx, this.#dy, this.#dz] = this.#way;
    [this.#columns, this.#rows, this.#slices] = grid.size;
    this.#area = this.#columns * this.#rows;
    this.#blockColumns = blocks.count[0];
    this.#blockArea = blocks.count[0] * blocks.count[1];
    this.#voxels = scene.voxels;
    this.#cut = new CutTest(grid, order.cuts);
    const transfer = preset.kind === 'surface' ? transferOf(preset.points, stepMm) : null;
    this.#transfer = transfer;
    this.#bins = binsOf(grid, transfer);
    this.#blind = blindBlocks(grid, blocks, transfer);
  }

  /** Rows of the picture: one number a pixel for a projection, red, green and blue for a surface. */
  rows(from: number, to: number, out: Float32Array | Uint8Array): void {
    const { pixels, preset } = this.#order;
    for (let y = from; y < to; y += 1) {
      for (let x = 0; x < pixels; x += 1) {
        const at = y * pixels + x;
        if (preset.kind === 'surface') this.surface(x, y, out, at * 3);
        else out[at] = this.projection(x, y);
      }
    }
  }

  /** The first place of the patient that a pixel shows: where a surface is opaque, or the largest value lies. Null: nothing. */
  firstSeen(x: number, y: number): Vec3 | null {
    const { camera, pixels, preset, stepMm } = this.#order;
    if (preset.kind === 'surface') this.surface(x, y, new Float32Array(3), 0);
    else this.projection(x, y);
    if (this.seenAt === null) return null;
    return step(throughPixel(camera, pixels, [x, y]), lookingAlong(camera), this.seenAt * stepMm);
  }

  /** The largest modality value along a ray. */
  projection(x: number, y: number): number {
    const { grid, blocks } = this.#scene;
    const [dx, dy, dz] = this.#way;
    this.#aim(x, y);
    let best = -Infinity;
    for (let k = this.#first; k <= this.#last;) {
      const [u, v, w] = [this.#x + k * dx, this.#y + k * dy, this.#z + k * dz];
      const block = this.#block(u, v, w);
      if ((blocks.max[block] ?? 0) <= best) {
        k += this.#stepsOut(u, v, w);
        continue;
      }
      const value = this.#value(u, v, w);
      if (value > best && !this.#cut.isGone(u, v, w)) {
        best = value;
        this.seenAt = k;
      }
      k += 1;
    }
    return best === -Infinity ? this.#order.padding : best * grid.slope + grid.intercept;
  }

  /** Front to back; three numbers of 0 to 255 on black. */
  surface(x: number, y: number, out: Float32Array | Uint8Array, at: number): void {
    const transfer = this.#transfer;
    if (!transfer) return;
    const { opacity, colour } = transfer;
    const [dx, dy, dz] = this.#way;
    this.#aim(x, y);
    let [through, red, green, blue] = [1, 0, 0, 0];
    for (let k = this.#first; k <= this.#last && through > 1 - OPAQUE;) {
      const u = this.#x + k * dx;
      const v = this.#y + k * dy;
      const w = this.#z + k * dz;
      if (this.#blind[this.#block(u, v, w)] === 1) {
        k += this.#stepsOut(u, v, w);
        continue;
      }
      const bin = this.#binOf(this.#value(u, v, w));
      const own = opacity[bin] ?? 0;
      if (own > 0 && !this.#cut.isGone(u, v, w)) {
        const share = through * own;
        const facing = share < HAZE ? 0.75 : this.#facingAt(u, v, w);
        red += share * lit(colour[bin * 3] ?? 0, facing);
        green += share * lit(colour[bin * 3 + 1] ?? 0, facing);
        blue += share * lit(colour[bin * 3 + 2] ?? 0, facing);
        through -= share;
        if (this.seenAt === null && through <= 0.5) this.seenAt = k;
      }
      k += 1;
    }
    out[at] = red;
    out[at + 1] = green;
    out[at + 2] = blue;
  }

  /** Where the ray of a pixel begins, and which of its samples lie in the box. */
  #aim(x: number, y: number): void {
    const { low, high } = this.#order.box;
    this.#x = this.#corner[0] + x * this.#right[0] + y * this.#down[0];
    this.#y = this.#corner[1] + x * this.#right[1] + y * this.#down[1];
    this.#z = this.#corner[2] + x * this.#right[2] + y * this.#down[2];
    const from = [this.#x, this.#y, this.#z];
    let [first, last] = [-Infinity, Infinity];
    for (let axis = 0; axis < 3; axis += 1) {
      const [start, way] = [from[axis] ?? 0, this.#way[axis] ?? 0];
      const [near, far] = [(low[axis] ?? 0) - start, (high[axis] ?? 0) - start];
      if (Math.abs(way) < 1e-12) {
        if (near > EDGE || far < -EDGE) last = -Infinity;
        continue;
      }
      first = Math.max(first, Math.min(near / way, far / way));
      last = Math.min(last, Math.max(near / way, far / way));
    }
    this.#first = Math.ceil(first - EDGE);
    this.#last = Math.floor(last + EDGE);
    this.seenAt = null;
  }

  #block(x: number, y: number, z: number): number {
    const a = cell(x, this.#columns) >> 3;
    const b = cell(y, this.#rows) >> 3;
    return (cell(z, this.#slices) >> 3) * this.#blockArea + b * this.#blockColumns + a;
  }

  /** Samples until the ray has left the block that it is in. */
  #stepsOut(x: number, y: number, z: number): number {
    const a = out(x, this.#dx, this.#columns);
    const b = out(y, this.#dy, this.#rows);
    const c = out(z, this.#dz, this.#slices);
    const most = a < b ? (a < c ? a : c) : b < c ? b : c;
    return most < 1 ? 1 : Math.floor(most) + 1;
  }

  /** Stored value between the eight voxels round a place. */
  #value(x: number, y: number, z: number): number {
    const voxels = this.#voxels;
    const columns = this.#columns;
    const area = this.#area;
    const a = cell(x, columns);
    const b = cell(y, this.#rows);
    const c = cell(z, this.#slices);
    const fx = x - a;
    const fy = y - b;
    const at = c * area + b * columns + a;
    const under = at + columns;
    const a0 = voxels[at] ?? 0;
    const b0 = voxels[under] ?? 0;
    const a1 = voxels[at + area] ?? 0;
    const b1 = voxels[under + area] ?? 0;
    const upper = a0 + ((voxels[at + 1] ?? 0) - a0) * fx;
    const lower = b0 + ((voxels[under + 1] ?? 0) - b0) * fx;
    const upperNext = a1 + ((voxels[at + area + 1] ?? 0) - a1) * fx;
    const lowerNext = b1 + ((voxels[under + area + 1] ?? 0) - b1) * fx;
    const near = upper + (lower - upper) * fy;
    return near + (upperNext + (lowerNext - upperNext) * fy - near) * (z - c);
  }

  #binOf(value: number): number {
    const bin = (value - this.#bins.from) * this.#bins.scale;
    return bin <= 0 ? 0 : bin >= TRANSFER_BINS - 1 ? TRANSFER_BINS - 1 : bin | 0;
  }

  /** How straight the reader looks at the surface here: 1 straight, 0 along it. */
  #facingAt(x: number, y: number, z: number): number {
    const { spacing } = this.#scene.grid;
    const gx = (this.#edge(x - 1, y, z) - this.#edge(x + 1, y, z)) / spacing[0];
    const gy = (this.#edge(x, y - 1, z) - this.#edge(x, y + 1, z)) / spacing[1];
    const gz = (this.#edge(x, y, z - 1) - this.#edge(x, y, z + 1)) / spacing[2];
    const steep = Math.sqrt(gx * gx + gy * gy + gz * gz);
    if (steep < 1e-6) return 0.75;
    return Math.abs(gx * this.#facing[0] + gy * this.#facing[1] + gz * this.#facing[2]) / steep;
  }

  /** At the edge of the volume: its last voxel. */
  #edge(x: number, y: number, z: number): number {
    return this.#value(within(x, this.#columns), within(y, this.#rows), within(z, this.#slices));
  }
}

/** The voxel before a place, so that there is one behind it. */
function cell(place: number, count: number): number {
  const whole = place | 0;
  return whole < 0 ? 0 : whole > count - 2 ? count - 2 : whole;
}

function within(place: number, count: number): number {
  return place < 0 ? 0 : place > count - 1 ? count - 1 : place;
}

function out(place: number, way: number, count: number): number {
  if (way === 0) return Infinity;
  const block = cell(place, count) >> 3;
  return ((way > 0 ? (block + 1) * BLOCK : block * BLOCK) - place) / way;
}
