import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export interface RealProvider {
  readonly issuer: string;
  /** How the next person proves who they are. */
  person: { accountId: string; acr?: string; amr?: string[] } | 'refuses';
  /** Forgets everything that was granted, as when an account is closed. */
  closeAccounts(): void;
  close(): Promise<void>;
}

export interface ProviderTls {
  /** PEM of the server. */
  readonly key: string;
  readonly cert: string;
  /** PEM of who vouches for stations: whoever asks for tokens without such a certificate is refused. Null: nobody is asked. */
  readonly stationsOf: string | null;
}

/** Where the browser of a person goes; everything else is asked by the station itself. */
const PAGES = /^\/(auth|interaction)/;

/** A certified OpenID provider on loopback, whose log-in page is answered by the test at once. */
export async function realProvider(tls: ProviderTls | null = null): Promise<RealProvider> {
  const asks = tls !== null && tls.stationsOf !== null;
  const server =
    tls === null
      ? createServer()
      : createTlsServer({
          ...{ key: tls.key, cert: tls.cert, requestCert: asks, rejectUnauthorized: false },
          ...(tls.stationsOf === null ? {} : { ca: tls.stationsOf }),
        });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `${tls === null ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let open = true;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'station',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1/cb'],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    claims: { acr: null, amr: null, auth_time: null, iss: null, sid: null, openid: ['sub', 'acr', 'amr', 'auth_time'] },
    acrValues: ['phr', 'phrh'],
    pkce: { required: () => true },
    ttl: { AccessToken: 60, Grant: 3600, IdToken: 300, Interaction: 60, RefreshToken: 3600, Session: 60 },
    cookies: { keys: ['of this test only'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    issueRefreshToken: () => true,
    findAccount: (_context, accountId) =>
      open
        ? {
            accountId,
            claims: () => ({
              sub: accountId,
              ...(self.person === 'refuses' ? {} : { amr: self.person.amr, acr: self.person.acr }),
            }),
          }
        : undefined,
  });
  const self: RealProvider = {
    issuer,
    person: { accountId: 'reader-1', acr: 'phr', amr: ['hwk', 'user'] },
    closeAccounts: () => {
      open = false;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const callback = provider.callback();
  server.on('request', (request, response) => {
    if (asks && !PAGES.test(request.url ?? '') && !(request.socket as TLSSocket).authorized) {
      response.writeHead(403).end();
    } else if (request.url?.startsWith('/interaction/')) void answer(provider, self, request, response);
    else void callback(request, response);
  });
  return self;
}

async function answer(provider: Provider, self: RealProvider, request: IncomingMessage, response: ServerResponse) {
  if (self.person === 'refuses') {
    await provider.interactionFinished(request, response, { error: 'access_denied' });
    return;
  }
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    const { accountId, acr, amr } = self.person;
    await provider.interactionFinished(request, response, {
      login: { accountId, ...(acr === undefined ? {} : { acr }), ...(amr === undefined ? {} : { amr }) },
    });
    return;
  }
  const grant = new provider.Grant({ accountId: session?.accountId, clientId: String(params['client_id']) });
  grant.addOIDCScope('openid offline_access');
  grant.addOIDCClaims(['acr', 'amr', 'auth_time']);
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}
