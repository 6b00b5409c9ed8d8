import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databaseError, openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { blobFixture } from './blob-fixture.ts';

/** A file system of so many megabytes, or null where this user may not mount one. */
function smallDisk(megabytes: number): string | null {
  if (process.platform !== 'linux') return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-small-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]).status === 0) return folder;
  rmSync(folder, { recursive: true });
  return null;
}

function unmount(folder: string): void {
  spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
}

function mayMount(): boolean {
  const folder = smallDisk(1);
  if (folder !== null) unmount(folder);
  return folder !== null;
}

function smallDiskForTest(megabytes: number): string {
  const folder = smallDisk(megabytes);
  if (folder === null) throw new Error('the small disk could not be mounted');
  onTestFinished(() => unmount(folder));
  return folder;
}

describe.skipIf(!mayMount())('a full disk', () => {
  it('refuses the blobs that do not fit, keeps the others, leaves no half file, and takes more when there is room', async () => {
    const disk = smallDiskForTest(3);
    const { dir, blobs, studyKeyId } = await blobFixture();
    for (const name of ['tmp', 'blobs']) {
      await symlink(disk, path.join(dir, name));
    }
    const piece = randomBytes(700_000);
    const item = { source: { bytes: piece }, expectedBytes: piece.length, studyKeyId };
    const outcomes = await blobs.put(Array.from({ length: 8 }, () => item));
    const codes = outcomes.map((one) => (one instanceof AppError ? one.code : 'stored'));
    expect(new Set(codes)).toEqual(new Set(['stored', 'disk/full']));
    const stored = outcomes.flatMap((one) => (one instanceof AppError ? [] : [one]));
    for (const one of stored) await blobs.verify(one.blobId, one.sha256);
    // Temporary files lie beside the folders of the blobs on this disk: only the folders are left.
    expect((await readdir(disk)).every((name) => name.length === 2)).toBe(true);
    for (const one of stored.slice(0, 2)) await blobs.remove(one.blobId);
    const [again] = await blobs.put([item]);
    expect(again).not.toBeInstanceOf(AppError);
  });

  it('leaves the database as it was before the transaction that did not fit', () => {
    const disk = smallDiskForTest(1);
    const key = randomBytes(32);
    const db = openDatabase(path.join(disk, 'index.db'), key);
    onTestFinished(() => void db.close());
    db.exec('CREATE TABLE t (v BLOB)');
    const insert = db.prepare('INSERT INTO t VALUES (?)');
    insert.run(randomBytes(1000));
    let code = '';
    try {
      db.transaction(() => {
        for (let i = 0; i < 100; i += 1) insert.run(randomBytes(50_000));
      })();
    } catch (error) {
      code = databaseError(error).code;
    }
    expect(code).toBe('disk/full');
    expect(db.prepare('SELECT count(*) FROM t').pluck().get()).toBe(1);
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
  });
});
