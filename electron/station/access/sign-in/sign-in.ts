import * as oidc from 'openid-client';
import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { assuranceOf, isAtLeast } from '../../../../shared/rules/sign-in/assurance.ts';
import type { AssuranceLevel } from '../../../../shared/rules/sign-in/assurance.ts';
import type { ClientCertificate, IdentityProvider } from '../../../../shared/model/identity-provider.ts';
import { openRedirect } from './loopback-redirect.ts';
import { providerFetch } from './provider-fetch.ts';
import { signInError } from './sign-in-error.ts';

/** Requests to the provider; seconds. */
const TIMEOUT_S = 20;
const SCOPE = 'openid offline_access';

export interface SignedIn {
  /** Who it is, at this provider only: `issuer` and `subject` together name a person. */
  readonly issuer: string;
  readonly subject: string;
  readonly assurance: AssuranceLevel;
  /** When the person proved who they are, seconds since 1970 UTC; null where the provider does not say. */
  readonly authenticatedAt: number | null;
  /** For `refreshSignIn`; a secret. Null where the provider gives none: then somebody has to sign in anew. */
  readonly refreshToken: string | null;
}

export interface SignInOptions {
  /** Shows the address in the browser of the system, never in a window of ours (RFC 8252, 8.12). */
  readonly openBrowser: (address: string) => Promise<void>;
  /** Gives up: sign-in/cancelled. */
  readonly signal: AbortSignal;
  /** The person must have proved who they are within so many seconds, for a step up; null: whenever. */
  readonly maxAgeSeconds: number | null;
  /** Shown to a provider that asks for one. */
  readonly certificate?: ClientCertificate | null;
}

const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  acr: z.string().nullable().default(null),
  amr: z.array(z.string()).default([]),
  auth_time: z.number().nullable().default(null),
});

/**
 * OpenID Connect with the authorization code flow for native programs: PKCE (S256), state, nonce, the browser of the system and a
 * redirect to this machine (RFC 8252, RFC 7636, OpenID Connect Core 3.1). The ID token's signature is checked as well, though
 * it came over TLS.
 * @throws AppError sign-in/provider-unreachable, sign-in/refused, sign-in/failed, sign-in/too-weak, sign-in/cancelled
 */
export async function signIn(provider: IdentityProvider, options: SignInOptions): Promise<SignedIn> {
  const { openBrowser, signal, maxAgeSeconds, certificate = null } = options;
  signal.throwIfAborted();
  const config = await discover(provider, certificate);
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
  const redirect = await openRedirect(state);
  signal.addEventListener('abort', redirect.close, { once: true });
  try {
    const { redirectUri } = redirect;
    const address = oidc.buildAuthorizationUrl(config, {
      ...{ redirect_uri: redirectUri, scope: SCOPE, state, nonce, prompt: 'consent' },
      ...{ code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
      ...(provider.acrValues.length === 0 ? {} : { acr_values: provider.acrValues.join(' ') }),
      ...(maxAgeSeconds === null ? {} : { max_age: String(maxAgeSeconds) }),
    });
    await openBrowser(address.href);
    const answer = await redirect.answer;
    const tokens = await oidc.authorizationCodeGrant(config, answer, {
      ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
      ...(maxAgeSeconds === null ? {} : { maxAge: maxAgeSeconds }),
    });
    return checked(provider, tokens.claims(), tokens.refresh_token ?? null);
  } catch (error) {
    throw signInError(error);
  } finally {
    signal.removeEventListener('abort', redirect.close);
    redirect.close();
  }
}

/**
 * Asks the provider whether the person may still go on; nobody has to be there. What counts is that it answers: an ID token that
 * comes with it must name the same person.
 * @throws AppError sign-in/provider-unreachable (the lease goes on), sign-in/refused (the lease ends), sign-in/failed
 */
export async function refreshSignIn(
  provider: IdentityProvider,
  last: SignedIn & { readonly refreshToken: string },
  certificate: ClientCertificate | null = null,
): Promise<SignedIn> {
  const config = await discover(provider, certificate);
  try {
    const tokens = await oidc.refreshTokenGrant(config, last.refreshToken);
    const claims = tokens.claims();
    if (claims !== undefined && (claims.sub !== last.subject || claims.iss !== last.issuer)) {
      throw new AppError('sign-in/failed', 'the provider answered for somebody else');
    }
    return { ...last, refreshToken: tokens.refresh_token ?? last.refreshToken };
  } catch (error) {
    throw signInError(error);
  }
}

/**
 * Finds out how the provider is spoken to: all that is fetched of it goes the same way.
 * @throws AppError sign-in/provider-unreachable, sign-in/failed
 */
export async function discover(
  { issuer, clientId, authorities }: Pick<IdentityProvider, 'issuer' | 'clientId' | 'authorities'>,
  certificate: ClientCertificate | null,
): Promise<oidc.Configuration> {
  const address = new URL(issuer);
  const execute = [oidc.enableNonRepudiationChecks, ...(isLoopback(address) ? [oidc.allowInsecureRequests] : [])];
  try {
    const fetch = providerFetch({ authorities: authorities ?? null, certificate });
    const config = await oidc.discovery(address, clientId, undefined, oidc.None(), {
      ...{ execute, timeout: TIMEOUT_S },
      ...(fetch === null ? {} : { [oidc.customFetch]: fetch }),
    });
    // A provider that does not say S256 would take a code that somebody else caught.
    if (!config.serverMetadata().supportsPKCE('S256')) {
      throw new AppError('sign-in/failed', 'the provider does not support PKCE with S256');
    }
    return config;
  } catch (error) {
    throw signInError(error);
  }
}

/** `IdentityProvider` lets plain http through to this very machine only. */
function isLoopback({ protocol }: URL): boolean {
  return protocol === 'http:';
}

function checked(provider: IdentityProvider, raw: unknown, refreshToken: string | null): SignedIn {
  const parsed = Claims.safeParse(raw);
  if (!parsed.success) throw new AppError('sign-in/failed', 'the ID token lacks what it must say');
  const { iss, sub, acr, amr, auth_time: authenticatedAt } = parsed.data;
  const assurance = assuranceOf({ acr, amr }, provider.words);
  if (!isAtLeast(assurance, provider.leastAssurance)) {
    throw new AppError('sign-in/too-weak', 'the provider states less than the site wants', {
      context: { stated: assurance, wanted: provider.leastAssurance },
    });
  }
  return { issuer: iss, subject: sub, assurance, authenticatedAt, refreshToken };
}
