import { AppError } from '../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../shared/errors/codes.ts';

/** The code that a call fails with; null when it does not fail. Anything but an AppError is thrown on. */
export function codeThrown(work: () => unknown): ErrorCode | null {
  try {
    work();
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

/** The code that a promise is rejected with; null when it is kept. */
export async function codeRejected(promise: Promise<unknown>): Promise<ErrorCode | null> {
  try {
    await promise;
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof AppError) return error.code;
  throw error;
}
