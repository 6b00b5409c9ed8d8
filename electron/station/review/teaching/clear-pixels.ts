import { blacken, isBlackening } from '../../../../shared/deidentify/text/blacken.ts';
import type { Blackening, Rect } from '../../../../shared/deidentify/text/blacken.ts';
import { linesLeft, TextLines } from '../../../../shared/deidentify/text/picture-lines.ts';
import { pictureRegions, pixelReason } from '../../../../shared/deidentify/text/pixel-verdict.ts';
import type { PixelReason } from '../../../../shared/deidentify/text/pixel-verdict.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import type { ObjectId } from '../../../../shared/model/ids.ts';
import type { ClearedPixels, ReplacedPixels } from '../../deidentify/replaced-pixels.ts';
import type { DecodePool } from '../../dicom/decode/decode-pool.ts';
import { frameValues } from '../../dicom/decode/frame-values.ts';

export interface PixelJudge {
  readonly pool: Pick<DecodePool, 'decode'>;
  readonly load: (objectId: ObjectId) => Promise<Uint8Array>;
  /** Blacked in every picture. */
  readonly masks: readonly Rect[];
  /** A person says to have looked at every picture, and to have seen no name. */
  readonly looked: boolean;
}

export interface JudgedPicture {
  readonly objectId: ObjectId;
  readonly modality: string | null;
  readonly image: Omit<ImageInfo, 'objectId' | 'conflict' | 'rejected'>;
}

/** Pixels that may go, or why they may not. */
export type PixelJudgement =
  | { readonly cleared: ClearedPixels | null; readonly why: null }
  | { readonly cleared: null; readonly why: PixelReason };

/**
 * Looks for text in every frame of a picture, and blacks what is to be black: the surround of what an ultrasound device calls its picture,
 * and what a person marked. Frames are decoded and searched in decoder processes.
 * @throws AppError dicom/…, deidentify/unsupported, as `DecodePool.decode`
 */
export async function judgePixels(
  judge: PixelJudge,
  picture: JudgedPicture,
  signal?: AbortSignal,
): Promise<PixelJudgement> {
  const { image, modality } = picture;
  if (image.pixels === null) return { cleared: null, why: null };
  const { columns, rows, photometric } = image.pixels;
  const regions = modality === 'US' ? pictureRegions(image.spacing.ultrasoundRegions, columns, rows) : null;
  const black: Blackening = { keep: regions, masks: judge.masks };
  let lines = 0;
  for (let frame = 1; frame <= image.frames && (lines === 0 || judge.looked); frame += 1) {
    const { data } = await decoded(judge, picture, frame, 'text', signal);
    const found = TextLines.parse(JSON.parse(Buffer.from(data).toString('utf8')));
    lines += linesLeft(found, black).length;
  }
  const grey = photometric.startsWith('MONOCHROME');
  const blacked = isBlackening(black);
  const why = pixelReason({
    ...{ sopClass: image.sopClass, modality, imageType: image.imageType, grey, lines, blacked, looked: judge.looked },
    burnedIn: image.burnedIn ? true : image.burnedInDenied === true ? false : null,
  });
  if (why !== null) return { cleared: null, why };
  if (blacked) return { cleared: { replaced: await blackedPixels(judge, picture, black, signal) }, why: null };
  // Only a person clears pixels as they are. That no text was found leaves what the header says of it as it was.
  return { cleared: judge.looked ? { replaced: null } : null, why: null };
}

async function blackedPixels(
  judge: PixelJudge,
  picture: JudgedPicture,
  black: Blackening,
  signal?: AbortSignal,
): Promise<ReplacedPixels> {
  const frames: Uint8Array[] = [];
  let format: Omit<ReplacedPixels, 'bytes'> | null = null;
  for (let frame = 1; frame <= picture.image.frames; frame += 1) {
    const { header, data } = await decoded(judge, picture, frame, 'display', signal);
    const { columns, rows, samples, type, photometric } = header;
    const bits = { uint8: 8, int8: 8, uint16: 16, int16: 16 }[type as string] ?? 0;
    if ((bits !== 8 && bits !== 16) || (samples !== 1 && samples !== 3)) throw unsupported();
    const values = frameValues({ header, data });
    const { min, max } = header;
    const darkest = photometric === 'MONOCHROME1' ? max : min;
    blacken({ columns, rows, samples, values }, black, samples === 3 ? 0 : darkest);
    frames.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    format = { samples, bitsAllocated: bits };
  }
  if (format === null) throw unsupported();
  return { ...format, bytes: Buffer.concat(frames) };
}

function decoded(
  { pool, load }: PixelJudge,
  { objectId }: JudgedPicture,
  frame: number,
  form: 'text' | 'display',
  signal: AbortSignal | undefined,
): ReturnType<DecodePool['decode']> {
  return pool.decode({ objectId, frame, form, priority: 'idle', load: () => load(objectId), signal });
}

function unsupported(): AppError {
  return new AppError('deidentify/unsupported', 'pixels of this depth are not blacked', {
    context: { reason: 'pixels' },
  });
}
