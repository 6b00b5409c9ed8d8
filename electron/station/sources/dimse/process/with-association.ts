import { asAppError } from '../../../../../shared/errors/app-error.ts';
import type { Association } from '../wire/association.ts';
import { cancelled } from '../wire/dimse-error.ts';

/**
 * Works on an association and ends it: in good order when the work was done, at once when it failed or was cancelled.
 * @throws AppError what the work throws; request/cancelled
 */
export async function withAssociation<T>(
  opening: Promise<Association>,
  signal: AbortSignal,
  work: (association: Association) => Promise<T>,
): Promise<T> {
  const association = await opening;
  const onAbort = (): void => association.abort(cancelled());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal.aborted) throw cancelled();
    const result = await work(association);
    await association.release();
    return result;
  } catch (error) {
    const known = asAppError(error);
    association.abort(known);
    throw known;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
