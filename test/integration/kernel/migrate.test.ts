import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { journalMigrations } from '../../../electron/station/kernel/journal-migrations/index.ts';
import { migrate } from '../../../electron/station/kernel/migrate.ts';
import { indexMigrations } from '../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import { codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const one = { version: 10, name: 'one', sql: 'CREATE TABLE a (x TEXT) STRICT;' };
const two = { version: 20, name: 'two', sql: 'CREATE TABLE b (x TEXT) STRICT; INSERT INTO b SELECT x FROM a;' };

async function fresh() {
  return openDatabase(path.join(await tempDir(), 'test.db'), randomBytes(32));
}

describe('migrate', () => {
  it('applies all pending steps, notes them, and does nothing the second time', async () => {
    const db = await fresh();
    migrate(db, [one]);
    db.exec("INSERT INTO a VALUES ('kept')");
    migrate(db, [one, two]);
    migrate(db, [one, two]);
    expect(db.prepare('SELECT x FROM b').pluck().all()).toEqual(['kept']);
    expect(db.prepare('SELECT version, name FROM migration ORDER BY version').all()).toEqual([
      { version: 10, name: 'one' },
      { version: 20, name: 'two' },
    ]);
    expect(db.pragma('user_version', { simple: true })).toBe(20);
    db.close();
  });

  it('undoes every pending step when one fails', async () => {
    const db = await fresh();
    const broken = { version: 30, name: 'broken', sql: 'CREATE TABLE c (x TEXT); SELECT nonsense FROM nowhere;' };
    expect(() => migrate(db, [one, two, broken])).toThrow(/nowhere/);
    expect(db.prepare('SELECT name FROM sqlite_master').all()).toEqual([]);
    expect(db.pragma('user_version', { simple: true })).toBe(0);
    db.close();
  });

  it('refuses a database of a newer program and does not touch it', async () => {
    const file = path.join(await tempDir(), 'test.db');
    const key = randomBytes(32);
    const db = openDatabase(file, key);
    migrate(db, [one, two]);
    db.close();
    const before = await readFile(file);
    const again = openDatabase(file, key);
    expect(codeThrown(() => migrate(again, [one]))).toBe('store/newer-version');
    again.close();
    expect(await readFile(file)).toEqual(before);
  });

  it('finds a released step that was edited, but not one that was only laid out anew', async () => {
    const db = await fresh();
    migrate(db, [one]);
    migrate(db, [{ ...one, sql: 'CREATE TABLE a\n  (x TEXT) STRICT;' }]);
    expect(codeThrown(() => migrate(db, [{ ...one, sql: 'CREATE TABLE a (y TEXT) STRICT;' }]))).toBe('store/damaged');
    db.close();
  });

  it('refuses steps out of order', async () => {
    const db = await fresh();
    expect(codeThrown(() => migrate(db, [two, one]))).toBe('internal/bug');
    db.close();
  });
});

describe('the schema of the program', () => {
  it('migrates 0 to the newest for index and journal', async () => {
    for (const migrations of [indexMigrations, journalMigrations]) {
      const db = await fresh();
      migrate(db, migrations);
      expect(db.pragma('user_version', { simple: true })).toBe(migrations.at(-1)?.version);
      expect(db.pragma('quick_check', { simple: true })).toBe('ok');
      db.close();
    }
  });

  it.each([
    ["SELECT * FROM study WHERE study_uid = '1'", 'study_by_uid'],
    ["SELECT * FROM series WHERE series_uid = '1'", 'series_by_bare_uid'],
    ["SELECT * FROM object WHERE series_id = '1' ORDER BY sort_key", 'object_by_series'],
    ["SELECT * FROM object WHERE sop_uid = '1'", 'object_by_sop'],
    ["SELECT * FROM object WHERE sha256 = '1'", 'object_by_sha'],
    ["SELECT 1 FROM object WHERE blob_id = '1'", 'sqlite_autoindex_object'],
    ["SELECT * FROM job WHERE state = 'waiting' ORDER BY priority, created_at", 'job_by_state'],
  ])('answers %s by the index %s', async (query, index) => {
    const db = await fresh();
    migrate(db, indexMigrations);
    const plan = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`).all();
    expect(plan.map(({ detail }) => detail).join('; ')).toContain(index);
    expect(plan.some(({ detail }) => detail.includes('TEMP B-TREE'))).toBe(false);
    db.close();
  });
});
