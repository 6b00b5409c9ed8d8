import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../atomic-file.ts';
import { diskError } from '../disk-error.ts';
import { newId } from '../ids.ts';

/** Folder in the store for what was found damaged. Nothing here is ever deleted by the program. */
export const DAMAGED = 'damaged';

const BESIDE = ['', '-wal', '-shm', '-journal'];

/**
 * Moves a file of the store, and what a database keeps beside it, out of the way. Gives the folder it lies in now, relative to the
 * store; null when there was nothing to move. @throws AppError disk/…
 */
export async function putAside(dir: string, name: string): Promise<string | null> {
  const there = BESIDE.map((suffix) => name + suffix).filter((file) => existsSync(join(dir, file)));
  if (there.length === 0) return null;
  const folder = join(DAMAGED, newId());
  try {
    await mkdir(join(dir, folder), { recursive: true, mode: 0o700 });
    for (const file of there) await rename(join(dir, file), join(dir, folder, file));
    await syncFolder(join(dir, folder));
    await syncFolder(join(dir, DAMAGED));
    await syncFolder(dir);
  } catch (error) {
    throw diskError(error);
  }
  return folder;
}
