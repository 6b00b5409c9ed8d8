import { describe, expect, it } from 'vitest';
import { isDeadSocket, lineError } from '../../../../../../electron/station/sources/http/line-error.ts';
import { AppError } from '../../../../../../shared/errors/app-error.ts';

const never = new AbortController().signal;
const WHERETO = { host: 'pacs.example', proxyPort: 3128 };
const coded = (code: string, more: object = {}): Error => Object.assign(new Error('of the system'), { code, ...more });

describe('what a line throws', () => {
  it.each([
    ['ENOTFOUND', 'source/unreachable', 'name-unknown'],
    ['ECONNREFUSED', 'source/unreachable', 'refused'],
    ['ECONNRESET', 'source/unreachable', 'cut'],
    ['UND_ERR_CONNECT_TIMEOUT', 'source/unreachable', 'no-connection'],
    ['UND_ERR_BODY_TIMEOUT', 'source/timed-out', 'answer-stalled'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'source/wrong-answer', 'wrong-length'],
    ['HPE_INVALID_CONSTANT', 'source/wrong-answer', 'no-http'],
    ['CERT_HAS_EXPIRED', 'source/certificate', 'expired'],
    ['CERT_SIGNATURE_FAILURE', 'source/certificate', 'refused'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'source/certificate', 'no-common-tls'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'source/credentials', 'client-certificate'],
    ['UND_ERR_DESTROYED', 'request/cancelled', 'source-closed'],
  ])('%s is %s', (code, known, reason) => {
    expect(lineError(coded(code), WHERETO, never)).toMatchObject({
      code: known,
      context: { host: 'pacs.example', reason },
    });
  });

  it('is the first failure where several addresses of a name were tried', () => {
    const several = new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]);
    expect(lineError(several, WHERETO, never)).toMatchObject({ context: { reason: 'refused' } });
  });

  it('names the proxy where it is the proxy that failed', () => {
    expect(lineError(coded('ECONNREFUSED', { port: 3128 }), WHERETO, never).context).toMatchObject({
      through: 'proxy',
    });
    expect(lineError(coded('ECONNREFUSED', { port: 443 }), WHERETO, never).context).not.toHaveProperty('through');
  });

  it('is a cancel where somebody stopped it, and stays what it is where it is one of ours', () => {
    expect(lineError(coded('ECONNRESET'), WHERETO, AbortSignal.abort()).code).toBe('request/cancelled');
    const ours = new AppError('source/busy', 'busy');
    expect(lineError(ours, WHERETO, never)).toBe(ours);
  });

  it('is a bug where nobody knows it', () => {
    for (const error of [new TypeError('x is not a function'), 'text', null, undefined]) {
      expect(lineError(error, WHERETO, never).code).toBe('internal/bug');
    }
  });

  it('is worth a second connection only where the first one was cut', () => {
    expect(isDeadSocket(lineError(coded('ECONNRESET'), WHERETO, never))).toBe(true);
    expect(isDeadSocket(lineError(coded('ECONNREFUSED'), WHERETO, never))).toBe(false);
    expect(isDeadSocket(lineError(coded('CERT_HAS_EXPIRED'), WHERETO, never))).toBe(false);
  });
});
