import type { SeriesFrame } from '../dicom/sort-frames.ts';
import type { Vec3 } from '../model/image.ts';
import { planeNormal, rowDirection, columnDirection } from '../rules/geometry.ts';
import { imageKind } from '../rules/image-kind.ts';
import { spacingReport } from '../rules/slice-spacing.ts';
import type { SpacingReport } from '../rules/slice-spacing.ts';
import { cross, dot, length, minus } from '../rules/vector.ts';
import { step } from './grid.ts';
import type { GridSlice, VolumeGrid } from './grid.ts';

/** Why pictures are no volume. */
export type NoVolumeReason =
  | 'one-slice'
  | 'no-geometry'
  | 'mixed-orientation'
  | 'mixed-size'
  | 'mixed-spacing'
  | 'mixed-frame-of-reference'
  | 'several-volumes'
  | 'doubled-slices'
  | 'colour'
  | 'projection'
  | 'value-table'
  | 'too-large';

export type VolumePlan =
  | { readonly ok: false; readonly reason: NoVolumeReason; readonly words: string }
  | {
      readonly ok: true;
      readonly grid: VolumeGrid;
      /** The pictures in the order of `grid.slices`. */
      readonly frames: readonly SeriesFrame[];
      /** What the reader has to know of every plane of it, in words. */
      readonly remarks: readonly string[];
    };

/** Most of stored values that the volumes of one window hold, bytes: about 4,000 CT slices. More was never run. */
export const MOST_VOLUME_BYTES = 2 * 1024 ** 3;

/** Directions of one volume agree within a tenth of a degree: at the edge of a body that is half a millimetre. */
const SAME_DIRECTION = Math.cos((0.1 * Math.PI) / 180);
/** Pixel spacings of one volume agree within a thousandth: half a millimetre over a body. */
const SAME_SPACING = 0.001;
/** Slices that leave an even, upright grid by more than this, or by a hundredth of a step, are taken where they are. */
const ON_GRID_MM = 0.02;
const ON_GRID_SHARE = 0.01;
const SAME_PLACE_MM = 0.01;

/**
 * Whether pictures in display order are one volume, and its grid (fault F52).
 * @param mostBytes of stored values that may be held
 * @param fewest pictures; one alone has values in its own plane only
 */
export function planVolume(frames: readonly SeriesFrame[], mostBytes = Infinity, fewest = 2): VolumePlan {
  const [first] = frames;
  if (!first || frames.length < fewest) return refuse('one-slice', 'one picture alone is no volume');
  const odd = refusedValues(frames) ?? refusedShape(frames, first);
  if (odd) return odd;
  const bytes = volumeBytes(frames);
  if (bytes > mostBytes) {
    const gib = (size: number): string => `${(size / 1024 ** 3).toFixed(1)} GiB`;
    return refuse('too-large', `its pixels take ${gib(bytes)}; there is room for ${gib(mostBytes)}`);
  }
  const axes = axesOf(first);
  if (!axes) return refuse('no-geometry', 'the first picture has no usable orientation');
  const sorted = frames
    .map((frame) => ({ frame, along: dot(positionOf(frame), axes.normal) }))
    .sort((a, b) => a.along - b.along);
  const doubled = doubledPlaces(sorted.map(({ along }) => along));
  if (doubled) return doubled;
  const report = spacingReport(sorted.map(({ frame }) => frame.info));
  const gaps = new Set(report.gaps.map(({ after }) => after));
  const slices = sorted.map(({ frame, along }, place): GridSlice => {
    const { slope, intercept } = rescaleOf(frame);
    return { position: positionOf(frame), along, gapAfter: gaps.has(place), slope, intercept };
  });
  const { pixels } = first.image;
  const spacing = first.info.pixelSpacing ?? [1, 1];
  const grid: VolumeGrid = {
    ...axes,
    columns: pixels?.columns ?? 0,
    rows: pixels?.rows ?? 0,
    spacing,
    slices,
    regularStep: regularStep(slices, axes.normal),
    padding: paddingOf(first),
  };
  return { ok: true, grid, frames: sorted.map(({ frame }) => frame), remarks: remarksOf(report) };
}

function refuse(reason: NoVolumeReason, words: string): Extract<VolumePlan, { ok: false }> {
  return { ok: false, reason, words };
}

type Refusal = Extract<VolumePlan, { ok: false }> | null;

function refusedValues(frames: readonly SeriesFrame[]): Refusal {
  const images = frames.map(({ image }) => image);
  if (images.some(({ pixels }) => pixels?.samplesPerPixel !== 1 || !pixels.photometric.startsWith('MONOCHROME'))) {
    return refuse('colour', 'pictures in colour have no values that could be interpolated');
  }
  if (images.some((image) => ['projection', 'ultrasound'].includes(imageKind(image)))) {
    return refuse('projection', 'these pictures are no slices');
  }
  if (images.some(({ modalityLut }) => modalityLut !== null)) {
    return refuse('value-table', 'values come from a table (Modality LUT), which is not read here');
  }
  return null;
}

function refusedShape(frames: readonly SeriesFrame[], first: SeriesFrame): Refusal {
  const bare = frames.filter(
    ({ info }) => !info.position || !info.orientation || !planeNormal(info.orientation) || !usable(info.pixelSpacing),
  ).length;
  if (bare > 0) {
    return refuse(
      'no-geometry',
      `${bare} of ${frames.length} pictures do not say where they lie or how large a pixel is`,
    );
  }
  const turned = frames.filter((frame) => !sameDirection(first, frame)).length;
  if (turned > 0) return refuse('mixed-orientation', `${turned} of ${frames.length} pictures lie in another direction`);
  const { pixels } = first.image;
  const sized = frames.filter(
    ({ image }) => image.pixels?.rows !== pixels?.rows || image.pixels?.columns !== pixels?.columns,
  ).length;
  if (sized > 0) return refuse('mixed-size', `${sized} of ${frames.length} pictures have another number of pixels`);
  const spaced = frames.filter((frame) => !sameSpacing(first, frame)).length;
  if (spaced > 0) {
    return refuse(
      'mixed-spacing',
      `${spaced} of ${frames.length} pictures have pixels of another size (more than 0.1 %)`,
    );
  }
  if (frames.some(({ image }) => image.frameOfReference !== first.image.frameOfReference)) {
    return refuse('mixed-frame-of-reference', 'the pictures do not share a frame of reference: the patient has moved');
  }
  return null;
}

function usable(spacing: readonly [number, number] | null): boolean {
  return spacing !== null && spacing.every((size) => Number.isFinite(size) && size > 0);
}

function sameDirection(a: SeriesFrame, b: SeriesFrame): boolean {
  const [one, other] = [a.info.orientation, b.info.orientation];
  if (!one || !other) return false;
  const cosine = (x: Vec3, y: Vec3): number => dot(x, y) / (length(x) * length(y));
  return (
    cosine(rowDirection(one), rowDirection(other)) >= SAME_DIRECTION &&
    cosine(columnDirection(one), columnDirection(other)) >= SAME_DIRECTION
  );
}

function sameSpacing(a: SeriesFrame, b: SeriesFrame): boolean {
  const [one, other] = [a.info.pixelSpacing, b.info.pixelSpacing];
  return (
    one !== null &&
    other !== null &&
    one.every((size, axis) => Math.abs(size - (other[axis] ?? 0)) <= SAME_SPACING * size)
  );
}

/** A 4D series has every place as often as it has volumes; anything else is a slice that is there twice. */
function doubledPlaces(along: readonly number[]): Refusal {
  const times: number[] = [];
  along.forEach((place, at) => {
    const before = along[at - 1];
    if (before !== undefined && place - before <= SAME_PLACE_MM) times[times.length - 1] = (times.at(-1) ?? 0) + 1;
    else times.push(1);
  });
  const [first = 1] = times;
  if (times.every((count) => count === 1)) return null;
  if (times.every((count) => count === first)) {
    if (times.length === 1) return refuse('one-slice', 'all pictures show the same place');
    return refuse('several-volumes', `${first} volumes (phases, echoes or b-values) lie at the same places`);
  }
  const doubled = times.filter((count) => count > 1).length;
  return refuse('doubled-slices', `${doubled} of ${times.length} places have more than one picture`);
}

function axesOf({ info }: SeriesFrame): Pick<VolumeGrid, 'row' | 'column' | 'normal'> | null {
  const normal = info.orientation && planeNormal(info.orientation);
  if (!info.orientation || !normal) return null;
  const direction = rowDirection(info.orientation);
  const size = length(direction);
  const row: Vec3 = [direction[0] / size, direction[1] / size, direction[2] / size];
  // Headers round their cosines: the column stands at a right angle to what is kept.
  return { row, column: cross(normal, row), normal };
}

function positionOf({ info }: SeriesFrame): Vec3 {
  return info.position ?? [0, 0, 0];
}

function rescaleOf({ info }: SeriesFrame): { slope: number; intercept: number } {
  const { rescale } = info;
  const is = rescale && Number.isFinite(rescale.slope) && Number.isFinite(rescale.intercept) && rescale.slope !== 0;
  return is ? { slope: rescale.slope, intercept: rescale.intercept } : { slope: 1, intercept: 0 };
}

function regularStep(slices: readonly GridSlice[], normal: Vec3): number | null {
  const [first, last] = [slices[0], slices.at(-1)];
  if (!first || !last) return null;
  const mean = (last.along - first.along) / (slices.length - 1);
  const most = Math.max(ON_GRID_MM, ON_GRID_SHARE * mean);
  const even = slices.every(
    ({ position }, place) => length(minus(position, step(first.position, normal, place * mean))) <= most,
  );
  return even ? mean : null;
}

function paddingOf({ image }: SeriesFrame): VolumeGrid['padding'] {
  if (!image.padding) return null;
  const { value, limit } = image.padding;
  const other = limit ?? value;
  return { low: Math.min(value, other), high: Math.max(value, other) };
}

/** Stored values of all pictures. */
export function volumeBytes(frames: readonly SeriesFrame[]): number {
  return frames.reduce((sum, { image }) => sum + bytesOf(image.pixels), 0);
}

function bytesOf(pixels: { rows: number; columns: number; bitsAllocated: number } | null): number {
  return pixels ? pixels.rows * pixels.columns * Math.ceil(pixels.bitsAllocated / 8) : 0;
}

function remarksOf(report: SpacingReport): readonly string[] {
  const remarks: string[] = [];
  const missing = report.gaps.reduce((sum, gap) => sum + gap.missing, 0);
  if (missing > 0) {
    remarks.push(`${missing} ${missing === 1 ? 'SLICE' : 'SLICES'} MISSING: LEFT EMPTY`);
  }
  if (report.tilted) remarks.push(`GANTRY TILT ${report.tiltDegrees.toFixed(1)}° CORRECTED`);
  if (report.uneven) remarks.push('UNEVEN SLICES, EACH AT ITS OWN PLACE');
  return remarks;
}
