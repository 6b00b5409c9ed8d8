import { cp, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../../electron/station/access/access.ts';
import { Administration } from '../../../electron/station/access/administration.ts';
import { Forgetting } from '../../../electron/station/access/forget/forgetting.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { Ledger } from '../../../electron/station/kernel/ledger/ledger.ts';
import type { OpeningStage } from '../../../electron/station/kernel/recovery/opening-stage.ts';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from './access-fixture.ts';
import { addCase } from './case-fixture.ts';

const proof = PASSPHRASE;
const noLeave = () => Promise.resolve();
async function made() {
  const dir = await tempDir();
  const access = accessOn(dir);
  await access.create('Ada', PASSPHRASE);
  access.confirmRecovery();
  const gone = await addCase(access, 'North', 'CANARY^GONE');
  const kept = await addCase(access, 'North', 'CANARY^KEPT');
  return { dir, access, forgetting: new Forgetting(access), gone, kept };
}

/** Every row of every table, as one text. */
function rowsOf(db: Db): string {
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  return tables.map((name) => JSON.stringify(db.prepare(`SELECT * FROM "${name}"`).all())).join('\n');
}

function ledgerOf(access: Access, dir: string): string {
  const rows: string[] = [];
  const key = access.requireStore().ring.databaseKey('ledger');
  Ledger.open({ file: path.join(dir, 'ledger.log'), key }, ({ row }) => rows.push(row)).abandon();
  return rows.join('\n');
}

describe('forgetting a study', () => {
  it('says first how much it is, and does only what was said', async () => {
    const { forgetting, access, gone } = await made();
    const target = { kind: 'study-uid', studyUid: gone.studyUid } as const;
    expect(forgetting.preview({ target })).toEqual({
      ...{ studies: 1, objects: 1, bytes: 21, signedReports: 1, drafts: 1, measurements: 1, lastBackup: null },
    });
    expect(await codeRejected(forgetting.run({ target, objects: 2, proof }, noLeave))).toBe('reading/conflict');
    expect(await codeRejected(forgetting.run({ target, objects: 1, proof: 'wrong horse' }, noLeave))).toBe(
      'access/wrong-passphrase',
    );
    expect(rowsOf(access.requireStore().index)).toContain('CANARY^GONE');
  });

  it('leaves nothing of it in any file of the store, and everything else as it was', async () => {
    const { dir, access, forgetting, gone, kept } = await made();
    const former = path.join(await tempDir(), 'former');
    await cp(path.join(dir, 'blobs'), former, { recursive: true });
    const { ring } = access.requireStore();
    const formerKeys = (['index', 'journal', 'ledger'] as const).map((name) => ring.databaseKey(name).join());
    const target = { kind: 'study', studyId: gone.studyId } as never;
    expect(await forgetting.run({ target, objects: 1, proof }, noLeave)).toEqual({
      ...{ studies: 1, keys: 1, files: 1, recoveryKey: null },
    });
    const store = access.requireStore();
    for (const db of [store.index, store.journal]) {
      expect(rowsOf(db)).not.toContain('CANARY^GONE');
      // Nothing of deleted rows in pages that are free.
      expect(db.pragma('freelist_count', { simple: true })).toBe(0);
    }
    expect(rowsOf(store.index)).toContain('CANARY^KEPT');
    expect(ledgerOf(access, dir)).not.toContain('CANARY^GONE');
    expect(ledgerOf(access, dir)).toContain('CANARY^KEPT');
    // What may still lie in free room of the disk is under keys that no slot gives any more.
    const now = (['index', 'journal', 'ledger'] as const).map((name) => store.ring.databaseKey(name).join());
    expect(now.some((key) => formerKeys.includes(key))).toBe(false);
    // A copy of the file that somebody kept is noise.
    await cp(former, path.join(dir, 'blobs'), { recursive: true });
    expect(await codeRejected(store.blobs.facts(gone.blobId))).toBe('blob/key-forgotten');
    expect(Buffer.from(await store.blobs.read(kept.blobId)).toString()).toBe('pixels of CANARY^KEPT');
    expect(verifyAudit(store.index, store.ledger)).toMatchObject({ ok: true });
    await access.lock();
    expect((await readdir(dir)).filter((name) => /^(damaged|rotation)/.test(name))).toEqual([]);
    await access.unlock(null, PASSPHRASE);
    expect(Buffer.from(await access.requireStore().blobs.read(kept.blobId)).toString()).toContain('KEPT');
  });

  it('is in the audit trail with ids and counts, and without a word of the patient', async () => {
    const { access, forgetting, gone } = await made();
    const target = { kind: 'patient-id', issuer: 'North', patientId: 'CANARY^GONE' } as const;
    await forgetting.run({ target, objects: 1, proof }, noLeave);
    const { index } = access.requireStore();
    const found = index.prepare("SELECT subject, detail FROM audit WHERE command = 'forget.run'").all();
    expect(found).toMatchObject([{ subject: gone.studyId }]);
    expect(JSON.stringify(found)).not.toContain('CANARY');
  });
});

describe('forgetting a site', () => {
  it('erases its key and all of its studies, and nothing of another site', async () => {
    const { access, forgetting } = await made();
    const other = await addCase(access, 'South', 'CANARY^SOUTH');
    const target = { kind: 'site', site: 'North' } as const;
    expect(forgetting.preview({ target })).toMatchObject({ studies: 2, objects: 2 });
    expect(await forgetting.run({ target, objects: 2, proof }, noLeave)).toMatchObject({ studies: 2, keys: 3 });
    const store = access.requireStore();
    expect(rowsOf(store.index)).not.toMatch(/CANARY\^(GONE|KEPT)/);
    expect(store.ring.siteCount).toBe(1);
    expect(Buffer.from(await store.blobs.read(other.blobId)).toString()).toContain('SOUTH');
    // The site may send again.
    const again = await addCase(access, 'North', 'CANARY^AGAIN');
    expect(Buffer.from(await store.blobs.read(again.blobId)).toString()).toContain('AGAIN');
  });
});

describe('forgetting a person who was revoked', () => {
  it('leaves no name, desk or draft of theirs, and what they signed as it was', async () => {
    const { dir, access, forgetting } = await made();
    const people = new Administration(access);
    const secret = 'second passphrase';
    const { person } = await people.add({ name: 'CANARY BEN', roles: ['reader'], passphrase: secret, proof });
    const { personId } = person;
    expect(await codeRejected(forgetting.person({ personId, proof }, noLeave))).toBe('access/not-revoked');
    await access.unlock(personId, secret);
    const bens = await addCase(access, 'South', 'CANARY^CASE');
    people.setIdleMinutes({ minutes: 5 });
    const { journal } = access.requireStore();
    journal.prepare("INSERT INTO desk VALUES (?, ?, 'CANARY DESK', ?)").run(bens.studyId, personId, 'now');
    await access.unlock(null, PASSPHRASE);
    await people.revoke({ personId, proof }, noLeave);
    const done = await forgetting.person({ personId, proof }, noLeave);
    expect(done).toMatchObject({ person: { name: 'Former person', state: 'revoked' }, recoveryKey: null });
    const store = access.requireStore();
    const everything = [rowsOf(store.index), rowsOf(store.journal), ledgerOf(access, dir)].join();
    expect(everything).not.toMatch(/CANARY (BEN|DESK)/);
    const signed = store.index.prepare("SELECT count(*) FROM report WHERE state = 'final' AND author = ?").pluck();
    expect(signed.get(personId)).toBe(1);
    expect(everything).toContain('CANARY^CASE');
    await access.lock();
    expect(await readFile(path.join(dir, 'slots.json'), 'utf8')).not.toContain('CANARY');
  });
});

describe('a large store', () => {
  it('does not look through every object for each one that is erased', async () => {
    const { access } = await made();
    const { index } = access.requireStore();
    // As the database looks for what hangs on an object that goes.
    const plan = index.prepare('EXPLAIN QUERY PLAN SELECT 1 FROM object WHERE duplicate_of = ?').all('x');
    expect(JSON.stringify(plan)).toContain('object_duplicate_of');
  });

  it('says how far another store key is, step by step', async () => {
    const stages: OpeningStage[] = [];
    const access = accessOn(await tempDir(), { onStage: (stage) => stages.push(stage) });
    await access.create('Ada', PASSPHRASE);
    await addCase(access, 'North', 'CANARY^ONE');
    await new Forgetting(access).rotate({ level: 'store', site: null, proof }, () => {
      stages.length = 0;
      return Promise.resolve();
    });
    expect(stages.map(({ stage, done, total }) => [stage, done, total])).toEqual(
      [0, 1, 2, 3, 4].map((done) => ['rekeying', done, 4]),
    );
  });
});

describe('changing a key', () => {
  it('of a site wraps its studies anew, and their bytes stay as they are', async () => {
    const { dir, access, forgetting, kept } = await made();
    const { ring } = access.requireStore();
    const siteId = access.requireStore().index.prepare<[], string>('SELECT site_id FROM site').pluck().get() ?? '';
    const before = ring.siteKey(siteId);
    const file = path.join(dir, 'blobs', kept.blobId.slice(0, 2), kept.blobId);
    const bytes = await readFile(file, 'hex');
    expect(await forgetting.rotate({ level: 'site', site: 'North', proof }, noLeave)).toEqual({
      ...{ recoveryKey: null, rewrapped: 2, rewritten: 0, bad: 0 },
    });
    expect(Buffer.from(ring.siteKey(siteId)).equals(before)).toBe(false);
    await access.lock();
    await access.unlock(null, PASSPHRASE);
    expect(Buffer.from(await access.requireStore().blobs.read(kept.blobId)).toString()).toContain('KEPT');
    expect(await readFile(file, 'hex')).toBe(bytes);
  });

  it('of the store leaves every study readable and no byte of a study written again', async () => {
    const { dir, access, forgetting, kept } = await made();
    const file = path.join(dir, 'blobs', kept.blobId.slice(0, 2), kept.blobId);
    const bytes = await readFile(file, 'hex');
    expect(await forgetting.rotate({ level: 'store', site: null, proof }, noLeave)).toEqual({
      ...{ recoveryKey: null, rewrapped: 1, rewritten: 0, bad: 0 },
    });
    const { index, blobs, ledger } = access.requireStore();
    expect(Buffer.from(await blobs.read(kept.blobId)).toString()).toContain('KEPT');
    expect(await readFile(file, 'hex')).toBe(bytes);
    expect(rowsOf(index)).toContain('CANARY^GONE');
    expect(verifyAudit(index, ledger)).toMatchObject({ ok: true });
  });
});
