import Database from 'better-sqlite3';
import { AppError } from '../../../shared/errors/app-error.ts';
import { FULL, systemCode } from './disk-error.ts';

/** One open database file. Only kernel/ makes them; the rooms prepare statements on them. */
export type Db = Database.Database;
/** Prepared once where it runs often: preparing takes as long as running. */
export type Statement<P extends unknown[], R = unknown> = Database.Statement<P, R>;

export interface DatabaseOptions {
  /** Path of the driver's .node file; the driver's own choice when absent. */
  readonly nativeBinding?: string | undefined;
  readonly readonly?: boolean;
  readonly cipher?: 'sqlcipher' | 'aegis';
  /** Refuse with `store/missing` instead of making a new file. */
  readonly mustExist?: boolean;
  /** 'truncate' keeps no log file beside the database: for what must vanish when it is deleted. */
  readonly journalMode?: 'wal' | 'truncate';
  /** Overwrites deleted content. */
  readonly secureDelete?: boolean;
  /** Pages of a write-ahead log from which a commit moves them into the database; the driver's 1000 when absent. */
  readonly checkpointPages?: number;
}

/** Of a write-ahead log whose pages are all in the database. */
const LOG_KEPT_BYTES = 1024 * 1024;
/** Of plain pages in memory, at most; a small database takes what it is large. */
const CACHE_KB = 65_536;
const RAW_KEY_PREFIX = Buffer.from('raw:').toString('hex');

/**
 * Opens (or makes) an encrypted database with a raw 32-byte key. A wrong key cannot be told from damage, both throw
 * `store/damaged`: passphrases are checked by the key ring before any database is opened.
 */
export function openDatabase(file: string, key: Uint8Array, options: DatabaseOptions = {}): Db {
  if (key.length !== 32) throw new RangeError('a database key has 32 bytes');
  const db = openDriver(file, options);
  try {
    applyKey(db, key, options.cipher ?? 'sqlcipher');
    // The first statement that reads a page is the one that finds a wrong key.
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    configure(db, options);
    return db;
  } catch (error) {
    db.close();
    throw databaseError(error);
  }
}

/** Encrypts every page of a database that nobody has open anew, under another raw key. Killed on the way, the file is lost. */
export function rekeyDatabase(file: string, key: Uint8Array, next: Uint8Array, options: DatabaseOptions = {}): void {
  if (next.length !== 32) throw new RangeError('a database key has 32 bytes');
  // A log beside it would go on under the former key.
  const db = openDatabase(file, key, { ...options, mustExist: true, journalMode: 'truncate' });
  try {
    db.pragma(`hexrekey='${RAW_KEY_PREFIX}${Buffer.from(next).toString('hex')}'`);
  } catch (error) {
    throw databaseError(error);
  } finally {
    db.close();
  }
}

/** Opens a database without encryption and without waiting: only the store lock is one. */
export function openLockDatabase(file: string, options: Pick<DatabaseOptions, 'nativeBinding'> = {}): Db {
  return new Database(file, { timeout: 0, ...binding(options) });
}

/** True for "another connection holds the lock". */
export function isBusy(error: unknown): boolean {
  return systemCode(error)?.startsWith('SQLITE_BUSY') ?? false;
}

export function isDriverError(error: unknown): boolean {
  return error instanceof Database.SqliteError;
}

/**
 * Runs a transaction without waiting for the disk: what it commits is durable after the next `LogSync.sync` or waiting commit,
 * and until then a power cut may take it away, never in part. Not inside a transaction.
 */
export function withoutWaiting<T>(db: Db, work: () => T): T {
  db.pragma('synchronous = NORMAL');
  try {
    return work();
  } finally {
    db.pragma('synchronous = FULL');
  }
}

/** True when the disk failed under a write: pages that the system holds may never reach it. */
export function isLostWrite(error: unknown): boolean {
  return systemCode(error)?.startsWith('SQLITE_IOERR') ?? false;
}

/** Sorts what the driver throws into the errors of the program. */
export function databaseError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = systemCode(error) ?? 'none';
  const context = { sqlite: code };
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new AppError('store/damaged', 'a database of the store cannot be read', { context, cause: error });
  }
  if (code === 'SQLITE_FULL') {
    return new AppError('disk/full', FULL, { context, retry: 'later', cause: error });
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return new AppError('disk/read-only', 'the database cannot be written', { context, cause: error });
  }
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN')) {
    return new AppError('disk/failed', 'the disk failed under the database', { context, cause: error });
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new AppError('store/in-use', 'the database is held by another program', {
      context,
      retry: 'later',
      cause: error,
    });
  }
  return new AppError('internal/bug', 'a database statement failed', { context, cause: error });
}

function openDriver(file: string, options: DatabaseOptions): Db {
  const fileMustExist = options.mustExist ?? options.readonly ?? false;
  try {
    return new Database(file, {
      readonly: options.readonly ?? false,
      fileMustExist,
      timeout: 5000,
      ...binding(options),
    });
  } catch (error) {
    if (fileMustExist && systemCode(error)?.startsWith('SQLITE_CANTOPEN')) {
      throw new AppError('store/missing', 'a database of the store is not there', { cause: error });
    }
    throw databaseError(error);
  }
}

function binding(options: Pick<DatabaseOptions, 'nativeBinding'>): { nativeBinding?: string } {
  return options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding };
}

function applyKey(db: Db, key: Uint8Array, cipher: 'sqlcipher' | 'aegis'): void {
  db.pragma(`cipher='${cipher}'`);
  // "raw:" takes the 32 bytes as they are; without it the driver stretches them like a passphrase, 200 ms an opening.
  db.pragma(`hexkey='${RAW_KEY_PREFIX}${Buffer.from(key).toString('hex')}'`);
}

function configure(db: Db, options: DatabaseOptions): void {
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma('trusted_schema = OFF');
  // A page that is read again is decrypted again: a reading list of 500 in a large store takes 180 ms out of 16 MB, 20 of 64.
  db.pragma(`cache_size = -${CACHE_KB}`);
  if (options.readonly ?? false) return;
  db.pragma(`journal_mode = ${options.journalMode ?? 'wal'}`);
  db.pragma('synchronous = FULL');
  // A log that was moved is cut: its length says how much waits.
  db.pragma(`journal_size_limit = ${LOG_KEPT_BYTES}`);
  if (options.checkpointPages !== undefined) db.pragma(`wal_autocheckpoint = ${options.checkpointPages}`);
  if (options.secureDelete ?? false) db.pragma('secure_delete = ON');
}
