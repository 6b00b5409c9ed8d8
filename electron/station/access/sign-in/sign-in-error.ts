import * as oidc from 'openid-client';
import { AppError } from '../../../../shared/errors/app-error.ts';

/** What OAuth 2 and OpenID Connect call a no to this person, as against a request that was wrong. */
const REFUSALS = new Set([
  'access_denied',
  'invalid_grant',
  'login_required',
  'interaction_required',
  'account_selection_required',
]);
/** RFC 9470 and OpenID Core: the provider could not do what was asked for. */
const TOO_WEAK = new Set(['unmet_authentication_requirements', 'insufficient_user_authentication']);
/** Codes of oauth4webapi for an answer that never came whole. */
const UNREACHABLE = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT']);

/** One of ours for whatever the library, the network or the provider throws. Words of the provider are not passed on. */
export function signInError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) {
    return refusal(error.error, error);
  }
  if (isUnreachable(error)) {
    return new AppError('sign-in/provider-unreachable', 'the identity provider does not answer', {
      retry: 'later',
      cause: error,
    });
  }
  return new AppError('sign-in/failed', 'the answer of the identity provider is not one to trust', { cause: error });
}

function refusal(said: string, cause: unknown): AppError {
  if (TOO_WEAK.has(said))
    return new AppError('sign-in/too-weak', 'the provider cannot sign in as the site wants', { cause });
  if (REFUSALS.has(said)) return new AppError('sign-in/refused', 'the identity provider said no', { cause });
  return new AppError('sign-in/failed', 'the identity provider answered with an error', { cause });
}

/** fetch says TypeError for every failure of the network, and so does a mistake of ours: the cause tells them apart. */
function isUnreachable(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    // A provider in trouble has not said no.
    if (cause.cause instanceof Response && cause.cause.status >= 500) return true;
    const code: unknown = Reflect.get(cause, 'code');
    if (typeof code !== 'string') continue;
    if (UNREACHABLE.has(code) || /^(E[A-Z]+|UND_ERR_.*)$/.test(code)) return true;
  }
  return false;
}
