import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { diskError } from './disk-error.ts';

/**
 * Refuses to export into the store itself, where a file could take the place of a database. Links are followed.
 * @param file absolute; its folder must exist
 * @throws AppError request/bad, disk/…
 */
export async function requireOutsideStore(storeDir: string, file: string): Promise<void> {
  if (!path.isAbsolute(file)) throw new AppError('request/bad', 'an export needs an absolute path');
  let folder: string;
  try {
    folder = await realpath(path.dirname(file));
  } catch (error) {
    throw diskError(error);
  }
  const inside = path.relative(await realpath(storeDir), folder);
  const climbs = inside === '..' || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside);
  if (!climbs) throw new AppError('request/bad', 'nothing is exported into the store');
}
