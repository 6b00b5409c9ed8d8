import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import { Administration } from '../../../electron/station/access/administration.ts';
import { OrderDesk } from '../../../electron/station/access/orders/order-desk.ts';
import { signOrder } from '../../../electron/station/access/orders/signed-order.ts';
import { readAdminKey } from '../../../electron/station/access/profile/admin-key.ts';
import type { SignedIn } from '../../../electron/station/access/sign-in/sign-in.ts';
import { readStoreFile } from '../../../electron/station/access/store-file.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { loadSlots } from '../../../electron/station/kernel/slots.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { IdentityProvider } from '../../../shared/model/identity-provider.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { blobWorkerFile } from '../kernel/blob-fixture.ts';
import { ADMIN, applyProfile, EVERY_KIND } from './orders/orders-fixture.ts';
import { ownSecretStore } from './own-secret-store.ts';

const HOUR = 3_600_000;
const LEASE_HOURS = 8;
const POLICY = { longestIdleMinutes: 15, proofMinutes: 240, keyStore: true };
const SECRETS = { Ada: 'first passphrase', Ben: 'second passphrase' } as const;
const ROLES = { Ada: ['administrator', 'reader'], Ben: ['reader'] } as const;
type Name = keyof typeof SECRETS;
const PROVIDER = IdentityProvider.parse({
  ...{ issuer: 'https://id.example', clientId: 'nightjar', acrValues: [], leaseHours: LEASE_HOURS },
});
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;

/** What leases, orders and the key store of the system make of a station, told without keys, files or databases. */
interface Model {
  /** Milliseconds since 1970. */
  now: number;
  at: Name | null;
  /** When whoever has it open proved last who they are; null: never. */
  provedAt: number | null;
  held: boolean;
  benIsOut: boolean;
  /** When each may go on without the provider until; absent: never signed in. */
  readonly leases: Map<Name, number>;
  /** Of the last order that was taken. */
  number: number;
  readonly wishes: Set<Name>;
  readonly typedAt: Map<Name, number>;
  /** Whose slot in the key store of the system is there. */
  slot: Name | null;
}

class Real {
  readonly #dir: string;
  readonly #clock: { readonly nowIso: () => string; readonly monotonic: () => number };
  readonly #secrets = ownSecretStore();
  readonly ids = new Map<Name, PersonId>();
  readonly proves: () => number;
  access: Access;
  orders: OrderDesk;

  constructor(dir: string, now: () => number) {
    this.#dir = dir;
    this.proves = now;
    this.#clock = { nowIso: () => new Date(now()).toISOString(), monotonic: now };
    [this.access, this.orders] = this.#open();
  }

  get dir(): string {
    return this.#dir;
  }

  async restart(): Promise<void> {
    await this.close();
    [this.access, this.orders] = this.#open();
  }

  async close(): Promise<void> {
    await this.orders.close();
    await this.access.close();
  }

  order(more: object): string {
    const now = this.proves();
    const order = {
      ...{ storeId: readStoreFile(this.#dir)?.storeId ?? '', siteCode: 'st-anna', reason: null },
      ...{ issuedAt: new Date(now).toISOString(), expiresAt: new Date(now + HOUR).toISOString() },
      ...more,
    };
    return signOrder(order, readAdminKey(ADMIN.pem), 'Bea Admin').text;
  }

  #open(): [Access, OrderDesk] {
    const clock = this.#clock;
    const access: Access = new Access({
      ...{ dir: this.#dir, blobWorkerFile, scryptLogN: 10, clock, secrets: this.#secrets },
      delay: () => Promise.resolve(),
      admit: (store) => orders.admit(store),
    });
    const orders = new OrderDesk({
      ...{ access, dir: this.#dir, clock, nativeBinding: undefined, anchorDir: undefined },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      leave: () => Promise.resolve(),
      tell: () => undefined,
    });
    return [access, orders];
  }
}

type Step = fc.AsyncCommand<Model, Real>;

interface StepParts {
  readonly name: string;
  readonly check?: (model: Readonly<Model>) => boolean;
  readonly expected?: (model: Readonly<Model>) => string;
  readonly act: (real: Real, model: Readonly<Model>) => Promise<unknown>;
  /** When it was done. */
  readonly then: (model: Model) => void;
  /** When it was refused. */
  readonly otherwise?: (model: Model) => void;
}

function step({ name, check, expected, act, then, otherwise }: StepParts): Step {
  return {
    check: (model) => check?.(model) ?? true,
    toString: () => name,
    async run(model, real) {
      const outcome = expected?.(model) ?? 'done';
      expect(await codeOf(() => act(real, model)), name).toBe(outcome);
      if (outcome === 'done') then(model);
      else otherwise?.(model);
      look(model, real, name);
    },
  };
}

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'done';
  } catch (error) {
    return asAppError(error).code;
  }
}

/** Everything that can be seen of the station, against the model. */
function look(model: Readonly<Model>, { access, dir }: Real, name: string): void {
  const state = access.state();
  expect([state.store, state.reader?.name ?? null], name).toEqual([model.at === null ? 'locked' : 'open', model.at]);
  const slots = loadSlots(dir).filter(({ kind }) => kind === 'os');
  expect([slots.length, state.keyStoreOf?.length ?? 0], name).toEqual([
    ...[model.slot === null ? 0 : 1, model.slot === null || model.at !== null ? 0 : 1],
  ]);
  if (model.at === null) return;
  const isLeased = (model.leases.get(model.at) ?? 0) > model.now;
  expect(access.roles, name).toEqual(isLeased ? ROLES[model.at] : []);
  expect(state.signIn, name).toMatchObject({ needed: !isLeased });
  const isProved = model.provedAt !== null && model.now - model.provedAt <= POLICY.proofMinutes * 60_000;
  expect(
    codeThrown(() => access.requireProof()),
    name,
  ).toBe(isProved ? null : 'access/proof-needed');
}

const isIn = (model: Readonly<Model>): boolean => model.at !== null;
const idOf = (real: Real, name: Name): PersonId => real.ids.get(name) ?? ('0'.repeat(26) as PersonId);

function cameIn(model: Model, name: Name, byPassphrase: boolean): void {
  if (byPassphrase && model.at !== name) model.typedAt.set(name, model.now);
  // Who comes takes the place of another, whose slot goes.
  if (model.slot !== name || (model.at !== null && model.at !== name)) model.slot = null;
  if (byPassphrase && model.wishes.has(name)) model.slot = name;
  model.at = name;
  model.provedAt = byPassphrase ? model.now : null;
}

function shut(model: Model): void {
  model.at = null;
  model.slot = null;
}

const unlock = (name: Name): Step =>
  step({
    name: `${name} types the passphrase`,
    expected: (model) => {
      if (name === 'Ben' && model.benIsOut) return 'access/wrong-passphrase';
      return model.held ? 'access/held' : 'done';
    },
    act: (real) => real.access.unlock(idOf(real, name), SECRETS[name]),
    then: (model) => cameIn(model, name, true),
  });

const unlockByOs = (name: Name): Step =>
  step({
    name: `${name} asks the key store`,
    check: (model) => !isIn(model),
    expected: (model) => {
      if (model.slot !== name || isStale(model, name)) return 'access/passphrase-required';
      return model.held ? 'access/held' : 'done';
    },
    act: (real) => real.access.keyStore.unlock(idOf(real, name)),
    then: (model) => cameIn(model, name, false),
    otherwise: (model) => {
      if (model.slot === name && isStale(model, name)) model.slot = null;
    },
  });

const isStale = (model: Readonly<Model>, name: Name): boolean =>
  model.now - (model.typedAt.get(name) ?? -Infinity) > 24 * HOUR;

const wish = (on: boolean): Step =>
  step({
    name: `the key store ${on ? 'may' : 'may not'} open it`,
    check: isIn,
    act: (real, { at }) => real.access.keyStore.set(on, SECRETS[at ?? 'Ada']),
    then: (model) => {
      if (model.at === null) return;
      if (on) model.wishes.add(model.at);
      else model.wishes.delete(model.at);
      model.slot = on ? model.at : null;
      model.typedAt.set(model.at, model.now);
      model.provedAt = model.now;
    },
  });

const lock = (reason: 'key' | 'idle' | 'lid' | 'quit'): Step =>
  step({
    name: `locked (${reason})`,
    act: (real) => real.access.lock(reason),
    then: (model) => void (isIn(model) && shut(model)),
  });

const restart = (): Step =>
  step({ name: 'a start of the program', act: (real) => real.restart(), then: (model) => void (model.at = null) });

const wait = (hours: number): Step =>
  step({ name: `${hours} h pass`, act: () => Promise.resolve(), then: (model) => void (model.now += hours * HOUR) });

const signIn = (): Step =>
  step({
    name: 'a sign-in at the provider',
    check: isIn,
    act: async (real, { at }) => real.access.requireStore().signIns.grant(signedIn(at ?? 'Ada')),
    then: (model) => void (model.at !== null && model.leases.set(model.at, model.now + LEASE_HOURS * HOUR)),
  });

function signedIn(name: Name): SignedIn {
  return {
    ...{ issuer: PROVIDER.issuer, subject: name, assurance: 'phishing-resistant' },
    ...{ authenticatedAt: null, refreshToken: null },
  };
}

const order = (kind: 'hold' | 'lift' | 'revoke', isOld: boolean): Step =>
  step({
    name: `an order to ${kind}${isOld ? ' with an old number' : ''}`,
    check: (model) => isIn(model) && (!isOld || model.number > 0),
    expected: () => (isOld ? 'order/older-number' : 'done'),
    act: (real, model) =>
      real.orders.take(real.order(isOld ? oldOrder(kind, model.number) : orderOf(kind, model.number + 1))),
    then: (model) => {
      model.number += 1;
      if (kind === 'lift') return;
      if (kind === 'hold') model.held = true;
      else model.benIsOut = true;
      shut(model);
    },
  });

function orderOf(kind: 'hold' | 'lift' | 'revoke', number: number): object {
  const common = { kind, number, reason: `the ${kind} of number ${number}` };
  return kind === 'revoke' ? { ...common, person: { personId: null, name: 'Ben' } } : common;
}

/** Another reason than the first time: the very same order again would be known, and no refusal. */
const oldOrder = (kind: 'hold' | 'lift' | 'revoke', number: number): object => ({
  ...orderOf(kind, number),
  reason: `once more number ${number}`,
});

const lift = (isOld: boolean): Step =>
  step({
    name: `a lift at the door${isOld ? ' with an old number' : ''}`,
    check: (model) => model.held,
    expected: () => (isOld ? 'access/held' : 'done'),
    act: async (real, { number }) => {
      real.orders.offer(real.order(isOld ? oldOrder('lift', number) : orderOf('lift', number + 1)), false);
      await real.access.unlock(idOf(real, 'Ada'), SECRETS.Ada);
    },
    then: (model) => {
      model.held = false;
      model.number += 1;
      cameIn(model, 'Ada', true);
    },
  });

const who = fc.constantFrom<Name[]>('Ada', 'Ben');
const steps = fc.commands(
  [
    who.map(unlock),
    who.map(unlock),
    who.map(unlockByOs),
    fc.boolean().map(wish),
    fc.constantFrom('key', 'idle', 'lid', 'quit').map(lock),
    fc.constant(restart()),
    fc.constantFrom(1, 5, 25).map(wait),
    fc.constant(signIn()),
    fc.tuple(fc.constantFrom('hold', 'lift', 'revoke'), fc.boolean()).map((all) => order(...all)),
    fc.boolean().map(lift),
    fc.constant(lift(false)),
  ],
  { maxCommands: 16, size: 'max' },
);

async function set(model: Model): Promise<Real> {
  const dir = path.join(await tempDir(), 'store');
  const real = new Real(dir, () => model.now);
  onTestFinished(() => real.close());
  await real.access.create('Ada', SECRETS.Ada);
  real.access.confirmRecovery();
  real.ids.set('Ada', real.access.requireStore().personId);
  const people = new Administration(real.access);
  const proof = SECRETS.Ada;
  const { person } = await people.add({ name: 'Ben', roles: ['reader'], passphrase: SECRETS.Ben, proof });
  real.ids.set('Ben', person.personId);
  await people.setPolicy({ policy: POLICY, proof });
  applyProfile(real.access, { orders: EVERY_KIND });
  real.access.requireStore().signIns.setProvider({ provider: PROVIDER, signedIn: signedIn('Ada') });
  return real;
}

describe('sessions under leases, orders of a site and the key store of the system', () => {
  it('behave as a small model of them, whatever comes in whatever order', { timeout: 10 * 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (run) => {
        const now = Date.parse('2026-11-22T08:00:00.000Z');
        const model: Model = {
          ...{ now, at: 'Ada', provedAt: now, held: false, benIsOut: false, number: 0, slot: null },
          ...{
            leases: new Map<Name, number>([['Ada', now + LEASE_HOURS * HOUR]]),
            wishes: new Set(),
            typedAt: new Map(),
          },
        };
        const real = await set(model);
        await fc.asyncModelRun(() => ({ model, real }), run);
        if (model.held) real.orders.offer(real.order(orderOf('lift', model.number + 1)), false);
        await real.access.lock();
        await real.access.unlock(idOf(real, 'Ada'), SECRETS.Ada);
        const { index, ledger } = real.access.requireStore();
        expect(verifyAudit(index, ledger).ok).toBe(true);
        await real.close();
      }),
      { numRuns: LONG ? 60 : 4, endOnFailure: true },
    );
  });
});
