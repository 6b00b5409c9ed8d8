import type { ObjectContent } from '../../shared/model/dicom-object.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import type { FrameRef } from '../viewer/index.ts';
import { contourMarks } from './contour-layer.ts';
import { marksOfPart } from './object-layers.ts';
import type { ObjectPart } from './object-layers.ts';
import { pointsOn } from './region-marks.ts';
import { framesOver } from './segment-mask.ts';

/** The first picture, in display order, that a part of an object has something over; null where none is here. */
export function firstPicture(
  content: ObjectContent,
  part: ObjectPart,
  studies: readonly StudyForReading[],
): FrameRef | null {
  for (const image of studies.flatMap((study) => study.series.flatMap((series) => series.images))) {
    if (!image.picture.shown) continue;
    for (let frame = 1; frame <= image.frames; frame += 1) {
      if (hasMarks(content, part, image, frame)) return { objectId: image.objectId, frame };
    }
  }
  return null;
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
