import type { ImageInfo } from '../../../../shared/model/image.ts';
import type { GreyRendering } from './decode-protocol.ts';

/** First window and rescale of a frame, for thumbnails. Lookup tables are left to the viewer: minimum to maximum instead. */
export function greyRendering(image: ImageInfo | undefined, frame: number): GreyRendering {
  const info = image && (image.perFrame.length === 1 ? image.perFrame[0] : image.perFrame[frame - 1]);
  if (!image || !info || image.modalityLut) return { slope: 1, intercept: 0, window: null };
  const window = info.windows[0];
  return {
    slope: info.rescale?.slope ?? 1,
    intercept: info.rescale?.intercept ?? 0,
    window: window ? { center: window.center, width: window.width } : null,
  };
}
