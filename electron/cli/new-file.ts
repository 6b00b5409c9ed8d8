import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../shared/errors/app-error.ts';
import { diskError, systemCode } from '../station/kernel/disk-error.ts';

/**
 * Gives `write` a new file for its reader only, which goes again when the writing fails.
 * @throws AppError disk/exists when there is a file already: it is never written over
 */
export async function writeNewFile<T>(file: string, write: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await openNew(file);
  try {
    const result = await write(handle);
    await handle.close();
    return result;
  } catch (error) {
    await handle.close();
    await rm(file, { force: true });
    throw systemCode(error) === null ? error : diskError(error);
  }
}

async function openNew(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw diskError(error);
    throw new AppError('disk/exists', 'the file to write is there already', { cause: error });
  }
}
