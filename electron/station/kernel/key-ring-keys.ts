import { randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { systemClock } from './clock.ts';
import { newId } from './ids.ts';
import { keysFileKey, storeFileKey } from './store-file-keys.ts';
import type { StoreFileName } from './store-file-keys.ts';
import type { BlobLane } from './blob-lane.ts';
import type { DatabaseAccess, SealedKeys, WrappedBlobKey } from './blob-tasks.ts';
import { insertSealedKeys } from './database-tasks.ts';
import { keyRingMigrations } from './key-ring-migrations.ts';
import { migrate } from './migrate.ts';
import { copyOf, openKeyCopy } from './recovery/key-copy.ts';
import { checkWhole } from './recovery/mendable.ts';
import { OwnKey } from './own-key.ts';
import type { Clock } from './ports.ts';
import { KEY_BYTES, openKey, sealKey } from './sealed-key.ts';
import { forgetRead } from './forget-read.ts';
import { KeyChanges } from './key-changes.ts';
import { siteLabel, studyLabel } from './key-labels.ts';
import { copyChanges, deleteKeys, replaceSite, storedStudies } from './key-rows.ts';
import type { SiteRow } from './key-rows.ts';
import { makeOsSlot, makePassphraseSlot, makeRecoverySlot, slotsFor } from './slots.ts';
import type { NewPassphrase, Slot } from './slots.ts';
import { databaseError, openDatabase } from './sqlite.ts';
import type { Db, DatabaseOptions } from './sqlite.ts';

export { keysFileKey, storeFileKey } from './store-file-keys.ts';

export interface KeyRingFileOptions extends Pick<DatabaseOptions, 'nativeBinding' | 'cipher' | 'mustExist'> {
  readonly clock?: Clock;
  /** Reads every page first. */
  readonly check?: boolean;
}

/** No log beside the file and nothing left of what is deleted: a forgotten key is gone. */
export const FILE_MODE = { journalMode: 'truncate', secureDelete: true } as const;
const NO_KEYS: SealedKeys = { sites: [], studies: [] };

/**
 * The keys of an open store: store key → site key → study key, each random and wrapped by the one above. Every key that is
 * handed out is a copy: the taker zeroes it.
 */
export class KeyRing {
  readonly #db: Db;
  /** The same keys once more, for the day that the first file is damaged. */
  readonly #copy: Db;
  readonly #file: string;
  readonly #options: KeyRingFileOptions;
  readonly #clock: Clock;
  readonly #storeKey: Uint8Array;
  readonly #siteKeys = new Map<string, Uint8Array>();
  readonly #studyKeys = new Map<string, Uint8Array>();
  /** Study keys that are being changed. */
  readonly changes: KeyChanges;
  readonly own = new OwnKey();
  #worker: Pick<BlobLane, 'ask'> | null = null;
  /** Made and not on disk yet. */
  #planned: SealedKeys = NO_KEYS;
  /** On their way to the disk. */
  #inFlight: SealedKeys = NO_KEYS;
  #saving: Promise<void> = Promise.resolve();
  #closed = false;

  /** Takes `storeKey` over and zeroes it in the end. */
  constructor(file: string, storeKey: Uint8Array, options: KeyRingFileOptions) {
    this.#storeKey = storeKey;
    this.#file = file;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    const fileKey = keysFileKey(this.#storeKey);
    const opened: Db[] = [];
    try {
      this.#db = openDatabase(file, fileKey, { ...options, ...FILE_MODE });
      opened.push(this.#db);
      migrate(this.#db, keyRingMigrations);
      if (options.check ?? false) checkWhole(this.#db, 'keys');
      this.#copy = openKeyCopy(this.#db, copyOf(file), fileKey, { ...options, ...FILE_MODE });
      opened.push(this.#copy);
      this.changes = new KeyChanges({
        ...{ keys: this.#db, copy: this.#copy },
        siteKey: (siteId) => this.#siteKey(siteId),
      });
    } catch (error) {
      for (const db of opened) db.close();
      storeKey.fill(0);
      throw databaseError(error);
    } finally {
      fileKey.fill(0);
    }
  }

  /** The same ring once more, open on its own: for what is done when the store itself is closed. */
  again(): KeyRing {
    this.#checkOpen();
    const options = { ...this.#options, check: false, mustExist: true };
    return new KeyRing(this.#file, Uint8Array.from(this.#storeKey), options);
  }

  /** The key of one database (or other file) of the store, 32 bytes. */
  databaseKey(name: StoreFileName): Uint8Array {
    this.#checkOpen();
    return storeFileKey(this.#storeKey, name);
  }

  passphraseSlot(person: NewPassphrase, logN?: number): Promise<Slot> {
    this.#checkOpen();
    return makePassphraseSlot(person, this.#storeKey, logN);
  }

  /** @param secret as `parseRecoveryKey` gives it */
  recoverySlot(personId: PersonId, secret: string): Slot {
    this.#checkOpen();
    return makeRecoverySlot(personId, secret, this.#storeKey);
  }

  /** @param kept what opens it, and the same as the key store of the system sealed it: see `makeOsSlot` */
  osSlot(personId: PersonId, kept: { readonly secret: Uint8Array; readonly sealed: Uint8Array }): Slot {
    this.#checkOpen();
    return makeOsSlot(personId, kept, this.#storeKey);
  }

  /** These slots for another store key, without those that were not made with this one: see `slotsFor`. */
  slotsUnder(slots: readonly Slot[], next: Uint8Array): readonly Slot[] {
    this.#checkOpen();
    return slotsFor(slots, this.#storeKey, next);
  }

  /** A new file with the same keys under another store key: sites wrapped anew, studies as they are. Nothing erased is in it. */
  writeUnder(file: string, next: Uint8Array): void {
    this.#checkOpen();
    const fileKey = keysFileKey(next);
    const db = openDatabase(file, fileKey, { ...this.#options, ...FILE_MODE, mustExist: false });
    fileKey.fill(0);
    try {
      migrate(db, keyRingMigrations);
      insertSealedKeys(db, { sites: this.#sitesUnder(next), studies: storedStudies(this.#db) });
      copyChanges(this.#db, db);
    } catch (error) {
      throw databaseError(error);
    } finally {
      db.close();
    }
  }

  /**
   * A new key for one site: its studies' keys are wrapped anew, and what the former key opens is nothing of this store. Gives how many.
   * Throws `store/damaged`.
   */
  rotateSite(siteId: string): number {
    const former = this.#siteKey(siteId);
    this.#insert(this.#takePlanned());
    const key = randomBytes(KEY_BYTES);
    const sealed = sealKey(this.#storeKey, key, siteLabel(siteId));
    const studies = storedStudies(this.#db).filter((study) => study.siteId === siteId);
    const under = (label: string, before: Uint8Array): Uint8Array => {
      const study = openKey(former, before, label);
      if (study === null) throw new AppError('store/damaged', 'a study key does not open');
      const anew = sealKey(key, study, label);
      study.fill(0);
      return anew;
    };
    const wrapped = studies.map(({ studyKeyId, sealed: before }) => {
      return { studyKeyId, sealed: under(studyLabel(siteId, studyKeyId), before) };
    });
    const changing = this.changes.rewrapped(siteId, under);
    for (const db of [this.#db, this.#copy]) replaceSite(db, { siteId, sealed, wrapped, former: changing });
    former.fill(0);
    this.#siteKeys.set(siteId, key);
    return wrapped.length;
  }

  /** How a worker opens the file of the keys. */
  fileAccess(): DatabaseAccess {
    this.#checkOpen();
    const { nativeBinding, cipher } = this.#options;
    const options = { nativeBinding, ...(cipher === undefined ? {} : { cipher }), ...FILE_MODE };
    return { file: this.#file, key: keysFileKey(this.#storeKey), options };
  }

  /** The key of a site, made on demand and durable before it is given. */
  siteKey(siteId: string): Uint8Array {
    const key = Uint8Array.from(this.#siteKey(siteId));
    this.#insert(this.#takePlanned());
    return key;
  }

  /** Makes a key for one study; it is durable when its id is returned, and the caller has waited for the disk. */
  newStudyKey(siteId: string): string {
    const studyKeyId = this.planStudyKey(siteId);
    const keys = this.#takePlanned();
    try {
      this.#insert(keys);
    } catch (error) {
      this.#drop(keys);
      throw databaseError(error);
    }
    return studyKeyId;
  }

  /** Makes a key for one study that is on disk when `savePlanned` resolves; before that nothing may depend on it. */
  planStudyKey(siteId: string): string {
    const siteKey = this.#siteKey(siteId);
    const studyKeyId = newId();
    const key = randomBytes(KEY_BYTES);
    const sealed = sealKey(siteKey, key, studyLabel(siteId, studyKeyId));
    const study = { studyKeyId, siteId, sealed, createdAt: this.#clock.nowIso() };
    this.#planned = { ...this.#planned, studies: [...this.#planned.studies, study] };
    this.#studyKeys.set(studyKeyId, key);
    return studyKeyId;
  }

  /** From now on planned keys are written by this worker; without one they are written in the event loop. */
  useWorker(worker: Pick<BlobLane, 'ask'>): void {
    this.#worker = worker;
  }

  /**
   * Writes planned keys, all in one transaction. Where that fails they are forgotten: their ids are no good.
   * @throws AppError disk/…, store/…
   */
  savePlanned(): Promise<void> {
    const saving = this.#saving.catch(() => undefined).then(() => this.#savePlanned());
    this.#saving = saving;
    return saving;
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

  /** While a study's key is being changed, the one that it had: blobs lie under either. Null at all other times. */
  formerStudyKey(studyKeyId: string): Uint8Array | null {
    this.#checkOpen();
    return this.changes.formerKey(studyKeyId);
  }

  /**
   * Gives a study another key. From here on it is the one that is written with; the one before stays until the change ends. Both, and
   * what each header is to hold, are durable when this returns.
   * @param wrap what each header is to hold under the new key; takes neither key over
   * @throws AppError blob/key-forgotten, store/damaged, disk/…
   */
  beginChange(studyKeyId: string, wrap: (former: Uint8Array, next: Uint8Array) => readonly WrappedBlobKey[]): void {
    const former = this.studyKey(studyKeyId);
    const siteId = this.siteOf(studyKeyId) ?? '';
    try {
      const next = this.changes.begin({ studyKeyId, siteId, former }, wrap, studyLabel(siteId, studyKeyId));
      this.#studyKeys.set(studyKeyId, next);
    } catch (error) {
      throw databaseError(error);
    }
  }

  /** Whether there is such a key, written or only planned. */
  hasStudyKey(studyKeyId: string): boolean {
    return this.#studyKeys.has(studyKeyId) || this.siteOf(studyKeyId) !== null;
  }

  /** The site that a study key belongs to; null when there is no such key (any more). */
  siteOf(studyKeyId: string): string | null {
    this.#checkOpen();
    const find = this.#db.prepare<[string], string>('SELECT site_id FROM study_key WHERE study_key_id = ?').pluck();
    return find.get(studyKeyId) ?? null;
  }

  /** Erases a study for good: without its key its blobs are noise. Forgetting twice is harmless. */
  forgetStudyKey(studyKeyId: string): void {
    this.forget([studyKeyId], []);
  }

  /** Erases studies, and sites with all that is left of them. From the copy first: the first file is always right. */
  forget(studyKeyIds: readonly string[], siteIds: readonly string[]): void {
    this.#checkOpen();
    for (const db of [this.#copy, this.#db]) deleteKeys(db, studyKeyIds, siteIds);
    for (const id of studyKeyIds) this.changes.drop(id);
    for (const keys of [this.#studyKeys, this.#siteKeys]) {
      for (const id of [...studyKeyIds, ...siteIds]) {
        keys.get(id)?.fill(0);
        keys.delete(id);
      }
    }
  }

  /** Zeroes the keys that were read for somebody who is not here any more: what is needed is read again. */
  forgetRead(): void {
    this.own.forget();
    forgetRead(this.#siteKeys, this.#studyKeys, [this.#planned, this.#inFlight]);
  }

  get siteCount(): number {
    return this.#db.prepare<[], number>('SELECT count(*) FROM site_key').pluck().get() ?? 0;
  }

  #sitesUnder(next: Uint8Array): SealedKeys['sites'] {
    const rows = this.#db.prepare<[], SiteRow>('SELECT site_id, sealed, created_at FROM site_key').all();
    return rows.map(({ site_id: siteId, sealed: before, created_at: createdAt }) => {
      const key = openKey(this.#storeKey, before, siteLabel(siteId));
      if (key === null) throw new AppError('store/damaged', 'a site key does not open');
      const sealed = sealKey(next, key, siteLabel(siteId));
      key.fill(0);
      return { siteId, sealed, createdAt };
    });
  }

  async #savePlanned(): Promise<void> {
    this.#checkOpen();
    const keys = this.#takePlanned();
    if (keys.sites.length === 0 && keys.studies.length === 0) return;
    const databases = [this.#file, copyOf(this.#file)].map((file) => ({ ...this.fileAccess(), file }));
    this.#inFlight = keys;
    try {
      const worker = this.#worker;
      if (worker === null) for (const db of [this.#db, this.#copy]) insertSealedKeys(db, keys);
      else for (const database of databases) await worker.ask<'keys'>({ kind: 'keys', database, keys });
    } catch (error) {
      this.#drop(keys);
      throw databaseError(error);
    } finally {
      this.#inFlight = NO_KEYS;
      for (const { key } of databases) key.fill(0);
    }
  }

  /** Here and now. A site on its way to the disk may not be there yet. */
  #insert({ sites, studies }: SealedKeys): void {
    for (const db of [this.#db, this.#copy]) {
      insertSealedKeys(db, { sites: [...this.#inFlight.sites, ...sites], studies });
    }
  }

  #takePlanned(): SealedKeys {
    const keys = this.#planned;
    this.#planned = NO_KEYS;
    return keys;
  }

  #drop({ sites, studies }: SealedKeys): void {
    for (const { studyKeyId } of studies) this.#studyKeys.delete(studyKeyId);
    for (const { siteId } of sites) this.#siteKeys.delete(siteId);
  }

  /** Zeroes every key in memory; all else then throws `access/locked`. */
  close(): void {
    this.#closed = true;
    this.#storeKey.fill(0);
    this.changes.close();
    this.own.forget();
    for (const keys of [this.#siteKeys, this.#studyKeys]) {
      for (const key of keys.values()) key.fill(0);
      keys.clear();
    }
    this.#db.close();
    this.#copy.close();
  }

  #siteKey(siteId: string): Uint8Array {
    this.#checkOpen();
    const known = this.#siteKeys.get(siteId);
    if (known !== undefined) return known;
    const key = this.#storedSiteKey(siteId) ?? this.#planSiteKey(siteId);
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

  #planSiteKey(siteId: string): Uint8Array {
    const key = randomBytes(KEY_BYTES);
    const sealed = sealKey(this.#storeKey, key, siteLabel(siteId));
    const site = { siteId, sealed, createdAt: this.#clock.nowIso() };
    this.#planned = { ...this.#planned, sites: [...this.#planned.sites, site] };
    return key;
  }

  #checkOpen(): void {
    if (this.#closed) throw new AppError('access/locked', 'the keys are locked away');
  }
}
