import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import { syncFolder, writeFileAtomic } from '../atomic-file.ts';
import { verifyAudit } from '../audit.ts';
import { BlobStore } from '../blob-store.ts';
import { diskError } from '../disk-error.ts';
import { unlockKeyRing } from '../key-ring.ts';
import type { KeyRingOptions, UnlockSecret } from '../key-ring.ts';
import { checkWhole } from '../recovery/mendable.ts';
import { openDatabase } from '../sqlite.ts';
import type { DatabaseOptions, Db } from '../sqlite.ts';
import { writeWrappedKey } from '../rotation/rotate-study.ts';
import { acquireStoreLock } from '../store-lock.ts';
import { copyFileSafely, lengthOf } from './copy-file.ts';
import { readManifest, setFolder, SET_FILES } from './manifest.ts';
import type { StoredBlobRow } from './stored-blobs.ts';
import { blobPath, countBlobs, storedBlobs } from './stored-blobs.ts';
import { readWrappedKeys } from './wrapped-keys.ts';

export interface RestoreOptions extends Pick<KeyRingOptions, 'delay'> {
  /** Folder of the backup. */
  readonly from: string;
  /** Folder of the store to make; empty, or left by a restore of the same backup that was cut off. */
  readonly dir: string;
  readonly secret: UnlockSecret;
  readonly blobWorkerFile: string;
  readonly database: Pick<DatabaseOptions, 'nativeBinding'>;
  /** Last step: from here on the folder is a store. */
  readonly finish: (store: { readonly storeId: string; readonly kind: 'evaluation' | 'clinical' }) => Promise<void>;
  /** After each file that was written. */
  readonly onWritten?: (done: number, total: number) => void;
}

export interface RestoreReport {
  readonly storeId: string;
  readonly objects: number;
  readonly bytes: number;
  /** When the backup was made, UTC. */
  readonly at: string | null;
}

/** Stands while a store is being made or restored; with it, what lies beside it is no store. */
const MARK = 'creating';

/**
 * Makes a store from a backup: objects first, then databases, keys and slots; then everything is read and proved; only then it
 * becomes a store. Killed at any moment, there is no store, and the next run goes on.
 * @throws AppError backup/missing, backup/damaged, access/store-exists, disk/exists, access/wrong-passphrase, disk/…
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { from, dir } = options;
  const manifest = readManifest(from);
  if (manifest === null) throw new AppError('backup/missing', 'there is no backup in this folder');
  if (manifest.current === null) throw new AppError('backup/missing', 'the backup was never finished');
  const set = setFolder(from, manifest.current);
  await claim(dir, manifest.current);
  const release = acquireStoreLock(dir, options.database);
  try {
    for (const name of SET_FILES) {
      await copyFileSafely(join(set, name), { temporary: join(dir, `${name}.new`), final: join(dir, name) });
    }
    const report = await fill(options, await readWrappedKeys(set));
    const { storeId, kind, at } = manifest;
    await options.finish({ storeId, kind });
    return { storeId, at, ...report };
  } catch (error) {
    const { code } = asAppError(error);
    if (code === 'disk/not-found')
      throw new AppError('backup/damaged', 'a file of the backup is missing', { cause: error });
    throw error;
  } finally {
    release();
  }
}

/** Refuses a folder that holds anything but a cut-off restore of this very set. */
async function claim(dir: string, set: string): Promise<void> {
  const words = `restore ${set}\n`;
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const names = await readdir(dir);
    if (names.includes('store.json'))
      throw new AppError('access/store-exists', 'there is a store in this folder already');
    const mark = names.includes(MARK) ? await readFile(join(dir, MARK), 'utf8') : null;
    if (mark === words) return;
    // The mark itself may be what a kill left half made.
    if (names.some((name) => name !== `${MARK}.new` && name !== 'logs')) {
      throw new AppError('disk/exists', 'the folder is not empty: a store is restored into an empty one');
    }
    await writeFileAtomic(join(dir, MARK), words);
  } catch (error) {
    throw diskError(error);
  }
}

/** Opens the copied databases with the reader's passphrase, and copies and proves every object that they name. */
async function fill(
  options: RestoreOptions,
  wrapped: ReadonlyMap<string, Uint8Array>,
): Promise<{ readonly objects: number; readonly bytes: number }> {
  const { dir, secret, database } = options;
  const { ring } = await unlockKeyRing(dir, secret, { ...database, ...delayed(options) });
  const blobs = new BlobStore({ dir, ring, workerFile: options.blobWorkerFile });
  const opened: Db[] = [];
  const open = (name: 'index' | 'journal'): Db => {
    const key = ring.databaseKey(name);
    const db = openDatabase(join(dir, `${name}.db`), key, { ...database, mustExist: true, journalMode: 'truncate' });
    key.fill(0);
    opened.push(db);
    checkWhole(db, name);
    return db;
  };
  try {
    const index = open('index');
    open('journal');
    if (!verifyAudit(index).ok) throw new AppError('backup/damaged', 'the audit trail in the backup is broken');
    return await copyObjects({ ...options, wrapped }, index, blobs);
  } catch (error) {
    if (asAppError(error).code !== 'store/damaged') throw error;
    throw new AppError('backup/damaged', 'a database in the backup is damaged', { cause: error });
  } finally {
    for (const db of opened) db.close();
    await blobs.close();
    ring.close();
  }
}

async function copyObjects(
  options: RestoreOptions & { readonly wrapped: ReadonlyMap<string, Uint8Array> },
  index: Db,
  blobs: BlobStore,
): Promise<{ readonly objects: number; readonly bytes: number }> {
  const { from, dir, wrapped } = options;
  const total = countBlobs(index);
  let done = 0;
  let bad = 0;
  for (const row of storedBlobs(index)) {
    const place = blobPath(row.blobId);
    const [source, final] = [join(from, ...place), join(dir, ...place)];
    const length = await lengthOf(source);
    if (length === null) bad += 1;
    else {
      if ((await lengthOf(final)) !== length) {
        await copyFileSafely(source, { temporary: join(dir, 'tmp', row.blobId), final });
      }
      if (!(await isSound(blobs, row)) && !(await fits(row, dir, blobs, wrapped))) {
        await blobs.remove(row.blobId);
        bad += 1;
      }
    }
    done += 1;
    options.onWritten?.(done, total.count);
  }
  if (bad > 0) {
    throw new AppError('backup/damaged', `${bad} objects of the backup are missing or damaged`, { context: { bad } });
  }
  await rm(join(dir, 'tmp'), { recursive: true, force: true });
  await syncFolder(dir);
  return { objects: total.count, bytes: total.bytes };
}

/** The copy may be of another day than the keys: the set says what stood in the header then. */
async function fits(
  row: StoredBlobRow,
  dir: string,
  blobs: BlobStore,
  wrapped: ReadonlyMap<string, Uint8Array>,
): Promise<boolean> {
  const sealed = wrapped.get(row.blobId);
  if (sealed === undefined) return false;
  await writeWrappedKey(dir, { blobId: row.blobId, sealed });
  return await isSound(blobs, row);
}

async function isSound(
  blobs: BlobStore,
  row: { readonly blobId: Parameters<BlobStore['verify']>[0]; readonly sha256: string },
) {
  try {
    await blobs.verify(row.blobId, row.sha256);
    return true;
  } catch (error) {
    if (!asAppError(error).code.startsWith('blob/')) throw error;
    return false;
  }
}

function delayed({ delay }: RestoreOptions): Pick<KeyRingOptions, 'delay'> {
  return delay === undefined ? {} : { delay };
}
