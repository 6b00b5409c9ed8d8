import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, systemCode } from './disk-error.ts';

export interface SweepReport {
  /** Unfinished files removed. */
  readonly temporary: number;
  /** Finished blobs without a row, removed. */
  readonly orphans: number;
  readonly kept: number;
  /** Blobs without a row that were left, since they outnumber those with one. */
  readonly left: number;
}

/**
 * Removes what a crash left behind. Where most blobs are unknown to the index, the index is the one that lost something (an
 * older copy, a rebuilt file): then no blob is touched.
 */
export async function sweepBlobs(
  folders: { readonly root: string; readonly tmp: string },
  known: (id: string) => boolean,
): Promise<SweepReport> {
  try {
    const unfinished = await namesIn(folders.tmp);
    for (const name of unfinished) await rm(join(folders.tmp, name), { force: true, recursive: true });
    let kept = 0;
    const orphans: string[] = [];
    for (const folder of await namesIn(folders.root)) {
      for (const name of await namesIn(join(folders.root, folder))) {
        if (known(name)) kept += 1;
        else orphans.push(join(folders.root, folder, name));
      }
    }
    const leave = orphans.length > kept;
    if (!leave) for (const file of orphans) await rm(file, { force: true });
    return {
      temporary: unfinished.length,
      orphans: leave ? 0 : orphans.length,
      kept,
      left: leave ? orphans.length : 0,
    };
  } catch (error) {
    throw diskError(error);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
