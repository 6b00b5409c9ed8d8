import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { Commands } from '../../../electron/station/kernel/command.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { Ledger } from '../../../electron/station/kernel/ledger/ledger.ts';
import { Replay } from '../../../electron/station/kernel/ledger/replay.ts';
import { migrate } from '../../../electron/station/kernel/migrate.ts';
import { indexMigrations } from '../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const ERASED = 'ERASED^NAME';
const KEPT = 'KEPT^NAME';
const EVERY_CALL = process.env['NIGHTJAR_LONG'] === undefined ? 3 : 1;
const TABLES = ['person', 'site', 'patient', 'study', 'audit', 'meta'];
const personId = PersonId.parse(newId());

interface Place {
  readonly dir: string;
  readonly key: Buffer;
}

const indexOf = ({ dir }: Place): string => path.join(dir, 'index.db');
const fileOf = ({ dir }: Place): string => path.join(dir, 'ledger.log');

function openIndex(place: Place): Db {
  const db = openDatabase(indexOf(place), place.key);
  onTestFinished(() => void db.close());
  migrate(db, indexMigrations);
  return db;
}

const openLedger = (place: Place, more: { grown?: { times: number; rows: number } } = {}): Ledger =>
  Ledger.open({ file: fileOf(place), key: Uint8Array.from(place.key), ...more });

function addPatient(db: Db, key: string, name: string): void {
  db.prepare(
    `INSERT INTO patient (patient_key, issuer, name_alphabetic, name_ideographic, name_phonetic, name_search)
     VALUES (?, 'North', ?, '', '', '')`,
  ).run(key, name);
}

/** An index with a ledger, one patient who was erased and one who was not, each by a command. */
async function placeWithPast(): Promise<Place & { readonly db: Db; readonly ledger: Ledger }> {
  const place = { dir: await tempDir(), key: randomBytes(32) };
  const db = openIndex(place);
  const ledger = openLedger(place);
  ledger.attach(db);
  const commands = new Commands(db, systemClock, { durable: ledger });
  const run = (name: string, work: (one: Db) => void): void =>
    commands.run({ name, personId, subject: 'x', detail: {} }, work);
  run('test.add', (one) => addPatient(one, 'erased', ERASED));
  run('test.add', (one) => addPatient(one, 'kept', KEPT));
  for (let n = 0; n < 40; n += 1) {
    run('test.change', (one) =>
      one.prepare("UPDATE patient SET name_search = ? WHERE patient_key = 'kept'").run(`${n}`),
    );
  }
  run('test.erase', (one) => one.prepare("DELETE FROM patient WHERE patient_key = 'erased'").run());
  return { ...place, db, ledger };
}

/** All words of a ledger that lies there, as text. */
function textOf(place: Place): string {
  const rows: string[] = [];
  const ledger = Ledger.open({ file: fileOf(place), key: Uint8Array.from(place.key) }, ({ row }) => rows.push(row));
  expect(ledger.end).toBe('whole');
  ledger.abandon();
  return rows.join('\n');
}

const contentOf = (db: Db): unknown => TABLES.map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all());

/** What an index would hold that is made anew from a ledger. */
async function madeAnew(place: Place): Promise<unknown> {
  const db = openIndex({ dir: await tempDir(), key: place.key });
  db.pragma('foreign_keys = OFF');
  db.exec('DELETE FROM meta');
  const replay = new Replay(db);
  Ledger.open({ file: fileOf(place), key: Uint8Array.from(place.key) }, (row) => replay.take(row)).abandon();
  return contentOf(db);
}

describe('a ledger that is written anew', () => {
  it('has what the index has and nothing of what was erased, and goes on', async () => {
    const { db, ledger, ...place } = await placeWithPast();
    expect(textOf(place)).toContain(ERASED);
    const size = statSync(fileOf(place)).size;
    ledger.compact();
    expect(textOf(place)).not.toContain(ERASED);
    expect(textOf(place)).toContain(KEPT);
    expect(statSync(fileOf(place)).size).toBeLessThan(size);
    expect(db.prepare('SELECT count(*) FROM ledger_pending').pluck().get()).toBe(0);
    addPatient(db, 'later', 'LATER^NAME');
    const { last, head } = ledger;
    ledger.close();
    expect(await madeAnew(place)).toEqual(contentOf(db));
    const again = openLedger(place);
    expect([again.last, again.head]).toEqual([last + 1, head]);
    again.abandon();
  });

  it('stays a witness of the audit trail: what was cut or changed in the index is not taken over', async () => {
    const { db, ledger } = await placeWithPast();
    expect(verifyAudit(db, ledger).ok).toBe(true);
    const guards = "SELECT name FROM main.sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'";
    for (const name of db.prepare<[], string>(guards).pluck().all()) db.exec(`DROP TRIGGER main.${name}`);
    db.exec('DELETE FROM audit WHERE seq > 40');
    ledger.compact();
    expect(verifyAudit(db)).toMatchObject({ ok: true });
    expect(verifyAudit(db, ledger)).toMatchObject({ ok: false, firstBad: 41 });
    ledger.close();
  });

  it('is so at an opening when it has grown, and not before', async () => {
    const { db, ledger, ...place } = await placeWithPast();
    ledger.close();
    const few = openLedger(place, { grown: { times: 4, rows: 1000 } });
    few.attach(db);
    few.close();
    expect(textOf(place)).toContain(ERASED);
    const size = statSync(fileOf(place)).size;
    for (const expected of ['smaller', 'as it is']) {
      const grown = openLedger(place, { grown: { times: 1, rows: 20 } });
      grown.attach(db);
      grown.close();
      expect(textOf(place)).not.toContain(ERASED);
      if (expected === 'smaller') expect(statSync(fileOf(place)).size).toBeLessThan(size);
    }
    expect(await madeAnew(place)).toEqual(contentOf(db));
  });

  it('F01: and is killed at any moment is the old one or the new one, whole', async () => {
    const { db, ledger, ...place } = await placeWithPast();
    ledger.close();
    db.pragma('wal_checkpoint(TRUNCATE)');
    const content = contentOf(db);
    db.close();
    const program = path.join(import.meta.dirname, 'programs', 'compact-and-die.ts');
    const found = new Set<string>();
    let ended = false;
    for (let call = 1; !ended && call < 60; call += EVERY_CALL) {
      const copy = { dir: await tempDir(), key: place.key };
      for (const name of ['index.db', 'ledger.log']) cpSync(path.join(place.dir, name), path.join(copy.dir, name));
      const args = [program, indexOf(copy), fileOf(copy), place.key.toString('hex'), String(call)];
      const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
      ended = run.status === 0;
      if (!ended) expect(run.signal, run.stderr).toBe('SIGKILL');
      found.add(textOf(copy).includes(ERASED) ? 'old' : 'new');
      expect(await madeAnew(copy)).toEqual(content);
      const again = openLedger(copy);
      again.attach(openIndex(copy));
      again.close();
      expect(existsSync(`${fileOf(copy)}.new`)).toBe(false);
    }
    expect([...found].sort()).toEqual(['new', 'old']);
    expect(ended).toBe(true);
  });
});
