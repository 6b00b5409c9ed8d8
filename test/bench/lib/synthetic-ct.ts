import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../helpers/runtime.ts';
import { benchCache } from './folders.ts';

/** A synthetic CT: 512 × 512 × 16 bit, explicit little endian, one file a slice, soft-kernel noise. */
export interface SyntheticCt {
  readonly folder: string;
  readonly slices: number;
  readonly studyUid: string;
  readonly patientId: string;
}

export const CT_ROWS = 512;
export const CT_COLUMNS = 512;
const FRAME_BYTES = CT_ROWS * CT_COLUMNS * 2;

/** Debian's Python: the one that its numpy and pydicom belong to, whatever else is on the PATH. */
const PYTHON = '/usr/bin/python3';

/** Writes the series into the cache once. The same seed gives the same pixels and UIDs; another seed another patient. */
export function syntheticCt(slices: number, seed: number): SyntheticCt {
  const folder = path.join(benchCache('ct'), `ct${slices}-${seed}`);
  if (!existsSync(folder)) {
    const half = `${folder}.${process.pid}`;
    const maker = path.join(projectRoot, '..', 'shared', 'tools', 'make-ct.py');
    const { status, stderr } = spawnSync(PYTHON, [maker, String(slices), half, String(seed)], { encoding: 'utf8' });
    if (status !== 0) {
      rmSync(half, { recursive: true, force: true });
      throw new Error(`the synthetic CT could not be written by ${maker}: ${stderr}`);
    }
    renameSync(half, folder);
  }
  return { folder, slices, studyUid: `2.25.${900_000_000 + seed}.1`, patientId: `BENCH${seed}` };
}

/** Files of the series in the order of its slices. */
export function ctFiles({ folder }: SyntheticCt): readonly string[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => path.join(folder, name));
}

/** Stored values of a slice (from 0), read without a parser: the pixel data end the file. */
export function ctPixels(ct: SyntheticCt, slice: number): Uint16Array {
  const file = ctFiles(ct)[slice];
  if (file === undefined) throw new Error(`the series has no slice ${slice}`);
  const bytes = readFileSync(file);
  return new Uint16Array(Uint8Array.from(bytes.subarray(bytes.length - FRAME_BYTES)).buffer);
}

/** UID of a slice (from 0), as the maker of the series counts them. */
export function sopUidOf(ct: SyntheticCt, slice: number): string {
  return `${ct.studyUid.replace(/\.1$/, '.3')}.${slice + 1}`;
}

/** The slice (from 0) of a UID of the series. */
export function sliceOf(ct: SyntheticCt, sopUid: string): number {
  const slice = Number(sopUid.split('.').at(-1)) - 1;
  if (sopUidOf(ct, slice) !== sopUid) throw new Error('the picture is of another series');
  return slice;
}
