import { srgbOfLab } from '../../shared/dicom/lab-colour.ts';
import { frameInfo } from '../../shared/model/image.ts';
import type { ImageInfo, LookupTable, ShutterShape } from '../../shared/model/image.ts';
import type { PresentationState, StateArea, StateVoi } from '../../shared/model/presentation-state.ts';
import type { ImageReference } from '../../shared/model/segmentation.ts';
import { stateOnSlice } from '../../shared/rules/sheet-state.ts';
import { shutterOf } from '../../shared/rules/shutter.ts';
import { otherOrder } from '../../shared/rules/state-placement.ts';
import { identityWindow } from '../../shared/rules/window.ts';
import { displaySpacing } from '../../shared/rules/display-spacing.ts';
import { fitScale, pixelShape } from './placement.ts';
import type { Size } from './placement.ts';
import { imageUnder } from './state-grey.ts';
import type { StateGrey, StateShutter } from './state-grey.ts';
import { trueSizeScale } from './true-size.ts';
import type { ViewState } from './view-state.ts';

/** What a picture shows under a presentation state, and what of the state is not done here, in words. */
export interface StateView {
  readonly view: ViewState;
  readonly leftOut: readonly string[];
}

/** What a state is shown on. `pitch`: mm of one device pixel of the monitor; null: nobody measured it. */
export interface StateGlass {
  readonly canvas: Size;
  readonly pitch: number | null;
}

const WHOLE = 1e-6;
/** Shapes of a pixel that differ by less are the same: headers round. */
const SAME_SHAPE = 0.005;

/** Whether an entry of a state is about a picture; an empty list is about all that the state names. */
export function isOf(of: readonly ImageReference[], { sopUid }: Pick<ImageInfo, 'sopUid'>, frame: number): boolean {
  return of.length === 0 || of.some((one) => one.sopUid === sopUid && (one.frame === null || one.frame === frame));
}

/** Whether a state says how this picture is to be shown. */
export function isNamed({ images }: PresentationState, image: Pick<ImageInfo, 'sopUid'>, frame: number): boolean {
  return images.length > 0 && isOf(images, image, frame);
}

/** The state for one picture, in the order of rule 3.8: modality, VOI, output, shutter, part of the picture, turn. */
export function stateView(whole: PresentationState, image: ImageInfo, frame: number, glass: StateGlass): StateView {
  const state = stateOnSlice(whole, image, frame);
  const leftOut = [...state.leftOut];
  const { rotation, flip } = otherOrder(state);
  const shutter = shutterUnder(state, shutterOf(image, frame));
  const { grey, invert, ...values } = state.kind === 'grey' ? greyOf(state, image, frame) : COLOUR;
  const own = grey === null && shutter === null ? null : { modality: null, output: null, ...grey, shutter };
  const area = state.areas.find(({ of }) => isOf(of, image, frame)) ?? null;
  const place = placeOf(area, image, frame, { ...glass, rotation }, leftOut);
  return { view: { ...values, invert, rotation, flip, shutterLifted: false, state: own, ...place }, leftOut };
}

type OwnValues = Pick<StateGrey, 'modality' | 'output'>;
type Grey = Pick<ViewState, 'window' | 'preset' | 'invert'> & { readonly grey: OwnValues | null };

const COLOUR: Grey = { window: null, preset: null, invert: false, grey: null };

function greyOf(state: PresentationState, image: ImageInfo, frame: number): Grey {
  const map = modalityMap(state, image, frame);
  const voi = state.voi.find(({ of }) => isOf(of, image, frame))?.show ?? null;
  // A window goes over to the picture's own values, which then stay readable; a curve, or a table of values, does not.
  const isStraight = map !== null && (voi?.kind !== 'lut' || (map.slope === 1 && map.intercept === 0));
  const modality = isStraight ? null : { rescale: state.rescale, lut: state.modalityLut };
  const { output, invert } = outputOf(state, image);
  const grey = modality === null && output === null ? null : { modality, output };
  return { ...valuesOf(state, imageUnder(image, { modality, output, shutter: null }), frame, voi, map), invert, grey };
}

type Line = { readonly slope: number; readonly intercept: number };

function valuesOf(
  state: PresentationState,
  image: ImageInfo,
  frame: number,
  voi: StateVoi['show'] | null,
  map: Line | null,
): Pick<ViewState, 'window' | 'preset'> {
  const name = state.description || state.label || 'Presentation state';
  if (voi?.kind === 'lut') return { window: null, preset: { name, show: { kind: 'lut', lut: voi.lut } } };
  // Without a window of the state values are shown as they are, whatever window the picture would open with.
  if (voi === null) {
    const window = identityWindow(image, frame);
    return { window: null, preset: { name: 'Whole range', show: { kind: 'window', window, voiFunction: 'LINEAR' } } };
  }
  const { slope, intercept } = map ?? { slope: 1, intercept: 0 };
  const window = { center: voi.center * slope + intercept, width: voi.width * Math.abs(slope) };
  // What the picture's own function does needs no name: it goes with the desk over a restart.
  if (voi.fn === frameInfo(image, frame).voiFunction) return { window, preset: null };
  return { window: null, preset: { name, show: { kind: 'window', window, voiFunction: voi.fn } } };
}

/** Values of the state to those of the picture, where both are straight lines of the stored ones; null: they are not. */
function modalityMap(state: PresentationState, image: ImageInfo, frame: number): Line | null {
  if (state.modalityLut !== null || image.modalityLut !== null) {
    return sameTable(state.modalityLut, image.modalityLut) ? { slope: 1, intercept: 0 } : null;
  }
  const own = frameInfo(image, frame).rescale ?? { slope: 1, intercept: 0 };
  const said = state.rescale ?? { slope: 1, intercept: 0 };
  const slope = own.slope / said.slope;
  return slope > 0 ? { slope, intercept: own.intercept - said.intercept * slope } : null;
}

type Output = Pick<StateGrey, 'output'> & { readonly invert: boolean };

/** By the reader's own switch where that is all there is to it: then it can be seen, and taken back. */
function outputOf(state: PresentationState, image: ImageInfo): Output {
  const own = image.presentationLut;
  if (state.presentationLut !== null || own !== undefined) {
    if (sameTable(state.presentationLut, own ?? null)) return { output: null, invert: false };
    if (own !== undefined && sameTable(state.presentationLut, turnedOver(own))) return { output: null, invert: true };
    return { output: { lut: state.presentationLut, shape: state.shape }, invert: false };
  }
  const shape = image.presentationLutShape?.trim().toUpperCase();
  const isMono1 = image.pixels?.photometric.trim().toUpperCase() === 'MONOCHROME1';
  const isInverse = shape === 'INVERSE' || (shape !== 'IDENTITY' && isMono1);
  return { output: null, invert: state.shape === null ? false : (state.shape === 'INVERSE') !== isInverse };
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

/** A state has all shutters that there are to be: without one in it the picture's own is open. Null: the picture's own. */
function shutterUnder(
  { shutter, shutterTone, bitmaps = [] }: PresentationState,
  own: readonly ShutterShape[],
): StateShutter | null {
  const runs = bitmaps.flatMap((one) => (one.role === 'shutter' ? one.runs : []));
  const isOwn = JSON.stringify(shutter) === JSON.stringify(own);
  if (isOwn && runs.length === 0 && shutterTone === undefined) return null;
  return { shapes: shutter, runs, tone: toneOf(shutterTone) };
}

function toneOf(tone: PresentationState['shutterTone']): string {
  if (tone === undefined) return '#000';
  if (tone.lab !== null) return `rgb(${srgbOfLab(tone.lab).join(' ')})`;
  const grey = Math.round(tone.grey * 255);
  return `rgb(${grey} ${grey} ${grey})`;
}

interface Turned extends StateGlass {
  readonly rotation: number;
}

function placeOf(
  area: StateArea | null,
  image: ImageInfo,
  frame: number,
  { canvas, pitch, rotation }: Turned,
  leftOut: string[],
): Pick<ViewState, 'scale' | 'center'> {
  if (area === null) return { scale: null, center: null };
  const shown = displaySpacing(image, frame);
  const shape = area.spacing === undefined ? area.aspect : area.spacing[0] / area.spacing[1];
  if (shape !== undefined && Math.abs(shape / (shown[0] / shown[1]) - 1) > SAME_SHAPE)
    leftOut.push('its own shape of pixels');
  const { center, size, isWhole } = partOf(area, image);
  if (area.mode === 'magnify' && area.ratio !== null) return { scale: area.ratio, center };
  if (area.mode === 'true-size') {
    const scale = pitch === null ? null : trueSizeOf(area, image, frame, pitch);
    if (scale !== null) return { scale, center };
    leftOut.push(
      pitch === null
        ? 'true size: nobody measured this monitor (Settings, True size); it is fitted'
        : 'true size: the length of its pixels is not said; it is fitted',
    );
  }
  if (isWhole) return { scale: null, center: null };
  return { scale: fitScale(canvas, size, shown, rotation), center };
}

interface Part {
  readonly center: [number, number];
  readonly size: Size;
  /** Not less, and not more, than the picture. */
  readonly isWhole: boolean;
}

function partOf(area: StateArea, { pixels }: ImageInfo): Part {
  const [left, right] = [Math.min(area.left, area.right), Math.max(area.left, area.right)];
  const [top, bottom] = [Math.min(area.top, area.bottom), Math.max(area.top, area.bottom)];
  const ends = [left + 0.5, top + 0.5, right - (pixels?.columns ?? 1) + 0.5, bottom - (pixels?.rows ?? 1) + 0.5];
  return {
    center: [(left + right) / 2, (top + bottom) / 2],
    size: { width: right - left, height: bottom - top },
    isWhole: ends.every((end) => Math.abs(end) < WHOLE),
  };
}

/** By the length of a pixel that the state says, else by the picture's own; null where neither says it. */
function trueSizeOf({ spacing }: StateArea, image: ImageInfo, frame: number, pitch: number): number | null {
  if (spacing === undefined) return trueSizeScale(image, frame, pitch);
  return spacing[1] / pitch / pixelShape(displaySpacing(image, frame)).x;
}
