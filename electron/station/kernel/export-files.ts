import { link, lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { syncFolder } from './atomic-file.ts';
import { diskError, systemCode } from './disk-error.ts';
import { NO_FAULTS } from './fault-points.ts';
import type { FaultPoints } from './fault-points.ts';
import { newId } from './ids.ts';
import { requireOutsideStore } from './outside-store.ts';

export interface ExportedFile {
  /** Absolute. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes files the reader chose, each under a temporary name in the same folder first; `record` runs when all bytes are safe and
 * before any file gets its name, so that nothing leaves the store unrecorded. Without `replace` a file that is there already is
 * never written over, however late it came.
 * @throws AppError disk/exists, request/bad inside the store, disk/…
 */
export async function exportFiles(
  storeDir: string,
  files: readonly ExportedFile[],
  options: { readonly replace: boolean; readonly record: () => void; readonly faults?: FaultPoints },
): Promise<void> {
  const { faults = NO_FAULTS } = options;
  for (const { file } of files) {
    await requireOutsideStore(storeDir, file);
    if (!options.replace && (await isThere(file))) throw alreadyThere();
  }
  const written: { readonly temporary: string; readonly file: string }[] = [];
  try {
    for (const { file, bytes } of files) {
      const temporary = path.join(path.dirname(file), `.${newId()}.part`);
      written.push({ temporary, file });
      await faults.aroundAsync('export write', () => writeSynced(temporary, bytes));
    }
    options.record();
    for (const { temporary, file } of written) {
      await faults.aroundAsync('export rename', () => (options.replace ? rename : placeNewFile)(temporary, file));
    }
    for (const folder of new Set(written.map(({ file }) => path.dirname(file)))) await syncFolder(folder);
  } catch (error) {
    for (const { temporary } of written) await rm(temporary, { force: true });
    throw error instanceof AppError ? error : diskError(error);
  }
}

/** What file systems without hard links answer. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL']);

/** Gives a file its name unless the name is taken: a hard link is refused where a rename would replace. */
export async function placeNewFile(temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file);
    await rm(temporary);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') throw alreadyThere(error);
    if (code === null || !NO_LINKS.has(code)) throw error;
    if (await isThere(file)) throw alreadyThere(error);
    await rename(temporary, file);
  }
}

/** A link that leads nowhere is there too. */
async function isThere(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw diskError(error);
  }
}

function alreadyThere(cause?: unknown): AppError {
  return new AppError('disk/exists', 'the file to write is there already', { cause });
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
