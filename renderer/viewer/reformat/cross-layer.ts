import type { Vec3 } from '../../../shared/model/image.ts';
import { crossLine } from '../../../shared/volume/cross-line.ts';
import { planeOrigin } from '../../../shared/volume/plane-stack.ts';
import { toImageId } from '../image-id.ts';
import type { GlassLayer, GlassMark } from '../layers/glass-layer.ts';
import type { ReformatStack } from './reformatter.ts';

/** Where the plane that another viewport shows cuts the planes of one stack: a dashed line over each of them. */
export function crossLayer(over: ReformatStack, other: ReformatStack, place: Vec3): GlassLayer {
  const known = new Map<string, readonly GlassMark[] | null>();
  return {
    id: `cross-${other.name}`,
    name: `${other.name} plane`,
    colour: 'var(--color-accent)',
    of: (ref) => {
      if (over.refs[0]?.objectId !== ref.objectId) return null;
      const key = toImageId(ref);
      const marks = known.get(key);
      if (marks !== undefined) return marks;
      const plane = { ...over.stack, origin: planeOrigin(over.stack, ref.frame - 1) };
      const line = crossLine(plane, { place, normal: other.stack.onward });
      const made: readonly GlassMark[] | null = line
        ? [{ kind: 'line', points: line, closed: false, dashed: true }]
        : null;
      known.set(key, made);
      return made;
    },
  };
}
