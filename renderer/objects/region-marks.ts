import type { RegionMark } from '../../shared/model/dicom-object.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { Point2 } from '../../shared/model/measurement.ts';
import { fromSheet } from '../../shared/rules/sheet-part.ts';
import type { FrameRef, GlassMark } from '../viewer/index.ts';
import { awayFrom, planeOfPicture, toPixel } from './picture-plane.ts';

/** Corners of a circle or an ellipse. */
const CORNERS = 64;
/** A region in space has to lie this near to the picture, mm. */
const IN_PLANE = 0.5;

/** How the marks of a detection program look: by the place of their finding. */
export interface FindingLook {
  /** Beside the first of its marks. */
  readonly words: (finding: number) => string;
  /** The one that the reader is at. */
  readonly at: number | null;
}

/** Regions of a report over one picture, each with its words. */
export function regionMarks(
  marks: readonly RegionMark[],
  image: ImageInfo,
  frame: FrameRef['frame'],
  look: FindingLook | null = null,
): readonly GlassMark[] | null {
  const here = marks.flatMap((mark) => {
    const points = pointsOn(mark, image, frame);
    return points === null || points.length === 0 ? [] : [{ mark, points, shapes: shapeOf(mark.shape, points) }];
  });
  const said = new Set<string | number>();
  const found = here.flatMap(({ mark, points: [first = [0, 0]], shapes }): readonly GlassMark[] => {
    const { finding, label } = mark;
    const isFound = look !== null && finding !== null;
    const drawn = isFound ? shapes.map((shape) => asFound(shape, finding === look.at)) : shapes;
    // A middle and an outline of one finding are named once.
    const key = isFound ? finding : label;
    const text = isFound ? look.words(finding) : label;
    if (said.has(key) || text === '') return drawn;
    said.add(key);
    if (!isFound) return [...drawn, { kind: 'text', at: first, text }];
    const all = here.filter((one) => one.mark.finding === finding).flatMap((one) => one.shapes.flatMap(cornersOf));
    return [...drawn, beside(all, text, image.pixels?.columns ?? 0)];
  });
  return found.length === 0 ? null : found;
}

function cornersOf(mark: GlassMark): readonly Point2[] {
  if (mark.kind === 'line') return mark.points;
  return mark.kind === 'point' ? [mark.at] : [];
}

/** Words at the upper corner of what they are of, never over it, on the side where the picture has room for them. */
function beside(corners: readonly Point2[], text: string, columns: number): GlassMark {
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, right, above] = [least(xs), -least(xs.map((x) => -x)), least(ys)];
  if (left + right <= columns) return { kind: 'text', at: [right, above], text };
  return { kind: 'text', at: [left, above], text, box: { to: [left, above], align: 'right' } };
}

function least(values: readonly number[]): number {
  return values.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
}

/** Dashed outlines and diamonds: what a program found never looks like what the reader drew. */
function asFound(mark: GlassMark, isHere: boolean): GlassMark {
  if (mark.kind === 'point') return { ...mark, diamond: true, ...(isHere ? { strong: true } : {}) };
  return mark.kind === 'line' ? { ...mark, dashed: true, ...(isHere ? { strong: true } : {}) } : mark;
}

/** In pixels of the picture, the centre of the first one 0,0; null where the region is not of this picture. */
export function pointsOn({ place, points }: RegionMark, image: ImageInfo, frame: number): readonly Point2[] | null {
  if (place.in === 'image') {
    const { sopUid, frames } = place.image;
    const isOf = sopUid === image.sopUid && (frames.length === 0 || frames.includes(frame));
    // Part 3, C.18.6: 0,0 is the corner of the first pixel.
    if (!isOf) return null;
    const drawn = grouped(points, 2).map(([x = 0, y = 0]): Point2 => [x - 0.5, y - 0.5]);
    return fromSheet(image, frame, drawn);
  }
  const plane = planeOfPicture(image, frame);
  if (!plane || plane.frameOfReference !== place.frameOfReference) return null;
  const corners = grouped(points, 3).map(([x = 0, y = 0, z = 0]) => [x, y, z] as const);
  if (!corners.every(([x, y, z]) => Math.abs(awayFrom(plane, [x, y, z])) <= IN_PLANE)) return null;
  return corners.map(([x, y, z]) => toPixel(plane, [x, y, z]));
}

function grouped(values: readonly number[], size: number): readonly (readonly number[])[] {
  return Array.from({ length: Math.floor(values.length / size) }, (_, at) => values.slice(at * size, at * size + size));
}

function shapeOf(shape: RegionMark['shape'], points: readonly Point2[]): readonly GlassMark[] {
  switch (shape) {
    case 'POINT':
    case 'MULTIPOINT':
      return points.map((at) => ({ kind: 'point', at }));
    case 'POLYLINE':
      return [{ kind: 'line', points, closed: false }];
    case 'POLYGON':
      return [{ kind: 'line', points, closed: true }];
    case 'CIRCLE':
      return [{ kind: 'line', points: circle(points), closed: true }];
    case 'ELLIPSE':
      return [{ kind: 'line', points: ellipse(points), closed: true }];
    case 'ELLIPSOID':
      return [];
  }
}

/** The middle and a place of the rim. */
function circle([middle, rim]: readonly Point2[]): readonly Point2[] {
  if (!middle || !rim) return [];
  const [x, y] = [rim[0] - middle[0], rim[1] - middle[1]];
  return turned(middle, [x, y], [-y, x]);
}

/** Ends of the long axis, then of the short one. */
function ellipse([a, b, c, d]: readonly Point2[]): readonly Point2[] {
  if (!a || !b || !c || !d) return [];
  return turned(
    [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2],
    [(b[0] - a[0]) / 2, (b[1] - a[1]) / 2],
    [(d[0] - c[0]) / 2, (d[1] - c[1]) / 2],
  );
}

function turned(middle: Point2, one: Point2, other: Point2): readonly Point2[] {
  return Array.from({ length: CORNERS }, (_, corner) => {
    const angle = (corner / CORNERS) * 2 * Math.PI;
    return [
      middle[0] + Math.cos(angle) * one[0] + Math.sin(angle) * other[0],
      middle[1] + Math.cos(angle) * one[1] + Math.sin(angle) * other[1],
    ];
  });
}
