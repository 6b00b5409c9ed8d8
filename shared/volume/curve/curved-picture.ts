import type { Vec3 } from '../../model/image.ts';
import type { Point2 } from '../../model/measurement.ts';
import { dot, minus } from '../../rules/vector.ts';
import { step } from '../grid.ts';
import type { VolumeGrid } from '../grid.ts';
import { samplePoint } from '../sample-point.ts';
import type { SlicePixels } from '../sample-point.ts';
import type { PathFrame } from './path-frame.ts';

/** Turned about the path from picture to picture; the other half turn shows the same, upside down. */
export const TURN_DEGREES = 5;
export const TURNS = 180 / TURN_DEGREES;

/** A path laid straight: columns are steps along it, rows are at right angles to it. Plain data: it goes to a worker. */
export interface CurvedOrder {
  readonly frame: PathFrame;
  /** Rows on either side of the path. */
  readonly half: number;
  /** About the path. */
  readonly degrees: number;
  /** Stands where nothing is known. */
  readonly padding: number;
}

export function curvedSize({ frame, half }: CurvedOrder): { readonly columns: number; readonly rows: number } {
  return { columns: frame.places.length, rows: 2 * half + 1 };
}

/** Modality values, row after row, as long as `curvedSize` says. @returns whether padding was written */
export function renderCurved(grid: VolumeGrid, pixels: SlicePixels, order: CurvedOrder, out: Float32Array): boolean {
  const { columns, rows } = curvedSize(order);
  let padded = false;
  for (let x = 0; x < columns; x += 1) {
    const [from, down] = rayOf(order, x);
    for (let y = 0; y < rows; y += 1) {
      const value = samplePoint(grid, pixels, step(from, down, (y - order.half) * order.frame.size));
      const known = !Number.isNaN(value);
      out[y * columns + x] = known ? value : order.padding;
      padded ||= !known;
    }
  }
  return padded;
}

/** Place of the patient, mm LPS, under a pixel of the picture; null beside it. */
export function curvedPlace(order: Omit<CurvedOrder, 'padding'>, [x, y]: Point2): Vec3 | null {
  const last = order.frame.places.length - 1;
  if (!(x >= -0.5 && x <= last + 0.5)) return null;
  const [from, down] = rayOf(order, Math.max(0, Math.min(last, Math.round(x))));
  return step(from, down, (y - order.half) * order.frame.size);
}

/** Where the place of the path that is nearest to a place of the patient stands on the picture, and how far the place is from it. */
export function curvedPixel(
  order: Omit<CurvedOrder, 'padding'>,
  arc: number,
  place: Vec3,
): { readonly point: Point2; readonly away: number } {
  const x = arc / order.frame.size;
  const [from, down] = rayOf(order, Math.max(0, Math.min(order.frame.places.length - 1, Math.round(x))));
  const offset = minus(place, from);
  const across = dot(offset, down);
  const off = Math.sqrt(Math.max(0, dot(offset, offset) - across * across));
  return { point: [x, order.half + across / order.frame.size], away: off };
}

function rayOf({ frame, degrees }: Omit<CurvedOrder, 'padding'>, x: number): readonly [Vec3, Vec3] {
  const angle = (degrees * Math.PI) / 180;
  const nothing: Vec3 = [0, 0, 0];
  const down = step(
    step(nothing, frame.across[x] ?? nothing, Math.cos(angle)),
    frame.beside[x] ?? nothing,
    Math.sin(angle),
  );
  return [frame.places[x] ?? nothing, down];
}
