import { frameInfo } from '../model/image.ts';
import type { ImageInfo, RowColumn } from '../model/image.ts';
import { imagerSpacing } from './pixel-size.ts';
import { hasRegions } from './ultrasound-regions.ts';

/**
 * Shape of a pixel on the screen, as [row, column] in mm, or as a ratio when no length is known.
 * Only for drawing: values are measured with the spacing rules of shared/rules.
 */
export function displaySpacing(image: ImageInfo, frame: number): RowColumn {
  const { nominalScannedPixelSpacing, pixelAspectRatio } = image.spacing;
  // With regions Pixel Spacing means nothing in ultrasound (rule 3.6): the sender's square pixels stand.
  const own = hasRegions(image, frame) ? null : frameInfo(image, frame).pixelSpacing;
  for (const candidate of [own, imagerSpacing(image, frame), nominalScannedPixelSpacing, pixelAspectRatio]) {
    if (candidate && usable(candidate)) return candidate;
  }
  return [1, 1];
}

function usable([row, column]: RowColumn): boolean {
  // Beyond 1:20 a header is wrong rather than the pixels long.
  return (
    row > 0 &&
    column > 0 &&
    Number.isFinite(row) &&
    Number.isFinite(column) &&
    Math.max(row / column, column / row) < 20
  );
}
