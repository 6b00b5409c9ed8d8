import type { Point2 } from '../../../shared/model/measurement.ts';
import type { Look } from '../../../shared/rules/seen-map/look-tally.ts';
import { partsInside } from '../../../shared/rules/seen-map/parts.ts';
import { FULL_ZOOM } from '../../../shared/rules/seen-map/seen-kinds.ts';
import type { FrameRef, GlassTruth, ViewportHandle } from '../../viewer/index.ts';

/** The picture in a viewport, where it is there in full quality: a preview, or the picture before, is nothing that was shown. */
export function shownIn({ state, preview, ref }: GlassTruth): FrameRef | null {
  return state === 'shown' && !preview ? ref : null;
}

/** How a picture stands in a viewport. */
export function lookAt(handle: ViewportHandle, { objectId, frame }: FrameRef): Look {
  const { zoom, image } = handle.truth;
  const size = image?.pixels;
  const corners = zoom >= FULL_ZOOM && size ? cornersOf(handle) : null;
  return { objectId, frame, parts: corners && size ? partsInside(size, corners) : null };
}

/** Of the viewport, in turn, as places on the picture; null while it has none. */
function cornersOf(handle: ViewportHandle): readonly Point2[] | null {
  const { clientWidth: right, clientHeight: bottom } = handle.element;
  const points: readonly Point2[] = [[0, 0], [right, 0], [right, bottom], [0, bottom]]; // prettier-ignore
  const corners = points.flatMap((point) => {
    const place = handle.canvasToPixel(point);
    return place ? [place] : [];
  });
  return corners.length === points.length ? corners : null;
}
