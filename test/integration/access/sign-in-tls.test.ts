import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  certificateFacts,
  pairOf,
  parseAuthorities,
} from '../../../electron/station/access/sign-in/certificate-facts.ts';
import { providerFetch } from '../../../electron/station/access/sign-in/provider-fetch.ts';
import { refreshSignIn, signIn } from '../../../electron/station/access/sign-in/sign-in.ts';
import { IdentityProvider } from '../../../shared/model/identity-provider.ts';
import type { ClientCertificate } from '../../../shared/model/identity-provider.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { browse } from './helpers/browser.ts';
import type { Ask } from './helpers/browser.ts';
import { ownAuthority } from './helpers/own-authority.ts';
import type { OwnAuthority } from './helpers/own-authority.ts';
import { realProvider } from './helpers/real-provider.ts';
import type { RealProvider } from './helpers/real-provider.ts';

let hospital: OwnAuthority;
let stranger: OwnAuthority;
let open: RealProvider;
let closed: RealProvider;
beforeAll(async () => {
  [hospital, stranger] = [ownAuthority('Hospital'), ownAuthority('Stranger')];
  const server = hospital.issue('server');
  open = await realProvider({ ...server, stationsOf: null });
  closed = await realProvider({ ...server, stationsOf: hospital.cert });
});
afterAll(async () => {
  await Promise.all([open.close(), closed.close()]);
  for (const one of [hospital, stranger]) one.remove();
});

/** A browser that trusts the hospital: the IT of the hospital has seen to that. */
const ask: Ask = async (address, options) => {
  if (address.startsWith('http:')) return fetch(address, options);
  const trusting = providerFetch({ authorities: hospital.cert, certificate: null });
  if (trusting === null) throw new Error('nobody is trusted');
  return trusting(address, { method: 'GET', body: null, ...options });
};
const withBrowser = {
  openBrowser: async (address: string) => void (await browse(address, ask)).body?.cancel(),
  signal: new AbortController().signal,
  maxAgeSeconds: null,
};

function provider({ issuer }: RealProvider, authorities?: string): IdentityProvider {
  return IdentityProvider.parse({
    ...{ issuer, clientId: 'station', acrValues: ['phr'], leaseHours: 72 },
    ...(authorities === undefined ? {} : { authorities }),
  });
}

function certificateOf(authority: OwnAuthority): ClientCertificate {
  const { cert, key } = authority.issue('client');
  return { certificate: cert, privateKey: key };
}

describe('a provider whose server a hospital vouches for itself', () => {
  it('is signed in at where its authority is named', async () => {
    expect(await signIn(provider(open, hospital.cert), withBrowser)).toMatchObject({ subject: 'reader-1' });
  });

  it('is not believed without it, nor by the word of another authority', async () => {
    expect(await codeRejected(signIn(provider(open), withBrowser))).toBe('sign-in/failed');
    expect(await codeRejected(signIn(provider(open, stranger.cert), withBrowser))).toBe('sign-in/failed');
  });
});

describe('a provider that wants a certificate of the station', () => {
  it('lets in who shows one of its authority, and renews with it', async () => {
    const certificate = certificateOf(hospital);
    const signedIn = await signIn(provider(closed, hospital.cert), { ...withBrowser, certificate });
    const { refreshToken } = signedIn;
    if (refreshToken === null) throw new Error('no refresh token');
    const again = await refreshSignIn(provider(closed, hospital.cert), { ...signedIn, refreshToken }, certificate);
    expect(again).toMatchObject({ subject: 'reader-1' });
  });

  it('keeps out who shows none, or one of somebody else', async () => {
    const wanted = provider(closed, hospital.cert);
    expect(await codeRejected(signIn(wanted, withBrowser))).toBe('sign-in/failed');
    const certificate = certificateOf(stranger);
    expect(await codeRejected(signIn(wanted, { ...withBrowser, certificate }))).toBe('sign-in/failed');
  });
});

describe('the certificates of a station', () => {
  const DAY = 86_400_000;

  it('say whose they are, from when to when, and that one ends soon or has ended', () => {
    const { cert } = hospital.issue('client');
    const now = Date.now() + 1000;
    const [own, ...others] = certificateFacts(`${cert}${hospital.cert}`, now);
    expect(own).toMatchObject({ subject: 'CN=client', issuer: 'CN=Hospital', standing: 'ends-soon' });
    expect(others).toMatchObject([{ subject: 'CN=Hospital' }]);
    const length = Date.parse(own?.validUntil ?? '') - Date.parse(own?.validFrom ?? '');
    expect(length).toBe(DAY);
    expect(certificateFacts(cert, now + 2 * DAY)[0]?.standing).toBe('ended');
    expect(certificateFacts(cert, now - 2 * DAY)[0]?.standing).toBe('not-yet');
    expect(certificateFacts(cert, now - 40 * DAY)[0]?.standing).toBe('not-yet');
  });

  it('are taken with their own key only', () => {
    const [one, other] = [hospital.issue('client'), stranger.issue('client')];
    expect(pairOf(one.cert, one.key)).toEqual({ certificate: one.cert, privateKey: one.key });
    expect(codeThrown(() => pairOf(one.cert, other.key))).toBe('sign-in/bad-certificate');
    expect(codeThrown(() => pairOf(one.key, one.key))).toBe('sign-in/bad-certificate');
    const broken = one.cert.replace(/\n[\w+/]{8}/, '\nAAAAAAAA');
    expect(codeThrown(() => parseAuthorities(broken))).toBe('sign-in/bad-certificate');
  });
});
