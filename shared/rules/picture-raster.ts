import type { ImageInfo } from '../model/image.ts';
import type { KeyLook } from '../model/key-look.ts';
import type { Point2 } from '../model/measurement.ts';
import { frameInfo } from '../model/image.ts';
import { hasAmounts, modalityRange } from './modality.ts';
import type { View } from './orientation.ts';
import { hiddenSpans, shutterOf } from './shutter.ts';
import type { StoredPixels } from './stored-pixels.ts';
import { windowPresets } from './window-presets.ts';
import { autoWindow, grayMapper, windowLut } from './window.ts';
import type { GrayOptions } from './window.ts';

/** A picture as it is printed: grey, or red, green and blue side by side; 8 bits a sample, row after row. */
export type Raster = Readonly<{ rows: number; columns: number; samples: 1 | 3; data: Uint8Array }>;

/** Stored values that a table is made for; beyond, each pixel is worked out by itself. */
const LARGEST_TABLE = 65536;

/**
 * A frame in the grey that was on the glass: the reader's window or curve, else the first that the file asks for (`windowPresets`).
 * What a display shutter hides is black. Colour comes as it is, 8 bits a sample.
 */
export function pictureRaster(image: ImageInfo, frame: number, pixels: StoredPixels, look: KeyLook | null): Raster {
  const { rows, columns } = pixels;
  const samples = pixels.samples === 1 ? 1 : 3;
  const data = samples === 1 ? greys(image, frame, pixels, look) : Uint8Array.from(pixels.data);
  for (const { row, from, to } of hiddenSpans(shutterOf(image, frame), rows, columns))
    data.fill(0, (row * columns + from) * samples, (row * columns + to + 1) * samples);
  return { rows, columns, samples, data };
}

function greys(image: ImageInfo, frame: number, pixels: StoredPixels, look: KeyLook | null): Uint8Array {
  const { data } = pixels;
  const options: GrayOptions = { image, frame, invert: look?.invert ?? false, ...voiOf(image, frame, pixels, look) };
  const out = new Uint8Array(data.length);
  let [min, max] = [Infinity, -Infinity];
  let isWhole = true;
  for (let at = 0; at < data.length; at += 1) {
    const value = data[at] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
    isWhole &&= Number.isInteger(value);
  }
  if (isWhole && max - min < LARGEST_TABLE) {
    const { first, table } = windowLut(options, { min, max });
    for (let at = 0; at < data.length; at += 1) out[at] = table[(data[at] ?? 0) - first] ?? 0;
    return out;
  }
  const gray = grayMapper(options);
  for (let at = 0; at < data.length; at += 1) out[at] = Math.round(gray(data[at] ?? 0));
  return out;
}

function voiOf(
  image: ImageInfo,
  frame: number,
  pixels: StoredPixels,
  look: KeyLook | null,
): Pick<GrayOptions, 'window' | 'voiFunction' | 'voiLut'> {
  const voi = look?.voi ?? null;
  if (voi?.kind === 'window') return { window: voi, voiFunction: voi.fn };
  const tables = [...(frameInfo(image, frame).voiLuts ?? []), ...image.voiLuts];
  const lut = tables.find(
    (one) =>
      voi?.kind === 'lut' &&
      one.explanation === voi.explanation &&
      one.first === voi.first &&
      one.data.length === voi.entries,
  );
  if (lut !== undefined) return { window: null, voiLut: lut };
  const range = hasAmounts(image) ? modalityRange(image, frame, pixels) : null;
  const show = windowPresets(image, frame, range)[0]?.show ?? null;
  if (show?.kind === 'window') return { window: show.window, voiFunction: show.voiFunction };
  if (show?.kind === 'lut') return { window: null, voiLut: show.lut };
  return range === null
    ? { window: null }
    : { window: autoWindow(range.min, range.max, 'LINEAR'), voiFunction: 'LINEAR' };
}

/** No side longer than `side`: every pixel that a new one touches is averaged into it, so that nothing is left out and nothing drifts. */
export function smallerRaster(raster: Raster, side: number): Raster {
  const { rows, columns, samples, data } = raster;
  const scale = side / Math.max(rows, columns);
  if (scale >= 1) return raster;
  const height = Math.max(1, Math.round(rows * scale));
  const width = Math.max(1, Math.round(columns * scale));
  const out = new Uint8Array(height * width * samples);
  const across = touched(width, columns);
  for (const [y, [top, bottom]] of touched(height, rows).entries()) {
    for (const [x, [left, right]] of across.entries()) {
      for (let sample = 0; sample < samples; sample += 1) {
        let sum = 0;
        for (let row = top; row < bottom; row += 1)
          for (let column = left; column < right; column += 1)
            sum += data[(row * columns + column) * samples + sample] ?? 0;
        out[(y * width + x) * samples + sample] = Math.round(sum / ((bottom - top) * (right - left)));
      }
    }
  }
  return { rows: height, columns: width, samples, data: out };
}

/** For each new pixel the first old one that it touches, and the one after the last. */
function touched(count: number, of: number): readonly (readonly [from: number, to: number])[] {
  return Array.from({ length: count }, (_, at) => [Math.floor((at * of) / count), Math.ceil(((at + 1) * of) / count)]);
}

/** As it stands on the glass: mirrored left to right, then turned clockwise. */
export function turnedRaster(raster: Raster, view: View): Raster {
  const { rows, columns, samples, data } = raster;
  if (view.rotation === 0 && !view.flip) return raster;
  const isOnSide = view.rotation === 90 || view.rotation === 270;
  const [height, width] = isOnSide ? [columns, rows] : [rows, columns];
  const out = new Uint8Array(data.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [x, y] = turnedPoint([column, row], view, { rows, columns });
      const from = (row * columns + column) * samples;
      for (let sample = 0; sample < samples; sample += 1)
        out[(y * width + x) * samples + sample] = data[from + sample] ?? 0;
    }
  }
  return { rows: height, columns: width, samples, data: out };
}

/** Where a place of a picture lies on the turned one; the centre of the first pixel is 0,0 on both. */
export function turnedPoint(
  [x0, y]: Point2,
  { rotation, flip }: View,
  { rows, columns }: Readonly<{ rows: number; columns: number }>,
): Point2 {
  const x = flip ? columns - 1 - x0 : x0;
  switch (rotation) {
    case 0:
      return [x, y];
    case 90:
      return [rows - 1 - y, x];
    case 180:
      return [columns - 1 - x, rows - 1 - y];
    case 270:
      return [y, columns - 1 - x];
  }
}
