import { describe, expect, it } from 'vitest';
import type { MaskItem } from '../../../../../shared/model/image.ts';
import { chosenStep, firstMask, maskStep, usableItems } from '../../../../../shared/rules/subtraction/mask-frames.ts';
import { frameWords, shiftWords } from '../../../../../shared/rules/subtraction/subtraction-image.ts';

const item = (own: Partial<MaskItem>): MaskItem => ({
  ...{ operation: 'AVG_SUB', ranges: [], masks: [], average: 1, shift: [0, 0], offset: 1 },
  ...own,
});
const masksOf = (items: MaskItem[], frames: number): readonly (string | null)[] =>
  Array.from({ length: frames }, (_unused, at) => {
    const step = maskStep(items, frames, at + 1);
    return step && `${step.contrast.join('+')}-${step.masks.join('+')}`;
  });

describe('which frames a mask is subtracted from (Part 3 C.7.6.10.1.1)', () => {
  it('AVG_SUB: the mean of the mask frames, from all frames or from ranges', () => {
    expect(masksOf([item({ masks: [1, 2] })], 3)).toEqual(['1-1+2', '2-1+2', '3-1+2']);
    expect(masksOf([item({ masks: [1], ranges: [[2, 3], [5, 5]] })], 5)).toEqual([null, '2-1', '3-1', null, '5-1']); // prettier-ignore
  });

  it('averages contrast frames from the current one on; without a range it ends where they end', () => {
    expect(masksOf([item({ masks: [1], average: 3 })], 5)).toEqual(['1+2+3-1', '2+3+4-1', '3+4+5-1', null, null]);
    expect(masksOf([item({ masks: [1], average: 2, ranges: [[4, 5]] })], 5).slice(3)).toEqual(['4+5-1', '5-1']);
  });

  it('TID: the frame so many before, where there is one; a negative offset looks ahead', () => {
    expect(masksOf([item({ operation: 'TID', offset: 2 })], 4)).toEqual([null, null, '3-1', '4-2']);
    expect(masksOf([item({ operation: 'TID', offset: -1 })], 3)).toEqual(['1-2', '2-3', null]);
  });

  it('REV_TID: MFN = (FCFN - offset) - (CFN - FCFN), and needs a range', () => {
    expect(masksOf([item({ operation: 'REV_TID', offset: 1, ranges: [[5, 8]] })], 8)).toEqual([
      ...[null, null, null, null],
      ...['5-4', '6-3', '7-2', '8-1'],
    ]);
    expect(usableItems([item({ operation: 'REV_TID' })], 8)).toEqual([]);
  });

  it('a frame with a shift of its own is moved by that, the others by that of the item', () => {
    const items = [item({ masks: [1], shift: [1, 1], frameShifts: [{ frame: 3, shift: [0.3, -2] }] })];
    expect([2, 3].map((frame) => maskStep(items, 3, frame)?.shift)).toEqual([
      [1, 1],
      [0.3, -2],
    ]);
  });

  it('several items: the first that speaks of the frame; NONE, unknown words and frames that are not there subtract nothing', () => {
    const items = [item({ masks: [1], ranges: [[2, 3]] }), item({ masks: [4], ranges: [[3, 5]] })];
    expect(masksOf(items, 5)).toEqual([null, '2-1', '3-1', '4-4', '5-4']);
    expect(usableItems([item({ operation: 'NONE' }), item({ masks: [9] }), item({ masks: [] })], 5)).toEqual([]);
  });

  it('a reader begins with the mask of the image, else with the first frame', () => {
    expect(firstMask([item({ operation: 'TID' }), item({ masks: [3, 4], shift: [0.5, 1] })], 9)).toEqual({
      ...{ masks: [3, 4], shift: [0.5, 1] },
    });
    expect(firstMask([], 9)).toEqual({ masks: [1], shift: [0, 0] });
    expect(chosenStep([7], [0, 0.1], 9)).toEqual({ contrast: [9], masks: [7], shift: [0, 0.1] });
  });

  it('says which frames, and where the mask was moved to', () => {
    expect([frameWords([1]), frameWords([2, 3, 4]), frameWords([1, 4])]).toEqual([
      ...['FRAME 1', 'FRAMES 2 TO 4', 'FRAMES 1, 4'],
    ]);
    expect([shiftWords([0.3, -0.1]), shiftWords([-1, 2]), shiftWords([0, 0])]).toEqual([
      ...['0.3 px down, 0.1 px right', '1 px up, 2 px left', ''],
    ]);
  });
});
