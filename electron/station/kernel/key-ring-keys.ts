import { randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/errors/app-error.ts';
import { systemClock } from './clock.ts';
import { newId } from './ids.ts';
import { keyRingMigrations } from './key-ring-migrations.ts';
import { migrate } from './migrate.ts';
import type { Clock } from './ports.ts';
import { deriveKey, KEY_BYTES, openKey, sealKey } from './sealed-key.ts';
import { openDatabase } from './sqlite.ts';
import type { Db, DatabaseOptions } from './sqlite.ts';

export interface KeyRingFileOptions extends Pick<DatabaseOptions, 'nativeBinding' | 'cipher' | 'mustExist'> {
  readonly clock?: Clock;
}

const NO_SALT = new Uint8Array(0);

/**
 * The keys of an open store: store key → site key → study key, each random and wrapped by the one above. Every key that is
 * handed out is a copy: the taker zeroes it.
 */
export class KeyRing {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #storeKey: Uint8Array;
  readonly #siteKeys = new Map<string, Uint8Array>();
  readonly #studyKeys = new Map<string, Uint8Array>();
  #closed = false;

  /** Takes `storeKey` over and zeroes it in the end. */
  constructor(file: string, storeKey: Uint8Array, options: KeyRingFileOptions) {
    this.#storeKey = storeKey;
    this.#clock = options.clock ?? systemClock;
    const fileKey = deriveKey(storeKey, NO_SALT, 'nightjar/database/1/keys');
    try {
      this.#db = openDatabase(file, fileKey, { ...options, journalMode: 'truncate', secureDelete: true });
    } catch (error) {
      storeKey.fill(0);
      throw error;
    } finally {
      fileKey.fill(0);
    }
    try {
      migrate(this.#db, keyRingMigrations);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The key of one database of the store, 32 bytes. */
  databaseKey(name: 'index' | 'journal'): Uint8Array {
    this.#checkOpen();
    return deriveKey(this.#storeKey, NO_SALT, `nightjar/database/1/${name}`);
  }

  /** The key of a site, made on demand and durable before it is given. */
  siteKey(siteId: string): Uint8Array {
    return Uint8Array.from(this.#siteKey(siteId));
  }

  /** Makes a key for one study; it is durable when its id is returned. */
  newStudyKey(siteId: string): string {
    const siteKey = this.#siteKey(siteId);
    const studyKeyId = newId();
    const key = randomBytes(KEY_BYTES);
    const sealed = sealKey(siteKey, key, studyLabel(siteId, studyKeyId));
    this.#db
      .prepare('INSERT INTO study_key (study_key_id, site_id, sealed, created_at) VALUES (?, ?, ?, ?)')
      .run(studyKeyId, siteId, sealed, this.#clock.nowIso());
    this.#studyKeys.set(studyKeyId, key);
    return studyKeyId;
  }

  /** Throws `blob/key-forgotten` when there is no such key (any more), `store/damaged` when it does not open. */
  studyKey(studyKeyId: string): Uint8Array {
    this.#checkOpen();
    const known = this.#studyKeys.get(studyKeyId);
    if (known !== undefined) return Uint8Array.from(known);
    const row = this.#db
      .prepare<[string], { site_id: string; sealed: Buffer }>(
        'SELECT site_id, sealed FROM study_key WHERE study_key_id = ?',
      )
      .get(studyKeyId);
    if (row === undefined) throw new AppError('blob/key-forgotten', 'the key of this study is gone');
    const key = openKey(this.#siteKey(row.site_id), row.sealed, studyLabel(row.site_id, studyKeyId));
    if (key === null) throw new AppError('store/damaged', 'a study key does not open');
    this.#studyKeys.set(studyKeyId, key);
    return Uint8Array.from(key);
  }

  /** Erases a study for good: without its key its blobs are noise. Forgetting twice is harmless. */
  forgetStudyKey(studyKeyId: string): void {
    this.#checkOpen();
    this.#db.prepare('DELETE FROM study_key WHERE study_key_id = ?').run(studyKeyId);
    this.#studyKeys.get(studyKeyId)?.fill(0);
    this.#studyKeys.delete(studyKeyId);
  }

  /** Zeroes every key in memory; all else then throws `access/locked`. */
  close(): void {
    this.#closed = true;
    this.#storeKey.fill(0);
    for (const key of [...this.#siteKeys.values(), ...this.#studyKeys.values()]) key.fill(0);
    this.#siteKeys.clear();
    this.#studyKeys.clear();
    this.#db.close();
  }

  #siteKey(siteId: string): Uint8Array {
    this.#checkOpen();
    const known = this.#siteKeys.get(siteId);
    if (known !== undefined) return known;
    const key = this.#storedSiteKey(siteId) ?? this.#makeSiteKey(siteId);
    this.#siteKeys.set(siteId, key);
    return key;
  }

  #storedSiteKey(siteId: string): Uint8Array | null {
    const row = this.#db
      .prepare<[string], { sealed: Buffer }>('SELECT sealed FROM site_key WHERE site_id = ?')
      .get(siteId);
    if (row === undefined) return null;
    const key = openKey(this.#storeKey, row.sealed, siteLabel(siteId));
    if (key === null) throw new AppError('store/damaged', 'a site key does not open');
    return key;
  }

  #makeSiteKey(siteId: string): Uint8Array {
    const key = randomBytes(KEY_BYTES);
    this.#db
      .prepare('INSERT INTO site_key (site_id, sealed, created_at) VALUES (?, ?, ?)')
      .run(siteId, sealKey(this.#storeKey, key, siteLabel(siteId)), this.#clock.nowIso());
    return key;
  }

  #checkOpen(): void {
    if (this.#closed) throw new AppError('access/locked', 'the keys are locked away');
  }
}

function siteLabel(siteId: string): string {
  return `nightjar/site-key/1/${siteId}`;
}

function studyLabel(siteId: string, studyKeyId: string): string {
  return `nightjar/study-key/1/${siteId}/${studyKeyId}`;
}
