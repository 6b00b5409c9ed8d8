import type { Entry } from 'yauzl';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';

const MEGABYTE = 1024 * 1024;
/** No study has as many images; each refusal takes a line of the report. */
export const MAX_ENTRIES = 100_000;
/** One entry is held in memory and handed over as one message. */
const MAX_ENTRY = 1024 * MEGABYTE;
const MAX_RATIO = 1000;
/** Up to here an entry may grow at any ratio. */
const FREE_BYTES = 100 * MEGABYTE;
/** The same for all entries together: images shrink tenfold, masks some hundredfold, and not all of them. */
const MAX_TOTAL_RATIO = 200;
const FREE_TOTAL_BYTES = 1024 * MEGABYTE;
/** Fixed part of a local header (APPNOTE 4.3.7). */
const LOCAL_HEADER = 30;

/**
 * What is wrong with the archive as a whole, by what it says about itself: it grows too much, or its entries share bytes,
 * as those do that make gigabytes out of kilobytes.
 * @throws AppError import/archive-too-large, import/archive-damaged
 */
export function checkWhole(entries: readonly Entry[], fileSize: number): void {
  const stated = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (stated > Math.max(FREE_TOTAL_BYTES, fileSize * MAX_TOTAL_RATIO)) {
    throw new AppError('import/archive-too-large', `the archive grows more than ${MAX_TOTAL_RATIO} times`);
  }
  const inOrder = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let free = 0;
  for (const entry of inOrder) {
    if (entry.relativeOffsetOfLocalHeader < free) {
      throw new AppError('import/archive-damaged', 'entries of the archive lie over one another');
    }
    free = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER + entry.compressedSize;
  }
}

/** Why an entry is not read; null when it may be tried. */
export function entryRefusal(entry: Entry, fileSize: number): AppError | null {
  const say = (code: ErrorCode, message: string): AppError => new AppError(code, message);
  if (entry.isEncrypted()) return say('import/archive-encrypted', 'the entry is encrypted');
  // Unix mode in the upper half: a symbolic link's content is a path.
  if (((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000) {
    return say('import/link-refused', 'the entry is a link');
  }
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    return say('import/archive-damaged', 'the entry is packed in a way that is not read');
  }
  const { uncompressedSize: size, compressedSize: packed } = entry;
  if (entry.relativeOffsetOfLocalHeader + LOCAL_HEADER + packed > fileSize) {
    return say('import/archive-damaged', 'the entry is longer than the archive');
  }
  const bomb = size > FREE_BYTES && size > packed * MAX_RATIO;
  return size > MAX_ENTRY || bomb ? say('import/archive-too-large', 'the entry is too large') : null;
}
