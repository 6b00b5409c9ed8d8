import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { benchCache } from '../lib/folders.ts';
import { ctFiles } from '../lib/synthetic-ct.ts';
import type { SyntheticCt } from '../lib/synthetic-ct.ts';

/**
 * An earlier study of the same patient, as large: the files of the series with other UIDs of the same length and an earlier
 * date, written over in place.
 */
export function makePrior(ct: SyntheticCt): SyntheticCt {
  const root = ct.studyUid.replace(/\.1$/, '');
  const other = root.replace('2.25.9', '2.25.8');
  const folder = path.join(benchCache('ct'), `${path.basename(ct.folder)}-prior`);
  if (!existsSync(folder)) {
    const half = `${folder}.${process.pid}`;
    mkdirSync(half);
    for (const file of ctFiles(ct)) {
      const bytes = readFileSync(file);
      replaceAll(bytes, root, other);
      replaceAll(bytes, '20260101', '20250101');
      writeFileSync(path.join(half, path.basename(file)), bytes);
    }
    renameSync(half, folder);
  }
  return { ...ct, folder, studyUid: `${other}.1` };
}

/** In the header only: pixels are noise and might hold anything. */
function replaceAll(bytes: Buffer, from: string, to: string): void {
  const head = bytes.subarray(0, 4096);
  for (let at = head.indexOf(from); at >= 0; at = head.indexOf(from, at + 1)) head.write(to, at, 'latin1');
}
