import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertNever } from '../../../../shared/lib/assert-never.ts';
import { MeasureTool } from '../../../../shared/model/measurement.ts';
import type { Point2 } from '../../../../shared/model/measurement.ts';
import type { ReportedMeasurement } from '../../../../shared/model/report.ts';
import type { GraphicType } from './content-item.ts';

export interface Shape {
  readonly type: GraphicType;
  /** column\row in the frame of SCOORD: the centre of the first pixel is 0.5\0.5. */
  readonly points: readonly Point2[];
}

/**
 * `region`: one shape that all values are of. `lines`: one shape a value (the last one serves those that follow). `together`: each
 * value comes from all shapes.
 */
export interface MeasuredShapes {
  readonly kind: 'region' | 'lines' | 'together';
  readonly shapes: readonly [Shape, ...Shape[]];
}

/** The drawing of a measurement as DICOM graphics. Our own coordinates count from the centre of the first pixel. */
export function measuredShapes({ tool, points }: Pick<ReportedMeasurement, 'tool' | 'points'>): MeasuredShapes {
  const known = MeasureTool.safeParse(tool);
  if (!known.success) throw badPoints(tool);
  const at = (index: number): Point2 => shifted(points[index] ?? fail(tool));
  const kind = known.data;
  switch (kind) {
    case 'length':
      return { kind: 'lines', shapes: [{ type: 'POLYLINE', points: [at(0), at(1)] }] };
    case 'angle':
      return { kind: 'lines', shapes: [{ type: 'POLYLINE', points: [at(0), at(1), at(2)] }] };
    case 'polyline':
    case 'leg-axis':
      return { kind: 'lines', shapes: [{ type: 'POLYLINE', points: points.map((point) => shifted(point)) }] };
    case 'perpendicular':
      return {
        kind: 'together',
        shapes: [
          { type: 'POLYLINE', points: [at(0), at(1)] },
          { type: 'POINT', points: [at(2)] },
        ],
      };
    case 'doppler':
      return {
        kind: 'together',
        shapes: [
          { type: 'POINT', points: [at(0)] },
          { type: 'POINT', points: [at(1)] },
        ],
      };
    case 'cobb':
    case 'open-angle':
    case 'cardiothoracic':
    case 'bidirectional':
      return {
        kind: kind === 'bidirectional' ? 'lines' : 'together',
        shapes: [
          { type: 'POLYLINE', points: [at(0), at(1)] },
          { type: 'POLYLINE', points: [at(2), at(3)] },
        ],
      };
    case 'rectangle':
      return { kind: 'region', shapes: [{ type: 'POLYLINE', points: rectangle(at(0), at(1)) }] };
    case 'ellipse':
    case 'circle':
      return { kind: 'region', shapes: [{ type: 'ELLIPSE', points: majorFirst([at(0), at(1), at(2), at(3)]) }] };
    case 'freehand':
    case 'polygon':
    case 'threshold':
      if (points.length < 3) throw badPoints(tool);
      return { kind: 'region', shapes: [{ type: 'POLYLINE', points: closed(points.map((point) => shifted(point))) }] };
    case 'probe':
    case 'threshold-volume':
    case 'calcium':
    case 'spine-label':
    case 'arrow':
      return { kind: 'region', shapes: [{ type: 'POINT', points: [at(0)] }] };
    default:
      return assertNever(kind);
  }
}

function shifted([x, y]: Point2): Point2 {
  return [x + 0.5, y + 0.5];
}

function rectangle([ax, ay]: Point2, [bx, by]: Point2): Point2[] {
  return [
    [ax, ay],
    [bx, ay],
    [bx, by],
    [ax, by],
    [ax, ay],
  ];
}

/** ELLIPSE wants the ends of the major axis first (Part 3, C.18.6.1.2); ours are left, right, top, bottom. */
function majorFirst([left, right, top, bottom]: readonly [Point2, Point2, Point2, Point2]): Point2[] {
  const wide = Math.hypot(right[0] - left[0], right[1] - left[1]);
  const tall = Math.hypot(bottom[0] - top[0], bottom[1] - top[1]);
  return tall > wide ? [top, bottom, left, right] : [left, right, top, bottom];
}

/** A region's outline ends where it began. */
function closed(points: readonly Point2[]): Point2[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return [];
  return first[0] === last[0] && first[1] === last[1] ? [...points] : [...points, first];
}

function fail(tool: string): never {
  throw badPoints(tool);
}

function badPoints(tool: string): AppError {
  return new AppError('measure/bad-points', 'a measurement lacks points of its drawing', { context: { tool } });
}
