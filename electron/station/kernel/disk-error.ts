import { AppError } from '../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../shared/errors/codes.ts';

/** The system's short code ("ENOSPC") of a failed file call, or null. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'disk/full',
  EDQUOT: 'disk/full',
  EROFS: 'disk/read-only',
  ENOENT: 'disk/not-found',
};

/** What whoever waits is to do; the same whether a file or a database had no room. */
export const FULL = 'the disk is full: make room, then do it again';

/** What a failed file call on our own store means. The path stays out of it: a folder may bear a patient's name. */
export function diskError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const system = systemCode(error);
  const code = (system === null ? undefined : CODES[system]) ?? 'disk/failed';
  return new AppError(code, code === 'disk/full' ? FULL : 'a file of the store could not be read or written', {
    context: { system: system ?? 'none' },
    retry: code === 'disk/full' ? 'later' : 'never',
    cause: error,
  });
}
