import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { DecodeForm, DecodedFrame } from '../../../electron/station/dicom/decode/decode-types.ts';
import { frameValues } from '../../../electron/station/dicom/decode/frame-values.ts';
import { element } from '../../helpers/dicom-builder.ts';
import { goldenRows } from '../../helpers/golden.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { newObjectId, readBytes, realPool } from './decoders.ts';
import { encapsulatedFile, nativeFile } from './encapsulate.ts';
import type { Picture } from './encapsulate.ts';

const DEFLATED_FRAME = '1.2.840.10008.1.2.8.1';

const pool = realPool();
afterAll(() => pool.close());

function decode(bytes: Uint8Array, frame = 1, form: DecodeForm = 'stored'): Promise<DecodedFrame> {
  return pool.decode({ objectId: newObjectId(), frame, form, priority: 'shown', load: async () => bytes });
}

async function hash(file: string): Promise<string> {
  return sha256((await decode(readBytes(file))).data);
}

function sha256(...parts: readonly Uint8Array[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
}

describe.skipIf(!hasTestdata())('one picture in several transfer syntaxes', () => {
  it.each([
    ['JPEG spectral selection, 12 bits', 'ts-ct/JPEGProcess6_8_1.2.840.10008.1.2.4.53.dcm'],
    ['JPEG full progression, 12 bits', 'ts-ct/JPEGProcess10_12_1.2.840.10008.1.2.4.55.dcm'],
  ])('%s has the values of its sequential form', async (_name, file) => {
    const sequential = await hash(testdata('ts-ct/JPEGProcess2_4_1.2.840.10008.1.2.4.51.dcm'));
    expect(await hash(testdata(file))).toBe(sequential);
  });

  it.each([
    ['derived/htj2k/ct-201.dcm', 'ct-cap-cmb/1-051.dcm'],
    ['derived/htj2k/ct-202-rpcl.dcm', 'ct-cap-cmb/1-051.dcm'],
    ['derived/htj2k/mr12-201.dcm', 'ts-nema/MR4_UNC'],
  ])('HTJ2K %s has the values of %s', async (coded, source) => {
    expect(await hash(testdata(coded))).toBe(await hash(testdata(source)));
  });

  it('HTJ2K with loss is near the picture that it was made from', async () => {
    const lossy = frameValues(await decode(readBytes(testdata('derived/htj2k/ct-203-lossy.dcm'))));
    const plain = frameValues(await decode(readBytes(testdata('ct-cap-cmb/1-051.dcm'))));
    let sum = 0;
    for (let i = 0; i < plain.length; i += 1) sum += Math.abs((lossy[i] ?? 0) - (plain[i] ?? 0));
    expect(lossy.length).toBe(plain.length);
    expect(sum / plain.length).toBeGreaterThan(0);
    expect(sum / plain.length).toBeLessThan(20);
  });

  it('deflated frames of single bits have the values of the native segmentation', async () => {
    const row = goldenRows().find(({ path: file }) => file === 'seg/liver_expb.dcm');
    const bytes = readBytes(testdata('seg/liver_deflate.dcm'));
    const frames = [await decode(bytes, 1), await decode(bytes, 2), await decode(bytes, 3)];
    expect(sha256(...frames.map(({ data }) => data))).toBe(row?.sha256);
  });
});

describe.skipIf(!hasTestdata() || !hasPeer('dcmcjpeg') || !hasPeer('dcmdjpeg'))('JPEG written by DCMTK', () => {
  it.each([
    ['extended sequential', '8 bits', ['+ee', '+be'], '1.2.840.10008.1.2.4.51'],
    ['extended sequential', '12 bits', ['+ee', '+bt'], '1.2.840.10008.1.2.4.51'],
    ['spectral selection', '8 bits', ['+es', '+be'], '1.2.840.10008.1.2.4.53'],
    ['full progression', '8 bits', ['+ep', '+be'], '1.2.840.10008.1.2.4.55'],
    ['spectral selection', '12 bits', ['+es', '+bt'], '1.2.840.10008.1.2.4.53'],
    ['full progression', '12 bits', ['+ep', '+bt'], '1.2.840.10008.1.2.4.55'],
    ['full progression', '8 bits, colour', ['+ep', '+cl'], '1.2.840.10008.1.2.4.55'],
  ])('%s with %s has the values that DCMTK reads', async (_process, what, options, syntax) => {
    const folder = await tempDir();
    const source = testdata(what.endsWith('colour') ? 'ts-color/SC_rgb_rle.dcm' : 'ts-nema/CT1_UNC');
    const [plain, coded, back] = ['plain', 'coded', 'back'].map((name) => path.join(folder, `${name}.dcm`));
    execFileSync('dcmdrle', [source, plain ?? '']);
    execFileSync('dcmcjpeg', [...options, plain ?? '', coded ?? '']);
    execFileSync('dcmdjpeg', ['+cn', coded ?? '', back ?? '']);
    const bytes = readBytes(coded ?? '');
    expect(Buffer.from(bytes.subarray(0, 512)).includes(syntax)).toBe(true);
    const ours = await decode(bytes);
    const theirs = await decode(readBytes(back ?? ''));
    expect(ours.header).toMatchObject({ rows: theirs.header.rows, columns: theirs.header.columns });
    expect(sha256(ours.data)).toBe(sha256(theirs.data));
  });
});

describe('deflated image frames', () => {
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7919 + (i >> 5)) & 0xff);
  const us = (tag: number, value: number) => element(tag, 'US', value);

  const PICTURES: readonly (readonly [string, Picture, number])[] = [
    [
      'signed 12 of 16 bits',
      { rows: 9, columns: 7, own: [us(0x00280101, 12), us(0x00280102, 11), us(0x00280103, 1)] },
      126,
    ],
    ['12 bits in the upper end of the word', { rows: 4, columns: 4, own: [us(0x00280101, 12)] }, 32],
    [
      '8 bits, an odd number of them',
      { rows: 3, columns: 5, own: [us(0x00280100, 8), us(0x00280101, 8), us(0x00280102, 7)] },
      15,
    ],
    [
      'colour by plane',
      {
        rows: 6,
        columns: 4,
        own: [
          us(0x00280002, 3),
          element(0x00280004, 'CS', 'RGB'),
          us(0x00280006, 1),
          us(0x00280100, 8),
          us(0x00280101, 8),
          us(0x00280102, 7),
        ],
      },
      72,
    ],
  ];

  it.each(PICTURES)('%s read as the native frame does', async (_name, picture, length) => {
    const pixels = bytes(length);
    const coded = await decode(encapsulatedFile(picture, DEFLATED_FRAME, [deflateRawSync(pixels)]));
    const native = await decode(nativeFile(picture, pixels));
    expect(coded.header).toEqual({ ...native.header, objectId: coded.header.objectId });
    expect(sha256(coded.data)).toBe(sha256(native.data));
  });

  it('are read one by one where an object has several', async () => {
    const one = bytes(32);
    const two = bytes(32).reverse();
    const picture = { rows: 4, columns: 4, own: [element(0x00280008, 'IS', '2')] };
    const file = encapsulatedFile(picture, DEFLATED_FRAME, [deflateRawSync(one), deflateRawSync(two)]);
    expect(sha256((await decode(file, 1)).data)).toBe(sha256(one));
    expect(sha256((await decode(file, 2)).data)).toBe(sha256(two));
  });

  it.each([
    ['short', 30, 'dicom/pixel-data-incomplete'],
    ['long', 4096, 'dicom/pixel-data-damaged'],
  ])('that inflate to a picture too %s are refused', async (_name, length, code) => {
    const file = encapsulatedFile({ rows: 4, columns: 4 }, DEFLATED_FRAME, [deflateRawSync(bytes(length))]);
    await expect(decode(file)).rejects.toMatchObject({ code });
  });

  it('that end early are refused', async () => {
    const coded = deflateRawSync(bytes(2048));
    const file = encapsulatedFile({ rows: 32, columns: 32 }, DEFLATED_FRAME, [coded.subarray(0, coded.length - 40)]);
    await expect(decode(file)).rejects.toMatchObject({ code: 'dicom/pixel-data-incomplete' });
  });
});
