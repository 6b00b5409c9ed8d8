import type { Orientation, Vec3 } from '../model/image.ts';
import { planeNormal } from './geometry.ts';
import type { SlicePlace } from './geometry.ts';
import { dot, length, minus } from './vector.ts';

/** A hole in a series: after the plane with index `after` follows a step of `size` mm; about `missing` planes lack. */
export type SliceGap = Readonly<{ after: number; size: number; missing: number }>;
export type SpacingReport = Readonly<{
  /** Median step between neighbours, mm along the normal; null with fewer than two places. */
  spacing: number | null;
  /** Steps differ: no volume can be built without saying so. */
  uneven: boolean;
  gaps: readonly SliceGap[];
  /** Indices of planes that lie where the plane before them lies. */
  duplicates: readonly number[];
  /** The stack leans against its normal (gantry tilt): a volume would be sheared. */
  tilted: boolean;
  tiltDegrees: number;
  /** Planes of more than one orientation. */
  mixed: boolean;
  /** The order turns back somewhere: the planes are not sorted by place. */
  unsorted: boolean;
  /** Indices of planes without place or orientation. */
  unplaced: readonly number[];
}>;

/** Headers round to about a hundredth of a millimetre. */
const SAME_PLACE_MM = 0.01;
const UNEVEN_MM = 0.02;
const UNEVEN_SHARE = 0.01;
/** A step this many times the median is a hole, unless it is the rule in a part of the series. */
const GAP_FACTOR = 1.5;
/** So many equal long steps in a row are how the series was planned, as in heads scanned in two thicknesses. */
const PLANNED_RUN = 3;
const TILT_DEGREES = 0.5;
const SAME_NORMAL = 0.9998;

/** Steps, holes, doubles and tilt of planes in display order; says nothing about planes without a place. */
export function spacingReport(planes: readonly SlicePlace[]): SpacingReport {
  const placed = planes.flatMap((plane, index) => {
    const normal = plane.orientation && planeNormal(plane.orientation);
    return normal && plane.position ? [{ index, position: plane.position, normal }] : [];
  });
  const unplaced = planes.flatMap(({ position, orientation }, index) =>
    isPlaced(position, orientation) ? [] : [index],
  );
  const normal = placed[0]?.normal;
  if (!normal) return { ...NOTHING, unplaced };
  const mixed = placed.some((plane) => dot(plane.normal, normal) < SAME_NORMAL);
  if (mixed) return { ...NOTHING, mixed, unplaced };
  const steps = placed.slice(1).map((plane, i) => {
    const before = placed[i] ?? plane;
    return { after: before.index, to: plane.index, move: dot(minus(plane.position, before.position), normal) };
  });
  const moving = steps.filter(({ move }) => Math.abs(move) > SAME_PLACE_MM);
  const sizes = moving.map(({ move }) => Math.abs(move));
  const spacing = median(sizes);
  const tiltDegrees = tilt(
    placed.map(({ position }) => position),
    normal,
  );
  return {
    spacing,
    uneven: spacing !== null && sizes.some((size) => isUneven(size, spacing)),
    gaps: spacing === null ? [] : gapsOf(moving, sizes, spacing),
    duplicates: steps.filter(({ move }) => Math.abs(move) <= SAME_PLACE_MM).map(({ to }) => to),
    tilted: tiltDegrees > TILT_DEGREES,
    tiltDegrees,
    mixed: false,
    unsorted: moving.some(({ move }) => move > 0) && moving.some(({ move }) => move < 0),
    unplaced,
  };
}

const NOTHING: SpacingReport = {
  spacing: null,
  uneven: false,
  gaps: [],
  duplicates: [],
  tilted: false,
  tiltDegrees: 0,
  mixed: false,
  unsorted: false,
  unplaced: [],
};

function isPlaced(position: Vec3 | null, orientation: Orientation | null): boolean {
  return position !== null && orientation !== null && planeNormal(orientation) !== null;
}

function isUneven(size: number, spacing: number): boolean {
  return Math.abs(size - spacing) > Math.max(UNEVEN_MM, UNEVEN_SHARE * spacing);
}

function gapsOf(moving: readonly { after: number }[], sizes: readonly number[], spacing: number): SliceGap[] {
  return moving.flatMap(({ after }, i) => {
    const size = sizes[i] ?? 0;
    if (size <= GAP_FACTOR * spacing || runLength(sizes, i) >= PLANNED_RUN) return [];
    return [{ after, size, missing: Math.max(Math.round(size / spacing) - 1, 1) }];
  });
}

/** Number of neighbouring steps of the same size around `index`, itself included. */
function runLength(sizes: readonly number[], index: number): number {
  const size = sizes[index] ?? 0;
  const same = (other: number | undefined): boolean => other !== undefined && !isUneven(other, size);
  let first = index;
  let last = index;
  while (same(sizes[first - 1])) first -= 1;
  while (same(sizes[last + 1])) last += 1;
  return last - first + 1;
}

/** Angle between the way from the first to the last plane and the normal, 0 to 90 degrees. */
function tilt(positions: readonly Vec3[], normal: Vec3): number {
  const first = positions[0];
  const last = positions[positions.length - 1];
  if (!first || !last) return 0;
  const way = minus(last, first);
  const along = Math.abs(dot(way, normal));
  if (length(way) <= SAME_PLACE_MM || along <= SAME_PLACE_MM) return 0;
  const across = Math.sqrt(Math.max(dot(way, way) - along ** 2, 0));
  return (Math.atan2(across, along) * 180) / Math.PI;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return middle ?? null;
}
