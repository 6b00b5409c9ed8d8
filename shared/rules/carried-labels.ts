import { frameInfo } from '../model/image.ts';
import type { ImageInfo, Vec3 } from '../model/image.ts';
import type { Point2 } from '../model/measurement.ts';
import { worldToPixel } from './geometry.ts';

/** A label of the spine at its place in the patient. */
export interface SpineLabel {
  readonly level: string;
  /** mm, LPS. */
  readonly place: Vec3;
  readonly frameOfReference: string | null;
  /** The picture that it was put on. */
  readonly objectId: string;
  readonly frame: number;
}

export type CarriedLabel = Readonly<{ text: string; point: Point2 }>;

/** Without a thickness a picture holds what lies within half of so many mm of its plane. */
const THIN_MM = 1;

/**
 * Labels that stand on other pictures than this one, at the place where it cuts them: within half of its thickness, inside of it, and of
 * its own frame of reference only. Each says that it is carried.
 */
export function carriedLabels(labels: readonly SpineLabel[], image: ImageInfo, frame: number): readonly CarriedLabel[] {
  const info = frameInfo(image, frame);
  const { pixels, frameOfReference } = image;
  if (!pixels || frameOfReference === null) return [];
  const half = Math.max(info.sliceThickness ?? 0, THIN_MM) / 2;
  return labels.flatMap(({ level, place, ...own }) => {
    if (own.frameOfReference !== frameOfReference) return [];
    if (own.objectId === image.objectId && own.frame === frame) return [];
    const found = worldToPixel(info, place);
    if (!found || Math.abs(found.distance) > half) return [];
    const [x, y] = found.point;
    const isInside = x >= -0.5 && y >= -0.5 && x <= pixels.columns - 0.5 && y <= pixels.rows - 0.5;
    return isInside ? [{ text: `${level} carried`, point: found.point }] : [];
  });
}
