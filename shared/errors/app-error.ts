import { z } from 'zod';
import { ERROR_CODES, isErrorCode } from './codes.ts';
import type { ErrorCode, ErrorFamily } from './codes.ts';

export type Retry = 'now' | 'later' | 'never';

/** Values that may travel with an error: internal ids, counts and file-format facts. Never patient data. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface AppErrorOptions {
  readonly context?: ErrorContext;
  readonly retry?: Retry;
  readonly cause?: unknown;
}

/** The one error class. `message` is for engineers; what a reader sees is looked up by `code`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly context: ErrorContext;
  readonly retry: Retry;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.context = options.context ?? {};
    this.retry = options.retry ?? 'never';
  }

  get family(): ErrorFamily {
    return ERROR_CODES[this.code];
  }
}

export const WireError = z.strictObject({
  code: z.string().refine(isErrorCode, 'unknown error code'),
  message: z.string(),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  retry: z.enum(['now', 'later', 'never']),
});
export type WireError = z.infer<typeof WireError>;

/** Plain shape that survives process borders. Anything that is not an AppError becomes `internal/bug`. */
export function toWire(error: unknown): WireError {
  const known = asAppError(error);
  return {
    code: known.code,
    message: known.message,
    context: { ...known.context } as WireError['context'],
    retry: known.retry,
  };
}

export function fromWire(wire: WireError): AppError {
  const code: ErrorCode = isErrorCode(wire.code) ? wire.code : 'internal/bug';
  return new AppError(code, wire.message, { context: wire.context, retry: wire.retry });
}

/** Libraries throw strings and plain objects too (dicom-parser does): everything ends as an AppError here. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : 'unexpected failure';
  return new AppError('internal/bug', message, { cause: error });
}
