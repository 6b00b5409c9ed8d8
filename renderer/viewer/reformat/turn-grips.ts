import type { Vec3 } from '../../../shared/model/image.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import { cross, dot, minus } from '../../../shared/rules/vector.ts';
import type { GlassLayer, GlassMark } from '../layers/glass-layer.ts';
import type { ViewportHandle } from '../viewport-handle.ts';
import type { ReformatStack } from './reformatter.ts';

/** Radius of a grip, and how near the mouse takes hold of it, CSS pixels. */
const RADIUS = 5;
const REACH = 10;
/** From the place where the planes meet, as a share of the viewport's shorter side; and from its edges, CSS pixels. */
const DISTANCE = 0.3;
const MARGIN = 14;
const CORNERS = 16;

/** Where the planes meet, on the glass of one viewport, in its CSS pixels. */
export function meetingOnGlass(handle: ViewportHandle, { stack }: ReformatStack, place: Vec3): Point2 | null {
  const offset = minus(place, stack.origin);
  return handle.pixelToCanvas([
    dot(offset, stack.row) / stack.spacing[1],
    dot(offset, stack.column) / stack.spacing[0],
  ]);
}

/** The grips on the lines of the other planes, in CSS pixels of the viewport: two on each, as far as there is room. */
export function gripsOf(
  handle: ViewportHandle,
  own: ReformatStack,
  others: readonly ReformatStack[],
  place: Vec3,
): readonly Point2[] {
  const middle = meetingOnGlass(handle, own, place);
  const { clientWidth: width, clientHeight: height } = handle.element;
  if (!middle) return [];
  const far = DISTANCE * Math.min(width, height);
  return others.flatMap(({ stack }) => {
    const along = cross(own.stack.onward, stack.onward);
    const toward = meetingOnGlass(handle, own, [place[0] + along[0], place[1] + along[1], place[2] + along[2]]);
    if (!toward) return [];
    const [x, y] = [toward[0] - middle[0], toward[1] - middle[1]];
    const size = Math.hypot(x, y);
    if (size < 1e-6) return [];
    return [far, -far]
      .map((by): Point2 => [middle[0] + (x / size) * by, middle[1] + (y / size) * by])
      .filter(([u, v]) => u >= MARGIN && v >= MARGIN && u <= width - MARGIN && v <= height - MARGIN);
  });
}

/** The grip under the mouse. */
export function isOnGrip(grips: readonly Point2[], [x, y]: Point2): boolean {
  return grips.some(([u, v]) => Math.hypot(u - x, v - y) <= REACH);
}

/** Rings on the lines where they can be taken hold of; as large on every zoom. */
export function gripLayer(handle: ViewportHandle, own: ReformatStack, grips: () => readonly Point2[]): GlassLayer {
  return {
    id: 'turn-grips',
    name: 'grips that turn the planes',
    colour: 'var(--color-accent)',
    of: (ref) => {
      if (own.refs[0]?.objectId !== ref.objectId) return null;
      return grips().map(([u, v]): GlassMark => {
        const points = Array.from({ length: CORNERS }, (_unused, at) => (at / CORNERS) * 2 * Math.PI).flatMap(
          (angle) => {
            const point = handle.canvasToPixel([u + RADIUS * Math.cos(angle), v + RADIUS * Math.sin(angle)]);
            return point ? [point] : [];
          },
        );
        return { kind: 'line', points, closed: true, filled: true };
      });
    },
  };
}
