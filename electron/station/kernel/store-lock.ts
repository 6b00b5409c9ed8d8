import { join } from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { databaseError, isBusy, openLockDatabase } from './sqlite.ts';

/**
 * Holds the store for this process by an open exclusive transaction; the system drops it when the process dies, so there is
 * no stale lock. A second opener gets `store/in-use`.
 */
export function acquireStoreLock(dir: string, options: { readonly nativeBinding?: string | undefined } = {}): Disposer {
  const db = openLockDatabase(join(dir, 'lock.db'), options);
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (!isBusy(error)) throw databaseError(error);
    throw new AppError('store/in-use', 'the store is open in another program', { retry: 'later', cause: error });
  }
  return () => {
    if (db.open) db.close();
  };
}
