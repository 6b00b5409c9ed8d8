import { valueRange } from '../../../shared/dicom/pixel-stats.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { frameBytes, frameValues } from '../dicom/decode/frame-values.ts';
import { greyRendering } from '../dicom/decode/grey-rendering.ts';
import { toStored } from '../dicom/decode/stored-values.ts';
import { toThumbnail } from '../dicom/decode/thumbnail.ts';
import type { IntegerType } from '../../../shared/dicom/pixel-stats.ts';
import type { ImageInfo, PixelFormat } from '../../../shared/model/image.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { DecodedFrame } from '../dicom/decode/decode-types.ts';
import type { NumbersRead } from './frame-types.ts';

/** Larger frames go through a decoder even where they could be cut: finding their range would hold up the station's loop. */
const LARGEST_CUT = 4 * 1024 * 1024;

export interface FramePlace {
  readonly offset: number;
  readonly bytes: number;
  readonly numbers: IntegerType;
}

/** Where a frame (from 1) lies in the stored object by its index row; null where a decoder has to look. */
export function framePlace({ pixels, frames }: ImageInfo, frame: number): FramePlace | null {
  if (pixels?.nativeOffset === undefined || frame < 1 || frame > frames) return null;
  const bytes = (pixels.rows * pixels.columns * pixels.bitsAllocated) / 8;
  if (bytes > LARGEST_CUT) return null;
  return { offset: pixels.nativeOffset + (frame - 1) * bytes, bytes, numbers: typeOf(pixels) };
}

/**
 * Stored values out of the part that `framePlace` named: bits above the stored ones are cleared or follow the sign.
 * @throws AppError dicom/pixel-data-incomplete
 */
export function cutFrame(
  image: ImageInfo,
  { objectId, frame }: { readonly objectId: ObjectId; readonly frame: number },
  { bytes: data, range: found }: NumbersRead,
): DecodedFrame {
  const { pixels } = image;
  if (!pixels) throw new AppError('internal/bug', 'the object has no pixels');
  const { rows, columns, photometric, bitsStored, bitsAllocated } = pixels;
  const shape = { rows, columns, samples: 1, type: typeOf(pixels) };
  if (data.byteLength !== frameBytes(shape)) {
    throw new AppError('dicom/pixel-data-incomplete', 'the stored object ends before this frame does');
  }
  const header = { objectId, frame, ...shape, photometric };
  if (withinStoredBits(found, pixels)) return { header: { ...header, ...found }, data };
  const values = toStored(data, bitsAllocated / 8, shape.type, { bitsStored, shift: 0 });
  const { buffer, byteOffset, byteLength } = values;
  return { header: { ...header, ...valueRange(values) }, data: new Uint8Array(buffer, byteOffset, byteLength) };
}

/** The small picture of a frame that was cut, as a decoder makes it. */
export function thumbnailOf(image: ImageInfo, frame: DecodedFrame): DecodedFrame {
  const { header } = frame;
  const { type, photometric } = header;
  const display = { values: frameValues(frame), type, samples: 1, photometric } as const;
  const small = toThumbnail(display, header.rows, header.columns, greyRendering(image, header.frame));
  const { rows, columns, rgba } = small;
  const shape = { rows, columns, samples: 4, type: 'uint8', photometric: 'RGBA' } as const;
  return { header: { ...header, ...shape, ...valueRange(rgba) }, data: rgba };
}

function withinStoredBits(found: { readonly min: number; readonly max: number }, pixels: PixelFormat): boolean {
  const { bitsStored, signed } = pixels;
  const span = 2 ** (signed ? bitsStored - 1 : bitsStored);
  return found.min >= (signed ? -span : 0) && found.max < span;
}

function typeOf({ bitsAllocated, signed }: PixelFormat): IntegerType {
  if (bitsAllocated === 8) return signed ? 'int8' : 'uint8';
  if (bitsAllocated === 16) return signed ? 'int16' : 'uint16';
  return signed ? 'int32' : 'uint32';
}
