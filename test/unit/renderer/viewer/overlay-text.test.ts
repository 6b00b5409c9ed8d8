import { describe, expect, it } from 'vitest';
import { EMPTY_GLASS } from '../../../../renderer/viewer/glass-truth.ts';
import { windowText } from '../../../../renderer/viewer/overlay-text.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import { imageOf, petOf } from '../../shared/rules/image-fixture.ts';

const words = (image: ImageInfo, center: number, width: number): string =>
  windowText({ ...EMPTY_GLASS, image, voi: { kind: 'window', center, width, fn: 'LINEAR_EXACT' } });

describe('the window in words', () => {
  it('is that of the values of the picture', () => {
    expect(words(imageOf(), 40, 400)).toBe('C 40  W 400');
  });

  it('of a PET of which the uptake is known is in SUV: nobody reads it in Bq/ml', () => {
    // 370 MBq an hour before, 70 kg: 20,000 Bq/ml are 5.527 (rule 3.5).
    expect(words(petOf(), 10_000, 20_000)).toBe('C 2.763  W 5.527 SUVbw');
    expect(words(petOf({ patientWeight: null }), 10_000, 20_000)).toBe('C 10000  W 20000');
  });
});
