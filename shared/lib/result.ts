import type { AppError } from '../errors/app-error.ts';

/** Outcome of work whose failure is normal. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed<T = never>(error: AppError): Result<T> {
  return { ok: false, error };
}
