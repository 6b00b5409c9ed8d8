import type { ObjectContent, ReportContent, Structure } from '../../shared/model/dicom-object.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { Segmentation } from '../../shared/model/segmentation.ts';
import { contourLies } from './contour-layer.ts';
import { planeOfPicture } from './picture-plane.ts';
import type { PicturePlane } from './picture-plane.ts';
import { absentWords } from './detection-words.ts';
import { pictureFinder } from './mark-pictures.ts';
import type { Pictured } from './mark-pictures.ts';
import { marksOfPart } from './object-layers.ts';
import { framesOver } from './segment-mask.ts';

/** Frames against pictures that are looked at for one segment: beyond it only what they name counts. */
const MOST_LOOKS = 4_000_000;

/** What of a part stands over no picture of the case, and why, in words; null: all of it does. */
export function partGaps(content: ObjectContent, partId: string, studies: readonly Pictured[]): string | null {
  const images = studies
    .flatMap((study) => study.series.flatMap((series) => series.images))
    .filter(({ picture }) => picture.shown);
  if (content.kind === 'segmentation') return segmentGaps(content.segmentation, Number(partId), images);
  if (content.kind === 'report') return markGaps(content, partId, studies);
  if (content.kind !== 'contours') return null;
  const structure = content.structures.find(({ number }) => `${number}` === partId);
  return structure === undefined ? null : structureGaps(structure, images);
}

/** Of marks, or of findings where a program found them: several marks of one are counted once. */
function markGaps(content: ReportContent, partId: string, studies: readonly Pictured[]): string | null {
  const find = pictureFinder(studies);
  const here = new Map<number, boolean>();
  for (const [place, mark] of marksOfPart(content, partId).entries()) {
    const key = mark.finding ?? place;
    here.set(key, here.get(key) === true || find(mark) !== null);
  }
  const absent = [...here.values()].filter((isHere) => !isHere).length;
  return absentWords(absent, here.size);
}

function segmentGaps(segmentation: Segmentation, segment: number, images: readonly ImageInfo[]): string | null {
  const { frames, frameOfReference } = segmentation;
  const own = frames.flatMap((one, place) => (one.segment === null || one.segment === segment ? [place + 1] : []));
  if (own.length === 0) return 'it has no frame: nothing is drawn';
  const isPlaced = frames.some(({ position }) => position !== null);
  if (isPlaced && !images.some((image) => image.frameOfReference === frameOfReference))
    return 'its frame of reference is that of no picture here: not drawn';
  const pictures = images.reduce((sum, image) => sum + image.frames, 0);
  if (pictures * frames.length > MOST_LOOKS) return null;
  const over = new Set(
    images.flatMap((image) =>
      Array.from({ length: image.frames }, (_, at) => framesOver(segmentation, segment, image, at + 1)).flat(),
    ),
  );
  const missing = own.filter((number) => !over.has(number)).length;
  return missing === 0 ? null : notOver(missing, own.length, 'frames');
}

function structureGaps({ contours, frameOfReference }: Structure, images: readonly ImageInfo[]): string | null {
  const closed = contours.filter(({ type }) => type === 'CLOSED_PLANAR');
  if (closed.length === 0) return null;
  const pictures = images
    .filter((image) => image.frameOfReference !== null && image.frameOfReference === frameOfReference)
    .flatMap((image) =>
      Array.from({ length: image.frames }, (_, at) => ({ plane: planeOfPicture(image, at + 1), sopUid: image.sopUid })),
    )
    .filter((one): one is { plane: PicturePlane; sopUid: string | null } => one.plane !== null);
  if (pictures.length === 0) return 'its frame of reference is that of no picture here: not drawn';
  const missing = closed.filter(
    (contour) => !pictures.some(({ plane, sopUid }) => contourLies(contour, plane, sopUid)),
  ).length;
  return missing === 0 ? null : notOver(missing, closed.length, 'contours');
}

function notOver(missing: number, all: number, what: string): string {
  return missing === all
    ? `none of its ${all} ${what} lies on a picture that is here: not drawn`
    : `${missing} of ${all} ${what} lie on no picture that is here: not drawn`;
}
