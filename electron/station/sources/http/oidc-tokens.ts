import * as oidc from 'openid-client';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { SourceSecrets, WebAuth } from '../../../../shared/model/source-settings.ts';
import type { Dispatchers } from './dispatchers.ts';
import type { TokenSupplier } from './authorization.ts';
import { lineError } from './line-error.ts';

/** Requests to the provider, seconds. */
const TIMEOUT_S = 20;
/** Metadata, keys and tokens are small; more is no answer. Bytes. */
const MOST_BYTES = 1024 * 1024;
/** A token is renewed so long before it runs out: it has to last for the way to the site. Milliseconds. */
const MARGIN_MS = 30_000;
/** Where the provider does not say how long a token holds, seconds. */
const SHORT_LIFE_S = 300;

export interface OidcTokenPorts {
  /** The connections of the source; the provider is another server than the site, and is shown no certificate. */
  readonly dispatchers: Dispatchers;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** A provider that gives a new refresh token with each use: the old one may not hold any more. */
  readonly keepRefreshToken: (token: string) => Promise<void>;
}

interface Held {
  readonly token: string;
  readonly until: number;
}

/**
 * Tokens of a site's identity provider, renewed in time: by the refresh token that somebody's sign-in left, or else as the
 * station itself (client credentials). Errors are source/credentials where the provider says no, and those of the line.
 */
export class OidcTokens implements TokenSupplier {
  readonly #auth: Extract<WebAuth, { kind: 'oidc' }>;
  readonly #ports: OidcTokenPorts;
  readonly #clientSecret: string | undefined;
  #refreshToken: string | undefined;
  #config: oidc.Configuration | null = null;
  #held: Held | null = null;
  #renewing: Promise<Held> | null = null;

  constructor(auth: Extract<WebAuth, { kind: 'oidc' }>, secrets: SourceSecrets, ports: OidcTokenPorts) {
    this.#auth = auth;
    this.#ports = ports;
    this.#clientSecret = secrets.clientSecret;
    this.#refreshToken = secrets.refreshToken;
  }

  async token(): Promise<string> {
    const held = this.#held;
    if (held !== null && this.#ports.now() < held.until) return held.token;
    return (await this.#renew()).token;
  }

  async refresh(): Promise<void> {
    await this.#renew();
  }

  /** Whoever asks meanwhile waits for the same one. */
  #renew(): Promise<Held> {
    this.#renewing ??= this.#fetch().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #fetch(): Promise<Held> {
    try {
      const begin = this.#ports.now();
      this.#config ??= await this.#discover();
      const got = await this.#grant(this.#config);
      if (got.refresh_token !== undefined && got.refresh_token !== this.#refreshToken) {
        this.#refreshToken = got.refresh_token;
        await this.#ports.keepRefreshToken(got.refresh_token);
      }
      const lifeMs = (got.expires_in ?? SHORT_LIFE_S) * 1000;
      // Of a token that lives shorter than the margin, half its life is used.
      this.#held = { token: got.access_token, until: begin + Math.max(lifeMs - MARGIN_MS, lifeMs / 2) };
      return this.#held;
    } catch (error) {
      throw providerError(error, new URL(this.#auth.issuer).host);
    }
  }

  #grant(config: oidc.Configuration): Promise<oidc.TokenEndpointResponse> {
    const scope = this.#auth.scope === '' ? {} : { scope: this.#auth.scope };
    if (this.#refreshToken !== undefined) return oidc.refreshTokenGrant(config, this.#refreshToken, scope);
    if (this.#clientSecret !== undefined) return oidc.clientCredentialsGrant(config, scope);
    throw new AppError('source/credentials', 'the secret of this source is not stored');
  }

  #discover(): Promise<oidc.Configuration> {
    const address = new URL(this.#auth.issuer);
    const client = this.#clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(this.#clientSecret);
    return oidc.discovery(address, this.#auth.clientId, undefined, client, {
      timeout: TIMEOUT_S,
      // The settings let plain http through to this very machine only.
      execute: address.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
      [oidc.customFetch]: (url, options) => this.#ask(url, options),
    });
  }

  /** A fetch over the connections of the source: its proxy, its authorities. */
  async #ask(url: string, { method, headers, body, signal }: oidc.CustomFetchOptions): Promise<Response> {
    const { origin, pathname, search } = new URL(url);
    const answer = await this.#ports.dispatchers.foreign().request({
      ...{ origin, path: pathname + search, headers },
      method: method === 'POST' ? 'POST' : 'GET',
      body: body instanceof URLSearchParams ? body.toString() : typeof body === 'string' ? body : null,
      ...(signal ? { signal } : {}),
    });
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of answer.body as AsyncIterable<Uint8Array>) {
      bytes += piece.length;
      if (bytes > MOST_BYTES)
        throw new AppError('source/wrong-answer', 'the answer of the identity provider is too long');
      pieces.push(piece);
    }
    const answered = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of [value ?? []].flat()) answered.append(name, one);
    }
    return new Response(Buffer.concat(pieces), { status: answer.statusCode, headers: answered });
  }
}

/** Words of the provider are not passed on. */
function providerError(error: unknown, host: string): AppError {
  if (error instanceof AppError) return error;
  const saidNo = error instanceof oidc.ResponseBodyError || error instanceof oidc.WWWAuthenticateChallengeError;
  if (saidNo && error.status < 500) {
    return new AppError('source/credentials', 'the identity provider of the site said no', {
      context: { host },
      cause: error,
    });
  }
  const never = new AbortController().signal;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const known = lineError(cause, { host, proxyPort: null }, never);
    if (known.family !== 'bug') return known;
  }
  return new AppError('source/server-error', 'the answer of the identity provider is not one to trust', {
    context: { host },
    retry: 'later',
    cause: error,
  });
}
