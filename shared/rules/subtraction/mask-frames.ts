import type { MaskItem, RowColumn } from '../../model/image.ts';

/** What is subtracted from what, for one frame of a run. Frames from 1. */
export interface MaskStep {
  /** Averaged before. */
  readonly contrast: readonly number[];
  /** Averaged, then shifted, then subtracted. */
  readonly masks: readonly number[];
  /** Pixels: of rows towards the last row, of columns towards the first column (C.7.6.10.1.2). */
  readonly shift: RowColumn;
}

const NO_SHIFT: RowColumn = [0, 0];

/** Items that subtract something from frames of this object; NONE, and what is not known, subtract nothing. */
export function usableItems(items: readonly MaskItem[], frames: number): readonly MaskItem[] {
  const isFrame = (number: number): boolean => number >= 1 && number <= frames;
  return items.filter((item) => isKnownMask(item) && (item.operation !== 'AVG_SUB' || item.masks.every(isFrame)));
}

/** Whether it is known what such an item asks for, whatever the object has. */
export function isKnownMask({ operation, masks, ranges }: MaskItem): boolean {
  if (operation === 'AVG_SUB') return masks.length > 0;
  // Nothing says from where it counts backwards.
  return operation === 'TID' || (operation === 'REV_TID' && ranges.length > 0);
}

/** What the object says is subtracted from one of its frames: the first item that speaks of it; null: nothing. */
export function maskStep(items: readonly MaskItem[], frames: number, frame: number): MaskStep | null {
  for (const item of usableItems(items, frames)) {
    const step = stepOf(item, frames, frame);
    if (step) return step;
  }
  return null;
}

/** The reader's own mask, in place of what the object says. */
export function chosenStep(masks: readonly number[], shift: RowColumn, frame: number): MaskStep {
  return { contrast: [frame], masks, shift };
}

/** The mask that a reader begins with who changes it: that of the object, else the first frame. */
export function firstMask(items: readonly MaskItem[], frames: number): Pick<MaskStep, 'masks' | 'shift'> {
  const item = usableItems(items, frames).find(({ operation }) => operation === 'AVG_SUB');
  return item ? { masks: item.masks, shift: item.shift } : { masks: [1], shift: NO_SHIFT };
}

function stepOf(item: MaskItem, frames: number, frame: number): MaskStep | null {
  const { operation, masks, average } = item;
  const shift = item.frameShifts?.find((one) => one.frame === frame)?.shift ?? item.shift;
  const last = frame + average - 1;
  if (!isIn(item, frame)) return null;
  const contrast = Array.from({ length: average }, (_unused, at) => frame + at).filter((one) => one <= frames);
  if (operation === 'AVG_SUB') {
    // Without a range it ends where the frames to be averaged end.
    if (item.ranges.length === 0 && last > frames) return null;
    return { contrast, masks, shift };
  }
  const first = item.ranges[0]?.[0] ?? 1;
  const mask = operation === 'TID' ? frame - item.offset : first - item.offset - (frame - first);
  return mask >= 1 && mask <= frames ? { contrast, masks: [mask], shift } : null;
}

function isIn({ ranges }: MaskItem, frame: number): boolean {
  return ranges.length === 0 || ranges.some(([from, to]) => frame >= from && frame <= to);
}
