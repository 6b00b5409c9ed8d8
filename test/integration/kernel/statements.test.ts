import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import { Statements } from '../../../electron/station/kernel/statements.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

describe('statements of a database', () => {
  it('are prepared once for each text, and are as good after the tables changed', async () => {
    const db = openDatabase(path.join(await tempDir(), 'index.db'), new Uint8Array(32));
    try {
      db.exec('CREATE TABLE study (study_id TEXT)');
      const statements = new Statements(db);
      const count = statements.prepare<[], number>('SELECT count(*) FROM study').pluck();
      statements.prepare<[string]>('INSERT INTO study VALUES (?)').run('one');
      expect(statements.prepare<[], number>('SELECT count(*) FROM study')).toBe(count);
      db.exec('ALTER TABLE study ADD COLUMN accession TEXT');
      expect(count.get()).toBe(1);
      expect(statements.prepare<[], unknown>('SELECT * FROM study').all()).toEqual([
        { study_id: 'one', accession: null },
      ]);
    } finally {
      db.close();
    }
  });
});
