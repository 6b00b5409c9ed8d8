import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../../electron/station/access/access.ts';
import { Administration } from '../../../electron/station/access/administration.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { PersonRole } from '../../../shared/model/person.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from './access-fixture.ts';

const SECOND = 'second passphrase';
const THIRD = 'third passphrase';
const proof = PASSPHRASE;
const noLeave = () => Promise.resolve();

async function made(options: Parameters<typeof accessOn>[1] = {}) {
  const dir = await tempDir();
  const access = accessOn(dir, options);
  const { recoveryKey } = await access.create('Ada', PASSPHRASE);
  access.confirmRecovery();
  return { dir, access, people: new Administration(access), recoveryKey, first: idOf(access, 'Ada') };
}

function idOf(access: Access, name: string): PersonId {
  const found = access.state().people.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found.personId;
}

const add = (people: Administration, name: string, roles: PersonRole[], passphrase: string) =>
  people.add({ name, roles, passphrase, proof });

const commandsOf = (access: Access): unknown[] =>
  access.requireStore().index.prepare('SELECT command FROM audit ORDER BY seq').pluck().all();

/** One stored object, to see that its bytes stay readable. */
async function storeBytes(access: Access): Promise<() => Promise<string>> {
  const { blobs, ring } = access.requireStore();
  const bytes = Buffer.from('pixels of somebody');
  const [stored] = await blobs.put([
    { source: { bytes }, expectedBytes: bytes.length, studyKeyId: ring.newStudyKey(newId()) },
  ]);
  if (stored === undefined || stored instanceof AppError) throw stored ?? new Error('nothing stored');
  return async () => Buffer.from(await access.requireStore().blobs.read(stored.blobId)).toString();
}

describe('people of a store', () => {
  it('begin with one who is administrator and reader', async () => {
    const { people } = await made();
    expect(people.list().people).toMatchObject([
      { name: 'Ada', roles: ['administrator', 'reader'], state: 'active', revokedAt: null },
    ]);
  });

  it('are added by an administrator who types the passphrase again, and come in with their own', async () => {
    const { access, people } = await made();
    const request = { name: 'Ben', roles: ['reader'] as PersonRole[], passphrase: SECOND };
    expect(await codeRejected(people.add({ ...request, proof: 'wrong horse' }))).toBe('access/wrong-passphrase');
    expect(await codeRejected(people.add({ ...request, passphrase: 'short', proof }))).toBe('access/weak-passphrase');
    expect(await codeRejected(people.add({ ...request, name: 'ADA', proof }))).toBe('access/name-taken');
    expect(people.list().people).toHaveLength(1);
    const { person } = await people.add({ ...request, proof });
    await access.lock();
    expect(await access.unlock(person.personId, SECOND)).toMatchObject({ reader: { name: 'Ben', roles: ['reader'] } });
    expect(await codeRejected(people.add({ ...request, name: 'Cem', proof: SECOND }))).toBe('access/not-allowed');
  });

  it('change roles at once and never leave the store without an administrator', async () => {
    const { access, people, first } = await made();
    const setRoles = (personId: PersonId, roles: PersonRole[]) => people.setRoles({ personId, roles, proof });
    expect(await codeRejected(setRoles(first, ['reader']))).toBe('access/last-administrator');
    const { person } = await add(people, 'Ben', ['reader'], SECOND);
    await setRoles(person.personId, ['administrator', 'coordinator']);
    await setRoles(first, ['reader']);
    expect(access.roles).toEqual(['reader']);
    expect(await codeRejected(setRoles(first, ['administrator']))).toBe('access/not-allowed');
    expect(commandsOf(access).filter((name) => name === 'people.setRoles')).toHaveLength(2);
  });

  it('who lost a passphrase get another one, and the old one opens nothing', async () => {
    const { access, people } = await made();
    const { person } = await add(people, 'Ben', ['reader'], SECOND);
    await people.setPassphrase({ personId: person.personId, passphrase: THIRD, proof });
    await access.lock();
    expect(await codeRejected(access.unlock(null, SECOND))).toBe('access/wrong-passphrase');
    expect((await access.unlock(null, THIRD)).reader?.name).toBe('Ben');
  });

  it('have one desk at a time: another person who unlocks closes the first one out', async () => {
    const { access, people } = await made();
    const { person } = await add(people, 'Ben', ['reader'], SECOND);
    const told: (string | null)[] = [];
    access.onChanged.on(({ reader }) => void told.push(reader?.name ?? null));
    let left = 0;
    const leave = async (): Promise<void> => void (left += 1);
    expect(await codeRejected(access.unlock(person.personId, 'wrong horse', leave))).toBe('access/wrong-passphrase');
    expect([left, access.state().reader?.name]).toEqual([0, 'Ada']);
    await access.unlock(person.personId, SECOND, leave);
    expect([left, told]).toEqual([1, [null, 'Ben']]);
    expect(commandsOf(access).slice(-2)).toEqual(['access.lock', 'access.unlock']);
    await access.unlock(person.personId, SECOND, leave);
    expect(left).toBe(1);
  });
});

describe('revoking a person', () => {
  it('leaves every other way in as it was, keeps all bytes, and opens nothing for the one who is revoked', async () => {
    const { dir, access, people, recoveryKey } = await made();
    const read = await storeBytes(access);
    const { person: ben } = await add(people, 'Ben', ['reader'], SECOND);
    await add(people, 'Cem', ['administrator'], THIRD);
    await access.lock();
    const before = path.join(await tempDir(), 'before');
    await cp(dir, before, { recursive: true });
    await access.unlock(null, PASSPHRASE);
    const { person, recoveryKey: fresh } = await people.revoke({ personId: ben.personId, proof }, noLeave);
    expect([person.state, fresh]).toEqual(['revoked', null]);
    expect(access.state()).toMatchObject({ store: 'open', reader: { name: 'Ada' }, recoveryConfirmed: true });
    expect(access.state().people.map(({ name }) => name)).toEqual(['Ada', 'Cem']);
    expect(await read()).toBe('pixels of somebody');
    expect(verifyAudit(access.requireStore().index, access.requireStore().ledger)).toMatchObject({ ok: true });
    expect(commandsOf(access).slice(-3)).toEqual(['people.revoke', 'access.unlock', 'keys.rotate']);
    for (const secret of [PASSPHRASE, THIRD, recoveryKey]) {
      await access.lock();
      expect((await access.unlock(null, secret)).store).toBe('open');
      expect(await read()).toBe('pixels of somebody');
    }
    await access.lock();
    expect(await codeRejected(access.unlock(null, SECOND))).toBe('access/wrong-passphrase');
    // Nor does the slot that they kept a copy of.
    for (const name of ['slots.json', 'slots-copy.json']) await cp(path.join(before, name), path.join(dir, name));
    expect(await codeRejected(access.unlock(ben.personId, SECOND))).toBe('store/damaged');
  });

  it('leaves no file of the store that the former key opens', async () => {
    const { dir, access, people } = await made();
    const { person } = await add(people, 'Benedicta', ['reader'], SECOND);
    const { ring } = access.requireStore();
    const former = (['index', 'journal', 'ledger'] as const).map((name) => ring.databaseKey(name));
    await people.revoke({ personId: person.personId, proof }, noLeave);
    const now = access.requireStore().ring;
    (['index', 'journal', 'ledger'] as const).forEach((name, i) => {
      expect(Buffer.from(now.databaseKey(name)).equals(former[i] ?? Buffer.alloc(0))).toBe(false);
    });
    await access.lock();
    const names = await readdir(dir);
    expect(names.filter((name) => /^rotation|\.new$|damaged/.test(name))).toEqual([]);
    expect(await readFile(path.join(dir, 'slots-copy.json'), 'utf8').catch(() => '')).not.toContain('Benedicta');
    expect(await readFile(path.join(dir, 'slots.json'), 'utf8')).not.toContain('Benedicta');
  });

  it('gives a new recovery key where the revoked person was shown the old, and asks for its keeping', async () => {
    const { access, people, recoveryKey, first } = await made();
    const { person } = await add(people, 'Ben', ['administrator', 'reader'], SECOND);
    await access.unlock(person.personId, SECOND);
    const revoked = await people.revoke({ personId: first, proof: SECOND }, noLeave);
    expect(revoked.recoveryKey).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){6}$/);
    expect(access.state().recoveryConfirmed).toBe(false);
    await access.lock();
    expect(await codeRejected(access.unlock(null, recoveryKey))).toBe('access/wrong-passphrase');
    expect((await access.unlock(null, revoked.recoveryKey ?? '')).reader?.name).toBe('Ben');
  });

  it('is refused for the last administrator, for oneself and for a stranger', async () => {
    const { people, first } = await made();
    expect(await codeRejected(people.revoke({ personId: first, proof }, noLeave))).toBe('access/not-allowed');
    const stranger = newId() as PersonId;
    expect(await codeRejected(people.revoke({ personId: stranger, proof }, noLeave))).toBe('access/unknown-person');
    const { person } = await add(people, 'Ben', ['reader'], SECOND);
    await people.revoke({ personId: person.personId, proof }, noLeave);
    expect(await codeRejected(people.revoke({ personId: person.personId, proof }, noLeave))).toBe('access/revoked');
    // The name is free again.
    await add(people, 'Ben', ['reader'], SECOND);
  });

  it('takes no slot along that somebody put into the file without the key of the store', async () => {
    const { dir, access, people } = await made();
    const { person: ben } = await add(people, 'Ben', ['reader'], SECOND);
    const other = await made();
    await add(other.people, 'Mallory', ['reader'], 'mallory mallory');
    const file = path.join(dir, 'slots.json');
    const theirs = JSON.parse(await readFile(path.join(other.dir, 'slots.json'), 'utf8'));
    const ours = JSON.parse(await readFile(file, 'utf8'));
    const forged = theirs.slots.find((slot: { name?: string }) => slot.name === 'Mallory');
    ours.slots.push({ ...forged, personId: idOf(access, 'Ada') });
    await writeFile(file, JSON.stringify(ours));
    await people.revoke({ personId: ben.personId, proof }, noLeave);
    await access.lock();
    expect(await codeRejected(access.unlock(null, 'mallory mallory'))).toBe('access/wrong-passphrase');
  });
});

describe('a copy of a store from before its key was changed', () => {
  it('raises an alarm when it is put in the place of the store', async () => {
    const anchorDir = await tempDir();
    const { dir, access, people } = await made({ anchorDir });
    const { person } = await add(people, 'Ben', ['reader'], SECOND);
    await access.lock();
    const before = path.join(await tempDir(), 'before');
    await cp(dir, before, { recursive: true, preserveTimestamps: true });
    await access.unlock(null, PASSPHRASE);
    await people.revoke({ personId: person.personId, proof }, noLeave);
    await access.close();
    const copy = accessOn(before, { anchorDir });
    await copy.unlock(null, PASSPHRASE);
    expect(
      copy
        .requireStore()
        .alarms.standing()
        .map(({ kind }) => kind),
    ).toEqual(['rolled-back']);
  });
});

describe('a change of keys that was cut off', () => {
  it('shows the new recovery key to the administrator whose unlock ends it, and to nobody else', async () => {
    for (const roles of [['administrator', 'reader'] as const, ['reader'] as const]) {
      const { dir, access, people, first, recoveryKey } = await made();
      const { person } = await add(people, 'Ben', [...roles], SECOND);
      await add(people, 'Cem', ['administrator'], THIRD);
      await access.unlock(null, THIRD);
      // The row of a revocation is written, and the program ends before the keys change. Ada was shown the recovery key.
      access.requireStore().people.revoke(first);
      await access.close();
      const again = accessOn(dir);
      const { recoveryKey: fresh } = await again.unlock(person.personId, SECOND);
      expect(again.state().recoveryConfirmed).toBe(false);
      expect(await codeRejected(again.unlock(null, recoveryKey))).toBe('access/wrong-passphrase');
      if (!roles.some((role) => role === 'administrator')) {
        expect(fresh).toBeUndefined();
        continue;
      }
      expect(fresh).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){6}$/);
      await again.proveRecovery(fresh ?? '');
      expect(again.state().recoveryConfirmed).toBe(true);
      await again.lock();
      // Once only: nothing is cut off any more.
      expect((await again.unlock(null, fresh ?? '')).recoveryKey).toBeUndefined();
    }
  });
});

describe('the policy of a store', () => {
  it('is set by an administrator and bounds what a person chooses', async () => {
    const { access, people } = await made();
    const policy = { longestIdleMinutes: 10, proofMinutes: 30 };
    expect((await people.setPolicy({ policy, proof })).session).toMatchObject({ policy, idleMinutes: 10 });
    expect(people.setIdleMinutes({ minutes: 5 }).session?.idleMinutes).toBe(5);
    expect(codeThrown(() => people.setIdleMinutes({ minutes: 11 }))).toBe('access/policy');
    await access.lock();
    expect((await access.unlock(null, PASSPHRASE)).session).toMatchObject({ policy, idleMinutes: 5 });
    await people.setPolicy({ policy: { ...policy, longestIdleMinutes: 3 }, proof });
    expect(access.state().session?.idleMinutes).toBe(3);
  });

  it('asks for a new proof when the last one is too old, by either clock', async () => {
    let wall = Date.parse('2026-11-22T08:00:00.000Z');
    let monotonic = 0;
    const clock = { nowIso: () => new Date(wall).toISOString(), monotonic: () => monotonic };
    const { access } = await made({ clock });
    access.requireProof();
    wall += 241 * 60_000;
    expect(codeThrown(() => access.requireProof())).toBe('access/proof-needed');
    expect(await codeRejected(access.prove('wrong horse'))).toBe('access/wrong-passphrase');
    expect(codeThrown(() => access.requireProof())).toBe('access/proof-needed');
    await access.prove(PASSPHRASE);
    access.requireProof();
    wall -= 3_600_000;
    monotonic += 241 * 60_000;
    expect(codeThrown(() => access.requireProof())).toBe('access/proof-needed');
  });
});

describe('a secret that is guessed at', () => {
  /** Stands still: what a try has to wait does not depend on how fast this machine is. */
  const clock = { nowIso: () => '2026-11-22T08:00:00.000Z', monotonic: () => 0 };

  it('waits by itself, one try after the other, and never keeps the store from being locked', async () => {
    const waiting: { readonly ms: number; readonly go: () => void }[] = [];
    const delay = (ms: number) => new Promise<void>((go) => void waiting.push({ ms, go }));
    const { access } = await made({ delay, clock });
    for (let i = 0; i < 3; i += 1) await codeRejected(access.prove('wrong horse'));
    const tries = [codeRejected(access.prove('wrong horse')), codeRejected(access.prove('wrong horse'))];
    await expect.poll(() => waiting.map(({ ms }) => Math.round(ms / 1000))).toEqual([1]);
    expect((await access.lock()).store).toBe('locked');
    // A store that is locked is nobody's to prove anything against: the rest are refused, with the right word too.
    const late = codeRejected(access.prove(PASSPHRASE));
    waiting[0]?.go();
    await expect.poll(() => waiting.length).toBe(2);
    waiting[1]?.go();
    expect(await Promise.all(tries)).toEqual(['access/wrong-passphrase', 'access/wrong-passphrase']);
    expect(await late).toBe('access/locked');
  });

  it('F59: counts for each person alone, over restarts, and nobody clears the count of another', async () => {
    const waits: number[] = [];
    const delay = (ms: number) => Promise.resolve(void waits.push(Math.round(ms / 1000)));
    const { dir, access, people, first } = await made({ delay, clock });
    const { person } = await add(people, 'Ben', ['reader'], SECOND);
    await access.close();
    for (let i = 0; i < 4; i += 1) {
      const again = accessOn(dir, { delay, clock });
      await codeRejected(again.unlock(first, 'wrong horse'));
      await again.close();
    }
    expect(waits).toEqual([1]);
    const last = accessOn(dir, { delay, clock });
    await last.unlock(person.personId, SECOND);
    expect(waits).toEqual([1]);
    await last.lock();
    await codeRejected(last.unlock(first, 'wrong horse'));
    expect(waits).toEqual([1, 2]);
  });
});
