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
  const frames = images
    .filter((image) => image.picture.shown)
    .flatMap((image) => Array.from({ length: image.frames }, (_unused, at) => frameAt(image, at + 1)));
  return sortImages(frames).map(({ image, frame, info }) => ({ image, frame, info }));
}

function frameAt(image: ImageInfo, frame: number) {
  const info = frameInfo(image, frame);
  const { sopUid, instanceNumber, acquisitionNumber } = image;
  return { image, frame, info, sopUid, instanceNumber, acquisitionNumber, perFrame: [info] };
}
