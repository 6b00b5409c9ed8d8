import { frameInfo } from '../model/image.ts';
import type { ImageInfo, RowColumn } from '../model/image.ts';

/** Size of a pixel: `row` between rows (along y), `column` between columns (along x). `basis` stands by each number. */
export type Spacing = Readonly<{
  row: number;
  column: number;
  unit: 'mm' | 'px';
  basis: string;
  warnings: readonly string[];
}>;

/** Pixels, stretched by the Pixel Aspect Ratio (0028,0034) where there is one: a column counts as one. */
export function pixelUnits(image: ImageInfo, warnings: readonly string[] = []): Spacing {
  const aspect = usable(image.spacing.pixelAspectRatio);
  const stretch = aspect ? aspect[0] / aspect[1] : 1;
  return { row: stretch, column: 1, unit: 'px', basis: stretch === 1 ? 'px' : 'px, aspect applied', warnings };
}

/** Spacing on the detector, mm: that of the frame where it says one, as enhanced X-ray objects do, else that of the object. */
export function imagerSpacing(image: ImageInfo, frame: number): RowColumn | null {
  return usable(frameInfo(image, frame).imagerPixelSpacing ?? image.spacing.imagerPixelSpacing);
}

/** Null for a spacing that is absent, zero, negative or not a number: all of them say nothing. */
export function usable(spacing: RowColumn | null): RowColumn | null {
  if (!spacing) return null;
  return spacing.every((size) => Number.isFinite(size) && size > 0) ? spacing : null;
}
