import { AppError } from '../../../../shared/errors/app-error.ts';
import { looksLikeStream } from './codestream.ts';
import type { PixelHeader } from './pixel-header.ts';

interface Fragment {
  /** Of the item tag, counted from the first item after the offset table: what offset tables count in. */
  readonly start: number;
  readonly bytes: Uint8Array;
  /** The file ended inside it. */
  readonly cut: boolean;
}

/** One compressed frame, in one or more fragments. */
export interface EncapsulatedFrame {
  readonly fragments: readonly Fragment[];
  readonly cut: boolean;
}

/** How the fragments of an object were shared out among its frames. */
export interface FrameMap {
  readonly frames: readonly EncapsulatedFrame[];
  /** Which evidence decided; anything but `table` and `one-each` is worth a note. */
  readonly by: 'single' | 'table' | 'one-each' | 'scan';
  /** An offset table was there and contradicted the fragments. */
  readonly tableWrong: boolean;
}

/**
 * Shares the fragments of encapsulated pixel data (Part 5 A.4) out among the frames. Offset tables are believed only where
 * they agree with the fragments; otherwise starts of code streams decide. Where neither can tell frames apart, nothing is shown.
 * @throws AppError dicom/pixel-data-damaged, dicom/no-pixel-data
 */
export function locateFrames(header: PixelHeader): FrameMap {
  const { table: basic, fragments } = readFragments(header);
  if (fragments.length === 0) throw new AppError('dicom/no-pixel-data', 'the pixel data hold no fragment');
  const tables = [header.extendedOffsets, basic].filter((offsets) => offsets !== null && offsets.length > 0);
  const starts = fragments.flatMap((fragment, index) => (isStart(header, fragment.bytes) ? [index] : []));
  for (const offsets of tables) {
    const byTable = fromTable(fragments, offsets ?? [], header.frames, starts);
    if (byTable) return { frames: group(fragments, byTable), by: 'table', tableWrong: false };
  }
  const tableWrong = tables.length > 0;
  if (header.frames === 1 && starts.length <= 1) return { frames: group(fragments, [0]), by: 'single', tableWrong };
  if (fragments.length === header.frames) {
    return {
      frames: group(
        fragments,
        fragments.map((_, index) => index),
      ),
      by: 'one-each',
      tableWrong,
    };
  }
  return { frames: group(fragments, fromScan(fragments, starts, header.frames)), by: 'scan', tableWrong };
}

/** Fragments in which frames begin, by an offset table; null when the table cannot be true. */
function fromTable(
  fragments: readonly Fragment[],
  offsets: readonly number[],
  declared: number,
  starts: readonly number[],
): number[] | null {
  if (offsets.length !== declared || offsets[0] !== 0) return null;
  const indexOf = new Map(fragments.map((fragment, index) => [fragment.start, index]));
  const indexes: number[] = [];
  for (const offset of offsets) {
    const index = indexOf.get(offset);
    if (index === undefined || index <= (indexes.at(-1) ?? -1)) return null;
    indexes.push(index);
  }
  const known = new Set(indexes);
  // A code stream that starts inside what the table calls one frame: the table has fewer frames than the data.
  return starts.every((index) => known.has(index)) ? indexes : null;
}

function fromScan(fragments: readonly Fragment[], starts: readonly number[], declared: number): readonly number[] {
  const allStart = starts.length === fragments.length;
  if (starts[0] === 0 && (starts.length === declared || allStart)) return starts;
  throw new AppError('dicom/pixel-data-damaged', 'the fragments cannot be told apart into frames', {
    context: { declared, fragments: fragments.length, starts: starts.length },
  });
}

function group(fragments: readonly Fragment[], starts: readonly number[]): EncapsulatedFrame[] {
  return starts.map((start, index) => {
    const own = fragments.slice(start, starts[index + 1] ?? fragments.length);
    return { fragments: own, cut: own.some((fragment) => fragment.cut) };
  });
}

/** RLE and deflated frames are one fragment each (Part 5 A.4.2, A.4.13), so that every fragment starts a frame. */
const ONE_FRAGMENT: ReadonlySet<string> = new Set(['1.2.840.10008.1.2.5', '1.2.840.10008.1.2.8.1']);

function isStart(header: PixelHeader, bytes: Uint8Array): boolean {
  return ONE_FRAGMENT.has(header.transferSyntax) || looksLikeStream(bytes);
}

export function readFragments(header: PixelHeader): { table: number[] | null; fragments: Fragment[] } {
  const { bytes, pixelData } = header;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fragments: Fragment[] = [];
  let table: number[] | null = null;
  let first = -1;
  for (let at = pixelData.offset; at + 8 <= bytes.length;) {
    const tag = view.getUint32(at, true);
    if (tag === SEQUENCE_DELIMITER) break;
    if (tag !== ITEM) throw new AppError('dicom/pixel-data-damaged', 'the fragments are damaged');
    const length = view.getUint32(at + 4, true);
    const end = Math.min(at + 8 + length, bytes.length);
    const value = bytes.subarray(at + 8, end);
    if (table === null) {
      table = offsetTable(value);
      first = end;
    } else {
      fragments.push({ start: at - first, bytes: value, cut: end < at + 8 + length });
    }
    at = at + 8 + length;
  }
  return { table, fragments };
}

/** (FFFE,E000) and (FFFE,E0DD) as they lie in little-endian bytes. */
const ITEM = 0xe000fffe;
const SEQUENCE_DELIMITER = 0xe0ddfffe;

function offsetTable(value: Uint8Array): number[] {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  const offsets: number[] = [];
  for (let at = 0; at + 4 <= value.length; at += 4) offsets.push(view.getUint32(at, true));
  return offsets;
}

/** The bytes of one frame as one run. */
export function joinFragments(frame: EncapsulatedFrame): Uint8Array {
  const [only] = frame.fragments;
  if (only && frame.fragments.length === 1) return only.bytes;
  const joined = new Uint8Array(frame.fragments.reduce((sum, fragment) => sum + fragment.bytes.length, 0));
  let at = 0;
  for (const fragment of frame.fragments) {
    joined.set(fragment.bytes, at);
    at += fragment.bytes.length;
  }
  return joined;
}
