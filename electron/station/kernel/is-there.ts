import { stat } from 'node:fs/promises';
import { diskError, systemCode } from './disk-error.ts';

/** Whether something is at a path, links followed. @throws AppError disk/… */
export async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw diskError(error);
  }
}
