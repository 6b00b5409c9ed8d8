import { describe, expect, it } from 'vitest';
import { element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { nativeFile } from '../../integration/decode/encapsulate.ts';
import { OwnDecoder } from './decoding.ts';

const decoder = new OwnDecoder();

interface Palette {
  readonly descriptor: readonly number[];
  readonly entries: readonly number[];
  readonly segmented?: boolean;
  readonly signed?: boolean;
}

/** Four 16-bit pixels through a palette whose three channels are the same. */
function palette(pixels: readonly number[], { descriptor, entries, segmented = false, signed = false }: Palette) {
  const tables: BuiltElement[] = [0, 1, 2].flatMap((channel) => [
    element(0x00281101 + channel, 'US', descriptor),
    element((segmented ? 0x00281221 : 0x00281201) + channel, 'OW', entries),
  ]);
  const colour = [element(0x00280004, 'CS', 'PALETTE COLOR'), element(0x00280103, 'US', signed ? 1 : 0)];
  const words = new Uint8Array(Uint16Array.from(pixels).buffer);
  return nativeFile({ rows: 1, columns: pixels.length, own: [...colour, ...tables] }, words);
}

async function red(pixels: readonly number[], facts: Palette): Promise<number[]> {
  const { data } = await decoder.frame(palette(pixels, facts), 1, 'display');
  return [...data].filter((_, at) => at % 3 === 0);
}

describe('F39: palettes', () => {
  const entries = [0x1000, 0x2000, 0x3000, 0x4000];

  it('F39: an index below or above the table takes its first or last entry', async () => {
    const facts = { descriptor: [4, 10, 16], entries };
    expect(await red([0, 9, 10, 11, 13, 14, 65535], facts)).toEqual([0x10, 0x10, 0x10, 0x20, 0x40, 0x40, 0x40]);
  });

  it('F39: 0 entries in the descriptor mean 65536', async () => {
    const all = Array.from({ length: 65536 }, (_, i) => i);
    expect(await red([0, 256, 32768, 65535], { descriptor: [0, 0, 16], entries: all })).toEqual([0, 1, 128, 255]);
  });

  it('F39: the first value is signed where the pixels are', async () => {
    const facts = { descriptor: [4, 0xfffe, 16], entries, signed: true };
    expect(await red([0xfffe, 0xffff, 0, 1], facts)).toEqual([0x10, 0x20, 0x30, 0x40]);
  });

  it.each([
    ['shorter than its descriptor says', { descriptor: [0, 0, 16], entries }],
    ['of 32-bit entries', { descriptor: [4, 0, 32], entries }],
    ['of entries without bits', { descriptor: [4, 0, 0], entries }],
    ['of two numbers in its descriptor', { descriptor: [4, 0], entries }],
    ['whose segments write past its end', { descriptor: [4, 0, 16], entries: [0, 9, 1, 2], segmented: true }],
    ['whose line has no start', { descriptor: [4, 0, 16], entries: [1, 4, 7, 0], segmented: true }],
    ['whose segments point at themselves', { descriptor: [4, 0, 16], entries: [2, 1, 0, 0], segmented: true }],
    [
      'whose segments point past the data',
      { descriptor: [4, 0, 16], entries: [2, 1, 0xfffe, 0xffff], segmented: true },
    ],
  ])('F39: a palette %s is refused', async (_what, facts) => {
    const bytes = palette([0, 1, 2, 3], facts);
    await expect(decoder.frame(bytes, 1, 'display')).rejects.toMatchObject({ code: 'dicom/unsupported-pixel-format' });
    // The stored values are there all the same.
    await expect(decoder.frame(bytes)).resolves.toMatchObject({ header: { columns: 4 } });
  });
});
