import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { Commands } from '../../../electron/station/kernel/command.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { migrate } from '../../../electron/station/kernel/migrate.ts';
import { indexMigrations } from '../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const personId = PersonId.parse(newId());
const command = (name: string) => ({ name, personId, subject: newId(), detail: { b: 1, a: 'x', none: null } });
const addSite = (db: Db): unknown =>
  db.prepare('INSERT INTO site (site_id, name, created_at) VALUES (?, ?, ?)').run(newId(), newId(), 'now');

async function setUp(): Promise<{ db: Db; commands: Commands }> {
  const db = openDatabase(path.join(await tempDir(), 'index.db'), randomBytes(32));
  migrate(db, indexMigrations);
  return { db, commands: new Commands(db, systemClock) };
}

const count = (db: Db, table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

describe('Commands', () => {
  it('writes the change and its audit record together and gives the value back', async () => {
    const { db, commands } = await setUp();
    expect(commands.run(command('site.add'), (inner) => (addSite(inner), 7))).toBe(7);
    expect([count(db, 'site'), count(db, 'audit')]).toEqual([1, 1]);
    db.close();
  });

  it('writes neither when the work throws, and passes the error on', async () => {
    const { db, commands } = await setUp();
    const work = (inner: Db): never => {
      addSite(inner);
      throw new RangeError('no');
    };
    expect(() => commands.run(command('site.add'), work)).toThrow(RangeError);
    expect([count(db, 'site'), count(db, 'audit')]).toEqual([0, 0]);
    db.close();
  });

  it('refuses a command inside a command, and work that is not synchronous', async () => {
    const { db, commands } = await setUp();
    const nested = (): unknown => commands.run(command('outer'), () => commands.run(command('inner'), addSite));
    expect(codeThrown(nested)).toBe('internal/bug');
    expect(codeThrown(() => commands.run(command('late'), (inner) => Promise.resolve(addSite(inner))))).toBe(
      'internal/bug',
    );
    expect([count(db, 'site'), count(db, 'audit')]).toEqual([0, 0]);
    db.close();
  });

  it('turns a failed statement into an error of the program', async () => {
    const { db, commands } = await setUp();
    expect(codeThrown(() => commands.run(command('bad'), (inner) => inner.exec('SELECT * FROM nowhere')))).toBe(
      'internal/bug',
    );
    db.close();
  });
});

describe('the audit chain', () => {
  async function chainOf(records: number): Promise<Db> {
    const { db, commands } = await setUp();
    for (let i = 0; i < records; i += 1) commands.run(command(`step.${i}`), addSite);
    return db;
  }

  /** What somebody with the key and a database tool would do. */
  function tamper(db: Db, sql: string): void {
    db.exec(`DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; ${sql}`);
  }

  it('is whole after many commands', async () => {
    const db = await chainOf(20);
    expect(verifyAudit(db)).toEqual({ ok: true, records: 20, firstBad: null });
    db.close();
  });

  it('cannot be changed by a plain statement', async () => {
    const db = await chainOf(2);
    expect(() => db.exec("UPDATE audit SET command = 'x'")).toThrow(/append-only/);
    expect(() => db.exec('DELETE FROM audit')).toThrow(/append-only/);
    db.close();
  });

  it.each(['at', 'person_id', 'command', 'subject', 'detail', 'previous', 'hash'])(
    'finds a record whose %s was edited',
    async (column) => {
      const db = await chainOf(5);
      tamper(db, `UPDATE audit SET ${column} = ${column} || ' ' WHERE seq = 3`);
      expect(verifyAudit(db)).toEqual({ ok: false, records: 5, firstBad: 3 });
      db.close();
    },
  );

  it('finds a record that was taken out', async () => {
    const db = await chainOf(5);
    tamper(db, 'DELETE FROM audit WHERE seq = 2');
    expect(verifyAudit(db)).toEqual({ ok: false, records: 4, firstBad: 3 });
    db.close();
  });
});
