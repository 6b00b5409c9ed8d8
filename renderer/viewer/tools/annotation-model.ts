import type { Types as ToolTypes } from '@cornerstonejs/tools';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { RowColumn } from '../../../shared/model/image.ts';
import type { MeasureTool, Point2 } from '../../../shared/model/measurement.ts';
import { toImageId } from '../image-id.ts';
import type { FrameRef } from '../image-id.ts';
import { DRAWING_TOOLS } from './drawing-tools.ts';

type Handle = [number, number, number];

/** Longest outline that is kept (the contract's limit). */
const OUTLINE_LIMIT = 4000;

/** Handles of a drawing as pixel coordinates, in the order of shared/model/measurement. */
export function pointsOf(tool: MeasureTool, annotation: ToolTypes.Annotation, spacing: RowColumn): readonly Point2[] {
  const handles = tool === 'freehand' ? annotation.data.contour?.polyline : annotation.data.handles?.points;
  const points = (handles ?? []).map(([x, y]): Point2 => [x / spacing[1], y / spacing[0]]);
  return tool === 'circle' ? circlePoints(points, spacing) : inOurOrder(tool, points);
}

/** Cornerstone has the middle and one place of the circle; its radius is one in mm, not in pixels. */
function circlePoints([middle, edge]: readonly Point2[], [row, column]: RowColumn): readonly Point2[] {
  if (!middle || !edge) return [];
  const [x, y] = middle;
  const radius = Math.hypot((edge[0] - x) * column, (edge[1] - y) * row);
  const [across, down] = [radius / column, radius / row];
  return [
    [x - across, y],
    [x + across, y],
    [x, y - down],
    [x, y + down],
  ];
}

function inOurOrder(tool: MeasureTool, points: readonly Point2[]): readonly Point2[] {
  const pick = (...places: readonly number[]): readonly Point2[] =>
    places.flatMap((place) => (points[place] ? [points[place]] : []));
  switch (tool) {
    // Cornerstone keeps four corners, and an ellipse as top, bottom, left, right.
    case 'rectangle':
      return pick(0, 3);
    case 'ellipse':
      return pick(2, 3, 0, 1);
    case 'arrow':
    case 'length':
    case 'bidirectional':
    case 'angle':
    case 'cobb':
    case 'circle':
    case 'probe':
    case 'polyline':
    case 'open-angle':
    case 'perpendicular':
    case 'polygon':
    case 'cardiothoracic':
    case 'leg-axis':
    case 'doppler':
    case 'spine-label':
    case 'threshold-volume':
    case 'calcium':
    case 'threshold':
      return points;
    case 'freehand':
      return thinned(points);
    default:
      return assertNever(tool);
  }
}

function thinned(points: readonly Point2[]): readonly Point2[] {
  const step = Math.ceil(points.length / OUTLINE_LIMIT);
  return step <= 1 ? points : points.filter((_, place) => place % step === 0);
}

/** The other way: pixel coordinates to Cornerstone's handles in the plane of the picture. */
export function handlesOf(tool: MeasureTool, points: readonly Point2[], spacing: RowColumn): Handle[] {
  const at = (x: number, y: number): Handle => [x * spacing[1], y * spacing[0], 0];
  const all = points.map(([x, y]) => at(x, y));
  const [a, b, c, d] = all;
  if (tool === 'rectangle' && points[0] && points[1] && a && b) {
    return [a, at(points[1][0], points[0][1]), at(points[0][0], points[1][1]), b];
  }
  if (tool === 'ellipse' && a && b && c && d) return [c, d, a, b];
  if (tool === 'circle' && a && b) return [[(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, 0], b];
  return all;
}

/** Which of Cornerstone's handles one of our points is. */
export function handleOf(tool: MeasureTool, index: number): number {
  if (tool === 'rectangle') return index === 0 ? 0 : 3;
  if (tool === 'ellipse') return [2, 3, 0, 1][index] ?? index;
  return tool === 'circle' ? 1 : index;
}

/** A finished drawing as Cornerstone keeps it, bound to one picture by its name. */
export function toAnnotation(
  uid: string,
  tool: MeasureTool,
  ref: FrameRef,
  points: readonly Point2[],
  spacing: RowColumn,
  text: string,
): ToolTypes.Annotation {
  const imageId = toImageId(ref);
  const handles = handlesOf(tool, points, spacing);
  return {
    annotationUID: uid,
    highlighted: false,
    invalidated: true,
    isLocked: false,
    isVisible: true,
    metadata: {
      toolName: DRAWING_TOOLS[tool].toolName,
      FrameOfReferenceUID: imageId,
      referencedImageId: imageId,
      viewPlaneNormal: [0, 0, -1],
      viewUp: [0, -1, 0],
    },
    data: {
      label: text,
      text,
      cachedStats: {},
      handles: {
        points: tool === 'freehand' ? [] : handles,
        activeHandleIndex: null,
        textBox: {
          hasMoved: false,
          worldPosition: [0, 0, 0],
          worldBoundingBox: { topLeft: [0, 0, 0], topRight: [0, 0, 0], bottomLeft: [0, 0, 0], bottomRight: [0, 0, 0] },
        },
      },
      ...(tool === 'freehand' ? { contour: { polyline: handles, closed: true } } : {}),
    },
  };
}
