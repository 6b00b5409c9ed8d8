import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toStored } from '../../../../../electron/station/dicom/decode/stored-values.ts';
import { frameValues } from '../../../../../electron/station/dicom/decode/frame-values.ts';
import { cutFrame, framePlace, thumbnailOf } from '../../../../../electron/station/frames/native-frame.ts';
import type { NumbersRead } from '../../../../../electron/station/frames/frame-types.ts';
import { integerRange } from '../../../../../shared/dicom/pixel-stats.ts';
import type { IntegerType } from '../../../../../shared/dicom/pixel-stats.ts';
import { ObjectId } from '../../../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../../../shared/model/image.ts';

const wish = { objectId: ObjectId.parse('0'.repeat(26)), frame: 1 };

/** As the blob store reads it. */
function read(bytes: Uint8Array, numbers: IntegerType = 'uint16'): NumbersRead {
  return { bytes, range: integerRange(bytes, numbers) };
}

function grey(bitsStored: number, signed: boolean, more: Partial<NonNullable<ImageInfo['pixels']>> = {}): ImageInfo {
  const pixels = { rows: 1, columns: 4, samplesPerPixel: 1, photometric: 'MONOCHROME2', planar: false };
  const bits = { bitsAllocated: 16, bitsStored, highBit: bitsStored - 1, signed, nativeOffset: 100 };
  // Only what frames are cut by.
  return { frames: 3, pixels: { ...pixels, ...bits, ...more } } as ImageInfo;
}

describe('the place of a native frame', () => {
  it('counts frames from 1, one after the other', () => {
    expect(framePlace(grey(12, false), 1)).toEqual({ offset: 100, bytes: 8, numbers: 'uint16' });
    expect(framePlace(grey(12, false), 3)).toEqual({ offset: 116, bytes: 8, numbers: 'uint16' });
  });

  it('is unknown outside the frames, without a word of the index, and for frames that would hold up the loop', () => {
    expect(framePlace(grey(12, false), 0)).toBeNull();
    expect(framePlace(grey(12, false), 4)).toBeNull();
    expect(framePlace({ ...grey(12, false), pixels: null }, 1)).toBeNull();
    expect(framePlace(grey(16, false, { rows: 4096, columns: 4096 }), 1)).toBeNull();
  });
});

describe('a native frame', () => {
  it('is what a decoder makes of the same words, whatever lies above the stored bits', () => {
    const words = fc.uint16Array({ minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 16 }), fc.boolean(), (raw, bitsStored, signed) => {
        const data = new Uint8Array(raw.slice().buffer);
        const frame = cutFrame(grey(bitsStored, signed), wish, read(data, signed ? 'int16' : 'uint16'));
        const decoded = toStored(data, 2, signed ? 'int16' : 'uint16', { bitsStored, shift: 0 });
        expect([...frameValues(frame)]).toEqual([...decoded]);
        expect(frame.header).toMatchObject({ min: Math.min(...decoded), max: Math.max(...decoded) });
      }),
    );
  });

  it('has the small picture that a decoder makes of it', async () => {
    const data = new Uint8Array(Uint16Array.from([0, 1000, 2000, 4095]).buffer);
    const perFrame = [{ windows: [{ center: 2048, width: 4096 }], rescale: null }];
    const image = { ...grey(12, false), perFrame, modalityLut: null } as ImageInfo;
    const { header, data: rgba } = thumbnailOf(image, cutFrame(image, wish, read(data)));
    expect(header).toMatchObject({ rows: 1, columns: 4, samples: 4, type: 'uint8', photometric: 'RGBA', max: 255 });
    expect(rgba.filter((_, at) => at % 4 === 0)).toEqual(Uint8Array.from([0, 62, 125, 255]));
  });

  it('is refused when fewer bytes came than it has', () => {
    expect(() => cutFrame(grey(12, false), wish, read(new Uint8Array(6)))).toThrow('ends before this frame');
  });
});
