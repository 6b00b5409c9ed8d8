import { frameInfo } from '../../model/image.ts';
import type { FrameInfo, ImageInfo, RowColumn, VoiWindow } from '../../model/image.ts';
import type { ObjectId } from '../../model/ids.ts';
import type { SeriesFrame } from '../../dicom/sort-frames.ts';
import { NO_DIFFERENCE } from './subtract-pixels.ts';

export interface SubtractionFacts {
  /** Null until pictures were subtracted. */
  readonly window: { readonly center: number; readonly width: number } | null;
  /** What stands over each picture, the weightiest first. */
  readonly words: readonly string[];
  /** Of values, where they have a unit: the type of a rescale. */
  readonly type: string | null;
  /** The mask was moved by fractions of a pixel. */
  readonly interpolated: boolean;
  /** Frames follow each other as those of the object that they are made from. */
  readonly course: boolean;
}

/** A header for pictures that were subtracted: one object, a frame for each of `frames`, which lies exactly where that one lies. */
export function subtractionImage(
  objectId: ObjectId,
  frames: readonly SeriesFrame[],
  facts: SubtractionFacts,
): ImageInfo {
  const [first] = frames;
  if (!first?.image.pixels) throw new RangeError('a subtraction has pictures');
  const { image } = first;
  const { course, words, interpolated } = facts;
  const {
    objectId: _own,
    sopUid: _uid,
    modalityLut: _lut,
    voiLuts: _voi,
    valueMap: _map,
    overlays: _overlays,
    resampled: _resampled,
    frameTime,
    frameCourse,
    xray: _xray,
    ...kept
  } = image;
  return {
    ...kept,
    objectId,
    sopUid: null,
    instanceNumber: null,
    frames: frames.length,
    pixels: { ...first.image.pixels, bitsAllocated: 32, bitsStored: 32, highBit: 31, signed: true },
    perFrame: frames.map((one) => frameOf(one, facts)),
    modalityLut: null,
    voiLuts: [],
    padding: { value: NO_DIFFERENCE, limit: null },
    imageType: ['DERIVED', 'SECONDARY', 'SUBTRACTION'],
    lossy: frames.find((one) => one.image.lossy !== null)?.image.lossy ?? null,
    frameTime: course ? frameTime : null,
    ...(course && frameCourse ? { frameCourse } : {}),
    conflict: frames.some((one) => one.image.conflict),
    subtraction: { words: [...words] },
    ...(interpolated ? { resampled: true as const } : {}),
  };
}

function frameOf({ image, frame }: SeriesFrame, { window, type }: SubtractionFacts): FrameInfo {
  const { voiLuts: _luts, realWorld: _real, ...info } = frameInfo(image, frame);
  const windows: VoiWindow[] = window ? [{ ...window, explanation: 'difference' }] : [];
  return {
    ...info,
    windows,
    voiFunction: 'LINEAR_EXACT',
    rescale: type === null ? null : { slope: 1, intercept: 0, type },
  };
}

/** "0.3 px down, 0.1 px left"; empty where nothing was moved. */
export function shiftWords([down, left]: RowColumn): string {
  const part = (by: number, plus: string, minus: string): string[] =>
    by === 0 ? [] : [`${Number(Math.abs(by).toFixed(2))} px ${by > 0 ? plus : minus}`];
  return [...part(down, 'down', 'up'), ...part(left, 'left', 'right')].join(', ');
}

/** "FRAME 1", "FRAMES 1 TO 3", "FRAMES 1, 4, 9". */
export function frameWords(frames: readonly number[]): string {
  const [first = 0] = frames;
  const last = frames.at(-1) ?? first;
  if (frames.length === 1) return `FRAME ${first}`;
  const isRun = frames.every((frame, at) => frame === first + at);
  return isRun ? `FRAMES ${first} TO ${last}` : `FRAMES ${frames.join(', ')}`;
}

/** What the pixel values are, and how they are subtracted because of it (Part 3 C.8.7.1.1.2). */
export function intensityWay(intensity: string | null): { readonly log: boolean; readonly words: string | null } {
  if (intensity === 'LIN') return { log: true, words: 'LOGARITHM OF VALUES' };
  if (intensity === 'LOG') return { log: false, words: null };
  return {
    log: false,
    words: intensity === null ? 'VALUES AS STORED: THEIR SCALE IS NOT SAID' : `VALUES AS STORED: ${intensity}`,
  };
}
