import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDispatchers } from '../../../../electron/station/sources/http/dispatchers.ts';
import { OidcTokens } from '../../../../electron/station/sources/http/oidc-tokens.ts';
import { DicomWebSettings } from '../../../../shared/model/source-settings.ts';
import type { SourceSecrets } from '../../../../shared/model/source-settings.ts';
import { codeRejected } from '../../../helpers/app-errors.ts';
import { json, lyingServer } from './lying-server.ts';
import { all, never, opened } from './opened.ts';

describe('tokens of a site’s identity provider', () => {
  let real: Server;
  let issuer: string;
  let now = 0;
  const kept: string[] = [];
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    real = createServer();
    await new Promise<void>((resolve) => real.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(real.address() as AddressInfo).port}`;
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: 'station',
          client_secret: 'a secret of this test only',
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
        },
      ],
      features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
      ttl: { ClientCredentials: 120 },
      cookies: { keys: ['of this test only'] },
      // Nobody signs in here: the station speaks for itself.
      findAccount: () => undefined,
      interactions: { url: () => '/' },
    });
    const callback = provider.callback();
    real.on('request', (request, answer) => void callback(request, answer));
  });
  afterEach(async () => {
    await Promise.all(ends.splice(0).map((end) => end()));
  });
  afterAll(() => {
    real.closeAllConnections();
    real.close();
  });

  function tokens(from: string, secrets: SourceSecrets): OidcTokens {
    const auth = { kind: 'oidc', issuer: from, clientId: 'station', scope: '' } as const;
    const settings = DicomWebSettings.parse({ kind: 'dicomweb', name: 'a', site: 'a', url: 'http://127.0.0.1/', auth });
    const dispatchers = openDispatchers(settings, secrets);
    ends.push(dispatchers.destroy);
    now = 0;
    kept.length = 0;
    return new OidcTokens(auth, secrets, {
      dispatchers,
      now: () => now,
      keepRefreshToken: async (token) => void kept.push(token),
    });
  }

  const secret = { clientSecret: 'a secret of this test only' };

  it('are fetched once, used while they hold, and renewed in time', async () => {
    const supplier = tokens(issuer, secret);
    const [first, again] = await Promise.all([supplier.token(), supplier.token()]);
    expect(again).toBe(first);
    now = 89_000;
    expect(await supplier.token()).toBe(first);
    now = 91_000;
    expect(await supplier.token()).not.toBe(first);
  });

  it('let a station in, which is refused without', async () => {
    const site = await lyingServer();
    ends.push(site.close);
    site.answerWith((request, answer) => {
      if (/^Bearer \S{20,}$/.test(request.headers.authorization ?? '')) json(answer, []);
      else answer.writeHead(401).end();
    });
    const auth = { kind: 'oidc', issuer, clientId: 'station' };
    const source = opened(`${site.origin}/dicom-web`, { auth }, { secrets: secret });
    ends.push(source.close);
    expect(await all(source.studies({}, { signal: never }))).toEqual([]);
    expect(site.asked).toHaveLength(1);
  });

  it('are refused to a station that the provider does not know', async () => {
    expect(await codeRejected(tokens(issuer, { clientSecret: 'wrong' }).token())).toBe('source/credentials');
    expect(await codeRejected(tokens(issuer, {}).token())).toBe('source/credentials');
  });

  it('cannot be fetched where the provider is not there', async () => {
    expect(await codeRejected(tokens('http://127.0.0.1:1', secret).token())).toBe('source/unreachable');
  });

  it('come from a refresh token that changes with each use, and the new one is kept before it is needed', async () => {
    const provider = await lyingServer();
    ends.push(provider.close);
    let holds = 'refresh-0';
    let turn = 0;
    provider.answerWith((request, answer) => {
      const send = (status: number, body: object): void => {
        answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      if (request.url?.includes('.well-known')) {
        send(200, { issuer: provider.origin, token_endpoint: `${provider.origin}/token` });
        return;
      }
      let form = '';
      request.on('data', (chunk: Buffer) => (form += chunk.toString()));
      request.on('end', () => {
        if (new URLSearchParams(form).get('refresh_token') !== holds) {
          send(400, { error: 'invalid_grant' });
          return;
        }
        turn += 1;
        holds = `refresh-${turn}`;
        const expires_in = 60;
        send(200, { access_token: `token-${turn}`, token_type: 'bearer', expires_in, refresh_token: holds });
      });
    });
    const supplier = tokens(provider.origin, { refreshToken: 'refresh-0' });
    expect(await supplier.token()).toBe('token-1');
    await supplier.refresh();
    expect([await supplier.token(), kept]).toEqual(['token-2', ['refresh-1', 'refresh-2']]);
    holds = 'somebody else used it';
    expect(await codeRejected(supplier.refresh())).toBe('source/credentials');
  });
});
