import type { Point2 } from '../../../shared/model/measurement.ts';
import type { Camera } from '../../../shared/volume/cast/camera.ts';
import { frontCamera, turnedCamera } from '../../../shared/volume/cast/camera.ts';
import { Caster } from '../../../shared/volume/cast/cast-rows.ts';
import type { CastBox, CastOrder, CastScene } from '../../../shared/volume/cast/cast-rows.ts';
import { castBlocks } from '../../../shared/volume/cast/cast-volume.ts';
import type { CastGrid } from '../../../shared/volume/cast/cast-volume.ts';
import { cutOf } from '../../../shared/volume/cast/cut.ts';
import { presetsFor } from '../../../shared/volume/cast/transfer.ts';

/** What the check needs of whoever casts on the card. */
export interface Casts {
  setScene(scene: CastScene): string | null;
  begin(order: CastOrder): boolean;
  rows(from: number, to: number, out: Float32Array | Uint8Array): boolean;
}

/**
 * How far the card may be from the processor. It counts in 32-bit numbers: a sample may fall into the bin beside its own, and a ray
 * that grazes a face may have one more. Colours, levels of 255: the mean over a picture, and the share of colours that are further off
 * than `far`. Projections, in stored values.
 */
export const TOLERANCE = { mean: 0.05, far: 2, share: 0.002, stored: 0.05 } as const;

const SIDE = 48;
const PIXELS = 64;
const SPEED_PIXELS = 128;
const SPEED_ROUNDS = 3;

/** Balls of several values in a box that is longer one way, with edges that are not soft. */
export function castPhantom(): CastScene {
  const grid: CastGrid = {
    ...{ size: [SIDE, SIDE, SIDE - 8], spacing: [1, 1, 1.25], origin: [-20, 10, 5] },
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    ...{ slope: 1, intercept: 0, every: [1, 1, 1], direct: true },
  };
  const [columns, rows, slices] = grid.size;
  const voxels = new Int16Array(columns * rows * slices);
  const balls = [
    [24, 24, 20, 19, 60],
    [16, 20, 14, 7, 420],
    [32, 26, 24, 6, 900],
    [24, 34, 30, 4, 230],
  ] as const;
  for (let at = 0; at < voxels.length; at += 1) {
    const [x, y, z] = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
    const held = balls.findLast(([a, b, c, r]) => (x - a) ** 2 + (y - b) ** 2 + (z - c) ** 2 <= r * r);
    voxels[at] = (held?.[4] ?? -1000) + ((at * 37) % 11);
  }
  return { grid, voxels, blocks: castBlocks(grid, voxels) };
}

const TRIANGLE: readonly Point2[] = [[4, 4], [30, 6], [18, 40]]; // prettier-ignore
const FRAME: readonly Point2[] = [[2, 2], [60, 4], [58, 60], [4, 58]]; // prettier-ignore

/** Every preset, from the front and turned, with a face moved and a region cut away. */
export function castOrders({ grid }: CastScene, pixels = PIXELS): readonly CastOrder[] {
  const front = frontCamera(grid);
  const turned = turnedCamera(front, [33, -21, 12]);
  const [columns, rows, slices] = grid.size;
  const whole: CastBox = { low: [0, 0, 0], high: [columns - 1, rows - 1, slices - 1] };
  const held: CastBox = { low: [3.5, 0, 2], high: [columns - 5, rows - 1, slices - 4.25] };
  const cuts = [cutOf(turned, pixels, TRIANGLE, 'inside'), cutOf(front, pixels, FRAME, 'outside')];
  const from = (camera: Camera, more: Pick<CastOrder, 'box' | 'cuts'>): readonly CastOrder[] =>
    presetsFor('CT', true).map((preset) => ({ camera, pixels, preset, stepMm: 1, padding: -2000, ...more }));
  return [...from(front, { box: whole, cuts: [] }), ...from(turned, { box: held, cuts })];
}

/** How the pictures of the card differ from the processor's, in words; null where they are within the tolerance. */
export function castDifference(card: Casts, scene = castPhantom(), orders = castOrders(scene)): string | null {
  const refused = card.setScene(scene);
  if (refused !== null) return refused;
  for (const order of orders) {
    const surface = order.preset.kind === 'surface';
    const make = (): Float32Array | Uint8Array =>
      surface ? new Uint8Array(order.pixels ** 2 * 3) : new Float32Array(order.pixels ** 2);
    const [wanted, drawn] = [make(), make()];
    new Caster(scene, order).rows(0, order.pixels, wanted);
    if (!card.begin(order) || !card.rows(0, order.pixels, drawn)) return `${order.preset.name} is not drawn`;
    const words = surface ? offColours(wanted, drawn) : offValues(wanted, drawn, scene.grid.slope);
    if (words !== null) return `${order.preset.name} is ${words}`;
  }
  return null;
}

function offColours(wanted: ArrayLike<number>, drawn: ArrayLike<number>): string | null {
  let [sum, far] = [0, 0];
  for (let at = 0; at < wanted.length; at += 1) {
    const off = Math.abs((wanted[at] ?? 0) - (drawn[at] ?? 0));
    sum += off;
    if (off > TOLERANCE.far) far += 1;
  }
  const [mean, share] = [sum / wanted.length, far / wanted.length];
  if (mean <= TOLERANCE.mean && share <= TOLERANCE.share) return null;
  return `off by ${mean.toFixed(3)} levels, ${(share * 100).toFixed(2)} % of it by more than ${TOLERANCE.far}`;
}

function offValues(wanted: ArrayLike<number>, drawn: ArrayLike<number>, slope: number): string | null {
  let far = 0;
  for (let at = 0; at < wanted.length; at += 1) {
    if (Math.abs((wanted[at] ?? 0) - (drawn[at] ?? 0)) > TOLERANCE.stored * slope) far += 1;
  }
  const share = far / wanted.length;
  return share <= TOLERANCE.share ? null : `off in ${(share * 100).toFixed(2)} % of its values`;
}

/** How many times as fast a picture comes by the card as by one worker of the processor, on this machine, now. */
export function castSpeedUp(card: Casts, now: () => number): number {
  const scene = castPhantom();
  const [order] = castOrders(scene, SPEED_PIXELS);
  if (!order || card.setScene(scene) !== null || !card.begin(order)) return 0;
  const out = new Uint8Array(SPEED_PIXELS ** 2 * 3);
  const timed = (draw: () => void): number => {
    const begin = now();
    draw();
    return now() - begin;
  };
  const rounds = Array.from({ length: SPEED_ROUNDS }, () => ({
    card: timed(() => card.rows(0, SPEED_PIXELS, out)),
    processor: timed(() => new Caster(scene, order).rows(0, SPEED_PIXELS, out)),
  }));
  const best = (of: 'card' | 'processor'): number => Math.min(...rounds.map((round) => round[of]));
  return best('processor') / Math.max(0.01, best('card'));
}
