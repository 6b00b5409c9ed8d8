import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { IdentityProvider } from '../../../shared/model/identity-provider.ts';
import { openRedirect } from '../../../electron/station/access/sign-in/loopback-redirect.ts';
import { refreshSignIn, signIn } from '../../../electron/station/access/sign-in/sign-in.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { browse } from './helpers/browser.ts';
import { lyingProvider } from './helpers/lying-provider.ts';
import type { Lie, LyingProvider } from './helpers/lying-provider.ts';
import { realProvider } from './helpers/real-provider.ts';
import type { RealProvider } from './helpers/real-provider.ts';

const never = new AbortController().signal;
const withBrowser = {
  openBrowser: async (address: string) => void (await browse(address)).body?.cancel(),
  signal: never,
  maxAgeSeconds: null,
};

function provider(issuer: string, more: Partial<IdentityProvider> = {}): IdentityProvider {
  return IdentityProvider.parse({ issuer, clientId: 'station', acrValues: ['phr'], leaseHours: 72, ...more });
}

describe('signing in at a real provider', () => {
  let real: RealProvider;
  beforeAll(async () => {
    real = await realProvider();
  });
  afterEach(() => {
    real.person = { accountId: 'reader-1', acr: 'phr', amr: ['hwk', 'user'] };
  });
  afterAll(() => real.close());

  it('gives the person, how surely they are known, and a way to ask again', async () => {
    const signedIn = await signIn(provider(real.issuer), withBrowser);
    expect(signedIn).toMatchObject({ issuer: real.issuer, subject: 'reader-1', assurance: 'phishing-resistant' });
    expect(Math.abs((signedIn.authenticatedAt ?? 0) - Date.now() / 1000)).toBeLessThan(60);
    const { refreshToken } = signedIn;
    if (refreshToken === null) throw new Error('no refresh token');
    const again = await refreshSignIn(provider(real.issuer), { ...signedIn, refreshToken });
    expect(again).toMatchObject({ subject: 'reader-1', assurance: 'phishing-resistant' });
  });

  it('refuses a password alone, unless the site takes it', async () => {
    real.person = { accountId: 'reader-1', amr: ['pwd'] };
    expect(await codeRejected(signIn(provider(real.issuer, { acrValues: [] }), withBrowser))).toBe('sign-in/too-weak');
    const lenient = provider(real.issuer, { acrValues: [], leastAssurance: 'password' });
    expect(await signIn(lenient, withBrowser)).toMatchObject({ assurance: 'password' });
  });

  it('hears a no', async () => {
    real.person = 'refuses';
    expect(await codeRejected(signIn(provider(real.issuer), withBrowser))).toBe('sign-in/refused');
  });

  it('is told that a refresh token is worth nothing any more', async () => {
    const signedIn = await signIn(provider(real.issuer), withBrowser);
    const made = { ...signedIn, refreshToken: 'made up' };
    expect(await codeRejected(refreshSignIn(provider(real.issuer), made))).toBe('sign-in/refused');
  });

  it('ends when the account is closed', async () => {
    const own = await realProvider();
    try {
      const signedIn = await signIn(provider(own.issuer), withBrowser);
      own.closeAccounts();
      const held = { ...signedIn, refreshToken: signedIn.refreshToken ?? '' };
      expect(await codeRejected(refreshSignIn(provider(own.issuer), held))).toBe('sign-in/refused');
    } finally {
      await own.close();
    }
  });

  it('does not take silence for a no', async () => {
    const own = await realProvider();
    const signedIn = await signIn(provider(own.issuer), withBrowser);
    await own.close();
    const held = { ...signedIn, refreshToken: signedIn.refreshToken ?? '' };
    expect(await codeRejected(refreshSignIn(provider(own.issuer), held))).toBe('sign-in/provider-unreachable');
    expect(await codeRejected(signIn(provider(own.issuer), withBrowser))).toBe('sign-in/provider-unreachable');
  });

  it('is given up when the person thinks better of it', async () => {
    const giveUp = new AbortController();
    const waiting = signIn(provider(real.issuer), {
      ...withBrowser,
      openBrowser: () => Promise.resolve(giveUp.abort()),
      signal: giveUp.signal,
    });
    expect(await codeRejected(waiting)).toBe('sign-in/cancelled');
  });
});

const DAY = 86_400;
const LIES: readonly (readonly [what: string, code: string, Lie])[] = [
  ['another nonce', 'sign-in/failed', { claims: (claims) => ({ ...claims, nonce: 'replayed' }) }],
  ['no nonce', 'sign-in/failed', { claims: ({ nonce: _nonce, ...claims }) => claims }],
  ['another audience', 'sign-in/failed', { claims: (claims) => ({ ...claims, aud: 'another' }) }],
  [
    'two audiences and no party',
    'sign-in/failed',
    { claims: (claims) => ({ ...claims, aud: ['station', 'another'], azp: 'another' }) },
  ],
  ['another issuer', 'sign-in/failed', { claims: (claims) => ({ ...claims, iss: 'https://elsewhere.example' }) }],
  ['a token that is over', 'sign-in/failed', { claims: (claims) => ({ ...claims, exp: Number(claims['iat']) - DAY }) }],
  [
    'a clock that is a day ahead',
    'sign-in/failed',
    { claims: (claims) => ({ ...claims, nbf: Number(claims['iat']) + DAY, exp: Number(claims['exp']) + DAY }) },
  ],
  ['the signature of another key', 'sign-in/failed', { signWith: 'another key' }],
  ['no signature', 'sign-in/failed', { signWith: 'nothing', header: () => ({ alg: 'none' }) }],
  [
    'the public key as a secret',
    'sign-in/failed',
    { signWith: 'public key as a secret', header: (header) => ({ ...header, alg: 'HS256' }) },
  ],
  ['no ID token', 'sign-in/failed', { tokens: ({ id_token: _token, ...tokens }) => tokens }],
  ['no subject', 'sign-in/failed', { claims: ({ sub: _sub, ...claims }) => claims }],
  ['no PKCE', 'sign-in/failed', { metadata: ({ code_challenge_methods_supported: _pkce, ...rest }) => rest }],
  [
    'plain PKCE only',
    'sign-in/failed',
    { metadata: (metadata) => ({ ...metadata, code_challenge_methods_supported: ['plain'] }) },
  ],
  [
    'the name of another provider',
    'sign-in/failed',
    { metadata: (metadata) => ({ ...metadata, issuer: 'https://elsewhere.example' }) },
  ],
  [
    'an answer of another provider',
    'sign-in/failed',
    { redirect: ({ searchParams }) => searchParams.set('iss', 'https://elsewhere.example') },
  ],
  ['no name in its answer', 'sign-in/failed', { redirect: ({ searchParams }) => searchParams.delete('iss') }],
  ['a password where a key was asked for', 'sign-in/too-weak', { claims: (claims) => ({ ...claims, amr: ['pwd'] }) }],
  ['nothing about how', 'sign-in/too-weak', { claims: ({ amr: _amr, ...claims }) => claims }],
  [
    'a word that looks like a level',
    'sign-in/too-weak',
    { claims: (claims) => ({ ...claims, amr: ['pwd'], acr: 'phr2' }) },
  ],
  ['methods that are no list', 'sign-in/failed', { claims: (claims) => ({ ...claims, amr: 'hwk' }) }],
  [
    'a server error',
    'sign-in/provider-unreachable',
    { token: (response) => Boolean(response.writeHead(503).end('<html>soon back</html>')) },
  ],
  [
    'a page of a hotel',
    'sign-in/failed',
    {
      token: (response) =>
        Boolean(response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>')),
    },
  ],
  ['a cut line', 'sign-in/provider-unreachable', { token: (response) => Boolean(response.destroy()) }],
];

describe('a provider that is not what it says', () => {
  let liar: LyingProvider;
  beforeAll(async () => {
    liar = await lyingProvider();
  });
  afterEach(() => {
    liar.lie = {};
  });
  afterAll(() => liar.close());

  it('is taken where it tells the truth, and was asked with S256, state and nonce', async () => {
    expect(await signIn(provider(liar.issuer), withBrowser)).toMatchObject({ subject: 'reader-1' });
    const asked = Object.fromEntries(liar.asked.at(-1)?.searchParams ?? []);
    expect(asked).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', acr_values: 'phr' });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]?.length).toBeGreaterThanOrEqual(43);
  });

  it.each(LIES)('is not believed: %s', async (_what, code, lie) => {
    liar.lie = lie;
    expect(await codeRejected(signIn(provider(liar.issuer), withBrowser))).toBe(code);
  });

  it('may not answer with an old proof where a new one was asked for', async () => {
    liar.lie = { claims: (claims) => ({ ...claims, auth_time: Number(claims['iat']) - DAY }) };
    const stepUp = { ...withBrowser, maxAgeSeconds: 300 };
    expect(await codeRejected(signIn(provider(liar.issuer), stepUp))).toBe('sign-in/failed');
    liar.lie = {};
    expect(await signIn(provider(liar.issuer), stepUp)).toMatchObject({ subject: 'reader-1' });
  });

  it('may not renew for somebody else', async () => {
    const signedIn = await signIn(provider(liar.issuer), withBrowser);
    liar.lie = { claims: ({ nonce: _nonce, ...claims }) => ({ ...claims, sub: 'reader-2' }) };
    const held = { ...signedIn, refreshToken: 'r' };
    expect(await codeRejected(refreshSignIn(provider(liar.issuer), held))).toBe('sign-in/failed');
  });
});

describe('what an administrator writes down', () => {
  it.each([
    'http://idp.example',
    'ftp://idp.example',
    'https://user:secret@idp.example',
    'https://idp.example/?a',
    'idp',
    'javascript:1',
  ])('is no address of a provider: %s', (issuer) => {
    expect(() => provider(issuer)).toThrow();
  });

  it('wants a way to sign in that a false page cannot use, unless it says otherwise', () => {
    expect(provider('https://idp.example').leastAssurance).toBe('phishing-resistant');
  });
});

describe('the address that the browser comes back to', () => {
  const get = (uri: string, host?: string, method = 'GET'): Promise<number> =>
    new Promise((resolve, reject) => {
      const asking = request(uri, { method, ...(host === undefined ? {} : { headers: { host } }) }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asking.once('error', reject).end();
    });

  it('takes the one answer that brings its state, and nothing else', async () => {
    const redirect = await openRedirect('the-state');
    const uri = redirect.redirectUri;
    expect(new URL(uri).hostname).toBe('127.0.0.1');
    expect(await get(`${uri}?code=a&state=guess`)).toBe(400);
    expect(await get(uri)).toBe(400);
    expect(await get(`${uri}/more?code=a&state=the-state`)).toBe(400);
    expect(await get(`${uri}?code=a&state=the-state`, 'evil.example')).toBe(400);
    expect(await get(`${uri}?code=a&state=the-state`, undefined, 'POST')).toBe(400);
    expect(await get(`${uri}?code=${'a'.repeat(10_000)}&state=the-state`)).toBe(400);
    expect(await get(`${uri}?code=real&state=the-state`)).toBe(200);
    expect((await redirect.answer).searchParams.get('code')).toBe('real');
    await expect(get(`${uri}?code=second&state=the-state`)).rejects.toThrow(/ECONNREFUSED/);
  });
});
