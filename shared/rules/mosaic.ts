/** Said of a length or a region on such a sheet. */
export const ON_A_MOSAIC = 'a sheet of several slices: true within one of them only';

/**
 * Slices of a volume laid side by side on one picture, as one maker's MR does (value MOSAIC of Image Type (0008,0008)). Its position
 * (0020,0032) is that of a sheet as large as all of them, which lies nowhere in the patient; directions and pixel spacing hold within
 * each slice.
 */
export function isMosaic(imageType: readonly string[]): boolean {
  return imageType.slice(2).some((value) => value.trim().toUpperCase() === 'MOSAIC');
}
