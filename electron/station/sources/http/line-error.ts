import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';

/** Where a request went. No path: it holds UIDs. */
export interface Whereto {
  readonly host: string;
  readonly proxyPort: number | null;
}

interface Cause {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly retry: 'later' | 'never';
}

const unreachable = (reason: string): Cause => ({ code: 'source/unreachable', reason, retry: 'later' });
const wrong = (reason: string): Cause => ({ code: 'source/wrong-answer', reason, retry: 'later' });
const silent = (reason: string): Cause => ({ code: 'source/timed-out', reason, retry: 'later' });
const untrusted = (reason: string): Cause => ({ code: 'source/certificate', reason, retry: 'never' });

/** Codes of Node and of the HTTP library, by what they mean to whoever reads them. */
const CAUSES: Readonly<Record<string, Cause>> = {
  ENOTFOUND: unreachable('name-unknown'),
  EAI_AGAIN: unreachable('name-unknown'),
  ECONNREFUSED: unreachable('refused'),
  EHOSTUNREACH: unreachable('no-route'),
  ENETUNREACH: unreachable('no-route'),
  ENETDOWN: unreachable('no-route'),
  EADDRNOTAVAIL: unreachable('no-route'),
  ETIMEDOUT: unreachable('no-connection'),
  UND_ERR_CONNECT_TIMEOUT: unreachable('no-connection'),
  ECONNRESET: unreachable('cut'),
  EPIPE: unreachable('cut'),
  UND_ERR_SOCKET: unreachable('cut'),
  UND_ERR_INFO: unreachable('cut'),
  ERR_STREAM_PREMATURE_CLOSE: unreachable('cut'),
  UND_ERR_DESTROYED: { code: 'request/cancelled', reason: 'source-closed', retry: 'later' },
  UND_ERR_CLOSED: { code: 'request/cancelled', reason: 'source-closed', retry: 'later' },
  UND_ERR_HEADERS_TIMEOUT: silent('no-answer'),
  UND_ERR_BODY_TIMEOUT: silent('answer-stalled'),
  UND_ERR_HEADERS_OVERFLOW: wrong('headers-too-long'),
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: wrong('wrong-length'),
  UND_ERR_RES_EXCEEDED_MAX_SIZE: wrong('too-long'),
  CERT_HAS_EXPIRED: untrusted('expired'),
  CERT_NOT_YET_VALID: untrusted('not-yet-valid'),
  CERT_REVOKED: untrusted('revoked'),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted('unknown-authority'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted('unknown-authority'),
  UNABLE_TO_GET_ISSUER_CERT: untrusted('unknown-authority'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted('unknown-authority'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted('unknown-authority'),
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted('wrong-host'),
  UND_ERR_PRX_TLS: untrusted('wrong-host'),
};

/** A server that wants another certificate from us, or none of ours, says so in an alert. */
const CERTIFICATE_ALERT = /ALERT_(CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)/;

/**
 * What a failed request means. An AppError stays what it is; what is not the line's fault is a bug and is thrown on as one.
 * @param signal of the caller: whatever fails after it fired was cancelled
 */
export function lineError(error: unknown, whereto: Whereto, signal: AbortSignal): AppError {
  if (signal.aborted) return new AppError('request/cancelled', 'stopped', { cause: error });
  if (error instanceof AppError) return error;
  const cause = causeOf(error);
  if (cause === null) return new AppError('internal/bug', 'a request failed in an unknown way', { cause: error });
  const through = field(error, 'port') === whereto.proxyPort && whereto.proxyPort !== null ? { through: 'proxy' } : {};
  return new AppError(cause.code, `the line failed: ${cause.reason}`, {
    context: { host: whereto.host, reason: cause.reason, ...through },
    retry: cause.retry,
    cause: error,
  });
}

/** Whether the same request may be sent once more at once: a kept connection died, and nothing of an answer came. */
export function isDeadSocket(error: unknown): boolean {
  return error instanceof AppError && error.code === 'source/unreachable' && error.context['reason'] === 'cut';
}

function causeOf(error: unknown): Cause | null {
  const code = codeOf(error);
  const known = CAUSES[code];
  if (known) return known;
  if (CERTIFICATE_ALERT.test(code)) return { code: 'source/credentials', reason: 'client-certificate', retry: 'never' };
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return untrusted('no-common-tls');
  if (code.startsWith('CERT_') || code.startsWith('ERR_TLS_') || /CRL|_CERT|CERT_/.test(code))
    return untrusted('refused');
  // The parser does not always give its code.
  if (code.startsWith('HPE_') || (error instanceof Error && error.name === 'HTTPParserError')) return wrong('no-http');
  return proxyCause(error);
}

/** The library says in words only what the proxy answered. */
function proxyCause(error: unknown): Cause | null {
  const status = error instanceof Error ? /^Proxy response \((\d{3})\)/.exec(error.message)?.[1] : undefined;
  if (status === undefined) return null;
  if (status === '407') return { code: 'source/credentials', reason: 'proxy', retry: 'never' };
  return unreachable(`proxy-${status}`);
}

/** Several addresses of one name were tried: the first that failed speaks for all. */
function codeOf(error: unknown): string {
  const code = field(error, 'code');
  if (typeof code === 'string') return code;
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return first === undefined ? '' : codeOf(first);
}

function field(error: unknown, name: 'code' | 'port'): unknown {
  if (typeof error !== 'object' || error === null || !(name in error)) return undefined;
  return Reflect.get(error, name);
}
