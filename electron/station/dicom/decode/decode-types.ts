import type { FrameHeader, FramePriority } from '../../../../shared/contract/frames.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import type { ObjectId } from '../../../../shared/model/ids.ts';

/**
 * stored: the values of the pixel data, masked to the bits stored and sign-extended, samples interleaved.
 * display: colour as interleaved 8-bit RGB, grey as stored.
 * overlay: planes of group 60xx, a 16-bit word a pixel (`overlayFrame`).
 * thumbnail: RGBA, at most 112 pixels on the long side.
 * video: the H.264 of a video as one row of bytes (`packVideo`), not decoded; frame 1.
 * text: lines of text that were found in the picture (`TextLines`), JSON as one row of bytes.
 * document: the PDF inside an object as one row of bytes, not looked into; frame 1.
 */
export type DecodeForm = 'stored' | 'display' | 'thumbnail' | 'overlay' | 'video' | 'document' | 'text';

/** One decoded frame. `data` is little-endian, rows then columns then samples, and never shared with another frame. */
export interface DecodedFrame {
  readonly header: FrameHeader;
  readonly data: Uint8Array;
}

/** What a decoder process needs to know about one object; `load` is called only when no process holds the bytes. */
export interface DecodeSource {
  readonly objectId: ObjectId;
  /** The whole file as it came. */
  readonly load: () => Promise<Uint8Array>;
}

export interface DecodeRequest extends DecodeSource {
  /** From 1. */
  readonly frame: number;
  readonly form: DecodeForm;
  /** Asked again at every choice when it is a function, so that waiting work can change its place. */
  readonly priority: FramePriority | (() => FramePriority);
  /** Windows and rescale for thumbnails; without it thumbnails span minimum to maximum. */
  readonly image?: ImageInfo | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Where the frames of an object lie, told once by a decoder process. */
export interface ObjectLayout {
  readonly transferSyntax: string;
  /** (0028,0008), or 1. */
  readonly framesDeclared: number;
  /** Frames that are really there. Differs from the declared count when the header lies or the data are cut. */
  readonly framesFound: number;
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly photometric: string;
  /** Set when a frame is a plain range of the stored file that needs no conversion at all. */
  readonly native: NativeLayout | null;
}

/** Frame n (from 1) is `stride` bytes at `offset + (n - 1) * stride` of the file as it came. */
export interface NativeLayout {
  readonly offset: number;
  readonly stride: number;
  readonly type: FrameHeader['type'];
}

/** For the header of a frame: what its object says and what it has, where that is not the same. */
export function frameDisagreement({
  framesDeclared: declared,
  framesFound: found,
}: Pick<ObjectLayout, 'framesDeclared' | 'framesFound'>): Pick<FrameHeader, 'objectFrames'> {
  return declared === found ? {} : { objectFrames: { declared, found } };
}
