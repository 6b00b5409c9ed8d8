import { afterAll, describe, expect, it } from 'vitest';
import { frameValues } from '../../../electron/station/dicom/decode/frame-values.ts';
import type { DecodeForm, DecodedFrame } from '../../../electron/station/dicom/decode/decode-types.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { newObjectId, readBytes, realPool } from './decoders.ts';

/** Pictures that exist as plain RGB and in other codings, and how far a value may lie off on average (lossy ones). */
const SAME_PICTURE: readonly (readonly [plain: string, other: string, apart: number])[] = [
  ['SC_rgb_rle.dcm', 'SC_rgb_dcmtk_+eb+cr.dcm', 1],
  ['SC_rgb_rle.dcm', 'SC_rgb_dcmtk_+eb+cy+n2.dcm', 1],
  ['SC_rgb_rle.dcm', 'SC_rgb_dcmtk_+eb+cy+np.dcm', 4],
  ['SC_rgb_rle.dcm', 'SC_rgb_dcmtk_+eb+cy+s4.dcm', 1],
  ['SC_rgb_rle.dcm', 'SC_rgb_gdcm_KY.dcm', 0],
  ['SC_rgb_rle.dcm', 'SC_rgb_jpeg_gdcm.dcm', 0],
  ['SC_rgb_rle.dcm', 'SC_ybr_full_uncompressed.dcm', 1],
  ['SC_rgb_rle.dcm', 'SC_ybr_full_422_uncompressed.dcm', 1],
  ['SC_jpeg_no_color_transform_2.dcm', 'SC_rgb_jpeg_app14_dcmd.dcm', 0],
  ['SC_rgb_small_odd.dcm', 'SC_rgb_small_odd_big_endian.dcm', 0],
  ['SC_rgb_small_odd.dcm', 'SC_rgb_small_odd_jpeg.dcm', 3],
  ['JLSL_RGB_ILV0.dcm', 'JLSL_RGB_ILV2.dcm', 0],
  ['TestPattern_RGB.dcm', 'TestPattern_JPEG-Baseline_YBR422.dcm', 2],
  ['TestPattern_RGB.dcm', 'TestPattern_JPEG-LS-Lossless.dcm', 0],
  ['TestPattern_RGB.dcm', 'TestPattern_Palette.dcm', 8],
  ['TestPattern_Palette.dcm', 'TestPattern_Palette_16.dcm', 1],
];

describe.skipIf(!hasTestdata())('frames for the glass', () => {
  const pool = realPool();
  afterAll(() => pool.close());

  const decode = (file: string, form: DecodeForm): Promise<DecodedFrame> => {
    const load = async (): Promise<Uint8Array> => readBytes(testdata(file));
    return pool.decode({ objectId: newObjectId(), frame: 1, form, priority: 'shown', load });
  };

  it.each(SAME_PICTURE)('%s and %s look the same', async (plain, other, apart) => {
    const one = await decode(`ts-color/${plain}`, 'display');
    const two = await decode(`ts-color/${other}`, 'display');
    expect(two.header).toMatchObject({ photometric: 'RGB', samples: 3, type: 'uint8' });
    expect(two.data.length).toBe(one.data.length);
    let sum = 0;
    for (let i = 0; i < one.data.length; i += 1) sum += Math.abs((one.data[i] ?? 0) - (two.data[i] ?? 0));
    expect(sum / one.data.length).toBeLessThanOrEqual(apart);
  });

  it('writes red, green and blue in their own colours', async () => {
    const { header, data } = await decode('ts-color/GDCMJ2K_TextGBR.dcm', 'display');
    const counts = [0, 0, 0];
    for (let row = 0; row < header.rows; row += 1) {
      // The words stand below each other, a third of the height each.
      const word = Math.min(2, Math.floor((row * 3) / header.rows));
      for (let column = 0; column < header.columns; column += 1) {
        const at = (row * header.columns + column) * 3;
        const pixel = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
        const others = pixel.filter((_, channel) => channel !== word);
        if ((pixel[word] ?? 0) > 240 && others.every((value) => value < 40)) counts[word] = (counts[word] ?? 0) + 1;
      }
    }
    for (const count of counts) expect(count).toBeGreaterThan(500);
  });

  it('leaves grey as stored, and says which way round it is', async () => {
    const stored = await decode('derived/odd/mono1.dcm', 'stored');
    const display = await decode('derived/odd/mono1.dcm', 'display');
    expect(display.header.photometric).toBe('MONOCHROME1');
    expect(Buffer.compare(display.data, stored.data)).toBe(0);
  });

  it('makes small opaque pictures, MONOCHROME1 turned round', async () => {
    const { header, data } = await decode('derived/odd/mono1.dcm', 'thumbnail');
    const whole = await decode('derived/odd/mono1.dcm', 'stored');
    expect(Math.max(header.rows, header.columns)).toBeLessThanOrEqual(112);
    expect(header).toMatchObject({ photometric: 'RGBA', samples: 4 });
    expect(data.length).toBe(header.rows * header.columns * 4);
    expect(data.every((value, index) => index % 4 !== 3 || value === 255)).toBe(true);
    const { min, max } = whole.header;
    const values = Array.from(frameValues(whole), (value) => (255 * (value - min)) / (max - min));
    const stored = values.reduce((sum, value) => sum + value, 0) / values.length;
    const grey = data.filter((_, index) => index % 4 === 0);
    const shown = grey.reduce((sum, value) => sum + value, 0) / grey.length;
    // Far enough from the middle that a picture that was not turned round would be told apart.
    expect(Math.abs(stored - 127.5)).toBeGreaterThan(20);
    expect(Math.abs(shown - (255 - stored))).toBeLessThan(10);
    const wide = await decode('xr/RG1_JLSN', 'thumbnail');
    expect(wide.header.rows).toBe(112);
    expect(wide.header.columns).toBe(Math.round((112 * 1841) / 1955));
  });
});
