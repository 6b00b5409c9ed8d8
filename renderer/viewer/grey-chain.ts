import { frameInfo } from '../../shared/model/image.ts';
import type { ImageInfo, LookupTable, VoiFunction } from '../../shared/model/image.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { isPadding, modalityRange, toModality } from '../../shared/rules/modality.ts';
import { autoWindow, grayMapper, windowLut } from '../../shared/rules/window.ts';
import type { GrayOptions, GrayTable } from '../../shared/rules/window.ts';
import { windowPresets } from '../../shared/rules/window-presets.ts';
import type { PresetShow, WindowPreset } from '../../shared/rules/window-presets.ts';
import type { DecodedFrame } from './pixel-data.ts';
import { imageUnder } from './state-grey.ts';
import type { GreyChoice } from './view-state.ts';

/** What turns modality values into grey, resolved: a window with its function, or a table. */
export type Voi =
  | { readonly kind: 'window'; readonly center: number; readonly width: number; readonly fn: VoiFunction }
  | { readonly kind: 'table'; readonly table: LookupTable };

/** Presets of the picture as it came: the frame's own values may put the full range first. */
export function presetsOf(image: ImageInfo, frame: DecodedFrame): readonly WindowPreset[] {
  const { header } = frame;
  // Padding widens the range: such a picture is not judged by it.
  const judged = header.samples === 1 && !isPadding(image, header.min) && !isPadding(image, header.max);
  const ends = [header.min, header.max].map((stored) => toModality(image, header.frame, stored));
  const range = judged && !image.modalityLut ? { min: Math.min(...ends), max: Math.max(...ends) } : null;
  return windowPresets(image, header.frame, range);
}

/** Set by hand, else the preset chosen, else what the object asks for first (window, curve, or its full range). */
export function resolveVoi(image: ImageInfo, frame: DecodedFrame, choice: GreyChoice): Voi {
  if (choice.window) return { kind: 'window', ...choice.window, fn: frameInfo(image, frame.header.frame).voiFunction };
  const show = choiceOn(image, frame, choice.preset) ?? presetsOf(image, frame)[0]?.show ?? { kind: 'auto' };
  switch (show.kind) {
    case 'window':
      return { kind: 'window', center: show.window.center, width: show.window.width, fn: show.voiFunction };
    case 'lut':
      return { kind: 'table', table: show.lut };
    case 'auto':
      return { kind: 'window', ...fullRange(imageUnder(image, choice.state), frame), fn: 'LINEAR_EXACT' };
    default:
      return assertNever(show);
  }
}

/** A curve goes by its name from frame to frame where each has its own. */
function choiceOn(image: ImageInfo, frame: DecodedFrame, preset: GreyChoice['preset']): PresetShow | undefined {
  if (preset?.show.kind !== 'lut' || !frameInfo(image, frame.header.frame).voiLuts) return preset?.show;
  const same = presetsOf(image, frame).find(({ name, show }) => show.kind === 'lut' && name === preset.name);
  return same?.show ?? preset.show;
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
  return grayMapper(options(imageUnder(image, choice.state), frame, resolveVoi(image, frame, choice), choice.invert));
}

/** The same as a table over the frame's own range; null where its values are not whole or too many. */
export function frameTable(image: ImageInfo, frame: DecodedFrame, choice: GreyChoice): GrayTable | null {
  const { min, max, type } = frame.header;
  const whole = Number.isInteger(min) && Number.isInteger(max) && !type.startsWith('float');
  if (!whole || max - min >= 65_536) return null;
  const shown = imageUnder(image, choice.state);
  return windowLut(options(shown, frame, resolveVoi(image, frame, choice), choice.invert), { min, max });
}
