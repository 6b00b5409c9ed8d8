import { frameInfo } from '../../shared/model/image.ts';
import type { ImageInfo, LookupTable, VoiFunction } from '../../shared/model/image.ts';
import { modalityRange } from '../../shared/rules/modality.ts';
import { autoWindow, grayMapper, isUsableWindow, windowLut } from '../../shared/rules/window.ts';
import type { GrayOptions, GrayTable } from '../../shared/rules/window.ts';
import type { DecodedFrame } from './pixel-data.ts';
import type { GreyChoice } from './view-state.ts';

/** What turns modality values into grey, resolved: a window with its function, or a table. */
export type Voi =
  | { readonly kind: 'window'; readonly center: number; readonly width: number; readonly fn: VoiFunction }
  | { readonly kind: 'table'; readonly table: LookupTable };

/** The reader's choice, else the object's own window or table, else the full range of the frame without padding. */
export function resolveVoi(image: ImageInfo, frame: DecodedFrame, choice: GreyChoice): Voi {
  const info = frameInfo(image, frame.header.frame);
  if (choice.window) return { kind: 'window', ...choice.window, fn: info.voiFunction };
  const chosen = choice.voiLut === null ? undefined : image.voiLuts[choice.voiLut];
  if (chosen) return { kind: 'table', table: chosen };
  const window = info.windows.find((candidate) => isUsableWindow(candidate));
  if (window) return { kind: 'window', center: window.center, width: window.width, fn: info.voiFunction };
  const table = image.voiLuts[0];
  if (table) return { kind: 'table', table };
  return { kind: 'window', ...fullRange(image, frame), fn: 'LINEAR_EXACT' };
}

function fullRange(image: ImageInfo, frame: DecodedFrame): { center: number; width: number } {
  const { columns, rows, samples } = frame.header;
  const range = modalityRange(image, frame.header.frame, { columns, rows, samples, data: frame.pixels });
  return range ? autoWindow(range.min, range.max, 'LINEAR_EXACT') : { center: 127.5, width: 255 };
}

function options(image: ImageInfo, frame: DecodedFrame, voi: Voi, invert: boolean): GrayOptions {
  const base = { image, frame: frame.header.frame, invert };
  if (voi.kind === 'table') return { ...base, window: null, voiLut: voi.table };
  return { ...base, window: { center: voi.center, width: voi.width }, voiFunction: voi.fn };
}

/** Stored value to grey 0 to 255, not rounded, for one frame as chosen. */
export function frameGreys(image: ImageInfo, frame: DecodedFrame, choice: GreyChoice): (stored: number) => number {
  return grayMapper(options(image, frame, resolveVoi(image, frame, choice), choice.invert));
}

/** The same as a table over the frame's own range; null where its values are not whole or too many. */
export function frameTable(image: ImageInfo, frame: DecodedFrame, choice: GreyChoice): GrayTable | null {
  const { min, max, type } = frame.header;
  const whole = Number.isInteger(min) && Number.isInteger(max) && !type.startsWith('float');
  if (!whole || max - min >= 65_536) return null;
  return windowLut(options(image, frame, resolveVoi(image, frame, choice), choice.invert), { min, max });
}
