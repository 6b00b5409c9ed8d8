import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { frameReport } from '../../../electron/station/frames/frame-cli.ts';
import type { FrameReport } from '../../../electron/station/frames/frame-cli.ts';
import { hasTestdata, parseTable, testdata } from '../../helpers/testdata.ts';
import { newObjectId, readBytes, realPool } from './decoders.ts';

type Row = Readonly<Record<string, string>>;

/**
 * Rows whose expected values are the reference tool's mistake. For each the same picture stands in the test data in another
 * lossless form, whose row our values must equal instead.
 */
const REFERENCE_IS_WRONG: Readonly<Record<string, string>> = {
  // Its JPEG-LS decoder gave noise (minimum -17104); the five other forms of this MR agree with each other.
  'ts-nema/MR1_JLSL': 'ts-nema/MR1_UNC',
  // 8-bit samples in big-endian OW words: the tool did not swap them (Part 5 8.1.1).
  'ts-color/SC_rgb_small_odd_big_endian.dcm': 'ts-color/SC_rgb_small_odd.dcm',
};
/** The same mistake; its sibling is the first frame of a two-frame object, and is compared apart. */
const SWAPPED_ULTRASOUND = 'us/OBXXXX1A_expb.dcm';
/** Its code stream's header is overwritten (width 3,722,445,056): a refusal is the right answer. */
const DAMAGED_STREAM = 'ts-small/JPEG2000-embedded-sequence-delimiter.dcm';

const rows = hasTestdata() ? golden() : [];
const byPath = new Map(rows.map((row) => [row['path'] ?? '', row]));

function golden(): readonly Row[] {
  return parseTable(readFileSync(testdata('GOLDEN.tsv'), 'utf8').replace(/^#.*\n/gm, ''));
}

describe.skipIf(rows.length === 0)('stored values of the test data', () => {
  const pool = realPool();
  afterAll(() => pool.close());

  async function report(file: string, frame: number | 'all' = 'all'): Promise<FrameReport> {
    const bytes = readBytes(testdata(file));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const parsed = parseDicom(bytes, { sha256 });
    if (!parsed.ok) throw parsed.error;
    const objectId = newObjectId();
    const image = { ...parsed.value.image, objectId, conflict: false };
    return frameReport({ pool, objectId, image, fileSha256: sha256, load: async () => bytes, frame });
  }

  it('has a row for every kind of coding', () => {
    expect(rows.length).toBeGreaterThan(500);
    expect(rows.every((row) => existsSync(testdata(row['path'] ?? '')))).toBe(true);
  });

  const exact = rows.filter((row) => row['kind'] === 'exact' && row['path'] !== SWAPPED_ULTRASOUND);
  it.each(exact.map((row) => [row['path'] ?? '', row] as const))('%s is exact', async (file, row) => {
    const expected = byPath.get(REFERENCE_IS_WRONG[file] ?? '') ?? row;
    const got = await report(file);
    expect(got.sha256).toBe(expected['sha256']);
    expect(got.min).toBeCloseTo(Number(expected['min']), 6);
    expect(got.max).toBeCloseTo(Number(expected['max']), 6);
    const mean = Number(expected['mean']);
    expect(Math.abs(got.mean - mean)).toBeLessThanOrEqual(Math.max(1e-3, Math.abs(mean) * 1e-4));
  });

  it('reads 8-bit big-endian words as the run-length form of the same picture has them', async () => {
    const frame = await report('us/OBXXXX1A_rle_2frame.dcm', 1);
    expect((await report(SWAPPED_ULTRASOUND)).sha256).toBe(frame.sha256);
  });

  const lossy = rows.filter((row) => row['kind'] === 'lossy' && row['path'] !== DAMAGED_STREAM);
  it.each(lossy.map((row) => [row['path'] ?? '', row] as const))('%s is near enough', async (file, row) => {
    const got = await report(file);
    const mean = Number(row['mean']);
    // Decoders may round differently; the mean may not move by more than 1 % or 2 levels, the ends by more than 2 %.
    expect(Math.abs(got.mean - mean)).toBeLessThanOrEqual(Math.max(2, Math.abs(mean) * 0.01));
    const span = Number(row['max']) - Number(row['min']);
    expect(Math.abs(got.min - Number(row['min']))).toBeLessThanOrEqual(Math.max(3, span * 0.02));
    expect(Math.abs(got.max - Number(row['max']))).toBeLessThanOrEqual(Math.max(3, span * 0.02));
  });

  it('refuses a code stream whose size is not that of the header', async () => {
    await expect(report(DAMAGED_STREAM)).rejects.toMatchObject({ code: 'dicom/pixel-data-damaged' });
  });
});
