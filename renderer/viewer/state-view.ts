import { frameInfo } from '../../shared/model/image.ts';
import type { ImageInfo, LookupTable } from '../../shared/model/image.ts';
import type { PresentationState, StateArea } from '../../shared/model/presentation-state.ts';
import type { ImageReference } from '../../shared/model/segmentation.ts';
import { otherOrder } from '../../shared/rules/state-placement.ts';
import { displaySpacing } from './display-spacing.ts';
import { fitScale } from './placement.ts';
import type { Size } from './placement.ts';
import type { ViewState } from './view-state.ts';

/** What a picture shows under a presentation state, and what of the state is not done here. */
export interface StateView {
  readonly view: ViewState;
  readonly leftOut: readonly string[];
}

const WHOLE = 1e-6;

/** Whether an entry of a state is about a picture; an empty list is about all that the state names. */
export function isOf(of: readonly ImageReference[], image: ImageInfo, frame: number): boolean {
  return (
    of.length === 0 || of.some((one) => one.sopUid === image.sopUid && (one.frame === null || one.frame === frame))
  );
}

/** The state for one picture, in the order of rule 3.8: modality, VOI, inversion, part of the picture, turn. */
export function stateView(state: PresentationState, image: ImageInfo, frame: number, canvas: Size): StateView {
  const leftOut = [...state.leftOut];
  const { rotation, flip } = otherOrder(state);
  const grey =
    state.kind === 'grey' ? greyOf(state, image, frame, leftOut) : { window: null, preset: null, invert: false };
  const area = state.areas.find(({ of }) => isOf(of, image, frame));
  if (area?.mode === 'true-size') leftOut.push('true size');
  return { view: { ...grey, rotation, flip, ...placeOf(area ?? null, image, frame, canvas, rotation) }, leftOut };
}

type Grey = Pick<ViewState, 'window' | 'preset' | 'invert'>;

function greyOf(state: PresentationState, image: ImageInfo, frame: number, leftOut: string[]): Grey {
  const invert = invertOf(state, image, leftOut);
  const voi = state.voi.find(({ of }) => isOf(of, image, frame))?.show ?? null;
  if (voi === null) return { window: null, preset: null, invert };
  const name = state.description || state.label || 'Presentation state';
  const map = modalityMap(state, image, frame);
  if (map === null) leftOut.push('its own modality values');
  if (voi.kind === 'lut') {
    if (map !== null && (map.slope !== 1 || map.intercept !== 0)) leftOut.push('its own modality values');
    return { window: null, preset: { name, show: { kind: 'lut', lut: voi.lut } }, invert };
  }
  const { slope, intercept } = map ?? { slope: 1, intercept: 0 };
  const window = { center: voi.center * slope + intercept, width: voi.width * Math.abs(slope) };
  // What the picture's own function does needs no name: it goes with the desk over a restart.
  if (voi.fn === frameInfo(image, frame).voiFunction) return { window, preset: null, invert };
  return { window: null, preset: { name, show: { kind: 'window', window, voiFunction: voi.fn } }, invert };
}

/** Values of the state to those of the picture, where both are straight lines of the stored ones; null: they are not. */
function modalityMap(
  state: PresentationState,
  image: ImageInfo,
  frame: number,
): { readonly slope: number; readonly intercept: number } | null {
  if (state.modalityLut !== null || image.modalityLut !== null) {
    return sameTable(state.modalityLut, image.modalityLut) ? { slope: 1, intercept: 0 } : null;
  }
  const own = frameInfo(image, frame).rescale ?? { slope: 1, intercept: 0 };
  const said = state.rescale ?? { slope: 1, intercept: 0 };
  const slope = own.slope / said.slope;
  return { slope, intercept: own.intercept - said.intercept * slope };
}

function invertOf(state: PresentationState, image: ImageInfo, leftOut: string[]): boolean {
  const own = image.presentationLut;
  if (state.presentationLut !== null || own !== undefined) {
    if (sameTable(state.presentationLut, own ?? null)) return false;
    if (own !== undefined && sameTable(state.presentationLut, turnedOver(own))) return true;
    leftOut.push('its own table of greys');
    return false;
  }
  const shape = image.presentationLutShape?.trim().toUpperCase();
  const isMono1 = image.pixels?.photometric.trim().toUpperCase() === 'MONOCHROME1';
  const isInverse = shape === 'INVERSE' || (shape !== 'IDENTITY' && isMono1);
  return state.shape === null ? false : (state.shape === 'INVERSE') !== isInverse;
}

function turnedOver(table: LookupTable): LookupTable {
  const top = 2 ** table.bits - 1;
  return { ...table, data: table.data.map((value) => top - value) };
}

function sameTable(a: LookupTable | null, b: LookupTable | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.first === b.first &&
    a.bits === b.bits &&
    a.data.length === b.data.length &&
    a.data.every((value, at) => value === b.data[at])
  );
}

function placeOf(
  area: StateArea | null,
  image: ImageInfo,
  frame: number,
  canvas: Size,
  rotation: number,
): Pick<ViewState, 'scale' | 'center'> {
  const columns = image.pixels?.columns ?? 1;
  const rows = image.pixels?.rows ?? 1;
  if (area === null) return { scale: null, center: null };
  const [left, right] = [Math.min(area.left, area.right), Math.max(area.left, area.right)];
  const [top, bottom] = [Math.min(area.top, area.bottom), Math.max(area.top, area.bottom)];
  const ends = [left + 0.5, top + 0.5, right - columns + 0.5, bottom - rows + 0.5];
  if (area.mode !== 'magnify' && ends.every((end) => Math.abs(end) < WHOLE)) return { scale: null, center: null };
  const center: [number, number] = [(left + right) / 2, (top + bottom) / 2];
  if (area.mode === 'magnify' && area.ratio !== null) return { scale: area.ratio, center };
  const size = { width: right - left, height: bottom - top };
  return { scale: fitScale(canvas, size, displaySpacing(image, frame), rotation), center };
}
