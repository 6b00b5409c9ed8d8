import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LARGEST_FRAME_BY_MODALITY } from '../../../electron/station/dicom/decode/frame-limits.ts';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { readBytes } from '../../integration/decode/decoders.ts';
import { nativeFile } from '../../integration/decode/encapsulate.ts';
import { OwnDecoder, sha256 } from './decoding.ts';

const decoder = new OwnDecoder();
const us = (tag: number, value: number): BuiltElement => element(tag, 'US', value);
const ul = (tag: number, value: number): BuiltElement => element(tag, 'UL', value);
const ROWS = 0x00280010;
const COLUMNS = 0x00280011;
const FRAMES = 0x00280008;

function file(own: readonly BuiltElement[], pixels = new Uint8Array(32)): Uint8Array {
  return nativeFile({ rows: 4, columns: 4, own }, pixels);
}

describe('F37: sizes that no picture has', () => {
  it.each([
    ['65535 by 65535', [us(ROWS, 65535), us(COLUMNS, 65535)], 'dicom/too-large'],
    ['rows and columns of 32 bits', [ul(ROWS, 0xffffffff), ul(COLUMNS, 0xffffffff)], 'dicom/too-large'],
    ['a product that is small again in 32 bits', [ul(ROWS, 0x10000), ul(COLUMNS, 0x10000)], 'dicom/too-large'],
    ['no rows', [us(ROWS, 0)], 'dicom/unsupported-pixel-format'],
    ['no columns', [us(COLUMNS, 0)], 'dicom/unsupported-pixel-format'],
    ['rows below zero', [element(ROWS, 'SS', -4)], 'dicom/pixel-data-incomplete'],
    ['2 147 483 648 frames', [element(FRAMES, 'IS', '2147483648')], 'dicom/too-large'],
    ['a CT of more than a CT can have', [us(ROWS, 9000), us(COLUMNS, 9000)], 'dicom/too-large'],
  ])('F37: %s are refused with a code before anything of that size is taken', async (_what, own, code) => {
    const bytes = file(own);
    const before = process.memoryUsage();
    await expect(decoder.frame(bytes)).rejects.toMatchObject({ code });
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(16 * 1024 * 1024);
  });

  it('F37: what one modality may have another may not', async () => {
    const size = [us(ROWS, 9000), us(COLUMNS, 9000)];
    const mammogram = file([element(0x00080060, 'CS', 'MG'), ...size]);
    expect(LARGEST_FRAME_BY_MODALITY['MG']).toBeGreaterThan(9000 * 9000 * 2);
    await expect(decoder.frame(mammogram)).rejects.toMatchObject({ code: 'dicom/pixel-data-incomplete' });
  });

  it('F37: frames below one are one, and the frame before the first is refused', async () => {
    const bytes = file([element(FRAMES, 'IS', '-3')]);
    await expect(decoder.frame(bytes)).resolves.toMatchObject({ header: { frame: 1 } });
    await expect(decoder.frame(bytes, 2)).rejects.toMatchObject({ code: 'dicom/frame-out-of-range' });
  });
});

describe('F38: pixel data of another length', () => {
  it.each([2, 16, 30])('F38: %i of 32 bytes are refused as incomplete, never padded', async (length) => {
    const bytes = file([], new Uint8Array(length).fill(7));
    await expect(decoder.frame(bytes)).rejects.toMatchObject({ code: 'dicom/pixel-data-incomplete' });
  });

  it('F38: the whole frames before a short one are shown', async () => {
    const pixels = Uint8Array.from({ length: 80 }, (_, i) => i);
    const bytes = file([element(FRAMES, 'IS', '3')], pixels);
    expect(sha256((await decoder.frame(bytes, 2)).data)).toBe(sha256(pixels.slice(32, 64)));
    await expect(decoder.frame(bytes, 3)).rejects.toMatchObject({ code: 'dicom/pixel-data-incomplete' });
    expect(await decoder.layout(bytes)).toMatchObject({ framesDeclared: 3, framesFound: 2 });
  });

  it.skipIf(!hasTestdata())('F38: longer data are shown by their first frame, and noted', async () => {
    const bytes = readBytes(testdata('ts-small/MR_small_padded.dcm'));
    const plain = readBytes(testdata('ts-small/MR_small.dcm'));
    expect(sha256((await decoder.frame(bytes)).data)).toBe(sha256((await decoder.frame(plain)).data));
    const parsed = parseDicom(bytes, { sha256: createHash('sha256').update(bytes).digest('hex') });
    expect(parsed.ok && parsed.value.notes).toContain('pixel-data-long');
  });
});
