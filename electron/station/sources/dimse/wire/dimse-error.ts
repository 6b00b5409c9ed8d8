import { AppError } from '../../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../../shared/errors/codes.ts';

/** Why something failed, for whoever puts it in words: stands as `cause` in the context of errors of a DIMSE source. */
export type DimseCause =
  | 'aborted'
  | 'application-context'
  | 'called-ae'
  | 'calling-ae'
  | 'certificate'
  | 'client-certificate'
  | 'closed'
  | 'congested'
  | 'destination'
  | 'no-context'
  | 'no-listener'
  | 'no-name'
  | 'no-route'
  | 'not-tls'
  | 'rejected'
  | 'silent'
  | 'status';

interface Cause {
  readonly code: ErrorCode;
  readonly cause: DimseCause;
  readonly message: string;
  readonly retry: 'now' | 'later' | 'never';
}

/** "0xA700" */
export function statusText(status: number): string {
  return `0x${status.toString(16).toUpperCase().padStart(4, '0')}`;
}

export function dimseError(
  code: ErrorCode,
  cause: DimseCause,
  message: string,
  retry: 'now' | 'later' | 'never' = 'never',
  more: Readonly<Record<string, string | number>> = {},
): AppError {
  return new AppError(code, message, { retry, context: { ...more, cause } });
}

/** What an A-ASSOCIATE-RJ says (Part 8, table 9-21). */
export function rejection(result: number, source: number, reason: number): AppError {
  const { code, cause, message, retry } = rejectionCause(result, source, reason);
  return dimseError(code, cause, message, retry, { result, source, reason });
}

function rejectionCause(result: number, source: number, reason: number): Cause {
  if (source === 1 && reason === 7) {
    return refused('called-ae', 'the peer does not know the AE title by which it was called');
  }
  if (source === 1 && reason === 3) {
    return refused('calling-ae', 'the peer does not know our AE title, or not from this address');
  }
  if (source === 1 && reason === 2) return refused('application-context', 'the peer does not speak DICOM as we do');
  if (source === 3 || result === 2) {
    return {
      code: 'source/busy',
      cause: 'congested',
      message: 'the peer takes no further association for now',
      retry: 'later',
    };
  }
  return refused('rejected', 'the peer rejected the association without a reason');
}

function refused(cause: DimseCause, message: string): Cause {
  return { code: 'source/refused', cause, message, retry: 'never' };
}

const CERTIFICATE = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** What a socket says, by its system or TLS code. @param opening no byte of an answer came yet */
export function socketError(error: unknown, opening: boolean): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const fact = { system: code };
  if (CERTIFICATE.has(code)) {
    return dimseError('source/certificate', 'certificate', 'the certificate of the peer does not hold', 'never', fact);
  }
  if (/ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_)|HANDSHAKE_FAILURE/.test(code)) {
    const message = 'the peer does not accept our certificate, or wants one';
    return dimseError('source/credentials', 'client-certificate', message, 'never', fact);
  }
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') {
    return dimseError('source/refused', 'not-tls', 'no TLS with this peer', 'never', fact);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return dimseError('source/unreachable', 'no-name', 'the name of the peer leads nowhere', 'later', fact);
  }
  if (code === 'ECONNREFUSED') {
    return dimseError('source/unreachable', 'no-listener', 'nobody listens at this port', 'later', fact);
  }
  if (opening && !['ECONNRESET', 'EPIPE'].includes(code)) {
    return dimseError('source/unreachable', 'no-route', 'there is no way to the peer', 'later', fact);
  }
  return dimseError('source/unreachable', 'closed', 'the connection ended', 'now', fact);
}

export function closedEarly(): AppError {
  return dimseError('source/unreachable', 'closed', 'the peer closed the connection', 'now');
}

export function silent(): AppError {
  return dimseError('source/timed-out', 'silent', 'the peer said nothing for too long', 'later');
}

export function aborted(): AppError {
  return dimseError('source/unreachable', 'aborted', 'the peer aborted the association', 'later');
}

export function cancelled(): AppError {
  return new AppError('request/cancelled', 'the request was cancelled');
}

/** The status that ended an operation. */
export function failedStatus(what: string, status: number): AppError {
  const { code, retry } = statusCause(status);
  const cause = status === 0xa801 ? 'destination' : 'status';
  return dimseError(code, cause, `${what} ended with status ${statusText(status)}`, retry, {
    status: statusText(status),
  });
}

/** Part 4, C.4.1 to C.4.3, and Part 7, annex C. */
function statusCause(status: number): { readonly code: ErrorCode; readonly retry: 'later' | 'never' } {
  if (status >= 0xa700 && status <= 0xa7ff) return { code: 'source/busy', retry: 'later' };
  if (status === 0xa801) return { code: 'source/refused', retry: 'never' };
  if (status >= 0xa900 && status <= 0xa9ff) return { code: 'source/refused', retry: 'never' };
  if (status >= 0xc000 && status <= 0xcfff) return { code: 'source/server-error', retry: 'later' };
  if (status === 0x0110) return { code: 'source/server-error', retry: 'later' };
  return { code: 'source/refused', retry: 'never' };
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return 'unknown';
  return typeof error.code === 'string' ? error.code : 'unknown';
}
