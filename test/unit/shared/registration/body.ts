import type { Vec3 } from '../../../../shared/model/image.ts';
import type { Rigid } from '../../../../shared/model/registration.ts';
import type { EvenVolume } from '../../../../shared/registration/even-volume.ts';
import { rigidOf } from '../../../../shared/registration/pose.ts';
import { randomFrom } from '../../../../shared/registration/samples.ts';
import { inverse, movedPlace } from '../../../../shared/rules/registration/rigid.ts';

interface Ball {
  readonly at: Vec3;
  readonly radii: Vec3;
  readonly value: number;
}

/** Made of ellipsoids, mm, in Hounsfield units; what comes later lies over what came before. */
export type Body = readonly Ball[];

/** A trunk with lungs, a heart, a spine and ribs of balls: nothing of it is symmetric. */
export const BODY: Body = [
  { at: [0, 0, 0], radii: [150, 100, 260], value: 40 },
  { at: [-65, -10, 40], radii: [50, 65, 110], value: -850 },
  { at: [70, -5, 55], radii: [45, 60, 95], value: -850 },
  { at: [25, -30, 10], radii: [45, 40, 50], value: 120 },
  { at: [5, 65, 0], radii: [18, 18, 250], value: 500 },
  { at: [-80, 10, -120], radii: [60, 60, 45], value: 110 },
  { at: [70, -20, -110], radii: [30, 35, 25], value: -300 },
  ...Array.from({ length: 9 }, (_, i): Ball => ({ at: [120 - (i % 3) * 8, -20 + (i % 2) * 30, -150 + i * 40], radii: [12, 20, 8], value: 700 })), // prettier-ignore
  ...Array.from({ length: 8 }, (_, i): Ball => ({ at: [-118 + (i % 2) * 9, 12 - (i % 3) * 22, -130 + i * 43], radii: [11, 22, 9], value: 700 })), // prettier-ignore
];

/** Another patient: larger, the lungs higher, no ribs, the organs elsewhere. */
export const OTHER_BODY: Body = [
  { at: [10, 5, 20], radii: [170, 115, 300], value: 40 },
  { at: [-75, 0, 120], radii: [60, 75, 80], value: -850 },
  { at: [80, 0, 130], radii: [55, 70, 75], value: -850 },
  { at: [40, -40, 60], radii: [55, 40, 40], value: 120 },
  { at: [0, 75, 0], radii: [20, 20, 280], value: 500 },
  { at: [-60, 0, -20], radii: [80, 70, 55], value: 110 },
  { at: [60, -40, -180], radii: [60, 35, 45], value: -300 },
];

export function hounsfieldAt(body: Body, place: Vec3): number {
  for (let i = body.length - 1; i >= 0; i -= 1) {
    const ball = body[i];
    if (!ball) continue;
    const { at, radii, value } = ball;
    const [x, y, z] = [(place[0] - at[0]) / radii[0], (place[1] - at[1]) / radii[1], (place[2] - at[2]) / radii[2]];
    if (x * x + y * y + z * z <= 1) return value;
  }
  return -1000;
}

/** What one kind of scanner makes of a body. */
export interface Look {
  /** Its own value for tissue of so many HU. */
  readonly see: (hounsfield: number) => number;
  /** @param random -1 to 1 */
  readonly noise: (value: number, random: number) => number;
  /** Full width at half the height, mm. */
  readonly blur: number;
}

export const CT_LOOK: Look = { see: (v) => v, noise: (v, r) => v + 25 * r, blur: 0 };

/** Uptake in Bq/ml: most in the heart, more in the liver than in the blood, none in air. Blurred, and as noisy as its counts. */
export const PET_LOOK: Look = {
  see: (v) =>
    5000 *
    (v < -900 ? 0 : v < -500 ? 0.35 : v < 0 ? 0.6 : v === 40 ? 1 : v === 110 ? 2.4 : v === 120 ? 4 : v === 500 ? 1.7 : 1.2), // prettier-ignore
  noise: (v, r) => Math.max(0, v * (1 + 0.25 * r) + 150 * r),
  blur: 6,
};

/** Fat bright, bone and air dark, blood between. */
export const MR_LOOK: Look = {
  see: (v) => (v < -900 ? 0 : v < -500 ? 20 : v < 0 ? 500 : v === 40 ? 300 : v === 110 ? 350 : v === 120 ? 150 : v === 500 ? 420 : 40), // prettier-ignore
  noise: (v, r) => Math.max(0, v + 25 * r),
  blur: 0,
};

export const STILL = rigidOf([0, 0, 0, 0, 0, 0], [0, 0, 0]);

/** The body as a scanner sees it that it lies before as `lies` says: cells of one size, 400 × 300 mm, from one height to another. */
export function scanned(
  body: Body,
  { see, noise, blur }: Look,
  { lies = STILL, from = -220, to = 220, cell = 5 }: { lies?: Rigid; from?: number; to?: number; cell?: number } = {},
): EvenVolume {
  const size: Vec3 = [Math.round(400 / cell), Math.round(300 / cell), Math.floor((to - from) / cell)];
  const origin: Vec3 = [-200, -150, from];
  const values = new Float32Array(size[0] * size[1] * size[2]);
  const back = inverse(lies);
  let at = 0;
  for (let z = 0; z < size[2]; z += 1)
    for (let y = 0; y < size[1]; y += 1)
      for (let x = 0; x < size[0]; x += 1) {
        const place: Vec3 = [origin[0] + x * cell, origin[1] + y * cell, origin[2] + z * cell];
        values[at++] = see(hounsfieldAt(body, movedPlace(back, place)));
      }
  const random = randomFrom(12_345);
  const seen = blur === 0 ? values : blurred(values, size, blur / 2.355 / cell);
  const noisy = seen.map((value) => noise(value, 2 * random() - 1));
  return { size, step: [cell, cell, cell], origin, axes: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], values: noisy }; // prettier-ignore
}

/** By a normal curve of `sigma` cells along each axis. */
function blurred(values: Float32Array<ArrayBuffer>, size: Vec3, sigma: number): Float32Array<ArrayBuffer> {
  const weights = [-2, -1, 0, 1, 2].map((far) => Math.exp(-(far * far) / (2 * sigma * sigma)));
  const sum = weights.reduce((a, b) => a + b, 0);
  let from = values;
  for (const stride of [1, size[0], size[0] * size[1]]) {
    const [last, before] = [from.length - 1, from];
    from = new Float32Array(before.length);
    for (let at = 0; at <= last; at += 1) {
      let value = 0;
      for (let far = -2; far <= 2; far += 1) {
        value += (before[Math.max(0, Math.min(last, at + far * stride))] ?? 0) * (weights[far + 2] ?? 0);
      }
      from[at] = value / sum;
    }
  }
  return from;
}

/** How far the found way takes places of the body from where they really lie, mm. */
export function farOff(found: Rigid, real: Rigid): number {
  const places: Vec3[] = [
    [0, 0, 0],
    [140, 0, -150],
    [-140, 60, 150],
    [0, -90, 200],
    [60, 60, -200],
  ];
  return Math.max(...places.map((place) => {
    const [a, b] = [movedPlace(found, place), movedPlace(real, place)];
    return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  })); // prettier-ignore
}
