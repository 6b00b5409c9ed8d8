import type { DeskPlane } from '../../../shared/model/desk-plane.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import { pixelToWorld } from '../../../shared/rules/geometry.ts';
import type { GlassTruth } from '../../viewer/index.ts';

/** The middle of the picture on the glass, mm LPS; null where there is none, or it has no place. */
function middleShown({ ref, image }: Pick<GlassTruth, 'ref' | 'image'>): Vec3 | null {
  if (!ref || !image?.pixels || !image.reformat) return null;
  const { columns, rows } = image.pixels;
  return pixelToWorld(frameInfo(image, ref.frame), [(columns - 1) / 2, (rows - 1) / 2]);
}

/** A plane as it is kept: with the place that the glass shows now. One that nobody moved stays as it was asked for. */
export function planeNow(plane: DeskPlane, truth: Pick<GlassTruth, 'ref' | 'image'> | null): DeskPlane {
  const through = plane.through && truth ? middleShown(truth) : null;
  return through ? { ...plane, through } : plane;
}
