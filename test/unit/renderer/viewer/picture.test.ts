import { describe, expect, it } from 'vitest';
import type { FrameHeader } from '../../../../shared/contract/frames.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import { displaySpacing } from '../../../../shared/rules/display-spacing.ts';
import { fromImageId, toImageId } from '../../../../renderer/viewer/image-id.ts';
import { colourWords } from '../../../../shared/rules/colour/colour-maps.ts';
import { paintFrame } from '../../../../renderer/viewer/painter.ts';
import { typedPixels } from '../../../../renderer/viewer/pixel-data.ts';
import type { PixelArray } from '../../../../renderer/viewer/pixel-data.ts';
import { INITIAL_VIEW } from '../../../../renderer/viewer/view-state.ts';
import type { GreyChoice } from '../../../../renderer/viewer/view-state.ts';
import { DX, imageOf } from '../../shared/rules/image-fixture.ts';

const id = ObjectId.parse('0'.repeat(26));

function header(pixels: PixelArray, changes: Partial<FrameHeader> = {}): FrameHeader {
  const values = Array.from(pixels);
  return {
    objectId: id,
    frame: 1,
    rows: 1,
    columns: pixels.length,
    samples: 1,
    type: 'int16',
    photometric: 'MONOCHROME2',
    min: Math.min(...values),
    max: Math.max(...values),
    ...changes,
  };
}

function greys(
  image: ReturnType<typeof imageOf>,
  pixels: PixelArray,
  choice: GreyChoice = INITIAL_VIEW,
  changes: Partial<FrameHeader> = {},
): number[] {
  const out = new Uint32Array(pixels.length / (changes.samples ?? 1));
  paintFrame(image, { header: header(pixels, changes), pixels }, choice, out);
  return Array.from(out, (word) => word & 255);
}

describe('painting a frame', () => {
  const ct = imageOf({
    frame: {
      rescale: { slope: 1, intercept: -1024, type: 'HU' },
      windows: [{ center: 40, width: 400, explanation: null }],
    },
  });

  it('shows signed and rescaled values through the window of the object (rule 3.8)', () => {
    expect(greys(ct, Int16Array.of(864, 865, 1064, 1262, 1263))).toEqual([0, 1, 128, 254, 255]);
  });

  it('takes the window set by hand instead, and inverts on demand', () => {
    const byHand = { ...INITIAL_VIEW, window: { center: 1040, width: 2 } };
    expect(greys(ct, Int16Array.of(864, 2064, 2066), byHand)).toEqual([0, 255, 255]);
    expect(greys(ct, Int16Array.of(864, 1264), { ...INITIAL_VIEW, invert: true })).toEqual([255, 0]);
  });

  it('shows each grey in the colour of the map that was chosen, after window and inversion', () => {
    const out = new Uint32Array(3);
    const frame = (pixels: PixelArray) => ({ header: header(pixels), pixels });
    const choice = { ...INITIAL_VIEW, colourMap: 'hot-iron' as const };
    paintFrame(ct, frame(Int16Array.of(864, 1064, 1263)), choice, out);
    expect([...out].map((word) => word & 0xffffff)).toEqual([0, 128, 255].map((grey) => (colourWords('hot-iron')[grey] ?? 0) & 0xffffff)); // prettier-ignore
    paintFrame(ct, frame(Int16Array.of(864, 864, 1263)), { ...choice, invert: true }, out);
    expect((out[2] ?? 1) & 0xffffff).toBe(0);
  });

  it('shows MONOCHROME1 high as dark, and inverted back', () => {
    const image = imageOf({ modality: 'DX', sopClass: DX, pixels: { photometric: 'MONOCHROME1', signed: false } });
    const changes = { photometric: 'MONOCHROME1', type: 'uint16' } as const;
    expect(greys(image, Uint16Array.of(0, 100), INITIAL_VIEW, changes)).toEqual([255, 0]);
    expect(greys(image, Uint16Array.of(0, 100), { ...INITIAL_VIEW, invert: true }, changes)).toEqual([0, 255]);
  });

  it('paints floats and values beyond a table one by one, and holes black', () => {
    const floats = Float32Array.of(0, 0.5, 1, NaN);
    const painted = greys(imageOf(), floats, INITIAL_VIEW, { type: 'float32', min: 0, max: 1 });
    expect([painted[0], painted[2], painted[3]]).toEqual([0, 255, 0]);
    const wide = greys(imageOf(), Int32Array.of(-2_000_000, 0, 2_000_000), INITIAL_VIEW, { type: 'int32' });
    expect([wide[0], wide[2]]).toEqual([0, 255]);
  });

  it('keeps colour as it is, opaque', () => {
    const out = new Uint32Array(2);
    const pixels = Uint8Array.of(255, 0, 0, 1, 2, 3);
    paintFrame(
      imageOf(),
      { header: header(pixels, { samples: 3, columns: 2, type: 'uint8', photometric: 'RGB' }), pixels },
      INITIAL_VIEW,
      out,
    );
    expect([...out].map((word) => word >>> 0)).toEqual([0xff0000ff, 0xff030201]);
  });
});

describe('pixels of a frame', () => {
  it('get their type at any address', () => {
    const bytes = new Uint8Array([9, 0xff, 0xff, 0x02, 0x00]).subarray(1);
    expect([...typedPixels(header(Int16Array.of(-1, 2)), bytes)]).toEqual([-1, 2]);
  });
});

describe('the name of a picture', () => {
  it('goes there and back, and nothing else is taken for one', () => {
    const ref = { objectId: id, frame: 12 };
    expect(fromImageId(toImageId(ref))).toEqual(ref);
    for (const name of ['dicom:126', 'nightjar:1/1', `nightjar:${id}/0`, `nightjar:${id}/`, `x${toImageId(ref)}`]) {
      expect(fromImageId(name)).toBeNull();
    }
  });

  it('never ends with the name of another one', () => {
    expect(toImageId({ objectId: id, frame: 12 }).endsWith(toImageId({ objectId: id, frame: 2 }))).toBe(false);
  });
});

describe('the shape of a pixel on the screen', () => {
  it('comes from spacing, else imager spacing, else the aspect ratio, else it is square', () => {
    expect(displaySpacing(imageOf({ frame: { pixelSpacing: [2, 1] } }), 1)).toEqual([2, 1]);
    expect(displaySpacing(imageOf({ spacing: { imagerPixelSpacing: [0.1, 0.2] } }), 1)).toEqual([0.1, 0.2]);
    expect(displaySpacing(imageOf({ spacing: { pixelAspectRatio: [4, 3] } }), 1)).toEqual([4, 3]);
    expect(displaySpacing(imageOf(), 1)).toEqual([1, 1]);
  });

  it('is square where the header is nonsense', () => {
    expect(displaySpacing(imageOf({ frame: { pixelSpacing: [0, 1] } }), 1)).toEqual([1, 1]);
    expect(displaySpacing(imageOf({ frame: { pixelSpacing: [500, 1] } }), 1)).toEqual([1, 1]);
  });
});
