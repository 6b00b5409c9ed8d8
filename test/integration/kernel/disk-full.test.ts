import { randomBytes } from 'node:crypto';
import { readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databaseError, openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { mayMountSmallDisk, smallDiskForTest } from '../../helpers/small-disk.ts';
import { blobFixture } from './blob-fixture.ts';

describe.skipIf(!mayMountSmallDisk())('a full disk', () => {
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
