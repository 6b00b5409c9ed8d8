import type { Vec3 } from '../../../shared/model/image.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import type { PathLine } from '../../../shared/volume/curve/path-line.ts';
import { toImageId } from '../../viewer/index.ts';
import type { GlassLayer, GlassMark, ReformatStack } from '../../viewer/index.ts';
import { onPlane } from './plane-places.ts';

/** As near to a plane, a path counts as on it, mm: there its line is whole, elsewhere dashed. */
export const NEAR_MM = 2;
/** Pieces of the line that are drawn as one. */
const EVERY = 4;

/** A path over the planes of one stack: its points, and the smooth line through them. */
export function pathLayer(
  own: ReformatStack,
  points: readonly Vec3[],
  line: PathLine | null,
  words: string | null,
): GlassLayer {
  const hint: readonly GlassMark[] = words === null ? [] : [{ kind: 'text', at: [2, own.stack.rows - 2], text: words }];
  const known = new Map<string, readonly GlassMark[]>();
  return {
    id: 'path',
    name: 'path of the curved reformat',
    colour: 'var(--color-accent)',
    of: (ref) => {
      if (own.refs[0]?.objectId !== ref.objectId) return null;
      const key = toImageId(ref);
      const marks = known.get(key) ?? [...hint, ...marksOn(own, ref.frame - 1, points, line)];
      known.set(key, marks);
      return marks;
    },
  };
}

function marksOn(
  { stack }: ReformatStack,
  index: number,
  points: readonly Vec3[],
  line: PathLine | null,
): readonly GlassMark[] {
  const marks: GlassMark[] = points.map((place) => {
    const { point, away } = onPlane(stack, index, place);
    return { kind: 'point', at: point, strong: away <= NEAR_MM };
  });
  const places = line?.places.filter((_place, at, all) => at % EVERY === 0 || at === all.length - 1) ?? [];
  let near: boolean | null = null;
  let run: Point2[] = [];
  for (const place of places) {
    const { point, away } = onPlane(stack, index, place);
    run.push(point);
    if (near === away <= NEAR_MM) continue;
    near = away <= NEAR_MM;
    run = [point];
    marks.push({ kind: 'line', points: run, closed: false, dashed: !near });
  }
  return marks;
}
