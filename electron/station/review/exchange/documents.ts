import type { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';

/** A document of a package. @throws AppError package/damaged: it is none of ours */
export function readDocument<T>(shape: z.ZodType<T>, bytes: Uint8Array | undefined): T {
  if (bytes === undefined) throw damaged('a document is missing');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw damaged('a document is no JSON', error);
  }
  const read = shape.safeParse(json);
  if (!read.success) throw damaged('a document has another form');
  return read.data;
}

export function damaged(why: string, cause?: unknown): AppError {
  return new AppError('package/damaged', why, { cause });
}
