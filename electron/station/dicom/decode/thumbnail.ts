import { valueRange } from '../../../../shared/dicom/pixel-stats.ts';
import type { GreyRendering } from './decode-protocol.ts';
import type { DisplayFrame } from './display-form.ts';

/** Pixels of a thumbnail's long side. */
export const THUMBNAIL_SIDE = 112;

/** Samples a side that are averaged for one thumbnail pixel: enough against grain, bounded for large radiographs. */
const SAMPLES_A_SIDE = 4;

export interface Thumbnail {
  readonly rows: number;
  readonly columns: number;
  readonly rgba: Uint8Array;
}

/** A small picture of a frame: windowed grey or RGB, opaque. Never larger than the frame. */
export function toThumbnail(frame: DisplayFrame, rows: number, columns: number, grey: GreyRendering): Thumbnail {
  const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(rows, columns));
  const height = Math.max(1, Math.round(rows * scale));
  const width = Math.max(1, Math.round(columns * scale));
  const rgba = new Uint8Array(height * width * 4);
  const level = frame.samples === 1 ? greyLevel(frame, grey) : (value: number): number => value;
  for (let y = 0; y < height; y += 1) {
    const ys = spots(y, height, rows);
    for (let x = 0; x < width; x += 1) {
      const xs = spots(x, width, columns);
      const to = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        rgba[to + channel] = Math.round(average(frame, columns, ys, xs, channel, level));
      }
      rgba[to + 3] = 255;
    }
  }
  return { rows: height, columns: width, rgba };
}

function spots(at: number, count: number, full: number): readonly number[] {
  const from = (at * full) / count;
  const width = full / count;
  const number = Math.min(SAMPLES_A_SIDE, Math.max(1, Math.floor(width)));
  return Array.from({ length: number }, (_, i) => Math.min(full - 1, Math.floor(from + ((i + 0.5) * width) / number)));
}

function average(
  frame: DisplayFrame,
  columns: number,
  ys: readonly number[],
  xs: readonly number[],
  channel: number,
  level: (value: number) => number,
): number {
  const offset = frame.samples === 1 ? 0 : channel;
  let sum = 0;
  for (const y of ys) for (const x of xs) sum += level(frame.values[(y * columns + x) * frame.samples + offset] ?? 0);
  return sum / (ys.length * xs.length);
}

/** Stored value to grey 0 … 255 through rescale and window (Part 3 C.11.2.1.2, linear), or from minimum to maximum. */
function greyLevel(frame: DisplayFrame, grey: GreyRendering): (value: number) => number {
  const range = valueRange(frame.values);
  const inverted = frame.photometric === 'MONOCHROME1';
  const { slope, intercept } = grey;
  const window = grey.window ?? fullWindow(range.min * slope + intercept, range.max * slope + intercept);
  const width = Math.max(window.width, 1e-6);
  return (value) => {
    const modality = value * slope + intercept;
    const level = Math.min(255, Math.max(0, ((modality - window.center) / width + 0.5) * 255));
    return inverted ? 255 - level : level;
  };
}

function fullWindow(a: number, b: number): { readonly center: number; readonly width: number } {
  return { center: (a + b) / 2, width: Math.abs(b - a) };
}
