/** Most of decoded pixels in one window, bytes: about 2,800 CT slices. More was never run. */
export const MOST_PICTURE_BYTES = 1.5 * 1024 ** 3;
/** Less than this and a single large radiograph with its prior would not fit. */
const LEAST_PICTURE_BYTES = 256 * 1024 ** 2;
/** Of the physical memory, for the pictures of all windows together: as much again may be volumes, the rest is everybody else's. */
const SHARE = 0.2;
/**
 * Decoded pixels that one window may keep, bytes (fault F12).
 * @param total physical memory of the machine, bytes
 * @param windows that show pictures
 */
export function pictureMemory(total: number, windows: number): number {
  const share = (SHARE * total) / Math.max(1, windows);
  if (!Number.isFinite(share)) return LEAST_PICTURE_BYTES;
  return Math.floor(Math.min(MOST_PICTURE_BYTES, Math.max(LEAST_PICTURE_BYTES, share)));
}
