import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { diskError } from '../kernel/disk-error.ts';
import { requireOutsideStore } from '../kernel/outside-store.ts';
import { syncFolder } from '../kernel/atomic-file.ts';

/**
 * Writes files the reader chose, each under a temporary name in the same folder first; `record` runs when all bytes are safe and
 * before any file gets its name, so that nothing leaves the store unrecorded. A file inside the store is request/bad.
 */
export async function exportFiles(
  storeDir: string,
  files: readonly { readonly file: string; readonly bytes: Uint8Array }[],
  record: () => void,
): Promise<void> {
  for (const { file } of files) await requireOutsideStore(storeDir, file);
  const written: { readonly temporary: string; readonly file: string }[] = [];
  try {
    for (const { file, bytes } of files) {
      const temporary = `${file}.${process.pid}.part`;
      written.push({ temporary, file });
      await writeSynced(temporary, bytes);
    }
    record();
    for (const { temporary, file } of written) await rename(temporary, file);
    for (const folder of new Set(written.map(({ file }) => path.dirname(file)))) await syncFolder(folder);
  } catch (error) {
    for (const { temporary } of written) await rm(temporary, { force: true });
    throw error instanceof AppError ? error : diskError(error);
  }
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
