import { describe, expect, it } from 'vitest';
import { EMPTY_GLASS } from '../../../../renderer/viewer/glass-truth.ts';
import { sideGaps, sideText } from '../../../../renderer/viewer/letters.ts';
import { trueSizeScale, trueSizeWords } from '../../../../renderer/viewer/true-size.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import { CR, imageOf, MG } from '../../shared/rules/image-fixture.ts';

describe('F54: sides of a picture', () => {
  const breast = (changes: Partial<ImageInfo>): ImageInfo =>
    imageOf({
      modality: 'MG',
      sopClass: MG,
      image: { patientOrientation: ['P', 'FL'], viewPosition: 'MLO', ...changes },
    });

  it('are written with the view and what was done to it', () => {
    expect(sideText(breast({ laterality: 'R', viewModifiers: ['Magnification'] }), 1)).toBe('RIGHT MLO, Magnification');
    expect(sideText(imageOf(), 1)).toBe('');
  });

  it('are those of the frame where frames differ', () => {
    const { perFrame } = imageOf();
    const both = imageOf({
      image: {
        frames: 2,
        perFrame: ['L', 'R'].flatMap((laterality) => perFrame.map((info) => ({ ...info, acquired: { laterality } }))),
      },
    });
    expect([1, 2].map((frame) => sideText(both, frame))).toEqual(['LEFT', 'RIGHT']);
  });

  it('that nobody said are missed in words, and never guessed', () => {
    const unknown = 'SIDES NOT KNOWN: no orientation in the image';
    expect(sideGaps(breast({ laterality: 'R' }), 1, 90, true)).toEqual([]);
    expect(sideGaps(breast({ laterality: null }), 1, 0, false)).toEqual(['LEFT OR RIGHT BREAST NOT SAID']);
    expect(sideGaps(breast({ laterality: 'U', patientOrientation: null }), 1, 0, false)).toEqual([
      unknown,
      'LEFT OR RIGHT BREAST NOT SAID',
    ]);
    expect(sideGaps(imageOf({ modality: 'CR', sopClass: CR }), 1, 0, false)).toEqual([unknown]);
    expect(sideGaps(breast({ laterality: 'R' }), 1, 45, false)).toEqual([unknown]);
    expect(sideGaps(imageOf({ modality: 'US' }), 1, 0, false)).toEqual([]);
  });
});

describe('true size', () => {
  const truthOf = (image: ImageInfo, zoom: number) => ({
    ...EMPTY_GLASS,
    image,
    ref: { objectId: image.objectId, frame: 1 },
    zoom,
  });

  it('is where a length on the screen is the length that the image says', () => {
    const image = imageOf({ frame: { pixelSpacing: [0.5, 0.5] } });
    // A pixel of 0.5 mm takes two pixels of 0.25 mm.
    expect(trueSizeScale(image, 1, 0.25)).toBe(2);
    expect(trueSizeWords(truthOf(image, 2), 0.25)).toMatch(/^TRUE SIZE \(/);
    expect(trueSizeWords(truthOf(image, 2.1), 0.25)).toBe('');
    expect(trueSizeWords(truthOf(image, 2), null)).toBe('');
  });

  it('holds both ways where pixels are not square', () => {
    // Rows 1 mm apart, columns 0.5 mm: the scale is that of the shorter side.
    expect(trueSizeScale(imageOf({ frame: { pixelSpacing: [1, 0.5] } }), 1, 0.25)).toBe(2);
    expect(trueSizeScale(imageOf({ frame: { pixelSpacing: [0.5, 1] } }), 1, 0.25)).toBe(2);
  });

  it('says that a radiograph has the size of its detector, and is none where nobody says how long a pixel is', () => {
    const chest = imageOf({ modality: 'DX', sopClass: CR, spacing: { imagerPixelSpacing: [0.2, 0.2] } });
    expect(trueSizeScale(chest, 1, 0.2)).toBe(1);
    expect(trueSizeWords(truthOf(chest, 1), 0.2)).toMatch(/detector/);
    expect(trueSizeScale(imageOf({ spacing: { pixelAspectRatio: [2, 1] } }), 1, 0.2)).toBeNull();
  });
});
