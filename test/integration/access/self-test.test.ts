import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Destinations } from '../../../electron/station/access/audit/destination.ts';
import { openSites } from '../../../electron/station/access/profile/open-sites.ts';
import { checkClock, checkProvider } from '../../../electron/station/access/self-test/provider-check.ts';
import { checkBackup, checkKeyStore } from '../../../electron/station/access/self-test/local-checks.ts';
import { selfTest } from '../../../electron/station/access/self-test/self-test.ts';
import { openDicomWeb } from '../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import { checkSource, peerOf } from '../../../electron/station/access/self-test/source-check.ts';
import { IdentityProvider } from '../../../shared/model/identity-provider.ts';
import { DicomWebSettings } from '../../../shared/model/source-settings.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from './access-fixture.ts';
import { ownAuthority } from './helpers/own-authority.ts';
import type { OwnAuthority } from './helpers/own-authority.ts';
import { realProvider } from './helpers/real-provider.ts';
import type { RealProvider } from './helpers/real-provider.ts';
import { administrator } from './profile/profile-fixture.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const clock = { nowIso: () => NOW, monotonic: () => performance.now() };
let hospital: OwnAuthority;
let real: RealProvider;
beforeAll(async () => {
  hospital = ownAuthority('Hospital');
  real = await realProvider({ ...hospital.issue('server'), stationsOf: null });
});
afterAll(async () => {
  await real.close();
  hospital.remove();
});

function provider(more: Partial<IdentityProvider> = {}): IdentityProvider {
  return IdentityProvider.parse({
    ...{ issuer: real.issuer, clientId: 'station', acrValues: ['phr'], leaseHours: 72, authorities: hospital.cert },
    ...more,
  });
}

/** A machine that takes lines and says nothing. */
async function listener(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((socket) => void socket.resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, close };
}

async function unusedPort(): Promise<number> {
  const { port, close } = await listener();
  await close();
  return port;
}

describe('the checks of a station', () => {
  it('ask nobody where nothing is set up, and say so', async () => {
    const access = accessOn(path.join(await tempDir(), 'store'), { clock });
    await access.create('Ada Reader', PASSPHRASE);
    const { at, checks } = await selfTest({ access, clock });
    expect(at).toBe(NOW);
    expect(Object.fromEntries(checks.map(({ id, state }) => [id, state]))).toMatchObject({
      ...{ recovery: 'warning', backup: 'warning', 'key-store': 'not-set' },
      ...{ provider: 'not-set', clock: 'not-set', audit: 'not-set', profile: 'not-set' },
    });
    for (const { result, next, state } of checks) {
      expect(result).toMatch(/\.$/);
      if (state === 'failed' || state === 'warning') expect(next).not.toBeNull();
    }
  });

  it('ask each source and destination whether it answers, and say in words why one does not', async () => {
    const access = accessOn(path.join(await tempDir(), 'store'), { clock });
    await access.create('Ada Reader', PASSPHRASE);
    const [there, gone] = [await listener(), await unusedPort()];
    const source = (name: string, port: number) => {
      const settings = DicomWebSettings.parse({
        kind: 'dicomweb',
        name,
        site: name,
        url: `http://127.0.0.1:${port}/dicom-web`,
      });
      const { probe } = openDicomWeb(
        { ...settings, waits: { connectMs: 500, answerMs: 300, idleMs: 300 } },
        { secrets: {} },
      );
      return { kind: 'source', name, probe } as const;
    };
    const answers = { kind: 'destination', name: 'reports', probe: () => Promise.resolve() } as const;
    const lines = [source('silent', there.port), source('gone', gone), answers];
    const { checks } = await selfTest({ access, clock, lines });
    await there.close();
    const found = new Map(checks.map((check) => [check.id, check]));
    expect(found.get('source silent')).toMatchObject({
      name: 'Source silent',
      state: 'failed',
      result: 'It takes the connection and does not answer.',
    });
    expect(found.get('source gone')).toMatchObject({ state: 'failed', result: 'Nothing answers at its address.' });
    expect(found.get('destination reports')).toMatchObject({ name: 'Results to reports', state: 'ok', next: null });
  });

  it('look at the sources and the receiver that are set, and at each with what stands in its way', async () => {
    const access = accessOn(path.join(await tempDir(), 'store'), { clock });
    await access.create('Ada Reader', PASSPHRASE);
    const store = access.requireStore();
    const { index, commands, personId } = store;
    const [there, gone] = [await listener(), await unusedPort()];
    const dimse = { kind: 'dimse', host: '127.0.0.1', called: 'PACS', calling: 'NIGHTJAR', tls: false } as const;
    const bea = administrator();
    const { profiles } = openSites(store, clock, false);
    const text = bea.sign({
      sources: [
        { ...dimse, name: 'here', port: there.port },
        { ...dimse, name: 'gone', port: gone },
      ],
    });
    profiles.apply({ hash: profiles.preview(text).hash, trust: bea.fingerprint });
    const peer = { host: '127.0.0.1', port: gone, ca: null, certificate: null, privateKey: null };
    new Destinations({ index, commands, personId, clock }).set(peer);
    const { checks } = await selfTest({ access, clock });
    await there.close();
    const found = new Map(checks.map((check) => [check.id, check]));
    expect(found.get('source here')).toMatchObject({ state: 'not-yet' });
    expect(found.get('source gone')).toMatchObject({
      state: 'failed',
      result: `127.0.0.1:${gone} cannot be reached (ECONNREFUSED).`,
    });
    expect(found.get('audit')).toMatchObject({ state: 'failed' });
    expect(found.has('profile')).toBe(false);
  });

  it('know a machine that answers without the certificate it should have', async () => {
    const port = Number(new URL(real.issuer).port);
    const found = await checkSource({ kind: 'dicomweb', name: 'web', url: `https://127.0.0.1:${port}/dicom` });
    expect(found.state).toBe('failed');
    expect(peerOf({ kind: 'dicomweb', name: 'web', url: 'https://pacs.example/dicom' })).toEqual({
      ...{ host: 'pacs.example', port: 443, by: 'tls' },
    });
  });
});

describe('the check of the identity provider', () => {
  const question = { certificate: null, last: null };

  it('says what it offers, and what the last sign-in was', async () => {
    const found = await checkProvider({ ...question, provider: provider() });
    expect(found).toMatchObject({ state: 'ok' });
    expect(found.result).toContain('phr is what the site asks for');
    const after = await checkProvider({ ...question, provider: provider(), last: 'phishing-resistant' });
    expect(after).toMatchObject({ state: 'ok', next: null });
    expect(await checkProvider({ ...question, provider: provider({ acrValues: [] }) })).toMatchObject({
      state: 'warning',
    });
  });

  it('tells a provider that does not answer from one that is not to be trusted', async () => {
    const nobody = provider({ issuer: `https://127.0.0.1:${await unusedPort()}` });
    expect((await checkProvider({ ...question, provider: nobody })).result).toContain('cannot be reached');
    const { authorities: _named, ...stranger } = provider();
    const found = await checkProvider({ ...question, provider: stranger });
    expect(found).toMatchObject({ state: 'failed' });
    expect(found.result).toContain('not as an identity provider to be trusted');
  });

  it('compares the clocks by the Date of its answer', async () => {
    const ask = (shift: number) => checkClock({ provider: provider(), certificate: null }, () => Date.now() + shift);
    expect(await ask(0)).toMatchObject({ state: 'ok', next: null });
    expect(await ask(120_000)).toMatchObject({ state: 'warning' });
    expect(await ask(-3_600_000)).toMatchObject({ state: 'failed' });
  });
});

describe('what is looked at without a line', () => {
  it('says how old the backup is, and what opens the store', () => {
    expect(checkBackup('2026-11-21T11:00:00Z', NOW)).toMatchObject({ state: 'ok' });
    expect(checkBackup('2026-11-21T11:00:00Z', NOW).result).toContain('1 day ago');
    expect(checkBackup('2026-10-01T00:00:00Z', NOW)).toMatchObject({ state: 'warning' });
    const none = { backend: 'basic_text', refusal: 'basic-text', siteName: null, isOn: false } as const;
    expect(checkKeyStore(['passphrase', 'recovery'], none).state).toBe('not-set');
    expect(checkKeyStore(['passphrase', 'recovery'], none).result).toContain('basic_text');
    expect(checkKeyStore(['passphrase'], { ...none, isOn: true }).state).toBe('warning');
    expect(checkKeyStore(['passphrase', 'os'], { ...none, refusal: null, isOn: true }).state).toBe('ok');
  });
});
