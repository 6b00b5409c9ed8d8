import { frameInfo } from '../model/image.ts';
import type { FrameInfo, ImageInfo } from '../model/image.ts';
import { sortImages } from './sort-images.ts';

/** One picture of a series: an object and a frame of it, from 1. */
export interface SeriesFrame {
  readonly image: ImageInfo;
  readonly frame: number;
  readonly info: FrameInfo;
}

/**
 * Every picture of a series that can be shown, in display order. The frames of an enhanced object are placed by their own
 * positions, as single images are (sort-images): a writer may store them in any order. Frames without a place of their
 * own, or all at one place (cine), keep the order in which they are stored.
 */
export function displayFrames(images: readonly ImageInfo[]): readonly SeriesFrame[] {
  return sortFrames(
    images
      .filter((image) => image.picture.shown)
      .flatMap((image) =>
        Array.from({ length: image.frames }, (_unused, at) => ({
          image,
          frame: at + 1,
          info: frameInfo(image, at + 1),
        })),
      ),
  );
}

/** Some pictures of a series in display order. */
export function sortFrames(frames: readonly SeriesFrame[]): readonly SeriesFrame[] {
  const sortable = frames.map((one) => {
    const { sopUid, instanceNumber, acquisitionNumber } = one.image;
    return { one, sopUid, instanceNumber, acquisitionNumber, perFrame: [one.info] };
  });
  return sortImages(sortable).map(({ one }) => one);
}
