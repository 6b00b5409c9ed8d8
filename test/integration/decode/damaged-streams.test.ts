import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors/app-error.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { newObjectId, readBytes, realPool } from './decoders.ts';

/** One small file of each codec, most of which is pixel data. */
const CODECS: readonly (readonly [codec: string, file: string])[] = [
  ['run length', 'ts-small/MR_small_RLE.dcm'],
  ['JPEG baseline', 'ts-color/SC_rgb_jpeg_dcmtk.dcm'],
  ['JPEG extended 12 bits', 'ts-small/JPGExtended.dcm'],
  ['JPEG lossless', 'ts-color/SC_rgb_jpeg_gdcm.dcm'],
  ['JPEG-LS', 'ts-small/MR_small_jpeg_ls_lossless.dcm'],
  ['JPEG-LS near-lossless', 'ts-small/JPEGLSNearLossless_16.dcm'],
  ['JPEG 2000', 'ts-small/MR_small_jp2klossless.dcm'],
  ['HTJ2K', 'derived/htj2k/ct-201.dcm'],
  ['deflated', 'ts-small/image_dfl.dcm'],
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

const FLIPS = Number(process.env['NIGHTJAR_FLIPS'] ?? '60');

describe.skipIf(!hasTestdata())('damaged pixel data', () => {
  const pool = realPool({ processes: 1, frameDeadlineMs: 20_000 });
  afterAll(() => pool.close());

  const decode = (load: () => Promise<Uint8Array>): ReturnType<typeof pool.decode> =>
    pool.decode({ objectId: newObjectId(), frame: 1, form: 'display', priority: 'shown', load });

  it.each(CODECS)('%s with flipped bytes never hangs and never ends the process', async (_codec, file) => {
    const good = readBytes(testdata(file));
    const random = seeded(good.length);
    for (let flip = 0; flip < FLIPS; flip += 1) {
      const bad = good.slice();
      // The pixel data are the end of the file; a few flips reach into the header, where they must do no harm either.
      const from = Math.floor(bad.length * 0.3);
      for (let i = 0; i <= flip % 3; i += 1) {
        const at = from + Math.floor(random() * (bad.length - from));
        bad[at] = (bad[at] ?? 0) ^ (1 + Math.floor(random() * 255));
      }
      const outcome = await decode(async () => bad).catch((error: unknown) => error);
      if (outcome instanceof AppError) expect(outcome.code).toMatch(/^dicom\//);
      else expect(outcome).toMatchObject({ header: { frame: 1 } });
    }
    // The same processes decode the whole file afterwards.
    await expect(decode(async () => good)).resolves.toMatchObject({ header: { frame: 1 } });
  });

  it.each(CODECS)('%s overwritten by noise never gives the picture decoded before it', async (_codec, file) => {
    const good = readBytes(testdata(file));
    const random = seeded(7);
    const noisy = good.slice();
    const end = good.length - 64;
    for (let at = Math.floor(good.length * 0.75); at < end; at += 1) noisy[at] = Math.floor(random() * 256);
    const before = await decode(async () => good);
    const outcome = await decode(async () => noisy).then(
      (frame) => createHash('sha256').update(frame.data).digest('hex'),
      (error: unknown) => (error instanceof AppError ? error.code : 'not an AppError'),
    );
    expect(outcome).not.toBe(createHash('sha256').update(before.data).digest('hex'));
    expect(outcome).not.toBe('not an AppError');
  });

  it.each(CODECS)('%s cut anywhere is refused, never padded', async (_codec, file) => {
    const good = readBytes(testdata(file));
    for (const kept of [0.5, 0.8, 0.95]) {
      const cut = good.slice(0, Math.floor(good.length * kept));
      const code = await decode(async () => cut).then(
        () => 'shown',
        (error: unknown) => (error instanceof AppError ? error.code : 'not an AppError'),
      );
      expect(code).toMatch(/^dicom\/(pixel-data-|damaged-header|no-pixel-data|not-dicom|unsupported-pixel-format)/);
    }
  });
});
