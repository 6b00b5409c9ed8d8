import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { syncFolder } from '../atomic-file.ts';
import type { AuditDetail } from '../audit.ts';
import { journalMigrations } from '../journal-migrations/index.ts';
import type { KeyRing } from '../key-ring.ts';
import { lastNumber, Ledger } from '../ledger/ledger.ts';
import type { AuditHead, LedgerRow } from '../ledger/ledger.ts';
import { installMirror } from '../ledger/mirror.ts';
import { Replay } from '../ledger/replay.ts';
import { indexMigrations } from '../migrations/index.ts';
import type { Log } from '../ports.ts';
import type { DatabaseOptions, Db } from '../sqlite.ts';
import { forgetClosedMark, wasClosedInOrder } from './clean-mark.ts';
import { isMendable } from './mendable.ts';
import { openPart } from './open-part.ts';
import type { TellStage } from './opening-stage.ts';
import { putAside } from './put-aside.ts';
import { JOURNAL_COPY, salvageJournal } from './salvage-journal.ts';

/** What was damaged and what was done; goes to the audit trail and to whoever asks. */
export interface Recovery {
  readonly part: 'index' | 'journal' | 'ledger' | 'keys' | 'slots';
  /** Counts and reasons, no patient data. */
  readonly detail: AuditDetail;
}

/** Writes the rows that come from the stored files themselves. Gives counts for the audit record. */
export type RebuildObjects = (db: Db) => Promise<AuditDetail>;

export interface DatabasesOptions {
  readonly dir: string;
  readonly ring: KeyRing;
  readonly log?: Log | undefined;
  readonly isNew: boolean;
  readonly database: DatabaseOptions;
  /** More for the index alone. */
  readonly index: DatabaseOptions;
  /** Null where nothing can read stored files: a damaged index is then refused. */
  readonly rebuild: RebuildObjects | null;
  /** Hears what takes long. */
  readonly onStage?: TellStage | undefined;
}

export interface Databases {
  readonly index: Db;
  readonly journal: Db;
  readonly ledger: Ledger;
  /** Where the ledger saw the audit chain before this opening. */
  readonly ledgerHead: AuditHead | null;
  readonly recoveries: readonly Recovery[];
}

const NEW_INDEX = 'index-new.db';

/**
 * Opens index, journal and ledger. What is damaged, missing or older than the ledger is put aside and made anew from the
 * others; killed on the way, the next start begins with that again.
 * @throws AppError store/damaged, store/missing, store/newer-version, disk/…
 */
export async function openDatabases(options: DatabasesOptions): Promise<Databases> {
  const recoveries: Recovery[] = [];
  const opened: { close(): void }[] = [];
  await tellCheck(options);
  try {
    const index = await openIndex(options, recoveries);
    opened.push(index);
    const journal = await openJournal(options, recoveries);
    opened.push(journal);
    const ledger = await openLedger(options, recoveries);
    opened.push({ close: () => ledger.abandon() });
    const ledgerHead = ledger.head;
    ledger.attach(index);
    await forgetClosedMark(options.dir);
    return { index, journal, ledger, ledgerHead, recoveries };
  } catch (error) {
    for (const one of opened) one.close();
    throw error;
  }
}

/** Databases that were not closed in order are read through in one go: that is said before, for nothing can be said meanwhile. */
async function tellCheck({ dir, isNew, onStage }: DatabasesOptions): Promise<void> {
  if (isNew || onStage === undefined) return;
  if (wasClosedInOrder(dir, 'index.db') && wasClosedInOrder(dir, 'journal.db')) return;
  onStage({ stage: 'checking', done: 0, total: null });
  await setImmediate();
}

async function openIndex(options: DatabasesOptions, recoveries: Recovery[]): Promise<Db> {
  const { dir, ring, database, isNew, rebuild } = options;
  const place = { dir, ring, name: 'index' as const, migrations: indexMigrations };
  const open = { ...place, options: { ...database, ...options.index, mustExist: !isNew } };
  try {
    const db = openPart(open);
    const reason = isNew ? null : olderThanLedger(options, db);
    if (reason === null) return db;
    db.close();
    throw new AppError('store/damaged', 'the index is older than what was written beside it', { context: { reason } });
  } catch (error) {
    if (isNew || rebuild === null || !isMendable(error)) throw error;
    const reason = typeof error.context['reason'] === 'string' ? error.context['reason'] : error.code;
    const folder = await putAside(dir, 'index.db');
    const detail = await makeIndex(options, rebuild);
    recoveries.push({ part: 'index', detail: { reason, putAside: folder, ...detail } });
    return openPart(open);
  }
}

/** An index whose numbers end before the ledger's lost its last changes: an older copy took its place. */
function olderThanLedger(options: DatabasesOptions, db: Db): string | null {
  const file = ledgerPlace(options.dir);
  if (!existsSync(file)) return null;
  const ledger = Ledger.open({ file, key: options.ring.databaseKey('ledger') });
  try {
    return ledger.last > lastNumber(db) ? 'rolled-back' : null;
  } finally {
    ledger.abandon();
  }
}

/** Made under another name, so that a kill on the way leaves no half index. */
async function makeIndex(options: DatabasesOptions, rebuild: RebuildObjects): Promise<AuditDetail> {
  const { dir, ring, database, onStage } = options;
  onStage?.({ stage: 'rebuilding', done: 0, total: null });
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(join(dir, NEW_INDEX + suffix), { force: true });
  const place = { dir, ring, name: 'index' as const, migrations: indexMigrations, file: NEW_INDEX };
  const db = openPart({ ...place, options: { ...database, mustExist: false } });
  try {
    const fromLedger = replayLedger(options, db);
    // What is found beyond the ledger is pending for it.
    installMirror(db);
    const counts = await rebuild(db);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    await rename(join(dir, NEW_INDEX), join(dir, 'index.db'));
    await syncFolder(dir);
    return { ...fromLedger, ...counts };
  } finally {
    if (db.open) db.close();
  }
}

function replayLedger(options: DatabasesOptions, db: Db): AuditDetail {
  const file = ledgerPlace(options.dir);
  if (!existsSync(file)) return { ledger: 'missing', ledgerRows: 0 };
  db.pragma('foreign_keys = OFF');
  try {
    const replay = new Replay(db);
    const batch: LedgerRow[] = [];
    const write = db.transaction((rows: readonly LedgerRow[]) => {
      for (const row of rows) replay.take(row);
    });
    const ledger = Ledger.open({ file, key: options.ring.databaseKey('ledger') }, (row) => {
      batch.push(row);
      if (batch.length >= 500) write(batch.splice(0));
    });
    write(batch);
    const { end, last } = ledger;
    ledger.abandon();
    // Numbers go on where the ledger ends, so that what is pending later is later there too.
    db.prepare(
      'INSERT INTO sqlite_sequence (name, seq) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?)',
    ).run('ledger_pending', last, 'ledger_pending');
    db.prepare("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'ledger_pending'").run(last);
    return { ledger: end, ledgerRows: replay.rows };
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

async function openJournal(options: DatabasesOptions, recoveries: Recovery[]): Promise<Db> {
  const { dir, ring, database, isNew } = options;
  const place = { dir, ring, name: 'journal' as const, migrations: journalMigrations };
  try {
    return openPart({ ...place, options: { ...database, mustExist: !isNew } });
  } catch (error) {
    if (isNew || !isMendable(error)) throw error;
    const folder = await putAside(dir, 'journal.db');
    const journal = openPart({ ...place, options: { ...database, mustExist: false } });
    const key = ring.databaseKey('journal');
    const damaged = folder === null ? null : join(dir, folder, 'journal.db');
    const found = salvageJournal(journal, { damaged, copy: join(dir, JOURNAL_COPY) }, key, database);
    key.fill(0);
    const { rows, fromCopy, cutOff } = found;
    const detail = { reason: error.code, putAside: folder, rows, fromCopy, cutOff: cutOff.join(' ') };
    recoveries.push({ part: 'journal', detail });
    return journal;
  }
}

async function openLedger(options: DatabasesOptions, recoveries: Recovery[]): Promise<Ledger> {
  const file = ledgerPlace(options.dir);
  const open = (): Ledger => Ledger.open({ file, key: options.ring.databaseKey('ledger'), log: options.log });
  const ledger = open();
  if (ledger.end !== 'damaged') return ledger;
  ledger.abandon();
  const folder = await putAside(options.dir, 'ledger.log');
  recoveries.push({ part: 'ledger', detail: { reason: 'store/damaged', putAside: folder } });
  return open();
}

function ledgerPlace(dir: string): string {
  return join(dir, 'ledger.log');
}
