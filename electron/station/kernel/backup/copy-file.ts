import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../atomic-file.ts';
import { diskError, systemCode } from '../disk-error.ts';

const PIECE = 1024 * 1024;

/** Copies a file to a temporary name, makes it durable, proves it with `check`, and only then gives it its name. */
export async function copyFileSafely(
  from: string,
  to: { readonly temporary: string; readonly final: string },
  check: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  try {
    await mkdir(dirname(to.temporary), { recursive: true, mode: 0o700 });
    await mkdir(dirname(to.final), { recursive: true, mode: 0o700 });
    await copyBytes(from, to.temporary);
    await check();
    await rename(to.temporary, to.final);
    await syncFolder(dirname(to.final));
  } catch (error) {
    throw diskError(error);
  }
}

/** Length of a file; null when it is not there. */
export async function lengthOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw diskError(error);
  }
}

async function copyBytes(from: string, to: string): Promise<void> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'w', 0o600);
    try {
      const piece = Buffer.allocUnsafe(PIECE);
      for (;;) {
        const { bytesRead } = await source.read(piece, 0, PIECE);
        if (bytesRead === 0) break;
        let written = 0;
        while (written < bytesRead) written += (await target.write(piece, written, bytesRead - written)).bytesWritten;
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
