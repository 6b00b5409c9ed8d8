import { open } from 'node:fs/promises';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { diskError } from '../../kernel/disk-error.ts';
import { LONGEST_PROFILE } from './signed-profile.ts';

/** The text of a file that somebody chose; bounded before it is read. @throws AppError profile/bad-file, disk/… */
export async function readProfileFile(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > LONGEST_PROFILE) throw new AppError('profile/bad-file', 'the file is too long to be a profile');
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof AppError ? error : diskError(error);
  }
}
