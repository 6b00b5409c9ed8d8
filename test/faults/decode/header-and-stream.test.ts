import { describe, expect, it } from 'vitest';
import { locateFrames } from '../../../electron/station/dicom/decode/frame-locator.ts';
import { joinFragments } from '../../../electron/station/dicom/decode/frame-locator.ts';
import { readPixelHeader } from '../../../electron/station/dicom/decode/pixel-header.ts';
import { element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { readBytes } from '../../integration/decode/decoders.ts';
import { encapsulatedFile } from '../../integration/decode/encapsulate.ts';
import { OwnDecoder, sha256 } from './decoding.ts';

const decoder = new OwnDecoder();
const us = (tag: number, value: number): BuiltElement => element(tag, 'US', value);

interface Facts {
  readonly rows?: number;
  readonly columns?: number;
  readonly samples?: number;
  readonly allocated?: number;
  readonly stored?: number;
  readonly signed?: boolean;
  readonly syntax?: string;
}

/** The code stream of a file under a header of our own. */
function under(file: string, facts: Facts): Uint8Array {
  const header = readPixelHeader(readBytes(testdata(file)));
  const frame = locateFrames(header).frames[0];
  if (!frame) throw new Error('the file has no frame');
  const { rows = header.rows, columns = header.columns, samples = header.samples } = facts;
  const { allocated = header.bitsAllocated, stored = header.bitsStored, signed = header.signed } = facts;
  const own = [
    us(0x00280002, samples),
    element(0x00280004, 'CS', samples === 3 ? 'RGB' : 'MONOCHROME2'),
    us(0x00280100, allocated),
    us(0x00280101, stored),
    us(0x00280102, stored - 1),
    us(0x00280103, signed ? 1 : 0),
  ];
  return encapsulatedFile({ rows, columns, own }, facts.syntax ?? header.transferSyntax, [joinFragments(frame)]);
}

/** A picture of each codec. */
const FILES: readonly string[] = [
  'ts-small/JPGExtended.dcm',
  'ts-nema/MR4_JPLL',
  'ts-small/MR_small_jpeg_ls_lossless.dcm',
  'ts-small/MR_small_jp2klossless.dcm',
  'derived/htj2k/mr12-201.dcm',
];
const DAMAGED = { code: 'dicom/pixel-data-damaged' };

describe.skipIf(!hasTestdata())('F41: header and code stream', () => {
  it.each(FILES)('F41: %s under its own header is shown', async (file) => {
    const plain = await decoder.frame(readBytes(testdata(file)));
    expect(sha256((await decoder.frame(under(file, {}))).data)).toBe(sha256(plain.data));
  });

  it.each(FILES)('F41: %s is refused where rows, columns, samples or bits allocated differ', async (file) => {
    const { rows, columns } = readPixelHeader(readBytes(testdata(file)));
    const others: readonly Facts[] = [
      { rows: rows * 2 },
      { rows: rows - 1 },
      { columns: columns + 1 },
      { rows: columns * 2, columns: rows / 2 },
      { samples: 3 },
      { allocated: 8, stored: 8 },
      { allocated: 32, stored: 32 },
    ];
    for (const facts of others) await expect(decoder.frame(under(file, facts))).rejects.toMatchObject(DAMAGED);
  });

  it('F41: a code stream of another codec than the transfer syntax says is refused', async () => {
    for (const file of FILES) {
      const own = readPixelHeader(readBytes(testdata(file))).transferSyntax;
      for (const last of ['51', '70', '80', '90', '201']) {
        const syntax = `1.2.840.10008.1.2.4.${last}`;
        // Lossless JPEG under a syntax that permits loss says what it is.
        if (syntax === own || (file === 'ts-nema/MR4_JPLL' && last === '51')) continue;
        await expect(decoder.frame(under(file, { syntax }))).rejects.toMatchObject(DAMAGED);
      }
    }
  });

  it.each([
    ['JPEG', 'ts-small/JPGExtended.dcm', '70'],
    ['JPEG-LS', 'ts-small/JPEGLSNearLossless_16.dcm', '80'],
    ['JPEG 2000', 'ts-nema/CT1_J2KI', '90'],
    ['HTJ2K', 'derived/htj2k/ct-203-lossy.dcm', '201'],
  ])('F41: a lossy %s stream is refused under a transfer syntax that promises no loss', async (_codec, file, last) => {
    await expect(decoder.frame(under(file, { syntax: `1.2.840.10008.1.2.4.${last}` }))).rejects.toMatchObject(DAMAGED);
  });

  it('F41: values that the stored bits cannot hold are refused where nothing was lost', async () => {
    await expect(decoder.frame(under('derived/htj2k/mr12-201.dcm', { stored: 4 }))).rejects.toMatchObject(DAMAGED);
    await expect(decoder.frame(under('ts-nema/MR4_JPLL', { stored: 4 }))).rejects.toMatchObject(DAMAGED);
  });

  it('F41: a signed stream under an unsigned header is refused once a value is below zero', async () => {
    const facts = { signed: false };
    await expect(decoder.frame(under('derived/htj2k/ct-201.dcm', facts))).rejects.toMatchObject(DAMAGED);
  });

  it('F41: a lossy picture never turns from white to black at the last stored bit', async () => {
    const frame = await decoder.frame(readBytes(testdata('xr/RG3_JPLY')));
    expect(frame.header.max).toBe(1023);
  });
});
