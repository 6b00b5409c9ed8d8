import type { Measurement, ValueRange } from '../../shared/model/measurement.ts';
import { nextSpineLevel } from '../../shared/rules/spine-levels.ts';
import type { SpineOrder } from '../../shared/rules/spine-levels.ts';

/** What the tools of the desk hold beside the drawing itself. */
export interface ToolState {
  /** A length whose true size is asked for now. */
  readonly calibrating: string | null;
  /** The handle of the selected measurement that the keys move; null: all of it. */
  readonly handle: number | null;
  /** What the next press with the spine tool names, and which way it goes on. */
  readonly spine: { readonly next: string; readonly order: SpineOrder };
  /** Values that count in a threshold region; null: nobody chose. */
  readonly range: ValueRange | null;
}

export const NO_TOOL_STATE: ToolState = {
  calibrating: null,
  handle: null,
  spine: { next: 'L5', order: 'up' },
  range: null,
};

/** What the tools add to a drawing of theirs, and what they hold after it: one press names the next vertebra. */
export function takeOwn(
  state: ToolState,
  tool: Measurement['tool'],
): { readonly own: Partial<Pick<Measurement, 'text' | 'range'>>; readonly state: ToolState } {
  if (tool === 'threshold' && state.range) return { own: { range: state.range }, state };
  if (tool !== 'spine-label') return { own: {}, state };
  const { next, order } = state.spine;
  return {
    own: { text: next },
    state: { ...state, spine: { next: nextSpineLevel(next, order) ?? next, order } },
  };
}
