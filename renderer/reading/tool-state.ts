import type { CalciumAnswer, CalciumVessel } from '../../shared/model/grown.ts';
import type { Measurement, SuvKind, ValueRange } from '../../shared/model/measurement.ts';
import { needsPixels } from '../../shared/rules/measure.ts';
import { nextSpineLevel } from '../../shared/rules/spine-levels.ts';
import type { SpineOrder } from '../../shared/rules/spine-levels.ts';

/** What the tools of the desk hold beside the drawing itself. */
export interface ToolState {
  /** A length whose true size is asked for now. */
  readonly calibrating: string | null;
  /** What the regions of the case are is asked for now. */
  readonly segmenting: boolean;
  /** What was shown of the case, and how, is looked at now. */
  readonly seenMap: boolean;
  /** Which series is to be taken away is asked for now. */
  readonly subtracting: boolean;
  /** A measurement of which finding, site and side are asked for now. */
  readonly describing: string | null;
  /** The handle of the selected measurement that the keys move; null: all of it. */
  readonly handle: number | null;
  /** What the next press with the spine tool names, and which way it goes on. */
  readonly spine: { readonly next: string; readonly order: SpineOrder };
  /** Values that count in a threshold region; null: nobody chose. */
  readonly range: ValueRange | null;
  /** Kind of SUV that stands beside that by body weight. */
  readonly suv: SuvKind;
  /** Vessel of the next spot of calcium. */
  readonly vessel: CalciumVessel;
  /** mg of hydroxyapatite per ml and HU; null: no mass. */
  readonly calibration: number | null;
  /** Of the marks that stand; null: nobody asked. */
  readonly calcium: CalciumAnswer | null;
}

export const NO_TOOL_STATE: ToolState = {
  calibrating: null,
  segmenting: false,
  seenMap: false,
  subtracting: false,
  describing: null,
  handle: null,
  spine: { next: 'L5', order: 'up' },
  range: null,
  suv: 'bw',
  vessel: 'LM',
  calibration: null,
  calcium: null,
};

/** What the tools add to a drawing of theirs, and what they hold after it: one press names the next vertebra. */
export function takeOwn(
  state: ToolState,
  tool: Measurement['tool'],
): { readonly own: Partial<Pick<Measurement, 'text' | 'range' | 'suv'>>; readonly state: ToolState } {
  const suv = needsPixels(tool) && state.suv !== 'bw' ? { suv: state.suv } : {};
  if (tool === 'calcium') return { own: { text: state.vessel }, state };
  if (isByRange(tool) && state.range) return { own: { ...suv, range: state.range }, state };
  if (tool !== 'spine-label') return { own: suv, state };
  const { next, order } = state.spine;
  return {
    own: { text: next },
    state: { ...state, spine: { next: nextSpineLevel(next, order) ?? next, order } },
  };
}

/** Tools that ask which values count. */
export function isByRange(tool: string): boolean {
  return tool === 'threshold' || tool === 'threshold-volume';
}

/**
 * The drawing that a kind of SUV is chosen for: the selected one, else the one that was drawn last on a PET. What was just drawn is not
 * selected, and is what the reader means. On a plane of a reformat there are no values of pixels.
 * @param isPetHere its picture is a PET and its pixels are at hand
 */
export function drawingForSuv(
  measurements: readonly Measurement[],
  selected: Measurement | null,
  isPetHere: (one: Measurement) => boolean,
): Measurement | null {
  const has = (one: Measurement): boolean => !one.deleted && !one.plane && needsPixels(one.tool) && isPetHere(one);
  if (selected && has(selected)) return selected;
  return measurements.filter((one) => has(one)).reduce<Measurement | null>(later, null);
}

function later(one: Measurement | null, other: Measurement): Measurement {
  return one !== null && one.ordinal > other.ordinal ? one : other;
}
