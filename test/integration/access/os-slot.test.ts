import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Access, AccessOptions } from '../../../electron/station/access/access.ts';
import { Administration } from '../../../electron/station/access/administration.ts';
import { Forgetting } from '../../../electron/station/access/forget/forgetting.ts';
import { setWish } from '../../../electron/station/access/key-store/os-slot-wish.ts';
import { Moving } from '../../../electron/station/access/move/moving.ts';
import { rotateStoreKey } from '../../../electron/station/kernel/rotation/rotate-store.ts';
import { loadSlots } from '../../../electron/station/kernel/slots.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from './access-fixture.ts';
import { applyProfile } from './orders/orders-fixture.ts';
import { ownSecretStore } from './own-secret-store.ts';

const SECOND = 'second passphrase';
const proof = PASSPHRASE;
const noLeave = (): Promise<void> => Promise.resolve();
const POLICY = { longestIdleMinutes: 15, proofMinutes: 240, keyStore: true };

/** A store of Ada's whose policy allows the slot, and that she has switched on. */
async function made(more: Partial<AccessOptions> = {}) {
  const dir = await tempDir();
  const options = { secrets: ownSecretStore(), ...more };
  const access = accessOn(dir, options);
  const { recoveryKey } = await access.create('Ada', PASSPHRASE);
  access.confirmRecovery();
  const people = new Administration(access);
  await people.setPolicy({ policy: POLICY, proof });
  await access.keyStore.set(true, proof);
  const ada = access.requireStore().personId;
  /** The program ends and is started anew. */
  const restart = async (from: Access, other: Partial<AccessOptions> = {}): Promise<Access> => {
    await from.close();
    return accessOn(dir, { ...options, ...other });
  };
  return { dir, access, people, ada, recoveryKey, restart };
}

const kinds = (dir: string): string[] => loadSlots(dir).map(({ kind }) => kind);

describe('a slot in the key store of the system', () => {
  it('opens the store after a start of the program for its person, and proves nothing', async () => {
    const { dir, access, ada, restart } = await made();
    expect(await access.keyStore.state()).toEqual({ backend: 'test', refusal: null, siteName: null, isOn: true });
    expect(kinds(dir).sort()).toEqual(['os', 'passphrase', 'recovery']);
    const again = await restart(access);
    expect(again.state()).toMatchObject({ store: 'locked', keyStoreOf: [ada] });
    expect(await again.keyStore.unlock(ada)).toMatchObject({ store: 'open', reader: { name: 'Ada' } });
    expect(codeThrown(() => again.requireProof())).toBe('access/proof-needed');
    const { index } = again.requireStore();
    const last = index.prepare("SELECT detail FROM audit WHERE command = 'access.unlock' ORDER BY seq DESC LIMIT 1");
    expect(JSON.parse(String(last.pluck().get()))).toEqual({ by: 'os', failures: 0 });
    await again.prove(PASSPHRASE);
    expect(codeThrown(() => again.requireProof())).toBeNull();
  });

  it('is gone after every lock, so that a new start is no way round it, and comes back with the passphrase', async () => {
    const { dir, access, ada, restart } = await made();
    for (const reason of ['idle', 'lid', 'quit'] as const) {
      await access.lock(reason);
      expect(kinds(dir)).not.toContain('os');
      expect(await codeRejected(access.keyStore.unlock(ada))).toBe('access/passphrase-required');
      await access.unlock(ada, PASSPHRASE);
      expect(kinds(dir)).toContain('os');
    }
    // While transfers go on behind it, too.
    await access.lock('idle', { leave: () => Promise.resolve(), goesOn: () => true });
    expect([access.working === null, kinds(dir).includes('os')]).toEqual([false, false]);
    expect(await codeRejected(access.keyStore.unlock(ada))).toBe('access/passphrase-required');
    await access.unlock(ada, PASSPHRASE);
    expect(kinds(dir)).toContain('os');
    await access.lock('system-lock');
    const again = await restart(access);
    expect(again.state().keyStoreOf).toBeUndefined();
    expect(await codeRejected(again.keyStore.unlock(ada))).toBe('access/passphrase-required');
  });

  it('and a site says whether a lock may let transfers go on', async () => {
    const { access, ada } = await made();
    const lines = { leave: () => Promise.resolve(), goesOn: () => true };
    expect(access.state().session?.fetchingHours).toBe(8);
    applyProfile(access, { unlocking: { fetchWhileLocked: true } });
    await access.lock('idle', lines);
    expect(access.locked?.hours).toBe(8);
    await access.unlock(ada, PASSPHRASE);
    applyProfile(access, { unlocking: { fetchWhileLocked: false }, serial: 2 });
    expect(access.state().session?.fetchingHours).toBe(0);
    await access.lock('idle', lines);
    expect(access.working).toBeNull();
  });

  it('is refused with the reason where the key store is none, and where nobody allows it', async () => {
    for (const refusal of ['basic-text', 'unavailable', 'unknown'] as const) {
      const secrets = ownSecretStore({ backend: 'basic_text', refusal });
      const access = accessOn(await tempDir(), { secrets });
      await access.create('Ada', PASSPHRASE);
      await new Administration(access).setPolicy({ policy: POLICY, proof });
      expect(await codeRejected(access.keyStore.set(true, proof))).toBe('key-store/unusable');
      expect(await access.keyStore.state()).toMatchObject({ backend: 'basic_text', refusal, isOn: false });
    }
    // The command line has none.
    const plain = accessOn(await tempDir());
    await plain.create('Ada', PASSPHRASE);
    expect(await codeRejected(plain.keyStore.set(true, proof))).toBe('access/policy');
    expect(await plain.keyStore.state()).toMatchObject({ backend: null, refusal: 'none' });
    const { access, recoveryKey } = await made();
    expect(await codeRejected(access.keyStore.set(true, 'wrong horse'))).toBe('access/wrong-passphrase');
    expect(await codeRejected(access.keyStore.set(true, recoveryKey))).toBe('access/wrong-passphrase');
  });

  it('goes when the policy or a site does not allow it any more', async () => {
    const { dir, access, people, ada, restart } = await made();
    await people.setPolicy({ policy: { ...POLICY, keyStore: false }, proof });
    expect(kinds(dir)).not.toContain('os');
    expect(await access.keyStore.state()).toMatchObject({ refusal: 'policy' });
    await people.setPolicy({ policy: POLICY, proof });
    await access.keyStore.set(true, proof);
    // Put behind the back of whoever would take the slot away: it is asked again when the slot is used.
    applyProfile(access, { unlocking: { systemKeyStore: false } });
    expect(kinds(dir)).toContain('os');
    expect(await access.keyStore.state()).toMatchObject({ refusal: 'site', siteName: 'St. Anna Group' });
    const again = await restart(access);
    expect(await codeRejected(again.keyStore.unlock(ada))).toBe('access/passphrase-required');
    expect([again.store, kinds(dir)]).toEqual([null, ['passphrase', 'recovery']]);
    await again.unlock(ada, PASSPHRASE);
    expect(kinds(dir)).not.toContain('os');
  });

  it('opens nothing for who took it back, even where a crash left the slot behind', async () => {
    const { dir, access, ada, restart } = await made();
    // The wish is written down first; the program ends before the slots follow.
    const { commands } = access.requireStore();
    commands.run({ name: 'access.setKeyStore', personId: ada, subject: ada, detail: { on: false } }, (db) =>
      setWish(db, ada, false),
    );
    const again = await restart(access);
    expect(kinds(dir)).toContain('os');
    expect(await codeRejected(again.keyStore.unlock(ada))).toBe('access/passphrase-required');
    expect([again.store, kinds(dir)]).toEqual([null, ['passphrase', 'recovery']]);
  });

  it('opens nothing a day after the passphrase was typed, nor on a clock that was set back', async () => {
    let wall = Date.parse('2026-11-22T08:00:00.000Z');
    const clock = { nowIso: () => new Date(wall).toISOString(), monotonic: () => 0 };
    const { access, ada, restart } = await made({ clock });
    await access.lock();
    await access.unlock(ada, PASSPHRASE);
    wall += 23 * 3_600_000;
    const soon = await restart(access);
    await soon.keyStore.unlock(ada);
    wall += 2 * 3_600_000;
    const late = await restart(soon);
    expect(await codeRejected(late.keyStore.unlock(ada))).toBe('access/passphrase-required');
    await late.unlock(ada, PASSPHRASE);
    wall -= 3_600_000;
    const before = await restart(late);
    expect(await codeRejected(before.keyStore.unlock(ada))).toBe('access/passphrase-required');
  });

  it('goes with the passphrase, with another person who comes, and with a revocation', async () => {
    const { dir, access, people, ada } = await made();
    await access.setPassphrase(PASSPHRASE, SECOND);
    expect([kinds(dir), (await access.keyStore.state()).isOn]).toEqual([['passphrase', 'recovery'], false]);
    await access.setPassphrase(SECOND, PASSPHRASE);
    await access.keyStore.set(true, proof);
    const { person } = await people.add({ name: 'Ben', roles: ['administrator'], passphrase: SECOND, proof });
    await access.unlock(person.personId, SECOND);
    expect(kinds(dir)).not.toContain('os');
    await access.keyStore.set(true, SECOND);
    expect(loadSlots(dir).find(({ kind }) => kind === 'os')?.personId).toBe(person.personId);
    await access.unlock(ada, PASSPHRASE);
    await people.revoke({ personId: person.personId, proof }, noLeave);
    expect(kinds(dir).filter((kind) => kind === 'os')).toHaveLength(1);
    expect(loadSlots(dir).every(({ personId }) => personId === ada)).toBe(true);
  });

  it('opens the store under another store key too, and nothing where another key store is', async () => {
    const { access, ada, restart } = await made();
    await new Forgetting(access).rotate({ level: 'store', site: null, proof }, noLeave);
    const again = await restart(access);
    await again.keyStore.unlock(ada);
    const moved = await restart(again, { secrets: ownSecretStore() });
    expect(await codeRejected(moved.keyStore.unlock(ada))).toBe('access/passphrase-required');
  });

  it('is never the only way in: no store key is made that no passphrase opens', async () => {
    const { dir, access, ada } = await made();
    const ring = access.requireStore().ring.again();
    await access.close();
    const slots = loadSlots(dir).filter(({ kind }) => kind === 'os');
    expect(slots).toHaveLength(1);
    expect(await codeRejected(rotateStoreKey({ dir, ring, slots, database: {}, erasing: false }))).toBe(
      'store/damaged',
    );
    ring.close();
    await access.unlock(ada, PASSPHRASE);
  });

  it('is in no package for another machine and in no backup', async () => {
    const { dir, access } = await made();
    const to = path.join(await tempDir(), 'package');
    await new Moving(access).pack({ to, proof }, noLeave);
    const manifest = JSON.parse(await readFile(path.join(to, 'backup.json'), 'utf8')) as { readonly current: string };
    const packed = await readFile(path.join(to, 'sets', manifest.current, 'slots.json'), 'utf8');
    expect([packed.includes('"os"'), kinds(dir).includes('os')]).toEqual([false, true]);
  });
});
