import { describe, expect, it } from 'vitest';
import { modalityMap, modalityUnit } from '../../../../../electron/station/frames/modality-map.ts';
import type { FrameInfo, ImageInfo } from '../../../../../shared/model/image.ts';

/** Only what the modality step reads. */
function image(facts: Partial<ImageInfo>, ...slopes: readonly number[]): ImageInfo {
  const perFrame = slopes.map((slope) => ({ rescale: { slope, intercept: 1, type: null } }) as FrameInfo);
  return { modalityLut: null, pet: null, modality: 'CT', ...facts, perFrame } as ImageInfo;
}

describe('modality values', () => {
  it('take the rescale of their own frame', () => {
    expect(modalityMap(image({}, 2, 3), 2)(10)).toBe(31);
    expect(modalityMap(image({}, 2), 7)(10)).toBe(21);
  });

  it('go through a lookup table, whose ends hold beyond it', () => {
    const modalityLut = { first: 5, bits: 16, explanation: null, data: [100, 200] };
    const map = modalityMap(image({ modalityLut }, 9), 1);
    expect([4, 5, 6, 7].map(map)).toEqual([100, 100, 200, 200]);
  });

  it('are the stored ones where nobody rescales', () => {
    const plain = image({ modality: 'US' }, 1);
    const bare = { ...plain, perFrame: plain.perFrame.map((info) => ({ ...info, rescale: null })) };
    expect(modalityMap(bare, 1)(42)).toBe(42);
    expect(modalityUnit(bare)).toBeNull();
  });

  it('have a unit only where it is known', () => {
    expect(modalityUnit(image({}, 1))).toBe('HU');
    expect(modalityUnit(image({ modality: 'MR' }, 1))).toBeNull();
  });
});
