import type { ImageInfo } from '../../shared/model/image.ts';
import type { Measurement } from '../../shared/model/measurement.ts';
import { carriedLabels } from '../../shared/rules/carried-labels.ts';
import type { SpineLabel } from '../../shared/rules/carried-labels.ts';
import type { FrameRef, GlassLayer, GlassMark } from '../viewer/index.ts';

/** Labels of vertebrae and ribs on the other pictures of their frame of reference, each marked as carried. */
export function spineLayer(
  measurements: readonly Measurement[],
  imageOf: (objectId: Measurement['objectId']) => ImageInfo | null,
): GlassLayer {
  const labels = measurements.flatMap((one) => labelOf(one, imageOf));
  const known = new Map<string, readonly GlassMark[]>();
  return {
    id: 'spine-labels',
    name: 'Spine and rib levels of other pictures',
    colour: 'var(--color-quiet)',
    of: (ref) => {
      const key = `${ref.objectId} ${ref.frame}`;
      const marks = known.get(key) ?? marksOn(ref, labels, imageOf);
      known.set(key, marks);
      return marks.length === 0 ? null : marks;
    },
  };
}

type ImageOf = (objectId: Measurement['objectId']) => ImageInfo | null;

function labelOf({ tool, deleted, text, world, plane, objectId, frame }: Measurement, imageOf: ImageOf): SpineLabel[] {
  const [place] = world ?? [];
  if (tool !== 'spine-label' || deleted || !place || plane) return [];
  return [{ level: text, place, frameOfReference: imageOf(objectId)?.frameOfReference ?? null, objectId, frame }];
}

function marksOn(ref: FrameRef, labels: readonly SpineLabel[], imageOf: ImageOf): readonly GlassMark[] {
  const image = labels.length === 0 ? null : imageOf(ref.objectId);
  if (!image) return [];
  return carriedLabels(labels, image, ref.frame).flatMap(({ text, point }): GlassMark[] => [
    { kind: 'point', at: point },
    { kind: 'text', at: point, text },
  ]);
}
