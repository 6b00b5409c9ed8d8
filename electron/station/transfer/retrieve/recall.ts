import { AppError } from '../../../../shared/errors/app-error.ts';
import type { TransferEnd } from './transfer-run.ts';

/** The source took the question and nothing came: what an archive does while a robot fetches a tape. */
const SILENCE: ReadonlySet<string> = new Set(['source/timed-out', 'source/busy', 'source/incomplete']);

/** How a run ended of a study that its archive has to bring up first: a slow store is no broken line, and no broken study. */
export function asRecall(end: TransferEnd): TransferEnd {
  if (end.kind !== 'failed' || !SILENCE.has(end.error.code)) return end;
  const error = new AppError('source/recall', 'the archive brings it up from its slow store', { retry: 'later' });
  return { kind: 'failed', error };
}
