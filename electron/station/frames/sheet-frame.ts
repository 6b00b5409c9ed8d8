import { valueRange } from '../../../shared/dicom/pixel-stats.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { sheetPart } from '../../../shared/rules/sheet-part.ts';
import type { DecodedFrame } from '../dicom/decode/decode-types.ts';
import { frameValues } from '../dicom/decode/frame-values.ts';

/** The picture that an object of several slices on one sheet really has; null for any other object. */
export function sheetOf(image: ImageInfo): ImageInfo | null {
  const { sheet, pixels } = image;
  if (sheet?.apart !== true || !pixels) return null;
  const { rows, columns } = sheet;
  return { ...image, frames: 1, pixels: { ...pixels, rows, columns }, perFrame: image.perFrame.slice(0, 1) };
}

/**
 * One slice out of its decoded sheet.
 * @param frame the slice, from 1
 * @throws AppError dicom/frame-out-of-range, dicom/size-differs
 */
export function cutSlice(image: ImageInfo, frame: number, { header, data }: DecodedFrame): DecodedFrame {
  const { sheet } = image;
  const part = frame <= image.frames ? sheetPart(image, frame) : null;
  if (sheet?.apart !== true || part === null) {
    throw new AppError('dicom/frame-out-of-range', 'the sheet has fewer slices');
  }
  const width = data.byteLength / (sheet.rows * sheet.columns);
  if (header.rows !== sheet.rows || header.columns !== sheet.columns || ![1, 2, 4, 8].includes(width)) {
    throw new AppError('dicom/pixel-data-incomplete', 'the sheet is not of the size that its header says');
  }
  const line = part.columns * width;
  const cut = new Uint8Array(line * part.rows);
  for (let row = 0; row < part.rows; row += 1) {
    const from = ((part.top + row) * sheet.columns + part.left) * width;
    cut.set(data.subarray(from, from + line), row * line);
  }
  const { objectFrames: _frames, ...rest } = header;
  const own = { ...rest, frame, rows: part.rows, columns: part.columns };
  return { header: { ...own, ...valueRange(frameValues({ header: own, data: cut })) }, data: cut };
}
