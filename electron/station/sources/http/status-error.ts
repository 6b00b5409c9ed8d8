import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { HttpAnswer } from './http-client.ts';
import { retryAfterMs } from './retry-after.ts';

/** What an HTTP status means that is not the one that was hoped for. Its body is nobody's business: it may name patients. */
export function statusError(answer: HttpAnswer, nowIso: string): AppError {
  const { status } = answer;
  const code = codeOf(status);
  const pause = code === 'source/busy' ? retryAfterMs(answer.header('retry-after'), nowIso) : null;
  return new AppError(code, `answered with ${status}`, {
    context: { host: answer.url.host, status, ...(pause === null ? {} : { retryAfterMs: pause }) },
    retry: code === 'source/busy' || code === 'source/timed-out' || code === 'source/server-error' ? 'later' : 'never',
  });
}

function codeOf(status: number): ErrorCode {
  switch (status) {
    case 401:
    case 407:
      return 'source/credentials';
    case 404:
    case 410:
      return 'source/not-found';
    case 408:
    case 504:
      return 'source/timed-out';
    case 429:
    case 503:
      return 'source/busy';
    case 501:
      return 'source/no-such-way';
    default:
      if (status >= 500) return 'source/server-error';
      return status >= 400 ? 'source/refused' : 'source/wrong-answer';
  }
}
