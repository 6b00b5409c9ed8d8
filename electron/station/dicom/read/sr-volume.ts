import type { Point2 } from '../../../../shared/model/measurement.ts';
import type { ReadMeasurement } from '../../../../shared/model/measurement-report.ts';
import type { ImageReference } from '../../../../shared/model/segmentation.ts';
import { rowSpans } from '../../../../shared/rules/polygon.ts';
import { isClosed, ownName } from './sr-drawing.ts';
import type { Drawing, ReadShape } from './sr-drawing.ts';

type Region = ReadMeasurement['regions'][number];

/** The picture that a volume was grown from; a frame from 1. */
export interface Press {
  readonly sopUid: string;
  readonly frame: number;
}

const GROWN = ownName('threshold-volume');

/**
 * The outlines of a volume (TID 1411): closed lines, each on a picture that it names. One outline alone is a region in a plane, which tools
 * draw, unless it is said to be of a volume of ours.
 */
export function volumeRegions(shapes: readonly ReadShape[], toolName: string): readonly Region[] {
  if (shapes.length < 2 && toolName !== GROWN) return [];
  const regions = shapes.flatMap(({ type, points, image }): Region[] =>
    type === 'POLYLINE' && image !== null && isClosed(points)
      ? [{ image, outline: points.map(([x, y]): Point2 => [x - 0.5, y - 0.5]) }]
      : [],
  );
  return regions.length === shapes.length ? regions : [];
}

/** Our own press, where it still lies in one of the outlines; null where another program changed them, or grew them. */
export function grownFrom(
  regions: readonly Region[],
  own: { readonly tool: string; readonly points: readonly Point2[] },
  press: Press | null,
): (Drawing & { readonly image: ImageReference }) | null {
  const [point] = own.points;
  if (own.tool !== GROWN || !point || press === null) return null;
  const [x, y] = [Math.round(point[0]), Math.round(point[1])];
  const held = regions.find(
    ({ image, outline }) =>
      image.sopUid === press.sopUid &&
      (image.frame ?? 1) === press.frame &&
      rowSpans(outline)(y).some(([from, to]) => x >= from && x <= to),
  );
  return held ? { tool: 'threshold-volume', points: [point], image: held.image } : null;
}
