import { expect, it } from 'vitest';
import type { Access } from '../../../electron/station/access/access.ts';
import { Administration } from '../../../electron/station/access/administration.ts';
import { boundKey, SignatureKey } from '../../../electron/station/access/signature-key.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { isSignedBy, newKeyPair } from '../../../electron/station/kernel/ed25519.ts';
import { deriveKey, sealKey } from '../../../electron/station/kernel/sealed-key.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from './access-fixture.ts';

const OTHER = 'another passphrase';
const NEW = 'a new passphrase';
const noLeave = () => Promise.resolve();
const keyOf = (access: Access): SignatureKey => boundKey({ ...access.requireStore(), clock: systemClock });

/** As a program before this left it: under a key of the store. */
function leaveOldKey(access: Access, personId: PersonId): string {
  const { ring, index } = access.requireStore();
  const { keyId, publicKey, seed } = newKeyPair();
  const store = ring.databaseKey('index');
  const wrapping = deriveKey(store, Buffer.from(personId, 'utf8'), 'nightjar/person-key/1');
  const sealed = Buffer.from(sealKey(wrapping, seed, `nightjar/person-key/1/${personId}/${keyId}`)).toString('hex');
  index
    .prepare("INSERT INTO person_key (key_id, person_id, public_key, sealed, made_at) VALUES (?, ?, ?, ?, '2026')")
    .run(keyId, personId, publicKey, sealed);
  return keyId;
}

it('the key with which a person signs opens by their own passphrase alone, which may change', async () => {
  const access = accessOn(await tempDir());
  const { recoveryKey } = await access.create('Ada', PASSPHRASE);
  access.confirmRecovery();
  const ada = access.requireStore().personId;
  const keyId = leaveOldKey(access, ada);
  const sealed = (): string =>
    access
      .requireStore()
      .index.prepare<[string], string>('SELECT sealed FROM person_key WHERE key_id = ?')
      .pluck()
      .get(keyId) ?? '';
  const before = sealed();
  await access.lock();
  await access.unlock(null, PASSPHRASE, noLeave);
  // The next unlock seals it for its person; it stays the same key, which the site has enrolled.
  const signature = keyOf(access).sign('text');
  expect([signature.keyId, sealed().length]).toEqual([keyId, 248]);
  expect(sealed()).not.toBe(before);
  expect(isSignedBy(signature.publicKey, 'text', signature.signature)).toBe(true);
  await access.setPassphrase(PASSPHRASE, NEW);
  expect(keyOf(access).sign('text').keyId).toBe(keyId);
  await access.lock();
  await access.unlock(null, NEW, noLeave);
  expect(keyOf(access).sign('text').keyId).toBe(keyId);

  // Another person of the station has the store, and not the key.
  const people = new Administration(access);
  const ben = (await people.add({ name: 'Ben', roles: ['reader'], passphrase: OTHER, proof: NEW })).person.personId;
  await access.unlock(ben, OTHER, noLeave);
  const store = access.requireStore();
  const stolen = new SignatureKey({ ...store, personId: ada, clock: systemClock });
  expect(codeThrown(() => stolen.sign('text'))).toBe('access/proof-needed');
  const bens = keyOf(access).sign('text').keyId;
  expect(bens).not.toBe(keyId);

  // The recovery key opens the store, and signs under a key that nobody enrolled.
  await access.unlock(null, recoveryKey, noLeave);
  expect(access.requireStore().personId).toBe(ada);
  const recovered = keyOf(access).sign('text');
  expect(recovered.keyId).not.toBe(keyId);
  expect(isSignedBy(recovered.publicKey, 'text', recovered.signature)).toBe(true);

  // Whoever resets a passphrase gets no key by that; who comes back with it makes another.
  await access.unlock(ada, NEW, noLeave);
  await people.setPassphrase({ personId: ben, passphrase: 'set by somebody else', proof: NEW });
  await access.unlock(ben, 'set by somebody else', noLeave);
  expect(keyOf(access).sign('text').keyId).not.toBe(bens);
  // Nothing of it stays behind a lock.
  const { ring } = access.requireStore();
  await access.lock();
  expect(ring.own.personId).toBeNull();
});
