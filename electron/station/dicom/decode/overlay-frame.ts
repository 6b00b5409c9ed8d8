import { AppError } from '../../../../shared/errors/app-error.ts';
import type { OverlayPlane } from '../../../../shared/model/image.ts';
import { Attributes } from '../parse/attributes.ts';
import { overlayPlanes } from '../parse/overlay-planes.ts';
import { readElements } from './element-table.ts';
import type { ElementTable } from './element-table.ts';
import { requireFrameSize } from './frame-limits.ts';
import { readPixelHeader } from './pixel-header.ts';
import type { PixelHeader } from './pixel-header.ts';
import { nativeFrame, unsignedWords } from './stored-values.ts';

const BITS = 0x60003000;
const POSITION = 0x60000102;
const STEP = 0x20000;

/** Overlay planes over one frame: a word a pixel of the image, in which bit n is plane n of group 6000 + 2n. */
export interface OverlayFrame {
  readonly rows: number;
  readonly columns: number;
  readonly values: Uint16Array;
}

/**
 * Reads the overlay planes of one frame (Part 3 C.9.2), from data of their own or from bits of the pixel data that the picture
 * does not use. What lies outside the image is left out.
 * @throws AppError dicom/not-dicom, dicom/damaged-header, dicom/too-large, dicom/unsupported-pixel-format
 */
export function overlayFrame(file: Uint8Array, frame: number): OverlayFrame {
  const table = readElements(file);
  const rows = table.number(0x00280010) ?? 0;
  const columns = table.number(0x00280011) ?? 0;
  if (rows < 1 || columns < 1) throw new AppError('dicom/unsupported-pixel-format', 'the object has no picture');
  requireFrameSize({ rows, columns, samples: 1, bitsAllocated: 16 }, table.text(0x00080060));
  const { bytes, littleEndian, elements } = table;
  const attributes = new Attributes({ bytes, elements, form: { bigEndian: !littleEndian, explicit: true } });
  const values = new Uint16Array(rows * columns);
  for (const plane of overlayPlanes(attributes)) {
    const number = planeFrame(plane, frame);
    if (number === null) continue;
    const own = table.elements.get(BITS + plane.index * STEP);
    if (own && own.length > 0) addOwn({ rows, columns, values }, plane, number, ownBits(table, own));
    else addUnused({ rows, columns, values }, plane, file, frame, table.number(POSITION + plane.index * STEP) ?? 0);
  }
  return { rows, columns, values };
}

/** Which of its frames, from 0, lies over an image frame; null: none. */
function planeFrame({ frames }: OverlayPlane, frame: number): number | null {
  if (!frames) return 0;
  const number = frame - frames.first;
  return number >= 0 && number < frames.count ? number : null;
}

/** One bit a pixel, the first in the least significant one; in big-endian files 16-bit words hold them. */
function ownBits(table: ElementTable, { offset, length, vr }: { offset: number; length: number; vr: string | null }) {
  const swap = !table.littleEndian && vr !== 'OB' ? 1 : 0;
  return (bit: number): boolean => {
    const byte = Math.floor(bit / 8);
    return byte < length && (((table.bytes[offset + (byte ^ swap)] ?? 0) >> (bit % 8)) & 1) === 1;
  };
}

function addOwn(out: OverlayFrame, plane: OverlayPlane, number: number, bit: (at: number) => boolean): void {
  const begin = number * plane.rows * plane.columns;
  const [originRow, originColumn] = plane.origin;
  for (let row = 0; row < plane.rows; row += 1) {
    const y = row + originRow - 1;
    if (y < 0 || y >= out.rows) continue;
    for (let column = 0; column < plane.columns; column += 1) {
      const x = column + originColumn - 1;
      if (x < 0 || x >= out.columns || !bit(begin + row * plane.columns + column)) continue;
      const at = y * out.columns + x;
      out.values[at] = (out.values[at] ?? 0) | (1 << plane.index);
    }
  }
}

/** Retired since 2004, and only in plain pixel data: codecs keep no bits that the picture does not use. */
function addUnused(out: OverlayFrame, plane: OverlayPlane, file: Uint8Array, frame: number, position: number): void {
  const header: PixelHeader = readPixelHeader(file);
  const lowest = header.highBit - header.bitsStored + 1;
  const isUsed = position >= lowest && position <= header.highBit;
  if (header.pixelData.undefinedLength || header.samples !== 1 || header.bitsAllocated < 8 || isUsed) return;
  if (position >= header.bitsAllocated) return;
  const words = unsignedWords(nativeFrame(header, frame), header.bitsAllocated / 8);
  for (let at = 0; at < out.values.length; at += 1) {
    if ((((words[at] ?? 0) >>> position) & 1) === 1) out.values[at] = (out.values[at] ?? 0) | (1 << plane.index);
  }
}
