import type { SubtractAction } from './subtract-acts.ts';

/** px that a press moves the mask by. */
const STEP = 0.1;

/** What a reader can do with subtraction, as plain data. */
export const SUBTRACT_COMMANDS: readonly {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
  readonly action: SubtractAction;
}[] = [
  { id: 'subtract', title: 'Subtract the mask, or another series, or end it', keys: ['Alt Shift J'], action: { do: 'subtract' } }, // prettier-ignore
  { id: 'mask-here', title: 'Subtraction: this frame is the mask', keys: ['Alt Shift G'], action: { do: 'mask-here' } },
  { id: 'mask-next', title: 'Subtraction: the next frame as the mask', keys: [], action: { do: 'mask-step', by: 1 } },
  { id: 'mask-previous', title: 'Subtraction: the frame before as the mask', keys: [], action: { do: 'mask-step', by: -1 } }, // prettier-ignore
  { id: 'mask-own', title: 'Subtraction: the mask of the image, not moved', keys: [], action: { do: 'mask-own' } },
  { id: 'mask-up', title: 'Subtraction: mask up by 0.1 pixel', keys: ['Alt Shift ↑'], action: { do: 'mask-move', by: [-STEP, 0] } }, // prettier-ignore
  { id: 'mask-down', title: 'Subtraction: mask down by 0.1 pixel', keys: ['Alt Shift ↓'], action: { do: 'mask-move', by: [STEP, 0] } }, // prettier-ignore
  { id: 'mask-left', title: 'Subtraction: mask left by 0.1 pixel', keys: ['Alt Shift ←'], action: { do: 'mask-move', by: [0, STEP] } }, // prettier-ignore
  { id: 'mask-right', title: 'Subtraction: mask right by 0.1 pixel', keys: ['Alt Shift →'], action: { do: 'mask-move', by: [0, -STEP] } }, // prettier-ignore
];
