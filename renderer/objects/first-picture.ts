import type { ObjectContent } from '../../shared/model/dicom-object.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { Segmentation } from '../../shared/model/segmentation.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import type { FrameRef } from '../viewer/index.ts';
import { contourMarks } from './contour-layer.ts';
import { marksOfPart } from './object-layers.ts';
import type { ObjectPart } from './object-layers.ts';
import { pointsOn } from './region-marks.ts';
import { framesOver, segmentMarks } from './segment-mask.ts';
import type { StoredFrame } from './segment-mask.ts';

/** Pixels of a frame (from 1) of the object itself; null where they do not come. */
export type OwnPixels = (frame: number) => Promise<ArrayLike<number> | null>;

/**
 * The first picture, in display order, that a part of an object has something over; null where none is here. Frames of a segment are
 * often empty at both ends: the first one with a pixel of it counts, and only where none has one the first that it has a frame for.
 */
export async function firstPicture(
  content: ObjectContent,
  part: ObjectPart,
  studies: readonly StudyForReading[],
  pixels: OwnPixels,
): Promise<FrameRef | null> {
  let empty: FrameRef | null = null;
  for (const image of studies.flatMap((study) => study.series.flatMap((series) => series.images))) {
    if (!image.picture.shown) continue;
    for (let frame = 1; frame <= image.frames; frame += 1) {
      if (!hasMarks(content, part, image, frame)) continue;
      const ref: FrameRef = { objectId: image.objectId, frame };
      if (content.kind !== 'segmentation') return ref;
      if (await hasPixel(content.segmentation, Number(part.id), image, frame, pixels)) return ref;
      empty ??= ref;
    }
  }
  return empty;
}

async function hasPixel(
  segmentation: Segmentation,
  segment: number,
  image: ImageInfo,
  frame: number,
  pixels: OwnPixels,
): Promise<boolean> {
  const stored: StoredFrame[] = [];
  for (const number of framesOver(segmentation, segment, image, frame)) {
    const values = await pixels(number);
    if (values !== null) stored.push({ number, values });
  }
  return segmentMarks(segmentation, segment, '', image, frame, stored) !== null;
}

function hasMarks(content: ObjectContent, part: ObjectPart, image: ImageInfo, frame: number): boolean {
  switch (content.kind) {
    case 'segmentation':
      return framesOver(content.segmentation, Number(part.id), image, frame).length > 0;
    case 'contours': {
      const structure = content.structures.find(({ number }) => `${number}` === part.id);
      return structure !== undefined && contourMarks(structure, image, frame) !== null;
    }
    case 'report':
      return marksOfPart(content, part.id).some((mark) => pointsOn(mark, image, frame) !== null);
    default:
      return false;
  }
}
