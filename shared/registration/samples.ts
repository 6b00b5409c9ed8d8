import type { Vec3 } from '../model/image.ts';
import type { Rigid } from '../model/registration.ts';
import { movedPlace } from '../rules/registration/rigid.ts';
import { step } from '../volume/grid.ts';
import { cellOf } from './even-volume.ts';
import type { EvenVolume } from './even-volume.ts';
import type { LikenessKind, Pairs } from './likeness.ts';

/** Places of one volume with their values. */
export interface Samples {
  readonly places: Float64Array;
  readonly values: Float32Array;
  readonly count: number;
}

/** Which values matter, and how they are scaled to 0 to 1: beyond both ends they count as the ends. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
  /** Below this is the air around the body: a tenth of the samples is enough of it. */
  readonly air: number;
}

/** The same numbers for the same seed (a linear congruential generator, Numerical Recipes). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function drawSamples(volume: EvenVolume, range: ValueRange, wanted: number, seed: number): Samples {
  const random = randomFrom(seed);
  const { size, step: cell, origin, axes, values } = volume;
  const places = new Float64Array(3 * wanted);
  const kept = new Float32Array(wanted);
  let count = 0;
  for (let tries = 0; count < wanted && tries < 20 * wanted; tries += 1) {
    const at = Math.floor(random() * values.length);
    const value = values[at] ?? NaN;
    if (!Number.isFinite(value) || (value < range.air && random() > 0.1)) continue;
    const x = at % size[0];
    const y = Math.floor(at / size[0]) % size[1];
    const z = Math.floor(at / (size[0] * size[1]));
    const place = [x, y, z].reduce<Vec3>(
      (from, index, i) => step(from, axes[i] ?? axes[0], index * (cell[i] ?? 1)),
      origin,
    );
    places.set(place, 3 * count);
    kept[count] = scaled(value, range);
    count += 1;
  }
  return { places, values: kept, count };
}

export function scaled(value: number, { low, high }: ValueRange): number {
  return Math.max(0, Math.min(1, (value - low) / (high - low)));
}

/** Values of both volumes at the samples, the places taken along by `move`; only where the moving one has values. */
export function pairsAt(samples: Samples, moving: EvenVolume, range: ValueRange, move: Rigid, into: Pairs): Pairs {
  const zero = cellOf(moving, movedPlace(move, [0, 0, 0]));
  const along = (
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
  ).map((axis): Vec3 => {
    const there = cellOf(moving, movedPlace(move, [...axis]));
    return [there[0] - zero[0], there[1] - zero[1], there[2] - zero[2]];
  });
  const [ax = zero, ay = zero, az = zero] = along;
  const { places, values } = samples;
  const { fixed, moving: found } = into;
  const factor = 1 / (range.high - range.low);
  let count = 0;
  // The inner loop of the whole search: nothing is made in it.
  for (let i = 0; i < samples.count; i += 1) {
    const px = places[3 * i] ?? 0;
    const py = places[3 * i + 1] ?? 0;
    const pz = places[3 * i + 2] ?? 0;
    const value = valueAt(
      moving,
      zero[0] + px * ax[0] + py * ay[0] + pz * az[0],
      zero[1] + px * ax[1] + py * ay[1] + pz * az[1],
      zero[2] + px * ax[2] + py * ay[2] + pz * az[2],
    );
    if (Number.isNaN(value)) continue;
    const share = (value - range.low) * factor;
    fixed[count] = values[i] ?? 0;
    found[count] = share < 0 ? 0 : share > 1 ? 1 : share;
    count += 1;
  }
  return { fixed, moving: found, count };
}

/** Between the eight cells around a place (in cells); NaN outside, and where one of them is unknown. */
function valueAt({ size, values }: EvenVolume, x: number, y: number, z: number): number {
  const columns = size[0];
  const rows = size[1];
  const slices = size[2];
  if (!(x >= 0 && y >= 0 && z >= 0 && x < columns - 1 && y < rows - 1 && z < slices - 1)) return NaN;
  const i = Math.floor(x);
  const j = Math.floor(y);
  const k = Math.floor(z);
  const u = x - i;
  const v = y - j;
  const w = z - k;
  const a = (k * rows + j) * columns + i;
  const b = a + columns;
  const c = a + columns * rows;
  const d = c + columns;
  const low = between(
    between(values[a] ?? NaN, values[a + 1] ?? NaN, u),
    between(values[b] ?? NaN, values[b + 1] ?? NaN, u),
    v,
  );
  const high = between(
    between(values[c] ?? NaN, values[c + 1] ?? NaN, u),
    between(values[d] ?? NaN, values[d + 1] ?? NaN, u),
    v,
  );
  return between(low, high, w);
}

function between(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** How far two moves take the places of the samples apart at most, mm. */
export function farthestApart(samples: Samples, a: Rigid, b: Rigid): number {
  let most = 0;
  const jump = Math.max(1, Math.floor(samples.count / 500));
  for (let i = 0; i < samples.count; i += jump) {
    const place: Vec3 = [samples.places[3 * i] ?? 0, samples.places[3 * i + 1] ?? 0, samples.places[3 * i + 2] ?? 0];
    const [p, q] = [movedPlace(a, place), movedPlace(b, place)];
    most = Math.max(most, Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
  }
  return most;
}

export function middleOf(samples: Samples): Vec3 {
  const sum: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < 3 * samples.count; i += 1) sum[i % 3] = (sum[i % 3] ?? 0) + (samples.places[i] ?? 0);
  const count = Math.max(1, samples.count);
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

/** Hounsfield from air to bone; of other values the middle 98 of 100, which leaves out what is brighter than tissue. */
export function rangeOf({ values }: EvenVolume, kind: LikenessKind): ValueRange {
  if (kind === 'correlation') return { low: -1000, high: 1000, air: -700 };
  const jump = Math.max(1, Math.floor(values.length / 50_000));
  const some = values.filter((value, at) => at % jump === 0 && Number.isFinite(value)).sort();
  const at = (share: number): number => some[Math.floor(share * (some.length - 1))] ?? 0;
  const [low, high] = [at(0.01), at(0.99)];
  return { low, high: high > low ? high : low + 1, air: low + 0.1 * (high - low) };
}
