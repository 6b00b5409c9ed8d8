import type { SeriesFrame } from '../dicom/sort-frames.ts';
import type { GrownFrame, GrownMask } from '../model/grown.ts';
import type { MeasureResult, Point2, ValueRange } from '../model/measurement.ts';
import { growRegion } from '../volume/grow-region.ts';
import type { GrownRegion } from '../volume/grow-region.ts';
import type { GridSlice } from '../volume/grid.ts';
import { runsOf } from '../volume/mask-runs.ts';
import { planVolume } from '../volume/plan-volume.ts';
import { formatNumber, unitText } from './format.ts';
import { isWithin } from './measure-pixels.ts';
import { quantityOf } from './quantity.ts';

export interface VolumeRequest {
  /** Pictures of one stack, in display order. */
  readonly frames: readonly SeriesFrame[];
  /** Values of one of them in the unit of its statistics, row by row. */
  readonly values: (frame: SeriesFrame) => Promise<ArrayLike<number>>;
  readonly at: GrownFrame & { readonly point: Point2 };
  readonly range: ValueRange;
}

export interface GrownVolume {
  readonly result: MeasureResult;
  readonly masks: readonly GrownMask[];
}

const MOST_VOXELS = 4_000_000;
const MM3_PER_ML = 1000;

/**
 * Volume of the pixels within a range of values that hang together with the one that was pressed on, over the slices of its stack. Each
 * slice counts half the way to its neighbours by their real positions; where slices are missing there is no volume.
 */
export async function thresholdVolume({ frames, values, at, range }: VolumeRequest): Promise<GrownVolume> {
  const plan = planVolume(frames);
  if (!plan.ok) return no(`no volume: ${plan.words}`);
  const { grid } = plan;
  const z = plan.frames.findIndex((one) => one.image.objectId === at.objectId && one.frame === at.frame);
  const pressed = plan.frames[z];
  if (!pressed) return no('no volume: the mark lies on another stack of pictures');
  const { unit } = quantityOf(pressed.image, pressed.frame);
  if (plan.frames.some(({ image, frame }) => quantityOf(image, frame).unit !== unit))
    return no('no volume: the slices have values of different units');
  const [x, y] = [Math.round(at.point[0]), Math.round(at.point[1])];
  if (x < 0 || y < 0 || x >= grid.columns || y >= grid.rows) return no('no volume: the mark lies outside the picture');
  const here = (await values(pressed))[y * grid.columns + x] ?? NaN;
  if (!isWithin(here, range)) return no(`no volume: the value here, ${words(here, unit)}, is not within the range`);
  const sums = { count: 0, sum: 0 };
  const read = async (slice: number): Promise<ArrayLike<number>> => {
    const frame = plan.frames[slice];
    return frame ? values(frame) : [];
  };
  const space = { columns: grid.columns, rows: grid.rows, slices: grid.slices.length, values: read };
  const grown = await growRegion(space, [x, y, z], {
    counts: (value) => isWithin(value, range),
    corners: false,
    most: MOST_VOXELS,
  });
  if (grown.leaked) return no('no volume: the region does not end: choose a narrower range');
  if (holes(grown, grid.slices)) return no('no volume: slices are missing where the region lies');
  for (const [slice, mask] of grown.masks) {
    const all = await read(slice);
    mask.forEach((inside, pixel) => {
      if (inside === 0) return;
      sums.count += 1;
      sums.sum += all[pixel] ?? NaN;
    });
  }
  return {
    result: {
      values: [
        { name: 'volume', value: volumeOf(grown, grid.slices, grid.spacing[0] * grid.spacing[1]), unit: 'ml' },
        { name: 'mean', value: sums.sum / sums.count, unit },
        { name: 'voxels', value: grown.voxels, unit: '1' },
        { name: 'slices', value: grown.masks.size, unit: '1' },
      ],
      basis: `grown from a press: ${words(range.min, unit)} to ${words(range.max, unit)}, over faces, slices by their positions`,
      warnings: grown.atEdge ? ['the region reaches the edge of the pictures: it may go on'] : [],
    },
    masks: plan.frames.flatMap((frame, slice) => {
      const mask = grown.masks.get(slice);
      if (!mask) return [];
      const { columns, rows } = grid;
      return [{ objectId: frame.image.objectId, frame: frame.frame, columns, rows, runs: runsOf(mask) }];
    }),
  };
}

/** Half the way to each neighbour; the first and the last slice count as far outwards as inwards. */
function volumeOf({ masks }: GrownRegion, slices: readonly GridSlice[], pixelMm2: number): number {
  let mm3 = 0;
  for (const [z, mask] of masks) {
    const here = slices[z]?.along ?? NaN;
    const before = here - (slices[z - 1]?.along ?? NaN);
    const after = (slices[z + 1]?.along ?? NaN) - here;
    const thick = ((Number.isNaN(before) ? after : before) + (Number.isNaN(after) ? before : after)) / 2;
    mm3 += mask.reduce((sum, inside) => sum + inside, 0) * pixelMm2 * thick;
  }
  return mm3 / MM3_PER_ML;
}

/** A gap beside a slice of the region: nobody knows what lies there. */
function holes({ masks }: GrownRegion, slices: readonly GridSlice[]): boolean {
  return [...masks.keys()].some((z) => slices[z]?.gapAfter === true || slices[z - 1]?.gapAfter === true);
}

function words(value: number, unit: string): string {
  return `${formatNumber(value, unit, Number.isInteger(value) ? 0 : undefined)} ${unitText(unit)}`.trim();
}

function no(reason: string): GrownVolume {
  return { result: { values: [], basis: '', warnings: [reason] }, masks: [] };
}
