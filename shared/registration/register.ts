import type { Vec3 } from '../model/image.ts';
import type { Rigid } from '../model/registration.ts';
import { degreesOf } from '../rules/registration/rigid.ts';
import { halved } from './even-volume.ts';
import type { EvenVolume } from './even-volume.ts';
import { correlation, information } from './likeness.ts';
import type { LikenessKind, Pairs } from './likeness.ts';
import { climb, NO_MOVE, poseBy, rigidOf } from './pose.ts';
import type { Pose } from './pose.ts';
import { drawSamples, farthestApart, middleOf, pairsAt } from './samples.ts';
import type { Samples, ValueRange } from './samples.ts';

/** Cells of the finest level, mm: finer ones make it slower and not better where errors are told in millimetres. */
export const FINEST_MM = 3;
const SAMPLES = { coarse: 4000, fine: 12_000 } as const;
/** Fits on samples of their own, whose differences say how sure the result is. */
const FITS = 4;
/** Less of the fixed volume inside of the moving one says nothing. */
const LEAST_OVERLAP = 0.25;
/** Below this the two do not look like the same body: found by trying bodies against others. */
const LEAST_LIKENESS: Readonly<Record<LikenessKind, number>> = { correlation: 0.6, information: 0.08 };
/**
 * Never less is told, in voxels: fits may agree with each other and be off together. By mutual information more so: of sixteen searches over
 * pictures of two kinds two were off by more than their fits said, none by more than half a voxel.
 */
const LEAST_ERROR: Readonly<Record<LikenessKind, number>> = { correlation: 0.25, information: 0.5 };
const MOST_SPREAD_MM = 5;
const MOST_DEGREES = 30;

export type RegistrationRefusal = 'too-little' | 'no-overlap' | 'not-alike' | 'not-sure' | 'turned';

export type ComputedRegistration =
  | {
      readonly ok: true;
      /** Takes a place of the fixed volume to the place in the moving one. */
      readonly matrix: Rigid;
      /** mm: the largest difference of the fits anywhere in the overlap, or a share of the largest voxel (`LEAST_ERROR`). */
      readonly error: number;
      readonly likeness: number;
      /** Share of the fixed volume inside of the moving one. */
      readonly overlap: number;
    }
  | { readonly ok: false; readonly why: RegistrationRefusal };

export interface RegistrationInput {
  readonly fixed: EvenVolume;
  readonly moving: EvenVolume;
  readonly kind: LikenessKind;
  readonly ranges: { readonly fixed: ValueRange; readonly moving: ValueRange };
  /** mm, the largest edge of a voxel of either series as it was taken. */
  readonly voxel: number;
}

/**
 * Where the body of one volume lies in another, turned and shifted only. From coarse to fine; at the end four fits on samples of their own,
 * whose spread is the error that is told. Refused where they do not agree, or the volumes are not alike.
 * @param tell of the work done, 0 to 1
 */
export function register(
  input: RegistrationInput,
  tell: (done: number) => void = () => undefined,
): ComputedRegistration {
  const levels = levelsOf(input);
  const coarse = levels[0];
  if (!coarse) return { ok: false, why: 'too-little' };
  const samples = drawSamples(coarse.fixed, input.ranges.fixed, SAMPLES.coarse, 1);
  if (samples.count < 500) return { ok: false, why: 'too-little' };
  const middle = middleOf(samples);
  let pose = startOf(input, coarse, samples, middle);
  tell(0.3);
  levels.forEach((level, at) => {
    const own = drawSamples(level.fixed, input.ranges.fixed, SAMPLES.fine, 2 + at);
    const cell = level.fixed.step[2];
    const steps = { shift: cell, turn: cell / 150 };
    pose = climb(scorer(input, level.moving, own, middle), pose, steps, { shift: cell / 16, turn: cell / 2400 }).pose;
    tell(0.3 + (0.4 * (at + 1)) / levels.length);
  });
  return judged(input, levels.at(-1) ?? coarse, pose, middle, tell);
}

interface Level {
  readonly fixed: EvenVolume;
  readonly moving: EvenVolume;
}

/** The coarsest first. */
function levelsOf({ fixed, moving }: RegistrationInput): readonly Level[] {
  const half = { fixed: halved(fixed), moving: halved(moving) };
  return [{ fixed: halved(half.fixed), moving: halved(half.moving) }, half, { fixed, moving }];
}

function scorer(
  { kind, ranges }: RegistrationInput,
  moving: EvenVolume,
  samples: Samples,
  middle: Vec3,
): (pose: Pose) => number {
  const room: Pairs = { fixed: new Float32Array(samples.count), moving: new Float32Array(samples.count), count: 0 };
  return (pose) => {
    const pairs = pairsAt(samples, moving, ranges.moving, rigidOf(pose, middle), room);
    const overlap = pairs.count / samples.count;
    // Below the least there is no likeness to speak of, but a way back.
    if (overlap < LEAST_OVERLAP) return overlap - 2;
    return kind === 'correlation' ? correlation(pairs) : information(pairs);
  };
}

/** Shifts along the body are tried one after the other from the middles on: scans of one body begin at different heights. */
function startOf(input: RegistrationInput, { fixed, moving }: Level, samples: Samples, middle: Vec3): Pose {
  const score = scorer(input, moving, samples, middle);
  const there = middleOf(drawSamples(moving, input.ranges.moving, SAMPLES.coarse, 1));
  const offset: Vec3 = [there[0] - middle[0], there[1] - middle[1], there[2] - middle[2]];
  const reach = (fixed.size[2] * fixed.step[2] + moving.size[2] * moving.step[2]) / 2;
  const along = fixed.axes[2];
  const starts: Pose[] = [NO_MOVE, [0, 0, 0, ...offset]];
  for (let far = -reach; far <= reach; far += 20) {
    starts.push([0, 0, 0, offset[0] + far * along[0], offset[1] + far * along[1], offset[2] + far * along[2]]);
  }
  const ranked = starts.map((pose) => ({ pose, score: score(pose) })).sort((a, b) => b.score - a.score);
  const climbed = ranked
    .slice(0, 4)
    .map(({ pose }) => climb(score, pose, { shift: 16, turn: 0.08 }, { shift: 3, turn: 0.015 }))
    .sort((a, b) => b.score - a.score);
  return climbed[0]?.pose ?? NO_MOVE;
}

function judged(
  input: RegistrationInput,
  { fixed, moving }: Level,
  pose: Pose,
  middle: Vec3,
  tell: (done: number) => void,
): ComputedRegistration {
  const cell = fixed.step[2];
  const fits = Array.from({ length: FITS }, (_unused, at) => {
    const samples = drawSamples(fixed, input.ranges.fixed, SAMPLES.fine, 100 + at);
    // From beside what was found: a fit that only stays where it was put agrees with everything.
    const way = at % 2 === 0 ? 1 : -1;
    const beside = poseBy((axis) => (pose[axis] ?? 0) + way * (axis < 3 ? 0.01 : cell / 2));
    const fit = climb(
      scorer(input, moving, samples, middle),
      beside,
      { shift: cell / 2, turn: 0.01 },
      { shift: cell / 32, turn: cell / 4800 },
    );
    tell(0.7 + (0.3 * (at + 1)) / FITS);
    return { ...fit, samples, matrix: rigidOf(fit.pose, middle) };
  });
  const mean = poseBy((axis) => fits.reduce((sum, fit) => sum + (fit.pose[axis] ?? 0), 0) / FITS);
  const matrix = rigidOf(mean, middle);
  const [first] = fits;
  if (!first) return { ok: false, why: 'too-little' };
  const spread = Math.max(...fits.flatMap((a) => fits.map((b) => farthestApart(first.samples, a.matrix, b.matrix))));
  const room: Pairs = {
    fixed: new Float32Array(first.samples.count),
    moving: new Float32Array(first.samples.count),
    count: 0,
  };
  const overlap = pairsAt(first.samples, moving, input.ranges.moving, matrix, room).count / first.samples.count;
  const likeness = scorer(input, moving, first.samples, middle)(mean);
  if (overlap < LEAST_OVERLAP) return { ok: false, why: 'no-overlap' };
  if (likeness < LEAST_LIKENESS[input.kind]) return { ok: false, why: 'not-alike' };
  if (degreesOf(matrix) > MOST_DEGREES) return { ok: false, why: 'turned' };
  if (spread > MOST_SPREAD_MM) return { ok: false, why: 'not-sure' };
  return { ok: true, matrix, error: Math.max(spread, input.voxel * LEAST_ERROR[input.kind]), likeness, overlap };
}
