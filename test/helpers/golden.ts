import { readFileSync } from 'node:fs';
import { hasTestdata, parseTable, testdata } from './testdata.ts';

export interface GoldenRow {
  readonly path: string;
  readonly kind: string;
  readonly sha256: string;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/**
 * Rows of GOLDEN.tsv whose expected values are the reference tool's mistake, with the file whose row is right: the same
 * picture in another lossless form. Null: the right values are the first frame of a longer object, compared apart.
 */
export const REFERENCE_IS_WRONG: Readonly<Record<string, string | null>> = {
  // Its JPEG-LS decoder gave noise (minimum -17104); the five other forms of this MR agree with each other.
  'ts-nema/MR1_JLSL': 'ts-nema/MR1_UNC',
  // 8-bit samples in big-endian OW words: the tool did not swap them (Part 5 8.1.1).
  'ts-color/SC_rgb_small_odd_big_endian.dcm': 'ts-color/SC_rgb_small_odd.dcm',
  'us/OBXXXX1A_expb.dcm': null,
};

/** Rows of GOLDEN.tsv; empty on a user's machine without test data. */
export function goldenRows(): readonly GoldenRow[] {
  return table('GOLDEN.tsv').map((row) => ({
    path: row['path'] ?? '',
    kind: row['kind'] ?? '',
    sha256: row['sha256'] ?? '',
    min: Number(row['min']),
    max: Number(row['max']),
    mean: Number(row['mean']),
  }));
}

/** Hash of each data file by its path, as MANIFEST.tsv says it. */
export function fileHashes(): ReadonlyMap<string, string> {
  return new Map(table('MANIFEST.tsv').map((row) => [row['path'] ?? '', row['sha256'] ?? '']));
}

function table(name: string): readonly Readonly<Record<string, string>>[] {
  if (!hasTestdata()) return [];
  return parseTable(readFileSync(testdata(name), 'utf8').replace(/^#.*\n/gm, ''));
}
