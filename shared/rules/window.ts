import { frameInfo } from '../model/image.ts';
import type { ImageInfo, LookupTable, PixelFormat, VoiFunction } from '../model/image.ts';
import { assertNever } from '../lib/assert-never.ts';
import { applyLut, lutTop } from './lut.ts';
import { isPadding, modalityMapper } from './modality.ts';

/** Window in modality units. */
export type Window = Readonly<{ center: number; width: number }>;
export type GrayTable = Readonly<{ first: number; table: Uint8Array }>;
/** What turns the output of the VOI step into P-values (Part 3 C.11.4, C.11.6): a shape, or a table. */
export type Presentation =
  Readonly<{ kind: 'shape'; inverse: boolean }> | Readonly<{ kind: 'table'; table: LookupTable }>;
export type GrayOptions = Readonly<{
  image: ImageInfo;
  /** From 1. */
  frame: number;
  /** Null with a `voiLut`; null without one shows modality values from 0 to 255 as they are. */
  window: Window | null;
  /** The frame's own function when absent. */
  voiFunction?: VoiFunction;
  voiLut?: LookupTable | null;
  /** Of a presentation state, in place of the object's own. */
  presentation?: Presentation | null;
  /** The reader's invert switch, on top of what the object asks for. */
  invert?: boolean;
}>;

/** 16-bit data needs 65536 entries; deeper data goes through `grayMapper`. */
const LARGEST_TABLE = 65536;

/**
 * Grey of a modality value, from `min` to `max` and not rounded (Part 3 C.11.2.1.2 and C.11.2.1.3).
 * Width 0 or less is a threshold at the centre. LINEAR is undefined below width 1: such windows, seen with fractional
 * rescale slopes, are read as LINEAR_EXACT.
 */
export function applyWindow(value: number, window: Window, fn: VoiFunction, min = 0, max = 255): number {
  const { center, width } = window;
  if (!(width > 0)) return value > center ? max : min;
  switch (fn) {
    case 'LINEAR':
      return width < 1 ? linearExact(value, window, min, max) : linear(value, window, min, max);
    case 'LINEAR_EXACT':
      return linearExact(value, window, min, max);
    case 'SIGMOID':
      return min + (max - min) / (1 + Math.exp((-4 * (value - center)) / width));
    default:
      return assertNever(fn);
  }
}

/** False for a window that the function cannot take: width 0, negative, or not a number. */
export function isUsableWindow(window: Window): boolean {
  return Number.isFinite(window.center) && Number.isFinite(window.width) && window.width > 0;
}

/** The window that shows `min` as black and `max` as white. Padding is left out by `modalityRange`. */
export function autoWindow(min: number, max: number, fn: VoiFunction = 'LINEAR'): Window {
  const middle = (min + max) / 2;
  const range = Math.abs(max - min);
  if (fn === 'LINEAR') return { center: middle + 0.5, width: range + 1 };
  return { center: middle, width: range > 0 ? range : 1 };
}

/** Range of stored values that the pixel format allows. */
export function storedRange(pixels: PixelFormat): { min: number; max: number } {
  const top = 2 ** pixels.bitsStored;
  return pixels.signed ? { min: -top / 2, max: top / 2 - 1 } : { min: 0, max: top - 1 };
}

/** What the object asks for itself: its table, else its shape, else MONOCHROME1 runs from white to black. */
export function presentationOf(image: ImageInfo): Presentation {
  const table = image.presentationLut;
  if (table && table.data.length > 0) return { kind: 'table', table };
  const shape = image.presentationLutShape?.trim().toUpperCase();
  const negative = image.pixels?.photometric.trim().toUpperCase() === 'MONOCHROME1';
  return { kind: 'shape', inverse: shape === 'INVERSE' || (shape !== 'IDENTITY' && negative) };
}

/**
 * Stored value to grey, 0 to 255 and not rounded: modality, one VOI transform, presentation, then the reader's switch (rule
 * 3.8). Padding says nothing about the patient and is the darkest grey whatever else is asked for.
 */
export function grayMapper(options: GrayOptions): (stored: number) => number {
  const { image, frame, invert } = options;
  const modality = modalityMapper(image, frame);
  const voi = voiStep(options);
  const presentation = presentationStep(options.presentation ?? presentationOf(image), invert ?? false);
  const gray = (stored: number): number => presentation(voi(modality(stored)));
  return image.padding ? (stored) => (isPadding(image, stored) ? 0 : gray(stored)) : gray;
}

/**
 * 8-bit greys for every stored value of `range` (default: all that the format allows).
 * @throws RangeError when the range has more than 65536 values: use `grayMapper` there.
 */
export function windowLut(options: GrayOptions, range?: { min: number; max: number }): GrayTable {
  const pixels = options.image.pixels;
  const span = range ?? (pixels ? storedRange(pixels) : { min: 0, max: 255 });
  const first = Math.floor(span.min);
  const length = Math.floor(span.max) - first + 1;
  if (!(length >= 1 && length <= LARGEST_TABLE)) throw new RangeError('too many stored values for a table');
  const gray = grayMapper(options);
  const table = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) table[i] = Math.round(gray(first + i));
  return { first, table };
}

/** The VOI step that changes nothing (Part 3, C.11.8): the whole range that modality values may have. */
export function identityWindow(image: ImageInfo, frame: number): Window {
  const lut = image.modalityLut;
  if (lut && lut.data.length > 0) return autoWindow(0, lutTop(lut));
  const { min, max } = image.pixels ? storedRange(image.pixels) : { min: 0, max: 255 };
  const map = modalityMapper(image, frame);
  return autoWindow(...inOrder(map(min), map(max)));
}

function inOrder(a: number, b: number): [number, number] {
  return a <= b ? [a, b] : [b, a];
}

function voiStep(options: GrayOptions): (value: number) => number {
  const { voiLut, window } = options;
  if (voiLut && voiLut.data.length > 0) {
    const top = lutTop(voiLut);
    return (value) => (255 * applyLut(voiLut, value)) / top;
  }
  if (!window) return (value) => Math.min(Math.max(value, 0), 255);
  const fn = options.voiFunction ?? frameInfo(options.image, options.frame).voiFunction;
  return (value) => applyWindow(value, window, fn);
}

/** The whole range of the VOI step runs over all entries of a table (C.11.6.1.1): between two of them the nearer one. */
function presentationStep(presentation: Presentation, invert: boolean): (gray: number) => number {
  if (presentation.kind === 'shape') return presentation.inverse !== invert ? (gray) => 255 - gray : (gray) => gray;
  const { table } = presentation;
  const top = lutTop(table);
  const scale = (table.data.length - 1) / 255;
  const shown = (gray: number): number => (255 * applyLut(table, table.first + gray * scale)) / top;
  return invert ? (gray) => 255 - shown(gray) : shown;
}

function linear(value: number, { center, width }: Window, min: number, max: number): number {
  const middle = center - 0.5;
  const half = (width - 1) / 2;
  if (value <= middle - half) return min;
  if (value > middle + half) return max;
  return ((value - middle) / (width - 1) + 0.5) * (max - min) + min;
}

function linearExact(value: number, { center, width }: Window, min: number, max: number): number {
  if (value <= center - width / 2) return min;
  if (value > center + width / 2) return max;
  return ((value - center) / width) * (max - min) + (min + max) / 2;
}
