import type { Contour, Structure } from '../../shared/model/dicom-object.ts';
import type { ImageInfo, Vec3 } from '../../shared/model/image.ts';
import type { Point2 } from '../../shared/model/measurement.ts';
import type { FrameRef, GlassMark } from '../viewer/index.ts';
import { awayFrom, planeOfPicture, toPixel } from './picture-plane.ts';
import type { PicturePlane } from './picture-plane.ts';

/** A contour that names no picture has to lie this near to one, mm. */
const IN_PLANE = 0.5;

/**
 * Contours of one structure over one picture: closed, in the plane of the picture, in its frame of reference. Where a contour names the
 * pictures that it was drawn on, over those only.
 */
export function contourMarks(
  structure: Structure,
  image: ImageInfo,
  frame: FrameRef['frame'],
): readonly GlassMark[] | null {
  const plane = planeOfPicture(image, frame);
  if (!plane || structure.frameOfReference !== plane.frameOfReference) return null;
  const own = structure.contours.filter((contour) => contourLies(contour, plane, image.sopUid));
  const lines = own.map((contour): GlassMark => ({ kind: 'line', points: flat(contour, plane), closed: true }));
  const [longest] = own.toSorted((a, b) => b.points.length - a.points.length);
  const at = longest ? flat(longest, plane).toSorted((a, b) => a[1] - b[1])[0] : undefined;
  return lines.length === 0 || !at ? null : [...lines, { kind: 'text', at, text: structure.name }];
}

/** Whether a contour stands over the picture of this plane. */
export function contourLies(contour: Contour, plane: PicturePlane, sopUid: string | null): boolean {
  if (contour.type !== 'CLOSED_PLANAR' || contour.points.length < 9) return false;
  if (contour.images.length > 0 && (sopUid === null || !contour.images.includes(sopUid))) return false;
  const most = contour.images.length > 0 ? Math.max(IN_PLANE, (plane.thickness ?? 0) / 2) : IN_PLANE;
  return corners(contour).every((corner) => Math.abs(awayFrom(plane, corner)) <= most);
}

function corners({ points }: Contour): readonly Vec3[] {
  return Array.from({ length: points.length / 3 }, (_, place) => [
    points[place * 3] ?? 0,
    points[place * 3 + 1] ?? 0,
    points[place * 3 + 2] ?? 0,
  ]);
}

function flat(contour: Contour, plane: PicturePlane): readonly Point2[] {
  return corners(contour).map((corner) => toPixel(plane, corner));
}
