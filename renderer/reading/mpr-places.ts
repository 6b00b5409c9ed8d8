import type { SeriesFrame } from '../../shared/dicom/sort-frames.ts';
import { frameInfo } from '../../shared/model/image.ts';
import type { ImageInfo, Vec3 } from '../../shared/model/image.ts';
import type { MeasurementPlane, Point2 } from '../../shared/model/measurement.ts';
import { pixelToWorld } from '../../shared/rules/geometry.ts';
import { dot } from '../../shared/rules/vector.ts';
import { step } from '../../shared/volume/grid.ts';
import { planeOrigin } from '../../shared/volume/plane-stack.ts';
import type { Slab } from '../../shared/volume/render-plane.ts';
import { planeOf } from '../viewer/index.ts';
import type { FrameRef, ImageSource, Reformatter, ViewState } from '../viewer/index.ts';

/** One window for all planes. */
export type Grey = Pick<ViewState, 'window' | 'preset' | 'invert'>;

/** The stored picture nearest to a place of the patient. */
export function nearestSlice({ grid, frames }: Reformatter['plan'], place: Vec3): SeriesFrame | null {
  const along = dot(place, grid.normal);
  const nearest = grid.slices.reduce(
    (best, slice, at) =>
      Math.abs(slice.along - along) < Math.abs((grid.slices[best]?.along ?? Infinity) - along) ? at : best,
    0,
  );
  return frames[nearest] ?? null;
}

/** Where a drawing on a plane is kept: the stored picture nearest to it, and the plane. */
export function homeOn(
  plan: Reformatter['plan'],
  seriesUid: string,
  image: ImageInfo,
  ref: FrameRef,
  points: readonly Point2[],
): (FrameRef & { readonly plane: MeasurementPlane }) | null {
  const plane = planeOf(image, ref.frame, seriesUid);
  const [first] = points;
  const place = first ? pixelToWorld(frameInfo(image, ref.frame), first) : null;
  const source = place && nearestSlice(plan, place);
  return plane && source ? { objectId: source.image.objectId, frame: source.frame, plane } : null;
}

/** What the middle of a viewport shows, mm LPS; null where its picture has no place. */
export function placeShown(source: ImageSource, shown: FrameRef | null, view: ViewState): Vec3 | null {
  const image = shown ? source.image(shown.objectId) : null;
  if (!shown || !image?.pixels) return null;
  const point = view.center ?? [(image.pixels.columns - 1) / 2, (image.pixels.rows - 1) / 2];
  return pixelToWorld(frameInfo(image, shown.frame), [point[0], point[1]]);
}

/** Windows that show the same. */
export function sameGrey(a: Grey, b: Grey): boolean {
  return (
    a.preset === b.preset &&
    a.invert === b.invert &&
    a.window?.center === b.window?.center &&
    a.window?.width === b.window?.width
  );
}

/** The middle of the volume. */
export function middleOf({ stacks }: Pick<Reformatter, 'stacks'>): Vec3 {
  const stack = stacks[0]?.stack;
  if (!stack) return [0, 0, 0];
  const origin = planeOrigin(stack, Math.floor(stack.count / 2));
  const across = step(origin, stack.row, ((stack.columns - 1) / 2) * stack.spacing[1]);
  return step(across, stack.column, ((stack.rows - 1) / 2) * stack.spacing[0]);
}

/** Why there is no reformat, and which pictures of the series could have one. */
export function refusalWords(words: string, others: readonly string[]): string {
  const reason = `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}.`;
  if (others.length === 0) return reason;
  return `${reason} Choose other pictures of this series in the list of series: ${others.slice(0, 8).join(', ')}.`;
}

/** Thicknesses of a slab, mm; 0: one thin plane. */
const THICKNESSES = [0, 3, 5, 8, 10, 15, 20, 30, 50] as const;

/** The next thicker or thinner slab; the same where there is none. */
export function nextThickness(now: number, by: 1 | -1): number {
  const found = by === 1 ? THICKNESSES.find((one) => one > now) : THICKNESSES.toReversed().find((one) => one < now);
  return found ?? now;
}

const MODES = ['mean', 'max', 'min'] as const;

export function nextMode(mode: Slab['mode']): Slab['mode'] {
  return MODES[(MODES.indexOf(mode) + 1) % MODES.length] ?? 'mean';
}
