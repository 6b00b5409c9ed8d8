import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { frameReport } from '../../../electron/station/frames/frame-cli.ts';
import type { FrameReport } from '../../../electron/station/frames/frame-cli.ts';
import { goldenRows, REFERENCE_IS_WRONG } from '../../helpers/golden.ts';
import { testdata } from '../../helpers/testdata.ts';
import { newObjectId, readBytes, realPool } from './decoders.ts';

/** Compared apart: its sibling is the first frame of a two-frame object. */
const SWAPPED_ULTRASOUND = 'us/OBXXXX1A_expb.dcm';
/** Its code stream's header is overwritten (width 3,722,445,056): a refusal is the right answer. */
const DAMAGED_STREAM = 'ts-small/JPEG2000-embedded-sequence-delimiter.dcm';

/**
 * Two decoders that both keep to the standard may round the inverse transform to neighbouring levels (ISO 10918-2, 15444-4):
 * a smallest or largest value may be one level off. Rounding goes both ways, so that the mean of a whole picture stays: a
 * hundredth of a level is three times the most that was found, and a picture that is one level off is off by a hundred times that.
 */
const ENDS_APART = 1;
const MEAN_APART = 0.01;
/** The table has six digits of each mean. */
const PRINTED = 5e-6;

const rows = goldenRows();
const byPath = new Map(rows.map((row) => [row.path, row]));

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
    expect(rows.every((row) => existsSync(testdata(row.path)))).toBe(true);
  });

  const exact = rows.filter((row) => row.kind === 'exact' && row.path !== SWAPPED_ULTRASOUND);
  it.each(exact.map((row) => [row.path, row] as const))('%s is exact', async (file, row) => {
    const expected = byPath.get(REFERENCE_IS_WRONG[file] ?? '') ?? row;
    const got = await report(file);
    expect(got.sha256).toBe(expected.sha256);
    expect(got.min).toBeCloseTo(expected.min, 6);
    expect(got.max).toBeCloseTo(expected.max, 6);
    const mean = expected.mean;
    expect(Math.abs(got.mean - mean)).toBeLessThanOrEqual(Math.max(1e-3, Math.abs(mean) * 1e-4));
  });

  it('reads 8-bit big-endian words as the run-length form of the same picture has them', async () => {
    const frame = await report('us/OBXXXX1A_rle_2frame.dcm', 1);
    expect((await report(SWAPPED_ULTRASOUND)).sha256).toBe(frame.sha256);
  });

  const lossy = rows.filter((row) => row.kind === 'lossy' && row.path !== DAMAGED_STREAM);
  it.each(lossy.map((row) => [row.path, row] as const))('%s is near enough', async (file, row) => {
    const got = await report(file);
    expect(Math.abs(got.mean - row.mean)).toBeLessThanOrEqual(MEAN_APART + PRINTED * Math.abs(row.mean));
    expect(Math.abs(got.min - row.min)).toBeLessThanOrEqual(ENDS_APART);
    expect(Math.abs(got.max - row.max)).toBeLessThanOrEqual(ENDS_APART);
  });

  it('leaves no row of the table out', () => {
    const apart = [SWAPPED_ULTRASOUND, DAMAGED_STREAM];
    const compared = [...exact, ...lossy].map((row) => row.path);
    expect([...compared, ...apart].sort()).toEqual(rows.map((row) => row.path).sort());
    expect(new Set(rows.map((row) => row.kind))).toEqual(new Set(['exact', 'lossy']));
  });

  it('refuses a code stream whose size is not that of the header', async () => {
    await expect(report(DAMAGED_STREAM)).rejects.toMatchObject({ code: 'dicom/pixel-data-damaged' });
  });
});
