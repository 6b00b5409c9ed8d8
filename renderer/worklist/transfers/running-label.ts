import type { JobProgress } from '../../../shared/model/job.ts';
import { ERROR_TEXT } from '../../app/error-text.ts';

/** The name of work that goes on; a job that was put back says what it waits for. */
export function runningLabel(name: string, { state, error }: Pick<JobProgress, 'state' | 'error'>): string {
  if (state !== 'waiting') return name;
  return error === null ? `${name} (waiting)` : `${name} (waiting: ${ERROR_TEXT[error.code].title})`;
}
