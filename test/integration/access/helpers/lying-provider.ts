import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Claims = Record<string, unknown>;

/** One thing that is wrong with a provider that is right in all others; a provider that anybody keeps does none of them. */
export interface Lie {
  readonly metadata?: (metadata: Claims) => Claims;
  readonly claims?: (claims: Claims) => Claims;
  readonly header?: (header: Claims) => Claims;
  /** What signs in place of the provider's key. */
  readonly signWith?: 'another key' | 'public key as a secret' | 'nothing';
  readonly redirect?: (address: URL) => void;
  readonly token?: (response: ServerResponse) => boolean;
  readonly tokens?: (tokens: Claims) => Claims;
}

export interface LyingProvider {
  readonly issuer: string;
  readonly asked: readonly URL[];
  lie: Lie;
  close(): Promise<void>;
}

export async function lyingProvider(): Promise<LyingProvider> {
  const keys = {
    real: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    other: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  };
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const asked: URL[] = [];
  const self: LyingProvider = {
    issuer,
    asked,
    lie: {},
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  const idToken = (): string => {
    const now = Math.floor(Date.now() / 1000);
    const nonce = asked.at(-1)?.searchParams.get('nonce');
    const claims: Claims = {
      iss: issuer,
      sub: 'reader-1',
      aud: 'station',
      iat: now,
      exp: now + 300,
      auth_time: now,
      nonce,
    };
    const { lie } = self;
    const said = lie.claims?.({ ...claims, amr: ['hwk'] }) ?? { ...claims, amr: ['hwk'] };
    const header = lie.header?.({ alg: 'RS256', kid: 'one' }) ?? { alg: 'RS256', kid: 'one' };
    const body = `${encoded(header)}.${encoded(said)}`;
    return `${body}.${signature(body, lie.signWith, keys)}`;
  };

  const routes: Record<string, (address: URL, response: ServerResponse) => void> = {
    '/.well-known/openid-configuration': (_address, response) => {
      const metadata: Claims = {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
      };
      json(response, self.lie.metadata?.(metadata) ?? metadata);
    },
    '/jwks': (_address, response) => {
      const key = { ...keys.real.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' };
      json(response, { keys: [key] });
    },
    '/auth': (address, response) => {
      asked.push(address);
      const back = new URL(address.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', 'a-code');
      back.searchParams.set('state', address.searchParams.get('state') ?? '');
      back.searchParams.set('iss', issuer);
      self.lie.redirect?.(back);
      response.writeHead(302, { location: back.href }).end();
    },
    '/token': (_address, response) => {
      if (self.lie.token?.(response) === true) return;
      const tokens: Claims = {
        access_token: 'a',
        token_type: 'Bearer',
        expires_in: 60,
        refresh_token: 'r',
        id_token: idToken(),
      };
      json(response, self.lie.tokens?.(tokens) ?? tokens);
    },
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const address = new URL(request.url ?? '/', issuer);
    const route = routes[address.pathname];
    if (route === undefined) response.writeHead(404).end();
    else route(address, response);
  });
  return self;
}

function signature(
  body: string,
  signWith: Lie['signWith'],
  { real, other }: { readonly real: KeyPair; readonly other: KeyPair },
): string {
  if (signWith === 'nothing') return '';
  if (signWith === 'public key as a secret') {
    const secret = real.publicKey.export({ type: 'spki', format: 'pem' });
    return createHmac('sha256', secret).update(body).digest('base64url');
  }
  const { privateKey } = signWith === 'another key' ? other : real;
  return sign('RSA-SHA256', Buffer.from(body), privateKey).toString('base64url');
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const encoded = (value: Claims): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function json(response: ServerResponse, value: Claims): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
