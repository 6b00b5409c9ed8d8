import { readFileSync, writeFileSync } from 'node:fs';
import { cp, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../../electron/station/access/access.ts';
import { Forgetting } from '../../../electron/station/access/forget/forgetting.ts';
import { finishStore, readStoreFile } from '../../../electron/station/access/store-file.ts';
import { readManifest, writeManifest } from '../../../electron/station/kernel/backup/manifest.ts';
import { restoreBackup } from '../../../electron/station/kernel/backup/restore-backup.ts';
import { runBackup } from '../../../electron/station/kernel/backup/run-backup.ts';
import type { BackupReport } from '../../../electron/station/kernel/backup/run-backup.ts';
import { readBlobHeader } from '../../../electron/station/kernel/blob-facts.ts';
import { HEADER_BYTES, openBlobHeader, WRAPPED_KEY } from '../../../electron/station/kernel/blob-format.ts';
import { beginStudyRotation, headersUnder } from '../../../electron/station/kernel/rotation/rotate-study.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { oldBlob } from '../../helpers/old-blob.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { blobWorkerFile } from '../kernel/blob-fixture.ts';
import { accessOn, PASSPHRASE } from './access-fixture.ts';
import { addCase } from './case-fixture.ts';
import type { Case } from './case-fixture.ts';

const proof = PASSPHRASE;
const noLeave = (): Promise<void> => Promise.resolve();

async function made() {
  const dir = await tempDir();
  const access = accessOn(dir);
  await access.create('Ada', PASSPHRASE);
  access.confirmRecovery();
  const one = await addCase(access, 'North', 'CANARY^ONE');
  const other = await addCase(access, 'North', 'CANARY^OTHER');
  const fileOf = ({ blobId }: Pick<Case, 'blobId'>): string => path.join(dir, 'blobs', blobId.slice(0, 2), blobId);
  const rotate = (studyUid = one.studyUid) =>
    new Forgetting(access).rotate({ level: 'study', site: null, studyUid, proof }, noLeave);
  return { dir, access, one, other, fileOf, rotate };
}

async function textOf(access: Access, { blobId }: Pick<Case, 'blobId'>): Promise<string> {
  return Buffer.from(await access.requireStore().blobs.read(blobId)).toString();
}

/** Up to where it is durable, and no header written. */
async function begin(access: Access, dir: string, { blobId }: Case): Promise<string> {
  const { ring, blobs } = access.requireStore();
  const studyKeyId = await blobs.studyKeyId(blobId);
  beginStudyRotation({ ring }, studyKeyId, await headersUnder(dir, new Set([studyKeyId])));
  return studyKeyId;
}

/** All but the wrapped key. */
function rest(bytes: Buffer): string {
  return bytes.toString('hex', 0, WRAPPED_KEY.offset) + bytes.toString('hex', HEADER_BYTES);
}

describe('another key for a study', () => {
  it('writes sixty bytes of each of its files, no pixel, and nothing of another study', async () => {
    const { access, one, other, fileOf, rotate } = await made();
    const { ring, blobs } = access.requireStore();
    const studyKeyId = await blobs.studyKeyId(one.blobId);
    const former = ring.studyKey(studyKeyId);
    const [before, untouched] = [readFileSync(fileOf(one)), readFileSync(fileOf(other))];
    expect(await rotate()).toEqual({ recoveryKey: null, rewrapped: 1, rewritten: 0, bad: 0 });
    const after = readFileSync(fileOf(one));
    expect(rest(after)).toBe(rest(before));
    expect(after.equals(before)).toBe(false);
    expect(readFileSync(fileOf(other)).equals(untouched)).toBe(true);
    expect([await textOf(access, one), await textOf(access, other)]).toEqual([
      ...['pixels of CANARY^ONE', 'pixels of CANARY^OTHER'],
    ]);
    const header = await readBlobHeader(fileOf(one));
    expect(codeThrown(() => openBlobHeader(header, former))).toBe('blob/damaged');
    const now = access.requireStore().ring;
    expect([now.changes.isAny, now.changes.generationOf(studyKeyId)]).toEqual([false, 2]);
    expect(now.changes.blobsOf(studyKeyId)).toEqual([]);
  });

  it('is refused for a study that is not there, and to whoever is no administrator any more', async () => {
    const { access, rotate, one } = await made();
    expect(await codeRejected(rotate('1.2.9.9'))).toBe('archive/unknown-study');
    const wrong = new Forgetting(access).rotate(
      { level: 'study', site: null, studyUid: one.studyUid, proof: 'wrong horse' },
      noLeave,
    );
    expect(await codeRejected(wrong)).toBe('access/wrong-passphrase');
    const asked = access.requireStore().index.prepare("SELECT count(*) FROM audit WHERE command LIKE 'keys.%'");
    expect(asked.pluck().get()).toBe(0);
  });

  it('writes a file of version 2 again, once, under another name', async () => {
    const { dir, access, one, fileOf, rotate } = await made();
    const { ring, blobs } = access.requireStore();
    const studyKeyId = await blobs.studyKeyId(one.blobId);
    const plain = Buffer.from('pixels of CANARY^ONE');
    writeFileSync(fileOf(one), oldBlob({ blobId: one.blobId, studyKeyId }, plain, ring.studyKey(studyKeyId)));
    expect(await textOf(access, one)).toBe('pixels of CANARY^ONE');
    expect(await rotate()).toMatchObject({ rewrapped: 1, rewritten: 1, bad: 0 });
    const named = access
      .requireStore()
      .index.prepare<[string], string>('SELECT blob_id FROM object JOIN series USING (series_id) WHERE study_id = ?')
      .pluck()
      .get(one.studyId);
    expect(named).not.toBe(one.blobId);
    expect(await textOf(access, { blobId: named as Case['blobId'] })).toBe('pixels of CANARY^ONE');
    expect(await readdir(path.join(dir, 'blobs', one.blobId.slice(0, 2)))).not.toContain(one.blobId);
    expect(await rotate()).toMatchObject({ rewrapped: 1, rewritten: 0 });
  });

  it('lets every file be read under the key it had or the one it gets, and new ones be written, until it has ended', async () => {
    const { dir, access, one, other } = await made();
    const studyKeyId = await begin(access, dir, one);
    expect(await textOf(access, one)).toContain('ONE');
    const { blobs, ring } = access.requireStore();
    const bytes = Buffer.from('later');
    const [later] = await blobs.put([{ source: { bytes }, expectedBytes: 5, studyKeyId }]);
    ring.rotateSite(ring.siteOf(studyKeyId) ?? '');
    await access.lock();
    await access.unlock(null, PASSPHRASE);
    const again = access.requireStore();
    expect(again.ring.changes.isAny).toBe(false);
    expect([await textOf(access, one), await textOf(access, other)].join()).toMatch(/ONE.*OTHER/);
    if (later === undefined || later instanceof Error) throw new Error('not stored');
    expect(Buffer.from(await again.blobs.read(later.blobId)).toString()).toBe('later');
  });

  it('goes on under another store key, when that was changed before it had ended', async () => {
    const { dir, access, one } = await made();
    await begin(access, dir, one);
    await new Forgetting(access).rotate({ level: 'store', site: null, proof }, noLeave);
    expect(access.requireStore().ring.changes.isAny).toBe(false);
    expect(await textOf(access, one)).toContain('ONE');
  });

  it('puts a header that a crash tore right again, from what the key ring knows, before anything is read', async () => {
    const { dir, access, one, fileOf } = await made();
    await begin(access, dir, one);
    const torn = readFileSync(fileOf(one));
    torn.fill(0x55, WRAPPED_KEY.offset + 17, HEADER_BYTES);
    writeFileSync(fileOf(one), torn);
    expect(await codeRejected(textOf(access, one))).toBe('blob/damaged');
    await access.lock();
    await access.unlock(null, PASSPHRASE);
    expect(await textOf(access, one)).toBe('pixels of CANARY^ONE');
    const quarantined = access.requireStore().index.prepare('SELECT 1 FROM object WHERE quarantined IS NOT NULL');
    expect(quarantined.get()).toBeUndefined();
  });

  it('is forgotten with its study, whether it has ended or not', async () => {
    const { dir, access, one } = await made();
    const studyKeyId = await begin(access, dir, one);
    const { ring } = access.requireStore();
    ring.forget([studyKeyId], []);
    expect([ring.formerStudyKey(studyKeyId), ring.changes.blobsOf(studyKeyId)]).toEqual([null, []]);
    await access.lock();
    await access.unlock(null, PASSPHRASE);
    expect(await codeRejected(textOf(access, one))).toBe('blob/key-forgotten');
  });
});

describe('a backup beside another key for a study', () => {
  const progress = { signal: new AbortController().signal, report: () => undefined };
  const backUp = async (access: Access, to: string): Promise<BackupReport> => {
    const store = access.requireStore();
    const { storeId = '', kind = 'evaluation' } = readStoreFile(store.dir) ?? {};
    const parts = { ...store.backup, storeId, kind, now: () => '2026-11-22T00:00:00.000Z' };
    return (await runBackup(parts, to, progress, { everything: true })).report;
  };
  const restored = async (from: string): Promise<Access> => {
    const dir = path.join(await tempDir(), 'restored');
    await restoreBackup({
      ...{ from, dir, blobWorkerFile, database: {}, secret: { passphrase: PASSPHRASE } },
      delay: () => Promise.resolve(),
      finish: (store) => finishStore(dir, store),
    });
    const access = accessOn(dir);
    await access.unlock(null, PASSPHRASE);
    return access;
  };

  it('copies no object again, and gives back both the newest set and the one before', async () => {
    const { access, one, other, rotate } = await made();
    const to = path.join(await tempDir(), 'backup');
    const apart = path.join(await tempDir(), 'apart');
    expect(await backUp(access, to)).toMatchObject({ copied: 2 });
    const first = readManifest(to);
    await cp(to, apart, { recursive: true });
    await rotate();
    expect(await backUp(access, to)).toMatchObject({ copied: 0, already: 2, bad: 0 });
    const newest = await restored(to);
    expect([await textOf(newest, one), await textOf(newest, other)].join()).toMatch(/ONE.*OTHER/);
    // As a backup that was cut off before its last step leaves the folder.
    if (first === null) throw new Error('no backup');
    await writeManifest(to, first);
    for (const folder of [to, apart]) expect(await textOf(await restored(folder), one)).toBe('pixels of CANARY^ONE');
  });
});
