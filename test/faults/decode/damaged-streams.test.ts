import { afterAll, describe, expect, it } from 'vitest';
import { joinFragments, locateFrames } from '../../../electron/station/dicom/decode/frame-locator.ts';
import { readPixelHeader } from '../../../electron/station/dicom/decode/pixel-header.ts';
import type { PixelHeader } from '../../../electron/station/dicom/decode/pixel-header.ts';
import { residentBytes } from '../../../electron/station/dicom/decode/resident-memory.ts';
import type { DecodedFrame } from '../../../electron/station/dicom/decode/decode-types.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { element } from '../../helpers/dicom-builder.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { newObjectId, readBytes, realPool } from '../../integration/decode/decoders.ts';
import { encapsulatedFile } from '../../integration/decode/encapsulate.ts';
import { sha256 } from './decoding.ts';

/** A small file of each codec and of each of its ways, most of which is pixel data. */
const CODECS: readonly (readonly [codec: string, file: string])[] = [
  ['run length', 'ts-small/MR_small_RLE.dcm'],
  ['JPEG baseline', 'ts-color/SC_rgb_jpeg_dcmtk.dcm'],
  ['JPEG extended 12 bits', 'ts-small/JPGExtended.dcm'],
  ['JPEG spectral selection', 'ts-ct/JPEGProcess6_8_1.2.840.10008.1.2.4.53.dcm'],
  ['JPEG full progression', 'ts-ct/JPEGProcess10_12_1.2.840.10008.1.2.4.55.dcm'],
  ['JPEG lossless', 'ts-color/SC_rgb_jpeg_gdcm.dcm'],
  ['JPEG lossless of any predictor', 'ts-ct/JPEGProcess14_1.2.840.10008.1.2.4.57.dcm'],
  ['JPEG-LS', 'ts-small/MR_small_jpeg_ls_lossless.dcm'],
  ['JPEG-LS near-lossless', 'ts-small/JPEGLSNearLossless_16.dcm'],
  ['JPEG 2000', 'ts-small/MR_small_jp2klossless.dcm'],
  ['JPEG 2000 with loss', 'ts-small/JPEG2000.dcm'],
  ['HTJ2K', 'derived/htj2k/mr12-201.dcm'],
  ['HTJ2K by resolution', 'derived/htj2k/ct-202-rpcl.dcm'],
  ['HTJ2K with loss', 'derived/htj2k/ct-203-lossy.dcm'],
  ['deflated', 'ts-small/image_dfl.dcm'],
  ['deflated frame', 'seg/liver_deflate.dcm'],
];

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Of all flips, in the short run, the larger files get some. */
const FLIPS = process.env['NIGHTJAR_LONG'] ? 10_000 : 140;
const FLIPS_OF_LARGE = process.env['NIGHTJAR_LONG'] ? 10_000 : 40;
const LARGE = 60_000;
const SWEEP_MS = process.env['NIGHTJAR_LONG'] ? 30 * 60_000 : 2 * 60_000;
/** What a process may grow by over all flips: a codec that is never freed keeps megabytes a frame. */
const GROWTH = 200 * 1024 * 1024;

/** Where the coded pixels begin. */
function streamStart(bytes: Uint8Array): number {
  const header = readPixelHeader(bytes);
  return header.inflated ? Math.floor(bytes.length * 0.1) : header.pixelData.offset;
}

/** The same picture several times in one object. */
function withFrames(header: PixelHeader, frames: readonly Uint8Array[]): Uint8Array {
  const { rows, columns, transferSyntax } = header;
  const own = [
    element(0x00280002, 'US', header.samples),
    element(0x00280004, 'CS', header.photometric),
    element(0x00280006, 'US', header.planar ? 1 : 0),
    element(0x00280008, 'IS', String(frames.length)),
    element(0x00280100, 'US', header.bitsAllocated),
    element(0x00280101, 'US', header.bitsStored),
    element(0x00280102, 'US', header.highBit),
    element(0x00280103, 'US', header.signed ? 1 : 0),
  ];
  return encapsulatedFile({ rows, columns, own }, transferSyntax, frames);
}

describe.skipIf(!hasTestdata())('damaged pixel data', () => {
  const pool = realPool({ processes: 1, frameDeadlineMs: 30_000 });
  afterAll(() => pool.close());

  const decode = (load: () => Promise<Uint8Array>): Promise<DecodedFrame> =>
    pool.decode({ objectId: newObjectId(), frame: 1, form: 'display', priority: 'shown', load });

  it.each(CODECS)(
    'F40: %s with flips from its first byte to its last ends in a frame or a coded refusal',
    async (_codec, file) => {
      const good = readBytes(testdata(file));
      const whole = sha256((await decode(async () => good)).data);
      const from = streamStart(good);
      const random = seeded(good.length);
      const [pid = 0] = pool.pids;
      const flips = good.length < LARGE ? FLIPS : FLIPS_OF_LARGE;
      let resident = 0;
      for (let flip = 0; flip < flips; flip += 1) {
        const bad = good.slice();
        // At each offset where there are more flips than bytes; else evenly over all of them. One bit, or a whole byte.
        const at = from + Math.floor((flip * (bad.length - from)) / flips);
        bad[at] = (bad[at] ?? 0) ^ (flip % 3 === 0 ? 1 + Math.floor(random() * 255) : 1 << (flip % 8));
        const outcome = await decode(async () => bad).catch((error: unknown) => error);
        if (outcome instanceof AppError) expect(outcome.code).toMatch(/^dicom\//);
        else expect(outcome).toMatchObject({ header: { frame: 1 } });
        // The next good frame is right, whatever the one before it did to the codec.
        if (flip % 40 === 39) expect(sha256((await decode(async () => good)).data)).toBe(whole);
        if (flip === Math.floor(flips / 2)) resident = (await residentBytes(pid)) ?? 0;
      }
      expect(pool.pids).toEqual([pid]);
      expect(((await residentBytes(pid)) ?? 0) - resident).toBeLessThan(GROWTH);
    },
    SWEEP_MS,
  );

  it.each(CODECS)('F40: %s overwritten by noise never gives the picture decoded before it', async (_codec, file) => {
    const good = readBytes(testdata(file));
    const random = seeded(7);
    const noisy = good.slice();
    const end = good.length - 64;
    for (let at = Math.floor(good.length * 0.75); at < end; at += 1) noisy[at] = Math.floor(random() * 256);
    const before = await decode(async () => good);
    const outcome = await decode(async () => noisy).then(
      (frame) => sha256(frame.data),
      (error: unknown) => (error instanceof AppError ? error.code : 'not an AppError'),
    );
    expect(outcome).not.toBe(sha256(before.data));
    expect(outcome).not.toBe('not an AppError');
  });

  it.each(CODECS.filter(([codec]) => codec !== 'deflated'))(
    'F40: a broken frame of %s fails alone, between two that are shown',
    async (_codec, file) => {
      const bytes = readBytes(testdata(file));
      const header = readPixelHeader(bytes);
      const [first] = locateFrames(header).frames;
      if (!first) throw new Error('the file has no frame');
      const good = joinFragments(first);
      const broken = good.slice(0, Math.floor(good.length / 2));
      const three = withFrames(header, [good, broken, good]);
      const objectId = newObjectId();
      const frame = (number: number): Promise<DecodedFrame> =>
        pool.decode({ objectId, frame: number, form: 'display', priority: 'shown', load: async () => three });
      const whole = sha256((await decode(async () => bytes)).data);
      expect(sha256((await frame(1)).data)).toBe(whole);
      await expect(frame(2)).rejects.toMatchObject({ code: expect.stringMatching(/^dicom\/pixel-data-/) });
      expect(sha256((await frame(3)).data)).toBe(whole);
    },
  );

  it.each(CODECS)('F40: %s cut anywhere is refused, never padded', async (_codec, file) => {
    const good = readBytes(testdata(file));
    // Of several frames the first must be the one that is cut.
    const from = file.endsWith('liver_deflate.dcm') ? streamStart(good) / good.length : 0;
    for (const kept of from > 0 ? [from + 0.01, from + 0.02] : [0.5, 0.8, 0.95]) {
      const cut = good.slice(0, Math.floor(good.length * kept));
      const code = await decode(async () => cut).then(
        () => 'shown',
        (error: unknown) => (error instanceof AppError ? error.code : 'not an AppError'),
      );
      expect(code).toMatch(/^dicom\/(pixel-data-|damaged-header|no-pixel-data|not-dicom|unsupported-pixel-format)/);
    }
  });

  it.each(['derived/htj2k/ct-201.dcm', 'ts-nema/CT1_J2KR', 'ts-nema/MR1_J2KR'])(
    'F40: %s with 4000 spoilt bytes in its tiles is refused, wherever they lie',
    async (file) => {
      const good = readBytes(testdata(file));
      const from = streamStart(good) + 400;
      for (let place = 0; place < 12; place += 1) {
        const bad = good.slice();
        const start = from + Math.floor((place * (bad.length - from - 4200)) / 12);
        for (let at = start; at < start + 4000; at += 1) bad[at] = (bad[at] ?? 0) ^ 0x5a;
        await expect(decode(async () => bad)).rejects.toMatchObject({ code: 'dicom/pixel-data-damaged' });
      }
    },
  );

  it('F40: the damaged HTJ2K file of the test data is refused, and the next one shown', async () => {
    const bad = readBytes(testdata('derived/damaged/corrupt-codestream.dcm'));
    await expect(decode(async () => bad)).rejects.toMatchObject({ code: 'dicom/pixel-data-damaged' });
    const good = readBytes(testdata('derived/htj2k/ct-201.dcm'));
    await expect(decode(async () => good)).resolves.toMatchObject({ header: { rows: 512, min: -2000 } });
  });
});
