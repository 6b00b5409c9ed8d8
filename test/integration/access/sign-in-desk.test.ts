import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Access } from '../../../electron/station/access/access.ts';
import { Administration } from '../../../electron/station/access/administration.ts';
import { applyProfile } from '../../../electron/station/access/profile/apply-profile.ts';
import { openSites } from '../../../electron/station/access/profile/open-sites.ts';
import { SignInDesk } from '../../../electron/station/access/sign-in/sign-in-desk.ts';
import type { Clock, SystemBrowser } from '../../../electron/station/kernel/ports.ts';
import type { AccessState } from '../../../shared/contract/access.ts';
import { IdentityProvider } from '../../../shared/model/identity-provider.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { sampleReader } from '../../helpers/site-profile.ts';
import { accessOn, PASSPHRASE } from './access-fixture.ts';
import { browse } from './helpers/browser.ts';
import { realProvider } from './helpers/real-provider.ts';
import type { RealProvider } from './helpers/real-provider.ts';
import { administrator } from './profile/profile-fixture.ts';

const HOUR = 3_600_000;
const OF_BEN = 'passphrase of ben';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const KEY = { acr: 'phr', amr: ['hwk', 'user'] };

let real: RealProvider;
beforeAll(async () => {
  real = await realProvider();
});
afterEach(() => {
  real.person = { accountId: 'ada', ...KEY };
});
afterAll(() => real.close());

/** A clock that the test sets. */
class SetClock implements Clock {
  at = Date.UTC(2026, 10, 22, 20, 0);
  ran = 0;
  nowIso = (): string => new Date(this.at).toISOString();
  monotonic = (): number => this.ran;
  pass(hours: number): void {
    this.at += hours * HOUR;
    this.ran += hours * HOUR;
  }
}

const browser: SystemBrowser = { open: async (address) => void (await browse(address)).body?.cancel() };

function providerAt(issuer: string): IdentityProvider {
  return IdentityProvider.parse({ issuer, clientId: 'station', acrValues: ['phr'], leaseHours: 72 });
}

/** A store of Ada, administrator, and Ben, reader; the provider is that of the test. */
async function siteStore(clock = new SetClock(), more: { browser?: SystemBrowser } = {}) {
  const dir = await tempDir();
  const access = accessOn(dir, { clock });
  const { recoveryKey } = await access.create('Ada', PASSPHRASE);
  access.confirmRecovery();
  const people = new Administration(access);
  const ben = await people.add({ name: 'Ben', roles: ['reader'], passphrase: OF_BEN, proof: PASSPHRASE });
  const desk = new SignInDesk({ access, browser, log: quiet, ...more });
  onTestFinished(() => desk.close());
  real.person = { accountId: 'ada', ...KEY };
  return { dir, access, desk, clock, recoveryKey, ada: idOf(access, 'Ada'), ben: ben.person.personId };
}

function idOf(access: Access, name: string): PersonId {
  const found = access.state().people.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found.personId;
}

const lastCommands = (access: Access, count: number): unknown[] =>
  access.requireStore().index.prepare('SELECT command FROM audit ORDER BY seq DESC LIMIT ?').pluck().all(count);

describe('a store without an identity provider', () => {
  it('asks for a passphrase and nothing more', async () => {
    const { access, desk } = await siteStore();
    expect(desk.state()).toEqual({ provider: null, lease: null, waiting: false });
    expect(access.roles).toEqual(['administrator', 'reader']);
    expect(await codeRejected(desk.begin())).toBe('sign-in/no-provider');
  });
});

describe('an administrator who names a provider', () => {
  it('signs in there first', async () => {
    const { access, desk } = await siteStore();
    const provider = providerAt(real.issuer);
    expect(await codeRejected(desk.setProvider({ provider, proof: 'wrong horse' }))).toBe('access/wrong-passphrase');
    real.person = 'refuses';
    expect(await codeRejected(desk.setProvider({ provider, proof: PASSPHRASE }))).toBe('sign-in/refused');
    expect(desk.state()).toMatchObject({ provider: null, lease: null });
    real.person = { accountId: 'ada', ...KEY };
    expect(await desk.setProvider({ provider, proof: PASSPHRASE })).toMatchObject({
      lease: { needed: false },
      waiting: false,
    });
    expect(lastCommands(access, 2)).toEqual(['signIn.setProvider', 'signIn.refused']);
  });

  it('who is no administrator names none', async () => {
    const { access, desk, ben } = await siteStore();
    await access.unlock(ben, OF_BEN);
    const provider = providerAt(real.issuer);
    expect(await codeRejected(desk.setProvider({ provider, proof: OF_BEN }))).toBe('access/not-allowed');
    expect(await codeRejected(desk.removeProvider({ proof: OF_BEN }))).toBe('access/not-allowed');
  });

  it('is not locked out when the provider lets nobody in any more', async () => {
    const { access, desk, clock, ada, recoveryKey } = await siteStore();
    await desk.setProvider({ provider: providerAt(real.issuer), proof: PASSPHRASE });
    clock.pass(80);
    expect(access.roles).toEqual([]);
    await access.lock();
    await access.unlock(ada, recoveryKey);
    expect(access.roles).toEqual([]);
    expect(await desk.removeProvider({ proof: recoveryKey })).toMatchObject({ provider: null, lease: null });
    expect(access.roles).toEqual(['administrator', 'reader']);
  });
});

describe('a person of a site with a provider', () => {
  it('may do nothing before they sign in, and from then on what their roles say', async () => {
    const { access, desk, ben } = await siteStore();
    await desk.setProvider({ provider: providerAt(real.issuer), proof: PASSPHRASE });
    await access.unlock(ben, OF_BEN);
    expect(access.roles).toEqual([]);
    expect(desk.state()).toMatchObject({ lease: { needed: true, endsAt: null } });
    real.person = { accountId: 'ben', ...KEY };
    expect(await desk.begin()).toMatchObject({ lease: { needed: false, leftMs: 72 * HOUR, warning: null } });
    expect(access.roles).toEqual(['reader']);
  });

  it('cannot use the account of another, nor change to another account', async () => {
    const { access, desk, ben } = await siteStore();
    await desk.setProvider({ provider: providerAt(real.issuer), proof: PASSPHRASE });
    await access.unlock(ben, OF_BEN);
    real.person = { accountId: 'ada', ...KEY };
    expect(await codeRejected(desk.begin())).toBe('sign-in/another-person');
    expect(access.roles).toEqual([]);
    real.person = { accountId: 'ben', ...KEY };
    await desk.begin();
    real.person = { accountId: 'cem', ...KEY };
    expect(await codeRejected(desk.begin())).toBe('sign-in/another-person');
  });

  it('reads on without a line until the lease ends, is warned before, and then signs in again', async () => {
    const { access, desk, clock, ada } = await siteStore();
    await desk.setProvider({ provider: providerAt(real.issuer), proof: PASSPHRASE });
    await access.lock();
    clock.pass(47);
    await access.unlock(ada, PASSPHRASE);
    expect(desk.state()).toMatchObject({ lease: { needed: false, leftMs: 25 * HOUR, warning: null } });
    clock.pass(2);
    expect(desk.state()).toMatchObject({ lease: { needed: false, warning: 24 * HOUR } });
    clock.pass(22.9);
    expect(desk.state()).toMatchObject({ lease: { needed: false, warning: 15 * 60_000 } });
    clock.pass(0.2);
    expect(desk.state()).toMatchObject({ lease: { needed: true, leftMs: 0 } });
    expect(access.roles).toEqual([]);
    expect(await desk.begin()).toMatchObject({ lease: { needed: false, leftMs: 72 * HOUR } });
  });

  it('gains nothing by setting the clock back', async () => {
    const { access, desk, clock, ada } = await siteStore();
    await desk.setProvider({ provider: providerAt(real.issuer), proof: PASSPHRASE });
    await access.lock();
    clock.pass(71);
    await access.unlock(ada, PASSPHRASE);
    await access.lock();
    clock.at -= 70 * HOUR;
    await access.unlock(ada, PASSPHRASE);
    expect(desk.state()).toMatchObject({ lease: { needed: false, leftMs: HOUR, clockSetBack: true } });
    // The clock of the wall stands; the computer runs on.
    clock.ran += 2 * HOUR;
    expect(desk.state()).toMatchObject({ lease: { needed: true } });
  });

  it('is renewed while there is a line', async () => {
    const { access, desk, clock } = await siteStore();
    await desk.setProvider({ provider: providerAt(real.issuer), proof: PASSPHRASE });
    clock.pass(70);
    await desk.renew();
    expect(desk.state()).toMatchObject({ lease: { needed: false, leftMs: 72 * HOUR } });
    expect(lastCommands(access, 1)).toEqual(['signIn.grant']);
  });

  it('is stopped at the next renewal when the provider takes the account back, and not when the line is down', async () => {
    const own = await realProvider();
    const { access, desk } = await siteStore();
    const told: AccessState[] = [];
    access.onChanged.on((state) => told.push(state));
    await desk.setProvider({ provider: providerAt(own.issuer), proof: PASSPHRASE });
    own.closeAccounts();
    await desk.renew();
    expect(desk.state()).toMatchObject({ lease: { needed: true, leftMs: 0 } });
    expect(told.at(-1)).toMatchObject({ signIn: { needed: true } });
    expect(access.roles).toEqual([]);
    expect(lastCommands(access, 1)).toEqual(['signIn.end']);

    await own.close();
    const other = await siteStore();
    const gone = await realProvider();
    await other.desk.setProvider({ provider: providerAt(gone.issuer), proof: PASSPHRASE });
    await gone.close();
    await other.desk.renew();
    expect(other.desk.state()).toMatchObject({ lease: { needed: false } });
  });
});

describe('a sign-in that is under way', () => {
  it('ends with a lock, and gives nothing to whoever comes next', async () => {
    const asked: string[] = [];
    const slow: SystemBrowser = { open: async (address) => void asked.push(address) };
    const { access, desk, ben } = await siteStore(new SetClock(), { browser: slow });
    const provider = providerAt(real.issuer);
    const setting = codeRejected(desk.setProvider({ provider, proof: PASSPHRASE }));
    await expect.poll(() => asked.length).toBe(1);
    expect(desk.state().waiting).toBe(true);
    expect(await codeRejected(desk.setProvider({ provider, proof: PASSPHRASE }))).toBe('sign-in/under-way');
    await access.lock();
    expect(await setting).toBe('sign-in/cancelled');
    await access.unlock(ben, OF_BEN);
    expect(desk.state()).toMatchObject({ provider: null, waiting: false });
  });

  it('ends when the person stops it', async () => {
    const asked: string[] = [];
    const slow: SystemBrowser = { open: async (address) => void asked.push(address) };
    const { desk } = await siteStore(new SetClock(), { browser: slow });
    const setting = codeRejected(desk.setProvider({ provider: providerAt(real.issuer), proof: PASSPHRASE }));
    await expect.poll(() => asked.length).toBe(1);
    desk.cancel();
    expect(await setting).toBe('sign-in/cancelled');
    expect(desk.state().waiting).toBe(false);
  });
});

describe('a provider that a site holds fast by its profile', () => {
  it('is taken over by an administrator who signs in there, and changed or removed at the station by nobody', async () => {
    const { access, desk, clock, recoveryKey } = await siteStore();
    const bea = administrator();
    const provider = providerAt(real.issuer);
    const text = bea.sign({ provider, managed: ['provider'], readers: [sampleReader({ name: 'Ada' })] });
    const { profiles } = openSites(access.requireStore(), clock, false);
    const { hash, signsInAt } = profiles.preview(text);
    expect(signsInAt).toBe(real.issuer);
    const request = { hash, trust: bea.fingerprint };
    real.person = 'refuses';
    expect(await codeRejected(applyProfile({ access, signIn: desk, profiles }, request))).toBe('sign-in/refused');
    expect(desk.state().provider).toBeNull();
    real.person = { accountId: 'ada', ...KEY };
    await applyProfile({ access, signIn: desk, profiles }, request);
    expect(desk.state()).toMatchObject({ provider: { issuer: real.issuer }, lease: { needed: false } });
    const other = { provider: providerAt(real.issuer), proof: PASSPHRASE };
    expect(await codeRejected(desk.setProvider(other))).toBe('profile/managed');
    expect(await codeRejected(desk.removeProvider({ proof: PASSPHRASE }))).toBe('profile/managed');
    expect(desk.state().provider).not.toBeNull();
    // The day the provider is gone for good: the key on paper.
    await desk.removeProvider({ proof: recoveryKey });
    expect(desk.state().provider).toBeNull();
  });
});
