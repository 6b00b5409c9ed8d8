import { AppError } from '../../../../../shared/errors/app-error.ts';

/** One box of an MP4 file (ISO 14496-12 4.2): its kind and its bytes without the head. */
export interface Box {
  readonly kind: string;
  readonly data: Uint8Array;
  /** Of the data, in the file. */
  readonly at: number;
}

/** @throws AppError dicom/pixel-data-damaged where a box reaches past its parent */
export function boxes(bytes: Uint8Array, at = 0): readonly Box[] {
  const found: Box[] = [];
  for (let from = 0; from + 8 <= bytes.length;) {
    const size = u32(bytes, from);
    const large = size === 1;
    const head = large ? 16 : 8;
    if (large && from + 16 > bytes.length) throw damagedVideo('a box has no size');
    const length = size === 0 ? bytes.length - from : large ? u64(bytes, from + 8) : size;
    // A byte or two after the last box pad the fragment to an even length.
    if (length < head || from + length > bytes.length) throw damagedVideo('a box reaches past its end');
    const kind = String.fromCharCode(...bytes.subarray(from + 4, from + 8));
    found.push({ kind, data: bytes.subarray(from + head, from + length), at: at + from + head });
    from += length;
  }
  return found;
}

/** The first box of a kind. @throws AppError dicom/pixel-data-damaged */
export function child(parent: readonly Box[], kind: string): Box {
  const found = parent.find((box) => box.kind === kind);
  if (!found) throw damagedVideo(`the ${kind} box is missing`);
  return found;
}

/** Numbers of a table that has `stride` bytes an entry after its version, flags and count (and `skip` bytes before these). */
export function table(box: Box, stride: number, skip = 0): readonly Uint8Array[] {
  const count = u32(box.data, 4 + skip);
  const from = 8 + skip;
  if (from + count * stride > box.data.length) throw damagedVideo(`the ${box.kind} table is cut short`);
  return Array.from({ length: count }, (_, index) =>
    box.data.subarray(from + index * stride, from + (index + 1) * stride),
  );
}

/** @throws AppError dicom/pixel-data-damaged past the end */
export function u32(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) throw damagedVideo('a box is cut short');
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}

export function u64(bytes: Uint8Array, at: number): number {
  return u32(bytes, at) * 2 ** 32 + u32(bytes, at + 4);
}

export function damagedVideo(detail: string): AppError {
  return new AppError('dicom/pixel-data-damaged', 'the video is damaged', { context: { detail } });
}
