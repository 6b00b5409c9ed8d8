import type { ColourMap } from '../../shared/rules/colour/colour-maps.ts';
import type { WindowPreset } from '../../shared/rules/window-presets.ts';
import type { Point2 } from '../../shared/model/measurement.ts';
import type { StateGrey } from './state-grey.ts';

export interface WindowLevel {
  readonly center: number;
  readonly width: number;
}

/** Which grey values are shown how. */
export interface GreyChoice {
  /** Set by hand, with the object's own function. */
  readonly window: WindowLevel | null;
  /** Chosen by its key; only looked at while `window` is null. Both null: the object's own first preset. */
  readonly preset: Pick<WindowPreset, 'name' | 'show'> | null;
  /** On top of what MONOCHROME1 and the presentation shape ask for. */
  readonly invert: boolean;
  /** What the picture's own shutter hides is shown. */
  readonly shutterLifted?: boolean;
  /** Colours in place of greys; absent or grey: none. */
  readonly colourMap?: ColourMap;
  /** Where a presentation state shows other values, or another shutter, than the picture would by itself. */
  readonly state?: StateGrey | null;
}

/** How the picture lies on the screen. Flip (left to right) comes first, then rotation, clockwise in degrees. */
export interface Placement {
  readonly rotation: number;
  readonly flip: boolean;
  /** Device pixels for one image pixel along its shorter side; null: fit to the viewport. */
  readonly scale: number | null;
  /** Image pixel at the middle of the viewport; null: the middle of the image. */
  readonly center: Point2 | null;
  /** While `scale` is null: fit this many pixels of the picture, not its own size, so that several are shown at one scale. */
  readonly room?: { readonly width: number; readonly height: number } | null;
  /** While `center` is null: the edge of the viewport that the picture stands at. */
  readonly justify?: 'left' | 'right' | 'top' | 'bottom' | null;
}

export interface ViewState extends GreyChoice, Placement {}

export interface ViewChange {
  readonly before: ViewState;
  readonly after: ViewState;
}

export const INITIAL_VIEW: ViewState = {
  window: null,
  preset: null,
  invert: false,
  shutterLifted: false,
  colourMap: 'grey',
  state: null,
  rotation: 0,
  flip: false,
  scale: null,
  center: null,
  room: null,
  justify: null,
};

/** Turns what is on the screen clockwise by `degrees`. */
export function rotated(view: ViewState, degrees: number): ViewState {
  return { ...view, rotation: (((view.rotation + degrees) % 360) + 360) % 360 };
}

/** Mirrors what is on the screen left to right, whatever its rotation. */
export function mirrored(view: ViewState): ViewState {
  return { ...view, flip: !view.flip, rotation: (360 - view.rotation) % 360 };
}
