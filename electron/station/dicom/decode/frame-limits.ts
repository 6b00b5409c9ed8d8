import { entryOf } from '../../../../shared/lib/entry-of.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';

const MEGABYTE = 1024 * 1024;

/** No frame of any picture is larger than this; a header that says so lies or attacks. */
export const LARGEST_FRAME_BYTES = 1024 * MEGABYTE;

/**
 * Largest frame of a modality, about ten times what its machines make: whoever says more is refused before anything of that
 * size is taken. Modalities that are not here have the general limit.
 */
export const LARGEST_FRAME_BY_MODALITY: Readonly<Record<string, number>> = {
  CT: 128 * MEGABYTE,
  MR: 128 * MEGABYTE,
  NM: 128 * MEGABYTE,
  PT: 128 * MEGABYTE,
  US: 256 * MEGABYTE,
  XA: 256 * MEGABYTE,
  RF: 256 * MEGABYTE,
  CR: 512 * MEGABYTE,
  DX: 512 * MEGABYTE,
  MG: 512 * MEGABYTE,
};

/** (0028,0008) above this is a lie: 100 frames a second for a day. */
export const MOST_FRAMES = 8_640_000;

interface Size {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly bitsAllocated: number;
}

/**
 * Checks what a header announces, before anything is allocated. The factors have 32 bits each at most: a product that is too
 * large for exact arithmetic in a double (53 bits) is far beyond every limit, and one that passes is exact.
 * @throws AppError dicom/too-large
 */
export function requireFrameSize({ rows, columns, samples, bitsAllocated }: Size, modality: string | null): void {
  // Single bits become a byte each.
  const bytes = (rows * columns * samples * Math.max(8, bitsAllocated)) / 8;
  const limit = entryOf(LARGEST_FRAME_BY_MODALITY, modality) ?? LARGEST_FRAME_BYTES;
  if (bytes <= limit) return;
  throw new AppError('dicom/too-large', 'one frame would be larger than a frame of its modality can be', {
    context: { rows, columns, limit },
  });
}
