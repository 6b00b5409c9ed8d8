import { describe, expect, it } from 'vitest';
import { displayFrames } from '../../../../shared/dicom/sort-frames.ts';
import type { SeriesFrame } from '../../../../shared/dicom/sort-frames.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import { thresholdVolume } from '../../../../shared/rules/threshold-volume.ts';
import { imageOf, named } from './image-fixture.ts';

const SIDE = 32;
const idOf = (place: number): ObjectId => ObjectId.parse(String(Math.round(place * 100)).padStart(26, '0'));

function stack(places: readonly number[]): readonly SeriesFrame[] {
  const rescale = { slope: 1, intercept: 0, type: 'HU' };
  return displayFrames(
    places.map((along) =>
      imageOf({
        size: [SIDE, SIDE],
        frame: {
          ...{ position: [0, 0, along], orientation: [1, 0, 0, 0, 1, 0], pixelSpacing: [1, 0.5], sliceThickness: 2 },
          rescale,
        },
        image: { objectId: idOf(along) },
      }),
    ),
  );
}

/** A box of ten by eight pixels of 60 HU at the places given, air elsewhere. */
const grow = (
  places: readonly number[],
  filled: readonly number[],
  from = filled[0] ?? 0,
  range = { min: 0, max: 100 },
) =>
  thresholdVolume({
    frames: stack(places),
    at: { objectId: idOf(from), frame: 1, point: [12.3, 11.6] },
    range,
    values: ({ info }) =>
      Promise.resolve(
        Float32Array.from({ length: SIDE * SIDE }, (_, at) => {
          const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
          const inBox = x >= 8 && x < 18 && y >= 8 && y < 16 && filled.includes(info.position?.[2] ?? NaN);
          return inBox ? 60 : -1000;
        }),
      ),
  });

describe('a volume that grows from a press', () => {
  it('counts its pixels by the real places of the slices, in ml', async () => {
    const { result, masks } = await grow([0, 2, 4, 6, 8], [2, 4, 6]);
    // 80 pixels of 0.5 mm² in three slices of 2 mm.
    expect(named(result)).toEqual({ volume: (80 * 0.5 * 2 * 3) / 1000, mean: 60, voxels: 240, slices: 3 });
    expect(result.values.map(({ unit }) => unit)).toEqual(['ml', "[hnsf'U]", '1', '1']);
    expect(result.basis).toContain('0 HU to 100 HU');
    expect(result.warnings).toEqual([]);
    expect(masks.map(({ objectId }) => objectId)).toEqual([idOf(2), idOf(4), idOf(6)]);
  });

  it('stops where nothing hangs together, and says that it reaches the last slice', async () => {
    expect(named((await grow([0, 2, 4, 6, 8], [2, 6, 8])).result)['slices']).toBe(1);
    expect((await grow([0, 2, 4, 6, 8], [6, 8])).result.warnings.join()).toContain('reaches the edge');
  });

  it.each([
    ['slices are missing beside it', [0, 2, 4, 12, 14, 16], [2, 4], { min: 0, max: 100 }, 'slices are missing'],
    ['the press lies on another value', [0, 2, 4], [2], { min: 100, max: 200 }, '60 HU, is not within the range'],
    ['it is one picture', [0], [0], { min: 0, max: 100 }, 'one picture alone'],
  ])('is refused where %s', async (_what, places, filled, range, why) => {
    const { result, masks } = await grow(places, filled, filled[0], range);
    expect([result.values, masks]).toEqual([[], []]);
    expect(result.warnings.join()).toContain(why);
  });

  it('is given beside a gap that it does not touch', async () => {
    expect(named((await grow([0, 2, 4, 6, 8, 16, 18], [2, 4])).result)['slices']).toBe(2);
  });
});
