import { AppError } from '../../../../shared/errors/app-error.ts';
import { transferSyntax } from '../../../../shared/dicom/transfer-syntax.ts';
import { decodeEncapsulated, requireDecodable } from './encoded-frame.ts';
import { locateFrames } from './frame-locator.ts';
import { nativeFrameBits } from './frame-size.ts';
import { readPixelHeader } from './pixel-header.ts';
import { nativeFrame, storedType, toStored } from './stored-values.ts';
import { streamValues } from './stream-values.ts';
import type { PixelType } from '../../../../shared/contract/frames.ts';
import type { PixelArray, ValueRange } from '../../../../shared/dicom/pixel-stats.ts';
import type { CodecShelf } from './codecs/codec-shelf.ts';
import type { ObjectLayout } from './decode-types.ts';
import type { FrameMap } from './frame-locator.ts';
import type { BitPlace } from './stored-values.ts';
import type { PixelHeader } from './pixel-header.ts';

/** Stored values of one frame, samples interleaved. */
export interface StoredFrame {
  readonly header: PixelHeader;
  readonly values: PixelArray;
  /** Of the values, where it had to be found on the way. */
  readonly range: ValueRange | null;
  readonly type: PixelType;
  /** How the three samples are to be understood: the code stream's word where it gives one, else the header's. */
  readonly photometric: string;
}

/** One parsed object: its header and where its frames are. */
export class DecodeObject {
  readonly header: PixelHeader;
  readonly #map: FrameMap | null;

  /** @throws AppError dicom/… when there is no picture that this program can decode */
  constructor(file: Uint8Array) {
    this.header = readPixelHeader(file);
    requireDecodable(this.header.transferSyntax);
    const encapsulated = transferSyntax(this.header.transferSyntax).encapsulated;
    if (encapsulated !== this.header.pixelData.undefinedLength) {
      throw new AppError('dicom/pixel-data-damaged', 'the pixel data are not coded as the transfer syntax says');
    }
    this.#map = encapsulated ? locateFrames(this.header) : null;
  }

  get layout(): ObjectLayout {
    const { header } = this;
    return {
      transferSyntax: header.transferSyntax,
      framesDeclared: header.frames,
      framesFound: this.#found(),
      rows: header.rows,
      columns: header.columns,
      samples: header.samples,
      photometric: header.photometric,
      native: this.#native(),
    };
  }

  #found(): number {
    if (this.#map) return this.#map.frames.length;
    const held = Math.floor((this.header.pixelData.length * 8) / nativeFrameBits(this.header));
    return Math.min(held, this.header.frames);
  }

  /** Grey little-endian whole words with nothing to mask, in the file as it came: such frames are plain ranges. */
  #native(): ObjectLayout['native'] {
    const { header } = this;
    const plain =
      this.#map === null &&
      !header.inflated &&
      header.littleEndian &&
      header.samples === 1 &&
      header.photometric.startsWith('MONOCHROME') &&
      header.bitsAllocated >= 8 &&
      header.bitsStored === header.bitsAllocated;
    if (!plain) return null;
    return { offset: header.pixelData.offset, stride: nativeFrameBits(header) / 8, type: storedType(header) };
  }

  /**
   * @param frame from 1
   * @throws AppError dicom/frame-out-of-range, dicom/pixel-data-incomplete, dicom/pixel-data-damaged, dicom/unsupported-…
   */
  async stored(frame: number, shelf: CodecShelf): Promise<StoredFrame> {
    const { header } = this;
    const frames = Math.max(header.frames, this.#map?.frames.length ?? 0);
    if (frame < 1 || frame > frames) {
      throw new AppError('dicom/frame-out-of-range', 'the object has no such frame', { context: { frame, frames } });
    }
    const type = storedType(header);
    if (!this.#map) {
      const words = nativeFrame(header, frame);
      const bytesPerWord = Math.max(1, header.bitsAllocated / 8);
      const values = toStored(words, bytesPerWord, type, nativePlace(header));
      return { header, type, photometric: header.photometric, values, range: null };
    }
    return this.#encapsulated(this.#map, frame, type, shelf);
  }

  async #encapsulated(map: FrameMap, frame: number, type: PixelType, shelf: CodecShelf): Promise<StoredFrame> {
    const { header } = this;
    const place = map.frames[frame - 1];
    if (!place) {
      throw new AppError('dicom/pixel-data-incomplete', 'the file ends before this frame begins', {
        context: { frame },
      });
    }
    const decoded = await decodeEncapsulated(header, place, shelf);
    const { words, bytesPerWord, stream } = decoded;
    // RLE and deflate pack the words of native data; codecs work on the values themselves.
    const { values, range } = stream
      ? streamValues(words, bytesPerWord, type, header, stream)
      : { values: toStored(words, bytesPerWord, type, nativePlace(header)), range: null };
    return {
      header,
      type,
      values,
      range,
      photometric: colourOf(header, stream?.family, stream?.colourTransform),
    };
  }
}

/** Single bits have become a byte each. */
function nativePlace(header: PixelHeader): BitPlace {
  if (header.bitsAllocated === 1) return { bitsStored: 8, shift: 0 };
  return {
    bitsStored: header.bitsStored,
    shift: header.kind === 'integer' ? header.highBit - header.bitsStored + 1 : 0,
  };
}

/** Part 5 8.2 wants header and code stream to agree on colour; where they do not, the code stream knows what it did. */
function colourOf(header: PixelHeader, family: string | undefined, transformed: boolean | null | undefined): string {
  if (header.samples !== 3) return header.photometric;
  if (family === 'jpeg-2000' || family === 'htj2k') {
    // The codec undoes the transform that the stream announces: what is left is RGB, or what the header says.
    return transformed || !header.photometric.startsWith('YBR_FULL') ? 'RGB' : header.photometric;
  }
  if (family === 'jpeg' && transformed === true) return 'YBR_FULL';
  if (family === 'jpeg' && transformed === false) return 'RGB';
  return header.photometric;
}
