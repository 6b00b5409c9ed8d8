import { randomBytes } from 'node:crypto';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { AccessState } from '../../../shared/contract/access.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from './access-fixture.ts';

async function madeStore() {
  const dir = await tempDir();
  const access = accessOn(dir);
  const { recoveryKey } = await access.create('Dr Reader', PASSPHRASE);
  return { dir, access, recoveryKey };
}

async function contentOf(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir, { recursive: true })).filter((name) => !/attempts|lock\.db/.test(name)).sort();
  const files = await Promise.all(
    names.map(async (name) => {
      const file = path.join(dir, name);
      return (await stat(file)).isFile() ? await readFile(file, 'hex') : '';
    }),
  );
  return Object.fromEntries(names.map((name, i) => [name, files[i] ?? '']));
}

describe('Access', () => {
  it('goes from absent to open to locked to open, and says so', async () => {
    const dir = path.join(await tempDir(), 'new', 'store');
    const access = accessOn(dir);
    const told: string[] = [];
    access.onChanged.on((state) => void told.push(AccessState.parse(state).store));
    expect(access.state()).toMatchObject({ store: 'absent', people: [], reader: null, trouble: null });
    await access.create('Dr Reader', PASSPHRASE);
    const reader = access.state().reader;
    expect(access.state()).toEqual({
      store: 'open',
      kind: 'evaluation',
      people: [{ personId: reader?.personId, name: 'Dr Reader' }],
      reader: { personId: reader?.personId, name: 'Dr Reader', roles: ['administrator', 'reader'] },
      session: {
        policy: { longestIdleMinutes: 15, proofMinutes: 240 },
        idleMinutes: 15,
        fetchingHours: 8,
        provedAt: access.state().session?.provedAt,
      },
      signIn: null,
      recoveryConfirmed: false,
      movement: null,
      trouble: null,
    });
    expect(await access.lock()).toMatchObject({ store: 'locked', people: [{ name: 'Dr Reader' }], reader: null });
    expect(codeThrown(() => access.requireStore())).toBe('access/locked');
    expect(await access.unlock(null, PASSPHRASE)).toMatchObject({ store: 'open', reader });
    expect(told).toEqual(['open', 'locked', 'open']);
  });

  it('makes a store whose audit trail begins with its making', async () => {
    const { access } = await madeStore();
    const { index, personId, personName } = access.requireStore();
    expect(personName).toBe('Dr Reader');
    expect(index.prepare('SELECT command, person_id FROM audit').all()).toEqual([
      { command: 'store.create', person_id: personId },
    ]);
    expect(verifyAudit(index)).toEqual({ ok: true, records: 1, firstBad: null });
  });

  it('keeps rows, journal, blobs and the confirmed recovery key over a restart', async () => {
    const { dir, access } = await madeStore();
    expect(access.confirmRecovery().recoveryConfirmed).toBe(true);
    const { blobs, ring, commands, journal, personId } = access.requireStore();
    const siteId = newId();
    const bytes = randomBytes(1000);
    const [stored] = await blobs.put([
      { source: { bytes }, expectedBytes: 1000, studyKeyId: ring.newStudyKey(siteId) },
    ]);
    if (stored === undefined || stored instanceof AppError) throw stored ?? new Error('no outcome');
    commands.run({ name: 'site.add', personId, subject: siteId, detail: {} }, (db) =>
      db.prepare('INSERT INTO site VALUES (?, ?, ?)').run(siteId, 'North', '2026-11-21T20:00:00.000Z'),
    );
    journal.prepare('INSERT INTO ordinal VALUES (?, 3)').run('study');
    await access.close();

    const again = accessOn(dir);
    expect(await again.unlock(null, PASSPHRASE)).toMatchObject({ recoveryConfirmed: true });
    const store = again.requireStore();
    expect(store.index.prepare('SELECT name FROM site').pluck().get()).toBe('North');
    expect(store.journal.prepare('SELECT last FROM ordinal').pluck().get()).toBe(3);
    expect(Buffer.from(await store.blobs.read(stored.blobId)).equals(bytes)).toBe(true);
    expect(verifyAudit(store.index)).toMatchObject({ ok: true, records: 5 });
  });

  it('opens with the recovery key in place of the passphrase', async () => {
    const { access, recoveryKey } = await madeStore();
    await access.lock();
    expect((await access.unlock(null, recoveryKey.toLowerCase().replaceAll('-', ' '))).store).toBe('open');
  });

  it('takes a new passphrase that the recovery key or the old one proves, and audits it', async () => {
    const { dir, access, recoveryKey } = await madeStore();
    await access.lock();
    await access.unlock(null, recoveryKey);
    await access.setPassphrase(recoveryKey, 'second passphrase');
    await access.setPassphrase('second passphrase', 'third passphrase');
    const { index } = access.requireStore();
    const details = index
      .prepare("SELECT detail FROM audit WHERE command = 'access.setPassphrase' ORDER BY seq")
      .pluck();
    expect(details.all()).toEqual(['{"provedBy":"recovery"}', '{"provedBy":"passphrase"}']);
    await access.close();
    const again = accessOn(dir);
    for (const old of [PASSPHRASE, 'second passphrase']) {
      expect(await codeRejected(again.unlock(null, old))).toBe('access/wrong-passphrase');
    }
    expect((await again.unlock(null, 'third passphrase')).store).toBe('open');
    await again.lock();
    expect((await again.unlock(null, recoveryKey)).store).toBe('open');
  });

  it('changes nothing for a proof that proves nothing, or for a weak new passphrase', async () => {
    const { dir, access, recoveryKey } = await madeStore();
    const before = await readFile(path.join(dir, 'slots.json'), 'utf8');
    const stranger = (await madeStore()).recoveryKey;
    for (const proof of ['wrong horse', stranger]) {
      expect(await codeRejected(access.setPassphrase(proof, 'another passphrase'))).toBe('access/wrong-passphrase');
    }
    expect(await codeRejected(access.setPassphrase(recoveryKey, 'short'))).toBe('access/weak-passphrase');
    expect(await readFile(path.join(dir, 'slots.json'), 'utf8')).toBe(before);
    // The making, and the two tries that failed.
    expect(verifyAudit(access.requireStore().index)).toMatchObject({ ok: true, records: 3 });
    await access.lock();
    expect(await codeRejected(access.setPassphrase(recoveryKey, 'another passphrase'))).toBe('access/locked');
  });

  it('takes the recovery key as confirmed when it is proved, and a passphrase is no proof of it', async () => {
    const { access, recoveryKey } = await madeStore();
    for (const no of [PASSPHRASE, 'nonsense', (await madeStore()).recoveryKey]) {
      expect(await codeRejected(access.proveRecovery(no))).toBe('access/wrong-passphrase');
    }
    expect(access.state().recoveryConfirmed).toBe(false);
    expect((await access.proveRecovery(recoveryKey.toLowerCase())).recoveryConfirmed).toBe(true);
  });

  it('refuses a wrong passphrase and touches nothing', async () => {
    const { dir, access } = await madeStore();
    const reader = access.state().reader;
    await access.lock();
    const before = await contentOf(dir);
    expect(await codeRejected(access.unlock(null, 'wrong horse'))).toBe('access/wrong-passphrase');
    expect(await codeRejected(access.unlock(reader?.personId ?? null, 'wrong horse'))).toBe('access/wrong-passphrase');
    expect(await contentOf(dir)).toEqual(before);
    expect(access.state()).toMatchObject({ store: 'locked', trouble: null });
    expect((await access.unlock(null, PASSPHRASE)).store).toBe('open');
  });

  it('refuses a weak passphrase and a second store in the same folder', async () => {
    const dir = await tempDir();
    const access = accessOn(dir);
    expect(await codeRejected(access.create('Dr Reader', 'short'))).toBe('access/weak-passphrase');
    expect(await readdir(dir)).toEqual([]);
    await access.create('Dr Reader', PASSPHRASE);
    expect(await codeRejected(access.create('Other', PASSPHRASE))).toBe('access/store-exists');
    expect(await codeRejected(accessOn(dir).create('Other', PASSPHRASE))).toBe('access/store-exists');
  });

  it('lets one opener in, and the next when the first is gone', async () => {
    const { dir, access } = await madeStore();
    const second = accessOn(dir);
    expect(await codeRejected(second.unlock(null, PASSPHRASE))).toBe('store/in-use');
    expect(second.state().trouble?.code).toBe('store/in-use');
    await access.lock();
    expect((await second.unlock(null, PASSPHRASE)).trouble).toBeNull();
    expect(await codeRejected(access.unlock(null, PASSPHRASE))).toBe('store/in-use');
  });

  it('opens one store for two unlocks at the same time', async () => {
    const { access } = await madeStore();
    await access.lock();
    const states = await Promise.all([access.unlock(null, PASSPHRASE), access.unlock(null, PASSPHRASE)]);
    expect(states.map(({ store }) => store)).toEqual(['open', 'open']);
    expect(await codeRejected(access.unlock(null, 'wrong horse'))).toBe('access/wrong-passphrase');
    expect(access.state().store).toBe('open');
    await access.lock();
    expect(access.state().store).toBe('locked');
  });

  it('says that a store is of a newer program and touches nothing', async () => {
    const { dir, access } = await madeStore();
    access.requireStore().index.pragma('user_version = 9990');
    await access.lock();
    const before = await contentOf(dir);
    expect(await codeRejected(access.unlock(null, PASSPHRASE))).toBe('store/newer-version');
    expect(access.state().trouble?.code).toBe('store/newer-version');
    expect(await contentOf(dir)).toEqual(before);
  });

  it('says that the index is missing where nothing can read stored files, and makes no new one', async () => {
    const name = 'index.db';
    const { dir, access } = await madeStore();
    await access.lock();
    await rm(path.join(dir, name));
    expect(await codeRejected(access.unlock(null, PASSPHRASE))).toBe('store/missing');
    expect(await readdir(dir)).not.toContain(name);
  });

  it.each(['index.db', 'store.json'])('says that %s is damaged, and lets go of the store', async (name) => {
    const { dir, access } = await madeStore();
    await access.lock();
    const file = path.join(dir, name);
    const whole = await readFile(file);
    await writeFile(file, randomBytes(8192));
    expect(await codeRejected(access.unlock(null, PASSPHRASE))).toBe('store/damaged');
    expect(access.state().trouble?.code).toBe('store/damaged');
    await writeFile(file, whole);
    expect((await access.unlock(null, PASSPHRASE)).store).toBe('open');
  });

  it('makes a store where the making of one was cut off', async () => {
    const dir = await tempDir();
    await writeFile(path.join(dir, 'creating'), '');
    for (const name of ['slots.json', 'keys.db', 'index.db', 'index.db-wal']) {
      await writeFile(path.join(dir, name), 'half');
    }
    const access = accessOn(dir);
    expect(access.state()).toMatchObject({ store: 'absent', trouble: null });
    await access.create('Dr Reader', PASSPHRASE);
    await access.lock();
    expect((await access.unlock(null, PASSPHRASE)).store).toBe('open');
    expect(await readdir(dir)).not.toContain('creating');
  });

  it('takes the loss of store.json for damage, and makes no store over the old one', async () => {
    const { dir, access } = await madeStore();
    await access.close();
    await rm(path.join(dir, 'store.json'));
    expect(accessOn(dir).state().trouble?.code).toBe('store/damaged');
    expect(await codeRejected(accessOn(dir).create('Other', PASSPHRASE))).toBe('store/damaged');
  });

  it('opens no clinical store', async () => {
    const { dir, access } = await madeStore();
    await access.lock();
    const file = path.join(dir, 'store.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('evaluation', 'clinical'));
    expect(await codeRejected(access.unlock(null, PASSPHRASE))).toBe('store/not-evaluation');
  });

  it('sweeps what a crash left, and nothing after a clean close', async () => {
    const { dir, access } = await madeStore();
    const { blobs, ring, index } = access.requireStore();
    const bytes = randomBytes(10);
    const item = { source: { bytes }, expectedBytes: 10, studyKeyId: ring.newStudyKey(newId()) };
    const [first, second] = await blobs.put([item, item]);
    if (first instanceof AppError || second instanceof AppError) throw new Error('not stored');
    // One blob has its row (only what the sweep asks for), the other is an orphan, and a temporary file is half written.
    index.pragma('foreign_keys = OFF');
    index
      .prepare('INSERT INTO report_output VALUES (?, ?, ?, ?, ?, NULL, ?)')
      .run(newId(), 'sr', first?.blobId, 10, first?.sha256, 'now');
    await writeFile(path.join(dir, 'tmp', newId()), 'half');
    await access.lock();
    await access.unlock(null, PASSPHRASE);
    expect(await readdir(path.join(dir, 'tmp'))).toHaveLength(1);
    // The mark of a clean close is what a crash does not leave.
    await access.lock();
    await access.unlock(null, PASSPHRASE);
    const store = access.requireStore();
    store.index.prepare("UPDATE meta SET value = 'open' WHERE key = 'closed'").run();
    store.index.close();
    store.journal.close();
    await access.lock().catch(() => null);
    await access.unlock(null, PASSPHRASE);
    expect(await readdir(path.join(dir, 'tmp'))).toHaveLength(0);
    const reopened = access.requireStore().blobs;
    expect(first && (await reopened.size(first.blobId))).toBe(10);
    expect(second && (await codeRejected(reopened.size(second.blobId)))).toBe('blob/missing');
  });
});
