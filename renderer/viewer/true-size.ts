import type { ImageInfo } from '../../shared/model/image.ts';
import { spacingOf } from '../../shared/rules/spacing.ts';
import { displaySpacing } from '../../shared/rules/display-spacing.ts';
import type { GlassTruth } from './glass-truth.ts';
import { pixelShape } from './placement.ts';

/** Scales nearer than this share are the same: a length then is off by less than what a ruler shows. */
const SAME = 0.002;

/**
 * Device pixels for one image pixel along its shorter side at which a length on the screen is the length that the image says;
 * null where its pixels have no length.
 * @param pitch mm of one device pixel of the monitor
 */
export function trueSizeScale(image: ImageInfo, frame: number, pitch: number): number | null {
  const { unit, column } = spacingOf(image, frame);
  if (unit !== 'mm' || !(pitch > 0)) return null;
  return column / pitch / pixelShape(displaySpacing(image, frame)).x;
}

/**
 * How large a picture is, mm; `unit`: of one of its pixels along the shorter side. Null where its pixels have no length.
 */
export function millimetresOf(
  image: ImageInfo,
  frame: number,
): { readonly width: number; readonly height: number; readonly unit: number } | null {
  const { unit, row, column } = spacingOf(image, frame);
  if (unit !== 'mm' || !image.pixels) return null;
  return {
    width: image.pixels.columns * column,
    height: image.pixels.rows * row,
    unit: column / pixelShape(displaySpacing(image, frame)).x,
  };
}

/** What is said of a picture at true size, with what its length is a length of; '' at any other size. */
export function trueSizeWords({ image, ref, zoom }: GlassTruth, pitch: number | null): string {
  const scale = image && ref && pitch !== null ? trueSizeScale(image, ref.frame, pitch) : null;
  if (!image || !ref || scale === null || Math.abs(zoom / scale - 1) > SAME) return '';
  return `TRUE SIZE (${spacingOf(image, ref.frame).basis})`;
}
