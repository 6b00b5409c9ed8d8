import type { Point2 } from '../../../shared/model/measurement.ts';
import { curvedLength } from '../../../shared/volume/curve/curved-length.ts';
import { curvedPixel, TURN_DEGREES } from '../../../shared/volume/curve/curved-picture.ts';
import { pathLength } from '../../../shared/volume/curve/path-line.ts';
import type { GlassLayer, GlassMark } from '../../viewer/index.ts';
import type { CurvedPicture } from './curved-picture-of.ts';
import { NEAR_MM } from './path-layer.ts';

/** A line on one turn of a curved picture, in its pixels. It is not kept: it has no place in the patient. */
export interface CurvedLine {
  readonly frame: number;
  readonly ends: readonly [Point2, Point2];
}

/** Over a curved picture: where the planes meet along the path, how it is turned, and the lengths drawn on it. */
export function curvedLayer(
  picture: CurvedPicture,
  cross: { readonly arc: number; readonly place: CurvedPicture['order']['frame']['places'][number] } | null,
  lines: readonly CurvedLine[],
): GlassLayer {
  const { objectId, order, rows } = picture;
  return {
    id: 'curved',
    name: 'place on the path',
    colour: 'var(--color-accent)',
    of: (ref) => {
      if (ref.objectId !== objectId) return null;
      const degrees = (ref.frame - 1) * TURN_DEGREES;
      const marks: GlassMark[] = [
        { kind: 'text', at: [0, rows + 6], text: `turned ${degrees}°, path ${pathLength(picture.line).toFixed(1)} mm` },
      ];
      if (cross) {
        const { point, away } = curvedPixel({ ...order, degrees }, cross.arc, cross.place);
        marks.push({ kind: 'line', points: [[point[0], 0], [point[0], rows - 1]], closed: false, dashed: true }); // prettier-ignore
        if (away <= NEAR_MM) marks.push({ kind: 'point', at: point, strong: true });
      }
      for (const line of lines) if (line.frame === ref.frame) marks.push(...lengthMarks(picture, line));
      return marks;
    },
  };
}

function lengthMarks({ order }: CurvedPicture, { ends }: CurvedLine): readonly GlassMark[] {
  const found = curvedLength(ends, order.frame.size, order.half);
  const text = found.ok ? `${found.mm.toFixed(1)} mm ${found.way} the path, not kept` : 'no length across the bend';
  return [
    { kind: 'line', points: ends, closed: false, dashed: !found.ok, strong: true },
    { kind: 'text', at: [ends[1][0] + 2, ends[1][1]], text },
  ];
}
