import { z } from 'zod';
import { asciiBytes, asciiText } from '../lib/ascii.ts';

/** Pictures of one video; a tenth of a day at 25 a second. */
export const MOST_VIDEO_SAMPLES = 216_000;

/** One coded picture, in the order in which they are decoded. */
export const VideoSample = z.strictObject({
  bytes: z.number().int().nonnegative(),
  /** Decoding may begin here. */
  sync: z.boolean(),
  /** When it is shown, microseconds from the beginning. */
  time: z.number().int(),
});
export type VideoSample = z.infer<typeof VideoSample>;

/** What a decoder of the window needs to know of a video. */
export const VideoTrack = z.strictObject({
  /** RFC 6381: "avc1.640029". */
  codec: z.string().regex(/^avc1\.[0-9A-F]{6}$/),
  columns: z.number().int().positive(),
  rows: z.number().int().positive(),
  /** Bytes of the decoder's configuration, which come before the first sample. */
  description: z.number().int().positive(),
  samples: z.array(VideoSample).min(1).max(MOST_VIDEO_SAMPLES),
});
export type VideoTrack = z.infer<typeof VideoTrack>;

/** A track and its bytes: a length of four bytes, the track as JSON, the configuration, the samples. */
export function packVideo(track: VideoTrack, parts: readonly Uint8Array[]): Uint8Array {
  const text = asciiBytes(JSON.stringify(track));
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 4 + text.length));
  new DataView(whole.buffer).setUint32(0, text.length, true);
  whole.set(text, 4);
  let at = 4 + text.length;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export interface UnpackedVideo {
  readonly track: VideoTrack;
  readonly description: Uint8Array;
  readonly samples: readonly Uint8Array[];
}

/** The other way round; null where the bytes are not what `packVideo` gives. */
export function unpackVideo(bytes: Uint8Array): UnpackedVideo | null {
  const length = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length === 0 || 4 + length > bytes.length) return null;
  const track = parsed(asciiText(bytes.subarray(4, 4 + length)));
  if (!track) return null;
  let at = 4 + length + track.description;
  const description = bytes.slice(4 + length, at);
  const samples = track.samples.map(({ bytes: size }) => bytes.subarray(at, (at += size)));
  return at === bytes.length ? { track, description, samples } : null;
}

function parsed(text: string): VideoTrack | null {
  try {
    return VideoTrack.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // No JSON: the same as a track that breaks its form.
    return null;
  }
}
