import { frameInfo } from '../model/image.ts';
import type { ImageInfo } from '../model/image.ts';
import type { Point2 } from '../model/measurement.ts';
import { imageKind } from './image-kind.ts';
import { isWholeSheet, ON_A_MOSAIC } from './mosaic.ts';
import { pixelUnits, usable } from './pixel-size.ts';
import type { Spacing } from './pixel-size.ts';
import { readerSpacing } from './reader-spacing.ts';
import { projectionSpacing } from './spacing-projection.ts';
import { hasRegions, isDistance, NOT_CALIBRATED, onlyDistanceScale, regionFor } from './ultrasound-regions.ts';

export type { Spacing } from './pixel-size.ts';

/**
 * How long a pixel is and who says so (rule 3.7, Part 3 10.7). Nothing known means pixels, never one millimetre.
 * @param frame from 1
 * @param point picks the ultrasound region; without it an ultrasound has a scale only where its regions agree
 * @throws RangeError for a frame that the image does not have
 */
export function spacingOf(image: ImageInfo, frame: number, point?: Point2): Spacing {
  if (imageKind(image) === 'ultrasound' || hasRegions(image, frame)) return ultrasoundSpacing(image, frame, point);
  return readerSpacing(image, plainSpacing(image, frame));
}

function plainSpacing(image: ImageInfo, frame: number): Spacing {
  const own = usable(frameInfo(image, frame).pixelSpacing);
  if (imageKind(image) === 'cross-section' && own) {
    // A plane that was worked out has the places of the slices, too, not the pixels of one of them alone.
    const basis = image.reformat ? 'volume geometry' : 'pixel spacing';
    return { row: own[0], column: own[1], unit: 'mm', basis, warnings: isWholeSheet(image) ? [ON_A_MOSAIC] : [] };
  }
  return projectionSpacing(image, frame, own) ?? pixelUnits(image);
}

function ultrasoundSpacing(image: ImageInfo, frame: number, point?: Point2): Spacing {
  // Pixel Spacing beside regions is often left over from another layout of the screen: the regions alone count.
  if (!hasRegions(image, frame)) return readerSpacing(image, plainSpacing(image, frame));
  if (!point) {
    const scale = onlyDistanceScale(image, frame);
    return scale ? inRegion(scale.x.perPixel, scale.y.perPixel) : pixelUnits(image);
  }
  const choice = regionFor(image, frame, [point]);
  if (!choice.found) return pixelUnits(image, choice.warnings);
  if (!isDistance(choice.scale)) return pixelUnits(image, [NOT_CALIBRATED]);
  return inRegion(choice.scale.x.perPixel, choice.scale.y.perPixel);
}

function inRegion(x: number, y: number): Spacing {
  return { row: Math.abs(y), column: Math.abs(x), unit: 'mm', basis: 'ultrasound region', warnings: [] };
}
