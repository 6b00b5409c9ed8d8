import type { Point2 } from '../../shared/model/measurement.ts';
import type {
  GraphicUnits,
  PresentationState,
  StateArea,
  StateGraphic,
} from '../../shared/model/presentation-state.ts';
import type { ImageReference } from '../../shared/model/segmentation.ts';
import type { GlassMark } from '../viewer/index.ts';

/** Points that a curve is drawn with. */
const ROUND = 72;

interface Picture {
  readonly sopUid: string | null;
  readonly frame: number;
}

/**
 * What a presentation state draws over one picture; null: nothing. Measurements that still stand are drawn by themselves.
 * @param standing tracking UIDs of measurements on the desk
 */
export function stateMarks(
  state: PresentationState,
  picture: Picture,
  standing: ReadonlySet<string>,
): readonly GlassMark[] | null {
  const own = ({ of }: { readonly of: readonly ImageReference[] }): boolean => isOf(of, picture);
  if (!state.images.some((one) => own({ of: [one] }))) return null;
  const area = state.areas.find(own) ?? null;
  const fresh = ({ trackingUid }: { readonly trackingUid: string | null }): boolean =>
    trackingUid === null || !standing.has(trackingUid);
  const marks = state.annotations
    .filter(own)
    .flatMap(({ graphics, texts }) => [
      ...graphics.filter(fresh).flatMap((one) => graphicMarks(one, area)),
      ...texts
        .filter(fresh)
        .flatMap(({ at, units, text }): GlassMark[] =>
          placed([at], units, area).map((point) => ({ kind: 'text', at: point, text })),
        ),
    ]);
  return marks.length === 0 ? null : marks;
}

function isOf(of: readonly ImageReference[], { sopUid, frame }: Picture): boolean {
  return of.length === 0 || of.some((one) => one.sopUid === sopUid && (one.frame === null || one.frame === frame));
}

function graphicMarks({ type, units, points, filled }: StateGraphic, area: StateArea | null): GlassMark[] {
  const places = placed(points, units, area);
  const [a, b, c, d] = places;
  switch (type) {
    case 'POINT':
      return places.map((at) => ({ kind: 'point', at }));
    case 'POLYLINE':
    case 'INTERPOLATED':
      return [{ kind: 'line', points: places, closed: false, filled }];
    case 'CIRCLE': {
      if (!a || !b) return [];
      const radius = Math.hypot(b[0] - a[0], b[1] - a[1]);
      return [{ kind: 'line', points: ellipse(a, [radius, 0], [0, radius]), closed: true, filled }];
    }
    case 'ELLIPSE': {
      if (!a || !b || !c || !d) return [];
      const middle: Point2 = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      const axes = [halfOf(a, b), halfOf(c, d)] as const;
      return [{ kind: 'line', points: ellipse(middle, axes[0], axes[1]), closed: true, filled }];
    }
  }
}

function halfOf(from: Point2, to: Point2): Point2 {
  return [(to[0] - from[0]) / 2, (to[1] - from[1]) / 2];
}

function ellipse([x, y]: Point2, [ax, ay]: Point2, [bx, by]: Point2): Point2[] {
  return Array.from({ length: ROUND }, (_, at): Point2 => {
    const angle = (2 * Math.PI * at) / ROUND;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return [x + ax * cos + bx * sin, y + ay * cos + by * sin];
  });
}

/** Shares of the displayed area run from its corner that stands top left (Part 3, C.10.5.1.2). */
function placed(points: readonly Point2[], units: GraphicUnits, area: StateArea | null): readonly Point2[] {
  if (units === 'pixel') return points;
  if (area === null) return [];
  const { left, right, top, bottom } = area;
  return points.map(([x, y]): Point2 => [left + x * (right - left), top + y * (bottom - top)]);
}
