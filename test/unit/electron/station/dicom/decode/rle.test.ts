import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { decodeRle } from '../../../../../../electron/station/dicom/decode/codecs/rle.ts';
import { AppError } from '../../../../../../shared/errors/app-error.ts';

/** An RLE frame of the given segments (Part 5 annex G): header of 16 words, then the segments. */
function frame(...segments: readonly (readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(64 + segments.reduce((sum, segment) => sum + segment.length, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, segments.length, true);
  let at = 64;
  segments.forEach((segment, index) => {
    view.setUint32(4 + 4 * index, at, true);
    bytes.set(segment, at);
    at += segment.length;
  });
  return bytes;
}

/** One byte plane as literal runs. */
function literal(plane: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < plane.length; i += 128) {
    const run = plane.slice(i, i + 128);
    out.push(run.length - 1, ...run);
  }
  return out;
}

describe('decodeRle', () => {
  it('reads literal runs, repeats and the byte that means nothing', () => {
    const stream = frame([1, 5, 6, 128, 254, 9, 0, 7]);
    expect([...decodeRle(stream, { pixels: 6, samples: 1, bytesPerSample: 1 })]).toEqual([5, 6, 9, 9, 9, 7]);
  });

  it('puts the most significant segment first', () => {
    const stream = frame([1, 0x12, 0x34], [1, 0x56, 0x78]);
    expect([...decodeRle(stream, { pixels: 2, samples: 1, bytesPerSample: 2 })]).toEqual([0x56, 0x12, 0x78, 0x34]);
  });

  it('sets the samples of colour beside each other', () => {
    const stream = frame([255, 1], [255, 2], [255, 3]);
    expect([...decodeRle(stream, { pixels: 2, samples: 3, bytesPerSample: 1 })]).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it.each([
    ['a run that passes the end of its plane', [129, 4, 128, 128]],
    ['bytes after its plane is full', [254, 4, 1, 7]],
  ])('refuses %s', (_what, segment) => {
    const shape = { pixels: segment[0] === 254 ? 3 : 2, samples: 1, bytesPerSample: 1 } as const;
    expect(() => decodeRle(frame([...segment]), shape)).toThrowError(AppError);
  });

  it('takes zeros after a full plane for padding', () => {
    expect([...decodeRle(frame([254, 4, 0, 0]), { pixels: 3, samples: 1, bytesPerSample: 1 })]).toEqual([4, 4, 4]);
  });

  it('refuses a segment that ends early', () => {
    const short = (): unknown => decodeRle(frame([1, 5, 6]), { pixels: 3, samples: 1, bytesPerSample: 1 });
    expect(short).toThrowError(expect.objectContaining({ code: 'dicom/pixel-data-incomplete' }));
  });

  it('refuses another number of segments than the header asks for', () => {
    const wrong = (): unknown => decodeRle(frame([255, 1]), { pixels: 2, samples: 1, bytesPerSample: 2 });
    expect(wrong).toThrowError(expect.objectContaining({ code: 'dicom/pixel-data-damaged' }));
  });

  it('gives back any plane that was packed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 400 }), (plane) => {
        const shape = { pixels: plane.length, samples: 1, bytesPerSample: 1 } as const;
        expect([...decodeRle(frame(literal(plane)), shape)]).toEqual(plane);
      }),
    );
  });

  it('ends any bytes in a picture or a coded refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(decodeRle(bytes, { pixels: 40, samples: 1, bytesPerSample: 1 })).toHaveLength(40);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });
});
