import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { framesOver, segmentMarks } from '../../../../renderer/objects/segment-mask.ts';
import type { StoredFrame } from '../../../../renderer/objects/segment-mask.ts';
import type { ImageInfo, Orientation, Vec3 } from '../../../../shared/model/image.ts';
import type { Segmentation } from '../../../../shared/model/segmentation.ts';
import { pixelToWorld, worldToPixel } from '../../../../shared/rules/geometry.ts';
import { cross, dot, length, minus } from '../../../../shared/rules/vector.ts';
import { imageOf } from '../../shared/rules/image-fixture.ts';

const SPACE = '1.2.3';
/** The grid of the segmentation: eight columns of 1.5 mm, six rows of 2 mm, seven frames 4 mm apart, leaning. */
const [COLUMNS, ROWS, FRAMES, STEP] = [8, 6, 7, 4];
const SPACING: [number, number] = [2, 1.5];
const LEAN = 0.3;
const ACROSS: Vec3 = [1, 0, 0];
const DOWN: Vec3 = [0, Math.cos(LEAN), Math.sin(LEAN)];
const NORMAL = cross(ACROSS, DOWN);
const ORIENTATION: Orientation = [...ACROSS, ...DOWN];
const FIRST: Vec3 = [-30, 12, 100];

const originOf = (frame: number): Vec3 => [
  FIRST[0] + frame * STEP * NORMAL[0],
  FIRST[1] + frame * STEP * NORMAL[1],
  FIRST[2] + frame * STEP * NORMAL[2],
];

/** Every frame of segment 1, then two of segment 2; `without`: frames of segment 1 that the object leaves out because they are empty. */
function segmentation(own: Partial<Segmentation> = {}, without: readonly number[] = []): Segmentation {
  const frame = (at: number, segment: number) => ({
    ...{ segment, sources: [], position: originOf(at), orientation: ORIENTATION, pixelSpacing: SPACING },
  });
  const first = Array.from({ length: FRAMES }, (_unused, at) => at).filter((at) => !without.includes(at));
  return {
    ...{ kind: 'BINARY', label: null, rows: ROWS, columns: COLUMNS, frameOfReference: SPACE, segments: [] },
    frames: [...first.map((at) => frame(at, 1)), ...[2, 3].map((at) => frame(at, 2))],
    ...{ maximumFractional: null, fractionalType: null, background: null },
    ...own,
  };
}

interface Laid {
  readonly row: Vec3;
  readonly column: Vec3;
  readonly middle: Vec3;
  readonly spacing: number;
}

const [WIDE, HIGH] = [40, 36];
const MIDDLE = ((): Vec3 => {
  const from = pixelToWorld({ position: originOf((FRAMES - 1) / 2), orientation: ORIENTATION, pixelSpacing: SPACING }, [3.5, 2.5]); // prettier-ignore
  return from ?? [0, 0, 0];
})();

/** A plane of a reformat through a place. */
function plane({ row, column, middle, spacing }: Laid, frameOfReference = SPACE): ImageInfo {
  const [u, v] = [((WIDE - 1) / 2) * spacing, ((HIGH - 1) / 2) * spacing];
  const at = (axis: 0 | 1 | 2): number => middle[axis] - u * row[axis] - v * column[axis];
  return imageOf({
    size: [WIDE, HIGH],
    frame: { position: [at(0), at(1), at(2)], orientation: [...row, ...column], pixelSpacing: [spacing, spacing], sliceThickness: spacing }, // prettier-ignore
    image: { frameOfReference },
  });
}

const PLANES: Readonly<Record<string, Pick<Laid, 'row' | 'column'>>> = {
  axial: { row: [1, 0, 0], column: [0, 1, 0] },
  coronal: { row: [1, 0, 0], column: [0, 0, -1] },
  sagittal: { row: [0, 1, 0], column: [0, 0, -1] },
};

/** The values of each frame: `inside` where one voxel of segment 1 is, at (column, row, frame). */
function stored(
  whole: Segmentation,
  [column, row, frame]: readonly [number, number, number],
  value = 1,
): StoredFrame[] {
  const wanted = originOf(frame);
  return whole.frames.map((one, place) => {
    const values = new Uint8Array(ROWS * COLUMNS);
    const isHere = one.segment === 1 && one.position !== null && length(minus(one.position, wanted)) < 1e-6;
    if (isHere) values[row * COLUMNS + column] = value;
    return { number: place + 1, values };
  });
}

function maskOn(whole: Segmentation, image: ImageInfo, frames: readonly StoredFrame[], segment = 1): Uint8Array | null {
  const numbers = new Set(framesOver(whole, segment, image, 1));
  const marks = segmentMarks(whole, segment, 'Tumour', image, 1, frames.filter(({ number }) => numbers.has(number))); // prettier-ignore
  const mask = (marks ?? []).flatMap((mark) => (mark.kind === 'mask' ? [mark.alpha] : []));
  return mask[0] ?? null;
}

/** How far a pixel of the plane lies from the middle of a voxel, in voxels along each of its edges. */
function inVoxel(
  image: ImageInfo,
  pixel: readonly [number, number],
  [column, row, frame]: readonly [number, number, number],
): Vec3 {
  const [info] = image.perFrame;
  const world = info ? pixelToWorld(info, [...pixel]) : null;
  const found =
    world && worldToPixel({ position: originOf(0), orientation: ORIENTATION, pixelSpacing: SPACING }, world);
  if (!found) throw new Error('the fixture has places');
  return [found.point[0] - column, found.point[1] - row, found.distance / STEP - frame];
}

function agrees(image: ImageInfo, mask: Uint8Array | null, voxel: readonly [number, number, number]): number {
  let count = 0;
  for (let at = 0; at < WIDE * HIGH; at += 1) {
    const off = inVoxel(image, [at % WIDE, Math.floor(at / WIDE)], voxel).map(Math.abs);
    const isSet = (mask?.[at] ?? 0) > 0;
    if (isSet) count += 1;
    // Numbers beside an edge go either way.
    if (Math.max(...off) < 0.499) expect(isSet).toBe(true);
    if (Math.max(...off) > 0.501) expect(isSet).toBe(false);
  }
  return count;
}

const voxels = fc.tuple(fc.nat(COLUMNS - 1), fc.nat(ROWS - 1), fc.nat(FRAMES - 1));
const unit = fc
  .tuple(...[0, 1, 2].map(() => fc.double({ min: -1, max: 1, noNaN: true })))
  .map(([x = 0, y = 0, z = 0]): Vec3 => [x, y, z])
  .filter((vector) => length(vector) > 0.1)
  .map((vector): Vec3 => [vector[0] / length(vector), vector[1] / length(vector), vector[2] / length(vector)]);
const oblique = fc
  .tuple(unit, unit)
  .filter(([a, b]) => Math.abs(dot(a, b)) < 0.95)
  .map(([row, b]): Pick<Laid, 'row' | 'column'> => {
    const across = cross(row, b);
    const size = length(across);
    return { row, column: cross([across[0] / size, across[1] / size, across[2] / size], row) };
  });

describe('a segmentation over planes that cut through its frames', () => {
  it.each(Object.keys(PLANES))(
    'a voxel stands on a %s plane where it lies in the patient, and nowhere else',
    (name) => {
      const laid = PLANES[name];
      if (!laid) throw new Error(name);
      let seen = 0;
      fc.assert(
        fc.property(voxels, (voxel) => {
          const middle = pixelToWorld({ position: originOf(voxel[2]), orientation: ORIENTATION, pixelSpacing: SPACING }, [voxel[0], voxel[1]]) ?? MIDDLE; // prettier-ignore
          const image = plane({ ...laid, middle, spacing: 0.7 });
          const whole = segmentation();
          seen += agrees(image, maskOn(whole, image, stored(whole, voxel)), voxel);
        }),
        { numRuns: 25 },
      );
      expect(seen).toBeGreaterThan(25);
    },
  );

  it('so it does on any oblique plane (property)', () => {
    fc.assert(
      fc.property(oblique, voxels, (laid, voxel) => {
        const image = plane({ ...laid, middle: MIDDLE, spacing: 0.9 });
        const whole = segmentation();
        agrees(image, maskOn(whole, image, stored(whole, voxel)), voxel);
      }),
      { numRuns: 60 },
    );
  });

  const coronal = plane({ row: [1, 0, 0], column: [0, 0, -1], middle: MIDDLE, spacing: 0.7 });

  it('is said to be resampled, there and over a parallel picture of another grid, and not where it is pixel on pixel', () => {
    const words = (image: ImageInfo): string | undefined => {
      const whole = segmentation();
      const frames = whole.frames.map((_frame, place) => ({ number: place + 1, values: new Uint8Array(ROWS * COLUMNS).fill(1) })); // prettier-ignore
      const numbers = new Set(framesOver(whole, 1, image, 1));
      const marks = segmentMarks(whole, 1, 'Tumour', image, 1, frames.filter(({ number }) => numbers.has(number))) ?? []; // prettier-ignore
      return marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []))[0];
    };
    const sameWay = (position: Vec3, pixelSpacing: [number, number]): ImageInfo =>
      imageOf({
        size: [COLUMNS, ROWS],
        frame: { position, orientation: ORIENTATION, pixelSpacing },
        image: { frameOfReference: SPACE },
      });
    expect(words(coronal)).toBe('Tumour, resampled');
    expect(words(sameWay(originOf(2), SPACING))).toBe('Tumour');
    expect(words(sameWay(originOf(2), [1, 0.75]))).toBe('Tumour, resampled');
  });

  it('what an object left out between two frames is not filled, and a segment has its own frames alone', () => {
    const whole = segmentation({}, [3]);
    const full = whole.frames.map((_frame, place) => ({ number: place + 1, values: new Uint8Array(ROWS * COLUMNS).fill(1) })); // prettier-ignore
    const [all, others] = [maskOn(whole, coronal, full), maskOn(whole, coronal, full, 2)];
    let [gap, second] = [0, 0];
    for (let at = 0; at < WIDE * HIGH; at += 1) {
      const [, , depth] = inVoxel(coronal, [at % WIDE, Math.floor(at / WIDE)], [0, 0, 0]);
      const nearest = Math.round(depth);
      if (Math.abs(Math.abs(depth - nearest) - 0.5) < 0.002) continue;
      if (nearest === 3) gap += all?.[at] ?? 0;
      if (nearest !== 2 && nearest !== 3) second += others?.[at] ?? 0;
    }
    expect([gap, second]).toEqual([0, 0]);
    expect(others?.some((value) => value > 0)).toBe(true);
  });

  it('a share of a voxel stands as strong as it is, and another space or no place has nothing', () => {
    const whole = segmentation({ kind: 'FRACTIONAL', maximumFractional: 200 });
    const strength = (value: number): number =>
      Math.max(...(maskOn(whole, coronal, whole.frames.map((_one, place) => ({ number: place + 1, values: new Uint8Array(ROWS * COLUMNS).fill(value) }))) ?? [0])); // prettier-ignore
    expect(strength(100) / strength(200)).toBeCloseTo(0.5, 1);
    const elsewhere = plane({ row: [1, 0, 0], column: [0, 0, -1], middle: MIDDLE, spacing: 0.7 }, '9.9');
    expect(framesOver(segmentation(), 1, elsewhere, 1)).toEqual([]);
    const far = plane({ row: [1, 0, 0], column: [0, 0, -1], middle: [0, 500, 0], spacing: 0.7 });
    expect(framesOver(segmentation(), 1, far, 1)).toEqual([]);
  });
});
