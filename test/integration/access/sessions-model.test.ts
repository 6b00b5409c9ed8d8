import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import { Administration } from '../../../electron/station/access/administration.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { FETCHING_HOURS } from '../../../shared/model/access.ts';
import type { LockReason } from '../../../shared/model/access.ts';
import { PersonRole, PersonRoles } from '../../../shared/model/person.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { blobWorkerFile } from '../kernel/blob-fixture.ts';

/** What a store must look like after what was done to it, told without keys, files or databases. */
interface Model {
  readonly people: Map<string, { passphrase: string; roles: readonly PersonRole[]; active: boolean }>;
  /** Who has the store open. */
  at: string | null;
  /** Whose transfers go on behind their lock; never while somebody has it open. */
  behind: string | null;
  /** Hours since that lock. */
  hours: number;
}

interface Real {
  readonly access: Access;
  readonly people: Administration;
  readonly ids: Map<string, PersonId>;
  left: number;
  pass(hours: number): void;
}

type Step = fc.AsyncCommand<Model, Real>;

const NAMES = ['Ada', 'Ben', 'Cem'];
const SECRETS = ['first passphrase', 'second passphrase', 'third passphrase'];
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'done';
  } catch (error) {
    return asAppError(error).code;
  }
}

/** Runs one act, and compares its outcome and everything that can be seen afterwards with the model. */
function step(
  name: string,
  expected: (model: Model) => string,
  act: (real: Real, model: Model) => Promise<unknown>,
  then: (model: Model) => void,
): Step {
  return {
    check: () => true,
    toString: () => name,
    async run(model, real) {
      const outcome = expected(model);
      const before = real.left;
      const had = model.at ?? model.behind;
      expect(await codeOf(() => act(real, model)), name).toBe(outcome);
      if (outcome === 'done') then(model);
      // A desk is left exactly when another person takes the place, or the keys change.
      if (had !== null && model.at !== null) expect(real.left - before, name).toBe(model.at === had ? 0 : 1);
      const state = real.access.state();
      const active = [...model.people].filter(([, person]) => person.active).map(([one]) => one);
      expect(state.people.map((one) => one.name).sort(), name).toEqual(active.sort());
      expect(state.reader?.name ?? null, name).toBe(model.at);
      expect(state.store, name).toBe(model.at === null ? 'locked' : 'open');
      expect(real.access.working?.personName ?? null, name).toBe(model.at ?? model.behind);
      expect([real.access.store === null, real.access.locked === null], name).toEqual([
        ...[model.at === null, model.behind === null],
      ]);
      expect(real.access.roles, name).toEqual(model.at === null ? null : model.people.get(model.at)?.roles);
    },
  };
}

const personOf = (model: Model, name: string) => model.people.get(name);
const isAdmin = (model: Model): boolean =>
  model.at !== null && (personOf(model, model.at)?.roles.includes('administrator') ?? false);
const ownSecret = (model: Model): string => (model.at === null ? '' : (personOf(model, model.at)?.passphrase ?? ''));
const othersAdmin = (model: Model, name: string): boolean =>
  [...model.people].some(([one, p]) => one !== name && p.active && p.roles.includes('administrator'));

/** What an administrator's act on a person comes to, before the act's own rules. */
function steppedUp(model: Model, proof: string): string {
  if (model.at === null) return 'access/locked';
  if (!isAdmin(model)) return 'access/not-allowed';
  return proof === ownSecret(model) ? 'done' : 'access/wrong-passphrase';
}

const unlock = (name: string, secret: string): Step =>
  step(
    `unlock ${name} with ${secret}`,
    (model) => {
      const person = personOf(model, name);
      return person?.active === true && person.passphrase === secret ? 'done' : 'access/wrong-passphrase';
    },
    (real) =>
      real.access.unlock(real.ids.get(name) ?? ('0'.repeat(26) as PersonId), secret, async () => void (real.left += 1)),
    (model) => {
      model.at = name;
      model.behind = null;
    },
  );

/** @param goesOn whether there is a line */
const lock = (reason: LockReason, goesOn: boolean): Step =>
  step(
    `lock by ${reason}${goesOn ? ', with a line' : ''}`,
    () => 'done',
    (real) => real.access.lock(reason, { leave: () => Promise.resolve(), goesOn: () => goesOn }),
    (model) => {
      const mayGoOn = reason === 'key' || reason === 'idle' || reason === 'system-lock';
      if (mayGoOn && goesOn && model.at !== null) {
        model.behind = model.at;
        model.hours = 0;
      } else if (!mayGoOn) model.behind = null;
      model.at = null;
    },
  );

const pass = (hours: number): Step =>
  step(
    `${hours} hours pass`,
    () => 'done',
    async (real) => {
      real.pass(hours);
      await real.access.endLocked(() => Promise.resolve());
    },
    (model) => {
      model.hours += hours;
      if (model.hours >= FETCHING_HOURS) model.behind = null;
    },
  );

const add = (name: string, roles: PersonRoles, passphrase: string, proof: string): Step =>
  step(
    `add ${name} as ${roles.join()} by ${proof}`,
    (model) => {
      const first = steppedUp(model, proof);
      return first === 'done' && personOf(model, name)?.active === true ? 'access/name-taken' : first;
    },
    async (real) => {
      const { person } = await real.people.add({ name, roles, passphrase, proof });
      real.ids.set(name, person.personId);
    },
    (model) => void model.people.set(name, { passphrase, roles, active: true }),
  );

/** The rules for an act on somebody who has to be there. */
function onPerson(model: Model, name: string, proof: string): string {
  const first = steppedUp(model, proof);
  if (first !== 'done') return first;
  const person = personOf(model, name);
  if (person === undefined) return 'access/unknown-person';
  return person.active ? 'done' : 'access/revoked';
}

const idOf = (real: Real, name: string): PersonId => real.ids.get(name) ?? ('0'.repeat(26) as PersonId);

const setRoles = (name: string, roles: PersonRoles, proof: string): Step =>
  step(
    `${name} becomes ${roles.join()} by ${proof}`,
    (model) => {
      const first = onPerson(model, name, proof);
      const leavesNone = !roles.includes('administrator') && !othersAdmin(model, name);
      return first === 'done' && leavesNone ? 'access/last-administrator' : first;
    },
    (real) => real.people.setRoles({ personId: idOf(real, name), roles, proof }),
    (model) => {
      const person = personOf(model, name);
      if (person !== undefined) person.roles = roles;
    },
  );

const revoke = (name: string, proof: string): Step =>
  step(
    `revoke ${name} by ${proof}`,
    (model) => {
      const first = steppedUp(model, proof);
      if (first !== 'done') return first;
      return model.at === name ? 'access/not-allowed' : onPerson(model, name, proof);
    },
    (real) => real.people.revoke({ personId: idOf(real, name), proof }, () => Promise.resolve()),
    (model) => {
      const person = personOf(model, name);
      if (person !== undefined) person.active = false;
    },
  );

const ownPassphrase = (proof: string, passphrase: string): Step =>
  step(
    `own passphrase from ${proof} to ${passphrase}`,
    (model) => {
      if (model.at === null) return 'access/locked';
      return proof === ownSecret(model) ? 'done' : 'access/wrong-passphrase';
    },
    (real) => real.access.setPassphrase(proof, passphrase),
    (model) => {
      const person = model.at === null ? undefined : personOf(model, model.at);
      if (person !== undefined) person.passphrase = passphrase;
    },
  );

const names = fc.constantFrom(...NAMES);
const secrets = fc.constantFrom(...SECRETS);
const roleSets = fc
  .uniqueArray(fc.constantFrom(...PersonRole.options), { minLength: 1, maxLength: 3 })
  .filter((roles) => PersonRoles.safeParse(roles).success);
const steps = fc.commands(
  [
    fc.tuple(names, secrets).map((all) => unlock(...all)),
    fc.tuple(names, secrets).map((all) => unlock(...all)),
    fc.constant(lock('key', false)),
    fc.tuple(fc.constantFrom('key', 'idle', 'system-lock', 'lid', 'sign-out'), fc.boolean()).map((all) => lock(...all)),
    fc.constantFrom('key', 'idle').map((reason) => lock(reason, true)),
    fc.constantFrom(3, FETCHING_HOURS).map(pass),
    fc.tuple(names, roleSets, secrets, fc.constant(SECRETS[0] ?? '')).map((all) => add(...all)),
    fc.tuple(names, roleSets, secrets).map((all) => setRoles(...all)),
    fc.tuple(names, secrets).map((all) => revoke(...all)),
    fc.tuple(secrets, secrets).map((all) => ownPassphrase(...all)),
  ],
  { maxCommands: 20, size: 'max' },
);

describe('sessions, locks and roles', () => {
  it('behave as a small model of them, whatever comes in whatever order', { timeout: 10 * 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (run) => {
        let ahead = 0;
        const clock = {
          nowIso: () => new Date(Date.now() + ahead).toISOString(),
          monotonic: () => performance.now() + ahead,
        };
        const access = new Access({
          clock,
          ...{ dir: await tempDir(), blobWorkerFile, scryptLogN: 10 },
          delay: () => Promise.resolve(),
        });
        onTestFinished(() => access.close());
        await access.create('Ada', SECRETS[0] ?? '');
        const first = access.state().reader;
        const ids = new Map(first === null ? [] : [['Ada', first.personId]]);
        const model: Model = {
          people: new Map([['Ada', { passphrase: SECRETS[0] ?? '', roles: first?.roles ?? [], active: true }]]),
          ...{ at: 'Ada', behind: null, hours: 0 },
        };
        const pass = (hours: number): void => void (ahead += hours * 3_600_000);
        await fc.asyncModelRun(
          () => ({ model, real: { access, people: new Administration(access), ids, left: 0, pass } }),
          run,
        );
        const admin = [...model.people].find(([, one]) => one.active && one.roles.includes('administrator'));
        await access.lock('sign-out');
        await access.unlock(ids.get(admin?.[0] ?? '') ?? null, admin?.[1].passphrase ?? '');
        const { index, ledger } = access.requireStore();
        expect(verifyAudit(index, ledger).ok).toBe(true);
        await access.close();
      }),
      { numRuns: LONG ? 60 : 4, endOnFailure: true },
    );
  });
});
