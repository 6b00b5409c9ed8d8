import type { ImageInfo, Orientation, RowColumn, Vec3 } from '../model/image.ts';
import type { Sheet, SheetReason } from '../model/sheet.ts';
import { columnDirection, planeNormal, rowDirection } from './geometry.ts';
import { dot, length, minus } from './vector.ts';

/** Said of a length or a region on a sheet that could not be taken apart. */
export const ON_A_MOSAIC = 'a sheet of several slices: true within one of them only';

/** Slices of one sheet; the maker's scanners measure some hundred. */
const MOST_SLICES = 1024;
/** The maker's normal and the cross product of the directions are one line: cosine of about 0.8 degrees. */
const SAME_LINE = 0.9999;
/** What was planned and what follows from the header may differ by the motion that was corrected: cosine of 8 degrees, and a share. */
const SAME_WAY = 0.99;
const SAME_LENGTH = 0.02;

/**
 * Slices of a volume laid side by side on one picture, as one maker's MR does (value MOSAIC of Image Type (0008,0008)). Its position
 * (0020,0032) is that of a sheet as large as all of them, which lies nowhere in the patient; directions and pixel spacing hold within
 * each slice.
 */
export function isMosaic(imageType: readonly string[]): boolean {
  return imageType.slice(2).some((value) => value.trim().toUpperCase() === 'MOSAIC');
}

/** A sheet that is shown as it is: the frames of one that was taken apart are slices like any other. */
export function isWholeSheet({ imageType, sheet }: Pick<ImageInfo, 'imageType' | 'sheet'>): boolean {
  return isMosaic(imageType) && sheet?.apart !== true;
}

/** Frames that the object itself has: what other systems can be told of. The slices of a sheet are one. */
export function storedFrames({ frames, sheet }: Pick<ImageInfo, 'frames' | 'sheet'>): number {
  return sheet?.apart === true ? 1 : frames;
}

/** What the header of a sheet says; places in mm LPS. */
export interface SheetFacts {
  /** Of the whole picture. */
  readonly rows: number;
  readonly columns: number;
  /** Number of slices, from each place that says it. */
  readonly counts: readonly number[];
  /** As it stands in (0020,0032): of a slice as large as the sheet and centred where the first slice is. */
  readonly position: Vec3 | null;
  readonly orientation: Orientation | null;
  readonly pixelSpacing: RowColumn | null;
  /** Direction from the first slice to the next; its sign is all that is taken of it. */
  readonly normal: Vec3 | null;
  /** (0018,0088). */
  readonly between: number | null;
  /** Number of the slice that stands first. */
  readonly first: number | null;
  /** Middles of slices as they were planned, in order; null where the header does not say. */
  readonly planned: readonly Vec3[] | null;
}

type TakenApart =
  | { readonly ok: true; readonly sheet: Sheet & { apart: true }; readonly positions: readonly Vec3[] }
  | { readonly ok: false; readonly why: SheetReason };

/**
 * Where each slice of a sheet lies. They stand row by row on a square of ceil(sqrt(n)) a side. The position of the sheet is what one
 * slice of its size would have around the same middle, so that the first slice begins half of what the sheet is larger further in; the
 * others follow along the normal, whose sign the maker says apart, because it need not be that of row × column.
 */
export function takeApart(facts: SheetFacts): TakenApart {
  const { rows, columns, counts, position, orientation, pixelSpacing } = facts;
  const [slices] = counts;
  if (slices === undefined || !Number.isInteger(slices) || slices < 1 || slices > MOST_SLICES) return whole('no-count');
  if (counts.some((one) => one !== slices)) return whole('counts-differ');
  const across = Math.ceil(Math.sqrt(slices));
  if (rows % across !== 0 || columns % across !== 0) return whole('not-divisible');
  const standard = orientation && planeNormal(orientation);
  if (!position || !orientation || !standard || !pixelSpacing) return whole('no-geometry');
  const step = stepOf(facts, standard, slices);
  if (typeof step === 'string') return whole(step);
  const [between, along] = pixelSpacing;
  const [right, down] = [rowDirection(orientation), columnDirection(orientation)];
  const [x, y] = [((columns - columns / across) / 2) * along, ((rows - rows / across) / 2) * between];
  const at = (slice: number, axis: 0 | 1 | 2): number =>
    position[axis] + x * right[axis] + y * down[axis] + slice * step[axis];
  const positions = Array.from({ length: slices }, (_, slice): Vec3 => [at(slice, 0), at(slice, 1), at(slice, 2)]);
  return { ok: true, sheet: { apart: true, rows, columns, across }, positions };
}

/** From one slice to the next, or why nobody can say. */
function stepOf({ normal, between, first, planned }: SheetFacts, standard: Vec3, slices: number): Vec3 | SheetReason {
  if (slices === 1) return [0, 0, 0];
  if (!normal || length(normal) === 0) return 'no-normal';
  const cosine = dot(normal, standard) / (length(normal) * length(standard));
  if (Math.abs(cosine) < SAME_LINE) return 'normal-differs';
  if (between === null || between <= 0) return 'no-distance';
  // Slices that are numbered from the other end: which of them stands first is told apart in ways that contradict each other.
  if (first !== null && first !== 0) return 'numbered-backwards';
  const size = (Math.sign(cosine) * between) / length(standard);
  const step: Vec3 = [standard[0] * size, standard[1] * size, standard[2] * size];
  return planned && isOtherwise(planned, step, slices) ? 'plan-differs' : step;
}

/** A volume that was planned as one slab has one place: it says nothing of its slices. */
function isOtherwise(planned: readonly Vec3[], step: Vec3, slices: number): boolean {
  const [from, to] = [planned[0], planned.at(-1)];
  if (!from || !to || planned.length < 2) return false;
  if (planned.length !== slices) return true;
  const way = minus(to, from);
  const long = length(step) * (slices - 1);
  const cosine = dot(way, step) / (length(way) * length(step));
  return !(cosine > SAME_WAY) || Math.abs(length(way) - long) > SAME_LENGTH * long;
}

function whole(why: SheetReason): TakenApart {
  return { ok: false, why };
}

const REASONS: Readonly<Record<SheetReason, string>> = {
  'no-count': 'HOW MANY IS NOT SAID',
  'counts-differ': 'THE HEADER GIVES TWO NUMBERS OF THEM',
  'not-divisible': 'THEY DO NOT DIVIDE IT EVENLY',
  'no-geometry': 'NO POSITION OR PIXEL SIZE',
  'no-normal': 'THEIR DIRECTION IS NOT SAID',
  'normal-differs': 'THEIR DIRECTION CONTRADICTS THE ORIENTATION',
  'no-distance': 'THEIR DISTANCE IS NOT SAID',
  'numbered-backwards': 'NUMBERED FROM THE OTHER END',
  'plan-differs': 'THE PLAN CONTRADICTS THE HEADER',
  'other-content': 'IT HAS MORE THAN GREY SLICES',
};

/** Why a sheet stands as it is; '' for what is none, or was taken apart. */
export function sheetWords(image: Pick<ImageInfo, 'imageType' | 'sheet'>): string {
  if (!isWholeSheet(image)) return '';
  const why = image.sheet?.apart === false ? ` (${REASONS[image.sheet.why]})` : '';
  return `SEVERAL SLICES ON ONE SHEET: NO PLACE IN THE PATIENT${why}`;
}
