import { paletteToRgb, toEightBits, ybrFullToRgb, ybrPartialToRgb } from '../../../../shared/dicom/colour.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { paletteTables } from './palette.ts';
import type { PixelType } from '../../../../shared/contract/frames.ts';
import type { PixelArray } from '../../../../shared/dicom/pixel-stats.ts';
import type { StoredFrame } from './decode-object.ts';

/** A frame ready for the glass: grey as stored, or interleaved 8-bit RGB. */
export interface DisplayFrame {
  readonly values: PixelArray;
  readonly type: PixelType;
  readonly samples: 1 | 3;
  /** MONOCHROME1, MONOCHROME2 or RGB. */
  readonly photometric: string;
}

/** @throws AppError dicom/unsupported-pixel-format for photometric interpretations that cannot be shown */
export function toDisplay(frame: StoredFrame): DisplayFrame {
  const { header, values, type, photometric } = frame;
  if (header.samples === 1) {
    if (photometric === 'PALETTE COLOR') return rgb(paletteToRgb(values, paletteTables(header)), header);
    if (photometric === 'MONOCHROME1' || photometric === 'MONOCHROME2')
      return { values, type, samples: 1, photometric };
    throw unsupported(photometric);
  }
  const bytes =
    header.bitsStored > 8 || !(values instanceof Uint8Array) ? toEightBits(values, header.bitsStored) : values;
  switch (photometric) {
    case 'RGB':
    case 'YBR_RCT':
    case 'YBR_ICT':
      return rgb(bytes, header);
    case 'YBR_FULL':
    case 'YBR_FULL_422':
      return rgb(ybrFullToRgb(bytes), header);
    case 'YBR_PARTIAL_422':
    case 'YBR_PARTIAL_420':
      return rgb(ybrPartialToRgb(bytes), header);
    default:
      throw unsupported(photometric);
  }
}

/** A profile speaks of red, green and blue, whatever they were coded as (Part 3 C.11.15.1.1). */
function rgb(coded: Uint8Array, { colours }: StoredFrame['header']): DisplayFrame {
  const values = colours === null ? coded : colours(coded);
  return { values, type: 'uint8', samples: 3, photometric: 'RGB' };
}

function unsupported(photometric: string): AppError {
  const context = { photometric: photometric.slice(0, 16) };
  return new AppError('dicom/unsupported-pixel-format', 'this photometric interpretation is not shown', { context });
}
