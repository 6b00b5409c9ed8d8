import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Db } from '../sqlite.ts';

/** Reads every page. @throws AppError store/damaged */
export function checkWhole(db: Db, name: string): void {
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw new AppError('store/damaged', `the ${name} database is damaged`);
}

/** True for what making the database anew can mend. */
export function isMendable(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'store/damaged' || error.code === 'store/missing');
}
