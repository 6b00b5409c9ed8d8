import type { ImageInfo, Vec3 } from '../../../shared/model/image.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import type { MeasurementPlane, Point2 } from '../../../shared/model/measurement.ts';
import { pixelToWorld, worldToPixel } from '../../../shared/rules/geometry.ts';
import { dot } from '../../../shared/rules/vector.ts';

/** Planes this near are the same one, mm: what rounding in a journal may do. */
const SAME_PLANE_MM = 0.01;
const SAME_DIRECTION = 1 - 1e-9;

/** Where one frame of a reformat lies, as a drawing on it is kept. */
export function planeOf(image: ImageInfo, frame: number, seriesUid: string): MeasurementPlane | null {
  const { position, orientation, pixelSpacing } = frameInfo(image, frame);
  if (!image.reformat || !position || !orientation || !pixelSpacing) return null;
  return {
    seriesUid,
    frameOfReference: image.frameOfReference,
    origin: position,
    orientation,
    spacing: pixelSpacing,
    slab: image.reformat.slab,
  };
}

/**
 * The frame of a reformat that lies where a drawing was made, and the drawing's points on it; null where no frame does.
 * A thick plane shows only what was drawn on one as thick.
 */
export function frameWith(
  image: ImageInfo,
  plane: MeasurementPlane,
  points: readonly Point2[],
): { readonly frame: number; readonly points: readonly Point2[] } | null {
  if (!image.reformat || image.frameOfReference !== plane.frameOfReference) return null;
  if (image.reformat.slab?.mode !== plane.slab?.mode || image.reformat.slab?.thickness !== plane.slab?.thickness)
    return null;
  const [first] = image.perFrame;
  if (!first?.orientation || !sameDirections(first.orientation, plane.orientation)) return null;
  const index = image.perFrame.findIndex((info) => {
    const there = worldToPixel(info, plane.origin);
    return there !== null && Math.abs(there.distance) <= SAME_PLANE_MM;
  });
  const info = image.perFrame[index];
  if (!info) return null;
  const own = { position: plane.origin, orientation: plane.orientation, pixelSpacing: plane.spacing };
  const moved = points.flatMap((point): Point2[] => {
    const world = pixelToWorld(own, point);
    const there = world && worldToPixel(info, world);
    return there ? [[there.point[0], there.point[1]]] : [];
  });
  return moved.length === points.length ? { frame: index + 1, points: moved } : null;
}

function sameDirections(a: readonly number[], b: readonly number[]): boolean {
  const at = (from: readonly number[], place: number): Vec3 => [
    from[place] ?? 0,
    from[place + 1] ?? 0,
    from[place + 2] ?? 0,
  ];
  return dot(at(a, 0), at(b, 0)) >= SAME_DIRECTION && dot(at(a, 3), at(b, 3)) >= SAME_DIRECTION;
}
