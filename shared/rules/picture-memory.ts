import { MOST_VOLUME_BYTES } from '../volume/plan-volume.ts';

/** Most of decoded pixels in one window, bytes: about 2,800 CT slices. More was never run. */
export const MOST_PICTURE_BYTES = 1.5 * 1024 ** 3;
/** Less than this and a single large radiograph with its prior would not fit. */
const LEAST_PICTURE_BYTES = 256 * 1024 ** 2;
/** Of the physical memory, for the pictures of all windows together: nearly as much again may be volumes, the rest is everybody else's. */
const SHARE = 0.2;
/** For the slices that volumes hold, beside the pictures: part of them are the same. */
const VOLUME_SHARE = 0.15;
/**
 * Decoded pixels that one window may keep, bytes (fault F12).
 * @param total physical memory of the machine, bytes
 * @param windows that show pictures
 */
export function pictureMemory(total: number, windows: number): number {
  return shareOf(SHARE * total, windows, MOST_PICTURE_BYTES);
}

/**
 * Stored values that all volumes of one window may hold, bytes: planes, slabs, 3D and what is fused. A series that takes more is refused in
 * words and stays a stack (fault F12).
 * @param total physical memory of the machine, bytes
 * @param windows that show pictures
 */
export function volumeMemory(total: number, windows: number): number {
  return shareOf(VOLUME_SHARE * total, windows, MOST_VOLUME_BYTES);
}

function shareOf(all: number, windows: number, most: number): number {
  const share = all / Math.max(1, windows);
  if (!Number.isFinite(share)) return LEAST_PICTURE_BYTES;
  return Math.floor(Math.min(most, Math.max(LEAST_PICTURE_BYTES, share)));
}
